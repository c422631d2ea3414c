"""What a build is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from clusterbrief.produce.running.run import Conditions

AUDIENCES = ("public", "private", "internal")
FORMATS = ("html", "docx", "pdf", "pptx")


@dataclass(frozen=True)
class Request:
    """What a build is asked for; empty means everything."""

    audiences: tuple[str, ...] = ("public",)
    only: Mapping[str, str] | None = None  # {"country": "AM"} or {"organisation": "AM-001"}
    document: str = ""
    formats: tuple[str, ...] = ("html",)
    renderer: str = "auto"
    jobs: int = 0
    force: bool = False
    conditions: Conditions = field(default_factory=Conditions)
    scheduler: str = ""  # address of a Dask cluster; empty: this machine
