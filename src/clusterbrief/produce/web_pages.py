"""Pages as every reader can use them: what both site generators leave out, put into their HTML.

Skip link, header cells, regions that can be moved with the keyboard, the language of names, a content security
policy, and a search that works from a USB stick.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

from clusterbrief.produce.formats.table_widths import fit_columns
from clusterbrief.produce.remembered import NOTHING, Remembered, key_of

# Languages are told by their letters alone: of the region's Latin scripts, none can be.
SCRIPTS = {
    "hy": re.compile(r"[\u0531-\u058F][\u0531-\u058F\s\W\d]*[\u0531-\u058F]|[\u0531-\u058F]"),
    "ka": re.compile(r"[\u10A0-\u10FF\u1C90-\u1CBF][\u10A0-\u10FF\u1C90-\u1CBF\s\W\d]*[\u10A0-\u10FF\u1C90-\u1CBF]"),
    "uk": re.compile(r"[\u0400-\u04FF][\u0400-\u04FF\s\W\d]*[\u0400-\u04FF]"),
}
ANY_SCRIPT = re.compile("|".join(f"(?P<{language}>{form.pattern})" for language, form in SCRIPTS.items()))
LEFT_ALONE = {"script", "style", "title", "option", "textarea"}  # elements that hold no markup
POLICY = (
    "default-src 'self'; script-src 'self'{inline}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'none'"
)
POLICY_ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
LONG_TEXT = 60  # letters of a cell
SEARCH_INDEX, OFFLINE_INDEX = "search.json", "search-index.js"
HELPER = "site_libs/clusterbrief.js"


def mend_site(site: Path, script: Path, remembered: Remembered = NOTHING) -> None:
    """Mend every page of a site, and give it the search index in a form that opens without a server.

    Parameters
    ----------
    site : Path
        The typeset site.
    script : Path
        What pages run: sorting of tables, and the search from a USB stick.
    remembered : Remembered
        Pages that were mended before are not mended again.
    """
    index = site / SEARCH_INDEX
    if index.is_file():
        records = json.dumps(json.loads(index.read_text(encoding="utf-8")), ensure_ascii=False, separators=(",", ":"))
        # "</" would end the script that it stands in
        text = records.replace("</", "<\\/").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        (site / OFFLINE_INDEX).write_text(f"window.clusterbriefSearch({text});\n", encoding="utf-8")
    runs_scripts = (site / HELPER).parent.is_dir()  # pages that are one file each run none
    if runs_scripts:
        (site / HELPER).write_bytes(script.read_bytes())
    for path in sorted(site.rglob("*.html")):
        up = "../" * (len(path.relative_to(site).parts) - 1)
        address = up + HELPER if runs_scripts else ""
        path.write_bytes(_mended(path.read_bytes(), address, remembered))


def _mended(content: bytes, address: str, remembered: Remembered) -> bytes:
    key = key_of("mended", content, address)
    known = remembered.recall(key)
    if known is None:
        known = mend_page(content.decode("utf-8"), address).encode("utf-8")
        remembered.keep(key, known)
    return known


def mend_page(text: str, script: str = "") -> str:
    """The page with everything mended; ``script`` is the address of the helper that it runs."""
    page = html.document_fromstring(text)
    _mark_tables(page)
    _share_widths(page)
    _open_regions(page)
    _tell_languages(page)
    _skip_link(page)
    _name_navigation(page)
    if script:
        _add_script(page, script)
    _add_policy(page, POLICY if script else POLICY_ALONE)
    return html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>") + "\n"


def _mark_tables(page: HtmlElement) -> None:
    """Header cells: every column has one, and each row the first of its cells where that is a text."""
    for table in page.iter("table"):
        for cell in table.iterfind("thead/tr/th"):
            cell.set("scope", "col")
        for row in table.iterfind("tbody/tr"):
            first = row[0] if len(row) else None
            if first is not None and first.tag == "td" and "right" not in (first.get("style") or "") and len(row) > 1:
                first.tag = "th"
                first.set("scope", "row")


def _share_widths(page: HtmlElement) -> None:
    """Long texts get the columns that they get on paper; by itself a browser makes their columns narrow and tall."""
    for table in page.iter("table"):
        rows = [[" ".join(cell.text_content().split()) for cell in row] for row in table.iter("tr")]
        headings = table.findall("thead/tr/th")
        longest = max((len(text) for row in rows for text in row), default=0)
        if longest < LONG_TEXT or len(rows[0]) != len(headings) or table.find("colgroup") is not None:
            continue
        for heading, share in zip(headings, fit_columns(rows).shares, strict=True):
            kept = (heading.get("style") or "").rstrip("; ")
            heading.set("style", f"{kept}; width: {share:.1%}".lstrip("; "))


def _open_regions(page: HtmlElement) -> None:
    """What is moved sideways on a small screen can be reached with the keyboard, and has a name."""
    own = '//div[contains(@class, "sd-table") or contains(@class, "table-scroll")]'
    of_quarto = '//figure[contains(@class, "quarto-float-tbl")]/div[table]'
    for region in page.xpath(f"{own} | {of_quarto}"):
        _open(region, _caption_of(region), "Table")
    for image in page.xpath('//figure//img[contains(@class, "figure-img")]'):
        holder = image.getparent()
        if holder.tag in {"p", "div"}:
            _open(holder, _caption_of(image), "Figure")


def _open(region: HtmlElement, caption: str, kind: str) -> None:
    region.set("tabindex", "0")
    region.set("role", "group")
    region.set("aria-label", caption or kind)


def _caption_of(element: HtmlElement) -> str:
    figure = next(element.iterancestors("figure"), None)
    caption = figure.find(".//figcaption") if figure is not None else None
    return " ".join(caption.text_content().split()) if caption is not None else ""


def _tell_languages(page: HtmlElement) -> None:
    """Names in letters of another language say so: a screen reader would not know how to speak them."""
    body = page.find("body")
    for element in list(body.iter()) if body is not None else ():
        if not isinstance(element.tag, str) or element.tag in LEFT_ALONE:
            continue
        told = element.get("lang") is not None
        if element.text and not told and ANY_SCRIPT.search(element.text):
            pieces = _pieces(element.text)
            element.text = None
            _insert(element, 0, pieces)
        if element.tail and ANY_SCRIPT.search(element.tail) and element.getparent() is not None:
            pieces, parent = _pieces(element.tail), element.getparent()
            element.tail = None
            _insert(parent, parent.index(element) + 1, pieces)


def _pieces(text: str) -> list[tuple[str, str]]:
    """A text in pieces of (language, text); the language of the page is empty."""
    pieces, end = [], 0
    for found in ANY_SCRIPT.finditer(text):
        if found.start() > end:
            pieces.append(("", text[end : found.start()]))
        pieces.append((found.lastgroup or "", found[0]))
        end = found.end()
    return [*pieces, ("", text[end:])] if end < len(text) else pieces


def _insert(parent: HtmlElement, place: int, pieces: Iterable[tuple[str, str]]) -> None:
    for language, text in pieces:
        if language:
            span = html.Element("span", lang=language)
            span.text = text
            parent.insert(place, span)
            place += 1
        elif place == 0:
            parent.text = (parent.text or "") + text
        else:
            before = parent[place - 1]
            before.tail = (before.tail or "") + text


def _skip_link(page: HtmlElement) -> None:
    body, main = page.find("body"), next(page.iter("main"), None)
    if body is None or main is None or page.xpath('//a[contains(@class, "skip-link")]'):
        return
    main.set("id", main.get("id") or "content")
    main.set("tabindex", "-1")
    link = html.Element("a", attrib={"class": "skip-link", "href": f"#{main.get('id')}"})
    link.text = "Skip to the content"
    link.tail, body.text = body.text, None
    body.insert(0, link)


def _name_navigation(page: HtmlElement) -> None:
    """Of several navigations on a page, each says which it is."""
    for each in page.iter("nav"):
        if not each.get("aria-label") and not each.get("aria-labelledby"):
            each.set("aria-label", "On this page" if each.get("role") == "doc-toc" else "Site")


def _add_script(page: HtmlElement, address: str) -> None:
    head = page.find("head")
    if head is not None and not page.xpath(f'//script[@src="{address}"]'):
        # behind the character set, before the generator's own script, which fetches the search index
        head.insert(1, html.Element("script", src=address))


def _add_policy(page: HtmlElement, policy: str) -> None:
    """Nothing is fetched from another host. Scripts in the page run only where the generator writes some (Quarto)."""
    head = page.find("head")
    if head is None or page.xpath('//meta[@http-equiv="Content-Security-Policy"]'):
        return
    inline = any((script.text or "").strip() for script in page.iter("script") if _runs(script))
    content = policy.format(inline=" 'unsafe-inline'" if inline else "")
    head.insert(1, html.Element("meta", attrib={"http-equiv": "Content-Security-Policy", "content": content}))


def _runs(script: HtmlElement) -> bool:
    return script.get("type", "text/javascript") in {"text/javascript", "module", ""}
