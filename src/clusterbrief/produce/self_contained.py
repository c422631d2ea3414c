"""A page as one file: style sheets and images put into it, scripts left out."""

import re
from base64 import b64encode
from mimetypes import guess_type
from pathlib import Path

STYLE = re.compile(r'<link rel="stylesheet" href="(?P<file>[^"]+)"[^>]*>')
SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>", re.S)
IMAGE = re.compile(r'(?P<before><img\b[^>]*\bsrc=")(?P<file>[^":]+)(?P<after>")')
DATA_LINK = re.compile(r' <a href="[^":]+\.csv">[^<]*</a>')
ICON_FONTS = "bootstrap-icons"


def embed_resources(page: Path) -> str:
    """The page's text with everything it needs inside; nothing is fetched when it is opened."""
    text = SCRIPT.sub("", page.read_text(encoding="utf-8"))
    text = STYLE.sub(lambda found: _style(page.parent / found["file"]), text)
    text = IMAGE.sub(lambda found: f"{found['before']}{_data(page.parent / found['file'])}{found['after']}", text)
    return DATA_LINK.sub("", text)


def _style(path: Path) -> str:
    return "" if ICON_FONTS in path.name else f"<style>{path.read_text(encoding='utf-8')}</style>"


def _data(path: Path) -> str:
    kind = guess_type(path.name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{b64encode(path.read_bytes()).decode()}"
