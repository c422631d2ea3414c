"""A page as one file: style sheets and images put into it; scripts, and links to other files, left out."""

import re
from base64 import b64encode
from collections.abc import Sequence
from mimetypes import guess_type
from pathlib import Path

LINK = re.compile(r"<link\b[^>]*>")
HREF = re.compile(r'\bhref="(?P<file>[^"]+)"')
SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>", re.S)
IMAGE = re.compile(r'(?P<before><img\b[^>]*\bsrc=")(?P<file>[^":]+)(?P<after>")')
ANCHOR = re.compile(r' ?<a\b[^>]*\bhref="(?P<file>[^"]*)"[^>]*>(?P<inside>.*?)</a>', re.S)
STAYS = re.compile(r"#|[a-z]+:")  # how an address begins that works from anywhere
FETCHED = re.compile(r"@import[^;]*;|url\((?!\s*['\"]?(?:data:|#))[^)]*\)")
SENT_ALONG = {".docx", ".pdf", ".pptx"}
ICON_FONTS = "bootstrap-icons"


def keep_whole_pages(out: Path, sources: Sequence[str]) -> None:
    """Make each page one file that needs no other, and delete what it was made of and what leads to it."""
    pages = {out / Path(source).with_suffix(".html") for source in sources}
    for page in sorted(page for page in pages if page.is_file()):
        page.write_text(embed_resources(page), encoding="utf-8")
    for path in sorted(out.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif path.is_file() and (path.with_suffix(".html") not in pages or path.suffix not in {".html", *SENT_ALONG}):
            path.unlink()


def embed_resources(page: Path) -> str:
    """The page's text with everything it needs inside; nothing is fetched when it is opened."""
    text = SCRIPT.sub("", page.read_text(encoding="utf-8"))
    text = ANCHOR.sub(lambda found: _anchor(found, page.parent), text)
    text = LINK.sub(lambda found: _link(found[0], page.parent), text)
    return IMAGE.sub(lambda found: f"{found['before']}{_data(page.parent / found['file'])}{found['after']}", text)


def _anchor(found: re.Match[str], folder: Path) -> str:
    """A link as it is, or only its words where it leads to another file; links to data go altogether.

    The page's own Word and PDF files are sent along with it.
    """
    if STAYS.match(found["file"]) or _sent_along(folder / found["file"]):
        return found[0]
    blank = " " if found[0].startswith(" ") else ""
    return "" if found["file"].endswith(".csv") else blank + found["inside"]


def _sent_along(path: Path) -> bool:
    return path.suffix in SENT_ALONG and path.is_file() and path.with_suffix(".html").is_file()


def _link(tag: str, folder: Path) -> str:
    """The style sheet that a tag names; nothing for icons and what browsers may fetch ahead."""
    address = HREF.search(tag)
    if address is not None and address["file"].startswith("data:"):
        return tag  # Quarto has put it in already
    if 'rel="stylesheet"' not in tag or address is None or ICON_FONTS in address["file"]:
        return ""
    path = folder / address["file"]
    if not path.is_file():
        return ""
    return f"<style>{FETCHED.sub('', path.read_text(encoding='utf-8'))}</style>"


def _data(path: Path) -> str:
    kind = guess_type(path.name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{b64encode(path.read_bytes()).decode()}"
