"""What stands against publishing a folder: leaks, links that lead nowhere, data that nobody can trace."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

from clusterbrief.errors import Faults, Place
from clusterbrief.produce.assembly import SPREADSHEET
from clusterbrief.produce.leaks import Leak
from clusterbrief.produce.notebook_results import NotebookResults

OWN_FOLDERS = ("data/framework", "data/eu", "templates", "notebooks")
DOCUMENTS = "reports"  # whose authors may name somebody there
OWN_ENDINGS = {".yml", ".csv", ".json", ".qmd", ".md", ".ipynb", ".css", ".js", ".html"}


def own_words(root: Path, documents: bool = True) -> str:
    """Everything that we wrote ourselves: what stands there is no answer. Authors' texts are not part of it.

    Without ``documents``, what excuses a name: an author may have written one into a document of reports/.
    """
    folders = [root / name for name in (*OWN_FOLDERS, *([DOCUMENTS] if documents else []))] + [
        Path(__file__).parents[1]
    ]
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in {*OWN_ENDINGS, ".py"}]
    return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in paths)


def broken_links(site: Path) -> Iterator[tuple[str, str]]:
    """Pages and the addresses on them that lead nowhere inside the site: no such file, or no such place on the page."""
    pages = {path.resolve(): html.parse(str(path)).getroot() for path in sorted(site.rglob("*.html"))}
    places = {path: {each.get("id") for each in page.iter() if each.get("id")} for path, page in pages.items()}
    for path, page in pages.items():
        for address in page.xpath("//@href | //@src"):
            parts = urlsplit(str(address))
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            lost = parts.fragment and target in places and unquote(parts.fragment) not in places[target]
            if not target.is_file() or not target.is_relative_to(site.resolve()) or lost:
                yield path.relative_to(site.resolve()).as_posix(), str(address)


def untraced_data(site: Path, results: Sequence[NotebookResults]) -> Iterator[str]:
    """Data files of a site that no public notebook left: they cannot be traced to a disclosed table."""
    left = [each.data for result in results for each in result.figures.values()]
    left += [each.data for result in results for each in result.tables.values()]
    known = {sha256(data.encode(SPREADSHEET)).digest() for data in left}
    for path in sorted((site / "figures").rglob("*.csv")):
        if sha256(path.read_bytes()).digest() not in known:
            yield path.relative_to(site).as_posix()


def publication_faults(
    leaks: Iterable[Leak], links: Iterable[tuple[str, str]], untraced: Iterable[str], folder: str = ""
) -> Faults:
    """Everything for which a folder must not be published, each with its place and what to do.

    ``folder`` stands before the names of files, where there are several.
    """
    faults = Faults()
    before = f"{folder}/" if folder else ""
    for leak in leaks:
        place = Place(f"{before}{leak.file.as_posix()}", detail=leak.where)
        problem = f"Cannot publish a {leak.kind} of {leak.organisation_code}: {leak.shown}"
        faults.add(place, problem, "Find where it comes from: a text of the authors?")
    for page, address in links:
        place = Place(f"{before}{page}")
        faults.add(place, f'Cannot follow the link "{address}"', "Mend it in reports/ or in narratives/.")
    for file in untraced:
        faults.add(Place(f"{before}{file}"), "Cannot trace this to a disclosed table", "Build again with --force.")
    return faults
