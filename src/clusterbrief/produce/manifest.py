"""What was made from what: fingerprints that tell whether an executed notebook or a document is up to date."""

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from clusterbrief.produce.notebook_source import NotebookSource

LIBRARIES = ("pandas", "plotnine", "matplotlib", "tabulate", "papermill")


def fingerprint(profile: str, notebook: NotebookSource, parameters: Mapping[str, str]) -> dict[str, str]:
    """A digest of each thing that an executed notebook depends on."""
    return {
        "profile": digest_of(profile),
        "notebook": digest_of(notebook.code),
        "parameters": digest_of(json.dumps(parameters, sort_keys=True)),
        "package": package_digest("analysis", "present"),
        "libraries": digest_of(json.dumps([version_of(name) for name in LIBRARIES])),
    }


def digest_of(content: str | bytes) -> str:
    """A short digest of a content."""
    return sha256(content.encode() if isinstance(content, str) else content).hexdigest()[:24]


@cache
def package_digest(*rooms: str) -> str:
    """A digest of the sources in some rooms of the package."""
    package = Path(__file__).parents[1]
    sources = [path for room in rooms for path in sorted((package / room).rglob("*.py"))]
    return digest_of("".join(f"{path.name}\0{path.read_text(encoding='utf-8')}" for path in sources))


@cache
def version_of(name: str) -> str:
    """The installed version of a library; asked for hundreds of times in a build."""
    return version(name)


def digest_of_file(path: Path) -> str:
    """A digest of a file; empty where there is none."""
    try:
        return digest_of(path.read_bytes())
    except OSError:
        return ""


def digest_of_folder(folder: Path) -> str:
    """A digest of everything in a folder, with its names; empty where there is none."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    told = [f"{path.relative_to(folder).as_posix()}\0{digest_of_file(path)}" for path in files]
    return digest_of("\n".join(told)) if told else ""


def _read_made(path: Path) -> dict[str, dict[str, str]]:
    """What a manifest file notes; nothing where it is missing or broken: all is made again then."""
    try:
        made = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {key: each for key, each in made.items() if isinstance(each, dict)} if isinstance(made, dict) else {}


class Manifest:
    """Fingerprints of everything made so far, kept in a file beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.made = _read_made(path)

    def stale_because(self, key: str, now: Mapping[str, str], result: str) -> str:
        """Why a result must be made again; empty when it is up to date.

        ``result`` is the digest of what is there, empty where it is gone.
        """
        before = self.made.get(key)
        if before is None or not result:
            return "not made yet"
        changed = [part for part in now if before.get(part) != now[part]]
        if not changed and before.get("result") != result:
            return "what was made was changed or damaged"
        return f"changed: {', '.join(changed)}" if changed else ""

    def note(self, key: str, now: Mapping[str, str], result: str) -> None:
        """Remember what a result was made from, at once: an interrupted build goes on from here."""
        self.made[key] = {**now, "result": result}
        self._save()

    def result(self, key: str) -> str:
        """The digest of a result; empty where it is not made yet."""
        return self.made.get(key, {}).get("result", "")

    def forget_others(self, keys: set[str]) -> None:
        """Drop results of units that no longer exist."""
        self.made = {key: value for key, value in self.made.items() if key in keys}
        self._save()

    def forget(self, key: str) -> None:
        """Drop one result that failed."""
        if self.made.pop(key, None) is not None:
            self._save()

    def _save(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        aside = self.path.with_suffix(".part")
        aside.write_text(json.dumps(self.made, indent=1, sort_keys=True), encoding="utf-8")
        aside.replace(self.path)
