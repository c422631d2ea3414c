"""One build at a time in a project: the second is told so at once. The lock dies with its process."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from clusterbrief.errors import Fault, InputError, Place, shown_path
from clusterbrief.study.project import Project

LOCK = ".lock"  # inside build/; never deleted: whoever deletes a lock lets two in
Given = ParamSpec("Given")
Made = TypeVar("Made")
_held: set[Path] = set()  # by this process: publishing builds, too


@contextmanager
def only_build(build: Path) -> Iterator[None]:
    """Hold the lock of a build folder.

    Raises
    ------
    InputError
        Another process holds it; nothing has been changed then.
    """
    build.mkdir(parents=True, exist_ok=True)
    path = build.resolve() / LOCK
    if path in _held:
        yield
        return
    with path.open("a+b") as file:
        try:
            _lock(file.fileno())
        except OSError:
            remedy = "Wait until it has ended, or stop it. Builds of other projects do not matter."
            problem = "Cannot start: another build of this project is running"
            raise InputError([Fault(Place(shown_path(build)), problem, remedy)]) from None
        _held.add(path)
        try:
            yield
        finally:
            _held.discard(path)


def one_at_a_time(
    run: Callable[Concatenate[Project, Given], Made],
) -> Callable[Concatenate[Project, Given], Made]:
    """Let a step of the pipeline run only while it holds the lock of its project."""

    @wraps(run)
    def alone(project: Project, /, *given: Given.args, **named: Given.kwargs) -> Made:
        with only_build(project.build):
            return run(project, *given, **named)

    return alone


def _lock(file: int) -> None:
    """Take the lock or raise OSError. It belongs to this process alone, not to notebooks that it has started."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
