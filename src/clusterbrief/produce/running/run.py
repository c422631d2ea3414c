"""What is run and what comes of it: values that travel between processes and machines."""

from dataclasses import dataclass
from typing import Literal

Engine = Literal["warm", "kernel"]
PROFILE = "profile.json"  # what the profile is called in the folder that a notebook runs in


@dataclass(frozen=True, slots=True)
class NotebookRun:
    """One notebook to run for one unit: everything that its result depends on."""

    notebook: str
    unit_code: str
    source: str  # the notebook as JSON
    profile: str  # all that it may show, as JSON
    parameters: dict[str, str]  # what it is told beside the place of its profile


@dataclass(frozen=True, slots=True)
class Executed:
    """What became of a run: the executed notebook as JSON, empty where there is none, and why it failed."""

    notebook: str
    seconds: float
    reason: str = ""  # empty when it went well


@dataclass(frozen=True, slots=True)
class Conditions:
    """How notebooks are run.

    ``cell_seconds`` is how long one cell may take and ``memory_mib`` how much memory one notebook may take in MiB;
    0 sets no limit. ``drawings`` is a folder where figures that several notebooks draw alike are kept meanwhile; empty
    where each draws its own.
    """

    engine: Engine = "warm"
    cell_seconds: float = 600.0
    memory_mib: int = 2048
    drawings: str = ""
