"""Private sheets hold everything they show and fetch nothing."""

import re

import pytest

from clusterbrief.produce.self_contained import embed_resources
from html_pages import HtmlPage

URL = re.compile(r"url\((?!\s*['\"]?(?:data:|#))[^)]+\)")


def fetched(path):
    """What a browser would fetch for a page, and where its links to other files lead."""
    page = HtmlPage(path)
    named = [
        address
        for tag, address in page.linked()
        if not (tag == "a" and (address.startswith(("#", "mailto:", "https://"))))
    ]
    return (
        named + URL.findall(path.read_text(encoding="utf-8")) + re.findall("@import[^;]*", page.path.read_text("utf-8"))
    )


def page_with(tmp_path, body, head=""):
    (tmp_path / "a.css").write_text("p { background: url(b.png); color: red } @import 'c.css';")
    (tmp_path / "b.svg").write_text("<svg/>")
    path = tmp_path / "page.html"
    path.write_text(f"<html><head>{head}</head><body>{body}</body></html>", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<link rel="stylesheet" href="a.css">', ""),
        ('<link id="x" href="a.css" rel="stylesheet">', ""),
        ('<link rel="icon" href="favicon.svg">', ""),
        ('<link rel="next" href="other.html">', ""),
        ('<script src="a.js" defer></script><script>run()</script>', ""),
        ("", '<img alt="x" src="b.svg" class="y">'),
        ("", 'Source. <a href="figures/a.csv">Data (CSV)</a>'),
        ("", 'Source. <a class="x" href="figures/a.csv" download>Data (CSV)</a>'),
        ("", '<a class="navbar-brand" href="./">Home</a>'),
        ("", '<a href="index.html"><b>Home</b></a>'),
    ],
)
def test_nothing_outside_the_file_is_named(tmp_path, head, body):
    path = page_with(tmp_path, body, head)
    path.write_text(embed_resources(path), encoding="utf-8")
    assert fetched(path) == []
    assert not HtmlPage(path).all("script")


def test_styles_images_and_words_stay(tmp_path):
    body = '<p>Words <a href="#x">here</a>, <a href="https://example.org">there</a>.</p><img src="b.svg" alt="A">'
    path = page_with(tmp_path, body, '<link rel="stylesheet" href="a.css">')
    text = embed_resources(path)
    assert "color: red" in text
    assert '<img src="data:image/svg+xml;base64,PHN2Zy8+" alt="A">' in text
    assert '<p>Words <a href="#x">here</a>, <a href="https://example.org">there</a>.</p>' in text


def test_text_that_looks_like_a_tag_is_left_alone(tmp_path):
    path = page_with(tmp_path, "<p>&lt;script src=x&gt;1&lt;/script&gt; url(x.png)</p>")
    assert "&lt;script src=x&gt;1&lt;/script&gt;" in embed_resources(path)


@pytest.mark.slow
def test_own_sheet_fetches_nothing(small_edition):
    folder = small_edition.build / "private" / "MD-002"
    pages = sorted(folder.rglob("*"))
    assert [path.name for path in pages if path.suffix == ".html"]
    assert all(path.suffix == ".html" for path in pages)
    for path in pages:
        assert fetched(path) == []
        assert not HtmlPage(path).all("script")
    assert HtmlPage(folder / "sheet.html").all("img")
