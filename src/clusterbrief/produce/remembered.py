"""Things typeset before, kept by what they were typeset from, so that they need not be typeset again."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from clusterbrief.produce.manifest import package_digest, version_of

SOFTWARE = ("smalldocs", "pypandoc-binary", "typst", "lxml", "fonttools")
MARK = 32  # bytes in front of what is kept: its digest, so that a damaged file is noticed


@cache
def typesetter() -> str:
    """A digest of everything that typesets: our own code and the libraries that it calls."""
    return f"{package_digest('present', 'produce')} {[version_of(name) for name in SOFTWARE]}"


def key_of(*parts: str | bytes) -> str:
    """What something is kept by: all that it depends on, beside what typesets it."""
    digest = sha256(typesetter().encode())
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()[:40]


class Remembered:
    """A folder of things typeset before. What is neither asked for nor kept until ``forget_others`` goes.

    Without a folder nothing is kept.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.used: set[str] = set()

    def recall(self, key: str) -> bytes | None:
        """What was kept by a key; None where nothing was, or it was damaged."""
        self.used.add(key)
        if self.folder is None:
            return None
        try:
            content = (self.folder / key).read_bytes()
        except OSError:
            return None
        return content[MARK:] if content[:MARK] == sha256(content[MARK:]).digest() else None

    def keep(self, key: str, content: bytes) -> None:
        """Keep something by a key; whole or not at all."""
        if self.folder is None:
            return
        self.used.add(key)
        self.folder.mkdir(parents=True, exist_ok=True)
        aside = self.folder / f"{key}.part"
        aside.write_bytes(sha256(content).digest() + content)
        aside.replace(self.folder / key)

    def forget_others(self) -> None:
        """Delete what was not used: it was typeset from something that is no longer so."""
        for path in self.folder.glob("*") if self.folder and self.folder.is_dir() else ():
            if path.name not in self.used:
                path.unlink()


NOTHING = Remembered()


def contents(paths: Iterable[Path]) -> bytes:
    """A digest of files, with their names."""
    digest = sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + sha256(path.read_bytes()).digest())
    return digest.digest()
