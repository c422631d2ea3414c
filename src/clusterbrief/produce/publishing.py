"""What leaves the authors' hands: laid out aside, whole, and then put into its place."""

import os
import shutil
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from clusterbrief.errors import Fault, InputError, Place, shown_path
from clusterbrief.produce.placing import aside_of, put_in_place
from clusterbrief.produce.publication import settle
from clusterbrief.study.edition import ORGANISATION_CODE

CHECKSUMS, SITEMAP, ARCHIVE = "SHA256SUMS.txt", "sitemap.xml", "site.zip"


def lay_out_site(site: Path, to: Path, address: str, day: date) -> Path:
    """Lay a site out beside its place, with checksums, a site map and an archive of it all.

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

    Returns
    -------
    Path
        The folder that ``bring_out`` puts in its place.
    """
    aside = _empty(aside_of(to / "public"))
    shutil.copytree(site, aside)
    if address:
        (aside / SITEMAP).write_text(site_map(aside, address, day), encoding="utf-8")
    (aside / CHECKSUMS).write_text(checksums(aside), encoding="utf-8")
    archive = to / f".{ARCHIVE}"
    shutil.make_archive(str(archive.with_suffix("")), "zip", aside)
    archive.replace(aside / ARCHIVE)
    return aside


def lay_out_sheets(sheets: Iterable[Path], to: Path) -> Path:
    """Lay the folders of private sheets out beside their place, ``private``: one for each organisation."""
    aside = _empty(aside_of(to / "private"))
    aside.mkdir(parents=True)
    for sheet in sheets:
        assert ORGANISATION_CODE.fullmatch(sheet.name), sheet  # no code leads out of this folder
        shutil.copytree(sheet, aside / sheet.name)
    return aside


def lay_out_dossier(site: Path, files: Iterable[Path], to: Path) -> Path:
    """Lay the authors' own documents out beside their place, ``internal``, with files that they need."""
    aside = _empty(aside_of(to / "internal"))
    shutil.copytree(site, aside)
    for path in files:
        shutil.copy(path, aside / path.name)
    return aside


def _empty(aside: Path) -> Path:
    """What an interrupted publication left there is gone."""
    shutil.rmtree(aside, ignore_errors=True)
    aside.parent.mkdir(parents=True, exist_ok=True)
    return aside


def bring_out(aside: Path, kept: Path | None = None) -> Path:
    """Put what was laid out in its place; gives the place.

    ``kept`` are the tables of a publication, which stay only where the site has come out.
    """
    place = aside.with_name(aside.name.removeprefix(".").removesuffix(".new"))
    if hasattr(os, "sync"):
        os.sync()  # names must not reach the disk before what they name
    try:
        put_in_place(aside, place)
    finally:
        if kept is not None:
            settle(kept)
    return place


def cannot_write(to: Path, error: OSError) -> InputError:
    """What is said where a publication cannot be written, such as on a full disk."""
    problem = f"Cannot write the publication: {error.strerror or error}"
    remedy = "What was published before is still there. Make room, or see that you may write there, and publish again."
    return InputError([Fault(Place(shown_path(to)), problem, remedy)])


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
