"""What leaves the authors' hands: checked for leaks and broken links, whole or not at all."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from lxml import html

from clusterbrief.errors import Faults, Place
from clusterbrief.produce.assembly import SPREADSHEET
from clusterbrief.produce.leaks import Leak
from clusterbrief.produce.notebook_results import NotebookResults

CHECKSUMS, SITEMAP, ARCHIVE = "SHA256SUMS.txt", "sitemap.xml", "site.zip"
OWN_FOLDERS = ("data/framework", "data/eu", "reports", "templates", "notebooks")
OWN_ENDINGS = {".yml", ".csv", ".json", ".qmd", ".md", ".ipynb", ".css", ".js", ".html"}


def own_words(root: Path) -> str:
    """Everything that we wrote ourselves: what stands there is no answer. Authors' texts are not part of it."""
    folders = [root / name for name in OWN_FOLDERS] + [Path(__file__).parents[1]]
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


def publication_faults(leaks: Iterable[Leak], links: Iterable[tuple[str, str]], untraced: Iterable[str]) -> Faults:
    """Everything for which a site must not be published, each with its place and what to do."""
    faults = Faults()
    for leak in leaks:
        problem = f"Cannot publish a {leak.kind} of {leak.organisation_code}: {leak.shown}"
        faults.add(
            Place(leak.file.as_posix(), detail=leak.where), problem, "Find where it comes from: a text of the authors?"
        )
    for page, address in links:
        faults.add(Place(page), f'Cannot follow the link "{address}"', "Mend it in reports/ or in narratives/.")
    for file in untraced:
        faults.add(Place(file), "Cannot trace this file to a disclosed table", "Build again with --force.")
    return faults


def write_publication(site: Path, to: Path, address: str, day: date) -> Path:
    """Put a site in its place with checksums, a site map and an archive of it all; the earlier one stays until then.

    Parameters
    ----------
    site : Path
        The typeset and checked site.
    to : Path
        The folder that holds publications; the site goes to ``public`` in it.
    address : str
        Where the site will be found, for the site map; none is written without.
    day : date
        Of publication.
    """
    place = to / "public"
    to.mkdir(parents=True, exist_ok=True)
    aside, before = to / ".public.new", to / ".public.before"
    shutil.rmtree(aside, ignore_errors=True)
    shutil.copytree(site, aside)
    if address:
        (aside / SITEMAP).write_text(site_map(aside, address, day), encoding="utf-8")
    (aside / CHECKSUMS).write_text(checksums(aside), encoding="utf-8")
    shutil.make_archive(str(to / ".site"), "zip", aside)
    (to / ".site.zip").replace(aside / ARCHIVE)
    shutil.rmtree(before, ignore_errors=True)
    if place.exists():
        place.replace(before)
    aside.replace(place)
    shutil.rmtree(before, ignore_errors=True)
    return place


def checksums(folder: Path) -> str:
    """SHA-256 of every file, as sha256sum writes and checks it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}" for path in files]
    return "\n".join([*lines, ""])


def site_map(folder: Path, address: str, day: date) -> str:
    """The pages of a site for search engines."""
    base = address.rstrip("/")
    pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    rows = [f"  <url><loc>{base}/{quote(page)}</loc><lastmod>{day.isoformat()}</lastmod></url>" for page in pages]
    opening = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([opening, *rows, "</urlset>", ""])


def describe(place: Path) -> str:
    """What was published, in a line: how many pages and files.

    >>> from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> _ = (folder / "index.html").write_text("")
    >>> describe(folder)
    '1 page, 1 file in all'
    """
    files = [path for path in place.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    return f"{pages} page{'' if pages == 1 else 's'}, {len(files)} file{'' if len(files) == 1 else 's'} in all"
