"""Folders put in their places whole: whatever interrupts it, the earlier one stands there, or the later one.

Where the system can exchange two folders in one step (Linux and macOS), no moment is without one. Elsewhere the earlier
one waits beside its place for a moment, and ``recover_place`` brings it back at the next start.
"""

import ctypes
import errno
import os
import shutil
import sys
from functools import cache
from pathlib import Path

HERE, EXCHANGE, SWAP = -100, 2, 2  # AT_FDCWD; RENAME_EXCHANGE of renameat2; RENAME_SWAP of renamex_np
NOT_HERE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}  # kernels and file systems that cannot


def aside_of(place: Path) -> Path:
    """Where the later folder is made: beside its place, on the same file system."""
    return place.with_name(f".{place.name}.new")


def before_of(place: Path) -> Path:
    """Where the earlier folder waits while it is replaced."""
    return place.with_name(f".{place.name}.before")


def put_in_place(new: Path, place: Path) -> None:
    """Put a folder in the place of another, which is deleted afterwards.

    Parameters
    ----------
    new : Path
        A whole folder on the same file system; it is gone afterwards.
    place : Path
        A folder, or nothing.
    """
    recover_place(place)
    if not place.exists():
        new.replace(place)
    elif _exchange(new, place):
        shutil.rmtree(new, ignore_errors=True)
    else:
        before = before_of(place)
        place.replace(before)
        new.replace(place)
        shutil.rmtree(before, ignore_errors=True)


def recover_place(place: Path) -> None:
    """Bring an earlier folder back that was left without its place; delete one whose place was taken."""
    before = before_of(place)
    if before.exists() and not place.exists():
        before.replace(place)
    elif before.exists():
        shutil.rmtree(before, ignore_errors=True)


def recover_places(folder: Path) -> None:
    """The same for everything inside a folder and the folders in it."""
    for pattern in (".*.before", "*/.*.before"):
        for before in sorted(folder.glob(pattern)):
            recover_place(before.with_name(before.name.removeprefix(".").removesuffix(".before")))


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; false where this system cannot, and nothing has happened."""
    call = _exchanging_call()
    if call is None:
        return False
    given = (os.fsencode(one), os.fsencode(other))
    failed = call(*given, SWAP) if sys.platform == "darwin" else call(HERE, given[0], HERE, given[1], EXCHANGE)
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in NOT_HERE:
        return False
    raise OSError(number, os.strerror(number), str(other))


@cache
def _exchanging_call() -> "ctypes._NamedFuncPointer | None":
    """The system's own call; None on a system, or with a C library, that has none."""
    if sys.platform == "win32":
        return None
    library = ctypes.CDLL(None, use_errno=True)
    return getattr(library, "renamex_np" if sys.platform == "darwin" else "renameat2", None)
