"""Figures that several notebooks of a build draw alike: drawn once, and kept in a folder meanwhile.

A figure is known by the function that made it and everything that function was given. The folder is named by an
environment variable and is gone after the build, so that nothing is kept longer than what it shows.
"""

import inspect
import os
from collections.abc import Callable, Mapping
from functools import wraps
from hashlib import sha256
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pandas as pd

FOLDER = "CLUSTERBRIEF_DRAWINGS"
MARK = "_clusterbrief_known_by"

P = ParamSpec("P")
Plot = TypeVar("Plot")


def known_by_its_data(draw: Callable[P, Plot]) -> Callable[P, Plot]:
    """Let the plots of a drawing function be known by what it was given: same function, same data, same figure.

    Only for functions that depend on their arguments alone.
    """
    signature = inspect.signature(draw)

    @wraps(draw)
    def marked(*args: P.args, **kwargs: P.kwargs) -> Plot:
        given = signature.bind(*args, **kwargs)
        given.apply_defaults()
        text = f"{draw.__module__}.{draw.__qualname__}({_told(given.arguments)})"  # before it is drawn: it may change
        plot = draw(*args, **kwargs)
        # a plot that something was added to is a copy, for which the mark does not hold
        setattr(plot, MARK, (id(plot), sha256(text.encode()).hexdigest()))
        return plot

    return marked


def _told(value: Any) -> str:
    """A value in full, as text: whatever could change a figure changes it."""
    if isinstance(value, pd.DataFrame):
        columns = ", ".join(f"{name!r}: {_told(value[name])}" for name in value.columns)
        return f"table({value.index.tolist()!r}, {columns})"
    if isinstance(value, pd.Series):
        return f"{value.dtype}{value.tolist()!r}"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key!r}: {_told(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return f"{type(value).__name__}[" + ", ".join(_told(each) for each in value) + "]"
    return repr(value)


def digest_of(plot: Any) -> str:
    """What a plot is known by; empty where it is not known, or was changed since."""
    whose, digest = getattr(plot, MARK, (0, ""))
    return str(digest) if whose == id(plot) else ""


def recall(digest: str, forms: tuple[str, ...]) -> dict[str, bytes]:
    """A figure drawn before, in these forms; nothing where it was not, or not in all of them."""
    folder = os.environ.get(FOLDER)
    if not digest or not folder:
        return {}
    try:
        return {form: (Path(folder) / f"{digest}.{form}").read_bytes() for form in forms}
    except OSError:
        return {}


def keep(digest: str, images: Mapping[str, bytes]) -> None:
    """Keep a figure for the notebooks that come after; each file is whole or not there."""
    folder = os.environ.get(FOLDER)
    if not digest or not folder or not Path(folder).is_dir():
        return
    for form, content in images.items():
        path = Path(folder) / f"{digest}.{form}"
        aside = path.with_name(f"{path.name}.{os.getpid()}")
        aside.write_bytes(content)
        aside.replace(path)
