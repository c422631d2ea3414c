"""The receipt of a build: what it was made from and what it left. While both stand, it need not be made again.

Nothing heavy is imported here, so that a build of which nothing changed answers at once.
"""

import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from clusterbrief.produce.request import Request
from clusterbrief.produce.run_table import RunRow, RunTable
from clusterbrief.study.project import Project, find_edition

FOLDER = "receipts"
PACKAGE = Path(__file__).parents[1]
OWN_INPUTS = ("_quarto.yml", "data/framework", "data/eu", "data/open_data.yml", "notebooks", "reports", "templates")

Seen = list[Any]  # of a file: size in bytes, when it changed in nanoseconds, digest of its content


@dataclass(frozen=True)
class State:
    """Every file of some places as it is: what ``Seen`` says by path."""

    files: dict[str, Seen]

    def difference(self, before: "State") -> str:
        """The first file that is another one now, was added or is gone; empty where all are as before."""
        for path in sorted(self.files.keys() | before.files.keys()):
            now, then = self.files.get(path), before.files.get(path)
            if now is None or then is None or now[2] != then[2]:
                return path
        return ""


def take_state(roots: Iterable[Path], known: State | None = None) -> State:
    """The files below some places. Whoever has the size and time that are known is not read again."""
    seen = {}
    for path, status in _walk(roots):
        before = known.files.get(path) if known else None
        same = before is not None and before[:2] == [status.st_size, status.st_mtime_ns]
        seen[path] = before if before and same else [status.st_size, status.st_mtime_ns, _digest(Path(path))]
    return State(seen)


def _walk(roots: Iterable[Path]) -> Iterator[tuple[str, os.stat_result]]:
    stack = [str(root) for root in roots]
    while stack:
        place = stack.pop()
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=True):
                        if entry.name != "__pycache__":
                            stack.append(entry.path)
                    else:
                        yield entry.path, entry.stat()
        except NotADirectoryError:
            yield place, Path(place).stat()
        except FileNotFoundError:
            continue


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()[:32]
    except OSError:
        return "unreadable"


def inputs_of(project: Project, edition_folder: Path) -> list[Path]:
    """Everything that a build reads: the project's own documents, its editions, and the package."""
    own = [project.root / each for each in OWN_INPUTS]
    return [*own, edition_folder.resolve(), *_compared_with(edition_folder), PACKAGE]


def _compared_with(edition_folder: Path) -> list[Path]:
    """The edition that this one is compared with, which lies beside it."""
    try:
        text = (edition_folder / "edition.yml").read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return []
    if "compare_with" not in text:
        return []
    from ruamel.yaml import YAML, YAMLError

    try:
        name = YAML(typ="safe").load(text)["compare_with"]
    except (YAMLError, KeyError, TypeError):
        return []
    return [edition_folder.resolve().parent / str(name).partition("@")[0]] if name else []


def outputs_of(build: Path, audiences: Iterable[str]) -> list[Path]:
    """Everything that a build leaves for some audiences."""
    internal = [build / "internal" / name for name in ("findings.csv", "dossier.xlsx")]
    places = [build / "tables", build / "open-data", *internal]
    for audience in audiences:
        places += [build / folder / audience for folder in ("project", "notebooks", "profiles")]
        site = {"public": "site", "private": "private"}.get(audience, "internal/site")
        places.append(build / site)
    return places


def software() -> list[str]:
    """What typesets and computes: Python, every installed package with its version, and Quarto where there is one."""
    packages = sorted({name for folder in sys.path for name in _distributions(folder)})
    quarto = os.environ.get("QUARTO_PATH") or shutil.which("quarto") or ""
    stamp = str(Path(quarto).stat().st_mtime_ns) if quarto and Path(quarto).exists() else ""
    return [sys.version, quarto, stamp, *packages]


def _distributions(folder: str) -> Iterator[str]:
    try:
        yield from (each.name for each in Path(folder or ".").iterdir() if each.suffix in {".dist-info", ".egg-info"})
    except OSError:
        return


def asked_for(edition: str, request: Request) -> list[str]:
    """What decides which documents a build makes; not how many at a time, nor where."""
    wanted = asdict(request)
    return [edition, *(repr(wanted[name]) for name in ("audiences", "only", "document", "formats", "renderer"))]


def receipt_path(project: Project, asked: list[str]) -> Path:
    """Where the receipt of such a build lies."""
    return project.build / FOLDER / f"{sha256(json.dumps(asked).encode()).hexdigest()[:16]}.json"


@dataclass(frozen=True)
class Standing:
    """What a build is asked for and stands on, before it reads anything."""

    path: Path  # of its receipt
    asked: list[str]
    software: list[str]
    inputs: State


def take_standing(project: Project, edition: str, request: Request, known: State | None = None) -> Standing:
    """What a build that begins now stands on.

    Raises
    ------
    InputError
        There is no such edition.
    """
    folder = find_edition(edition, project.editions)
    asked = asked_for(str(folder.resolve()), request)
    return Standing(receipt_path(project, asked), asked, software(), take_state(inputs_of(project, folder), known))


def drop_stale_receipts(standing: Standing, project: Project) -> None:
    """Delete the receipts of builds from anything else than what there is now: they may name who has withdrawn."""
    for path in (project.build / FOLDER).glob("*"):
        try:
            before = State(json.loads(path.read_text(encoding="utf-8"))["inputs"])
        except (OSError, ValueError, KeyError, TypeError):
            before = State({})
        if standing.inputs.difference(before):
            path.unlink()


def write_receipt(standing: Standing, project: Project, request: Request, table: RunTable) -> None:
    """Note what a build left, unless a document failed; the clock of the files goes with it."""
    if table.failed:
        standing.path.unlink(missing_ok=True)
        return
    outputs = take_state(outputs_of(project.build, request.audiences))
    noted = {
        "asked": standing.asked,
        "software": standing.software,
        "inputs": standing.inputs.files,
        "outputs": outputs.files,
        "table": asdict(table),
    }
    _write(standing.path, noted)


def _write(path: Path, noted: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".part")
    aside.write_text(json.dumps(noted), encoding="utf-8")
    aside.replace(path)


def unchanged(project: Project, edition: str, request: Request) -> RunTable | None:
    """The run table of the last such build, all up to date; None where anything is not as it was.

    Raises
    ------
    InputError
        There is no such edition.
    """
    folder = find_edition(edition, project.editions)
    path = receipt_path(project, asked_for(str(folder.resolve()), request))
    try:
        noted = json.loads(path.read_text(encoding="utf-8"))
        inputs, outputs = State(noted["inputs"]), State(noted["outputs"])
        standing = take_standing(project, edition, request, inputs)
        left = take_state(outputs_of(project.build, request.audiences), outputs)
        same = noted["asked"] == standing.asked and noted["software"] == standing.software
        if request.force or not same or standing.inputs.difference(inputs) or left.difference(outputs):
            return None
        table = _read_table(noted["table"])
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):  # missing or damaged: build again
        return None
    if standing.inputs != inputs or left != outputs:  # touched, but the same
        _write(path, {**noted, "inputs": standing.inputs.files, "outputs": left.files})
    return table


def _read_table(noted: dict[str, Any]) -> RunTable:
    rows = tuple(RunRow(row["document"], row["unit"], "up to date") for row in noted["rows"])
    return RunTable(rows, noted["renderer"], tuple(noted["places"]), noted["findings"], tuple(noted["notes"]))
