"""What was made from what: fingerprints that tell whether an executed notebook is still up to date."""

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from clusterbrief.produce.notebook_source import NotebookSource

LIBRARIES = ("pandas", "plotnine", "matplotlib", "tabulate", "papermill")
PARTS = ("profile", "notebook", "parameters", "package", "libraries")


def fingerprint(profile: str, notebook: NotebookSource, parameters: Mapping[str, str]) -> dict[str, str]:
    """A digest of each thing that an executed notebook depends on."""
    return {
        "profile": _digest(profile),
        "notebook": _digest(notebook.code),
        "parameters": _digest(json.dumps(parameters, sort_keys=True)),
        "package": package_digest(),
        "libraries": _digest(json.dumps([version(name) for name in LIBRARIES])),
    }


def _digest(content: str | bytes) -> str:
    return sha256(content.encode() if isinstance(content, str) else content).hexdigest()[:24]


@cache
def package_digest() -> str:
    """A digest of the sources that notebooks run: analysis and present."""
    package = Path(__file__).parents[1]
    sources = [path for part in ("analysis", "present") for path in sorted((package / part).rglob("*.py"))]
    return _digest("".join(f"{path.name}\0{path.read_text(encoding='utf-8')}" for path in sources))


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

    def stale_because(self, key: str, now: Mapping[str, str], result: Path) -> str:
        """Why a result must be made again; empty when it is up to date."""
        before = self.made.get(key)
        if before is None or not result.is_file():
            return "not made yet"
        changed = [part for part in PARTS if before.get(part) != now.get(part)]
        if not changed and before.get("result") != _digest(result.read_bytes()):
            return "its file was changed or damaged"
        return f"changed: {', '.join(changed)}" if changed else ""

    def note(self, key: str, now: Mapping[str, str], result: Path) -> None:
        """Remember what a result was made from, at once: an interrupted build goes on from here."""
        self.made[key] = {**now, "result": _digest(result.read_bytes())}
        self._save()

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
