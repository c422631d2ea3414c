"""The site in a browser: what officials can open, search, sort and read with a screen reader, and from a USB stick."""

import json
import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright
from pypdf import PdfReader

from clusterbrief.produce.publication_checks import broken_links

pytestmark = pytest.mark.slow
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
REQUIRED = os.environ.get("CLUSTERBRIEF_BROWSER") == "required"  # in CI a missing browser is a failure
# One page of each kind: public ones by their name, and those of the other audiences
PAGES = (
    "index", "report", "region", "countries/md", "models", "briefs", "briefs/md-managers", "briefs/md-slides", "method",
    "robustness", "questionnaire", "data-quality", "open-data", "atlas", "stories", "story", "private", "internal",
)  # fmt: skip
MANY = ("models/", "stories/", "changes")  # kinds that a small edition has no page of, or that others stand for
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if not CHROMIUM:
        assert not REQUIRED, "Cannot find Chromium: apt-get install chromium"
        pytest.skip("needs Chromium: apt-get install chromium")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.told = []
    opened.on("console", lambda message: opened.told.append(message.text))
    opened.on("pageerror", lambda error: opened.told.append(str(error)))
    opened.on("request", lambda request: opened.told.append(request.url) if request.url.startswith("http") else None)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def site(small_edition) -> Path:
    return small_edition.build / "site"


def path_of(site: Path, name: str) -> Path:
    elsewhere = {"private": "private/MD-002/sheet.html", "internal": "internal/site/index.html"}
    if name == "story":  # whose pages are named by what they tell
        return min((site / "stories").glob("*.html"))
    return site.parent / elsewhere[name] if name in elsewhere else site / f"{name}.html"


def show(page: Page, site: Path, name: str) -> None:
    page.goto(path_of(site, name).as_uri())
    page.wait_for_load_state("load")


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """The site on a web server of this computer."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_every_kind_of_page_is_tested(site):
    kinds = {path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html")}
    same = {name.replace("md", "{}") for name in PAGES}
    others = [each for each in kinds if not {each, each.replace("/eap-", "/md-"), f"{each[:-2]}md"} & set(PAGES)
              and not any(each.replace(code, "{}") in same or each.replace(f"/{code}-", "/{}-") in same
                          for code in ("am", "az", "ge", "md", "ua", "eap"))
              and not each.startswith(MANY) and "-policy" not in each and "-donors" not in each]  # fmt: skip
    assert others == []


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_without_errors_or_requests_to_others(page, site, name):
    show(page, site, name)
    page.wait_for_timeout(150)
    assert page.told == []
    assert page.evaluate("[...document.images].every((each) => each.complete && each.naturalWidth > 0)")


@pytest.mark.parametrize("width", [1280, 640, 320])  # 640: a window of 1280 at 200 % zoom
@pytest.mark.parametrize("name", PAGES)
def test_pages_are_accessible(page, site, name, width):
    page.set_viewport_size({"width": width, "height": 800})
    show(page, site, name)
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(each["id"], each["nodes"][0]["target"]) for each in found] == []
    assert (
        page.evaluate("document.documentElement.scrollWidth") <= width
    )  # nothing but tables and figures moves sideways


@pytest.mark.parametrize("name", ["index", "countries/md"])
def test_search_finds_a_country_from_a_usb_stick(page, site, name):
    show(page, site, name)
    page.fill("#quarto-search input", "Georgia")
    first = page.locator("#quarto-search a").first
    first.wait_for()
    first.click()
    page.wait_for_load_state("load")
    assert "Georgia" in page.locator("main").inner_text()
    assert page.told == []


def test_tables_sort_by_the_column_that_is_chosen(page, site):
    show(page, site, "region")
    table = page.locator("#tbl-scores table")
    heading = table.locator("thead th").nth(4)
    for order, up in (("ascending", True), ("descending", False)):
        heading.locator("button").click()
        assert heading.get_attribute("aria-sort") == order
        points = [float(text) for text in table.locator("tbody tr td:nth-child(5)").all_inner_texts() if text != "–"]
        assert len(points) > 3
        assert points == sorted(points, reverse=not up)


def test_first_key_leads_past_the_menu(page, site):
    show(page, site, "region")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"


def test_what_moves_sideways_is_reached_by_keyboard(page, site):
    page.set_viewport_size({"width": 390, "height": 800})
    show(page, site, "region")
    regions = page.locator('main [tabindex="0"]')
    wide = [each for each in regions.all() if each.evaluate("(it) => it.scrollWidth > it.clientWidth")]
    assert wide
    wide[0].focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(200)
    assert wide[0].evaluate("(it) => it.scrollLeft") > 0
    assert all(each.get_attribute("aria-label") for each in wide)


@pytest.mark.parametrize("name", ["countries/md", "private"])
@pytest.mark.parametrize("kind", ["table", "img"])
def test_what_is_hidden_sideways_has_a_shadow_where_it_goes_on(page, site, name, kind):
    page.set_viewport_size({"width": 390, "height": 800})
    show(page, site, name)
    regions = page.locator(f'main [tabindex="0"]:has({kind})').all()
    wide = next(each for each in regions if each.evaluate("(it) => it.scrollWidth > it.clientWidth + 40"))
    assert shaded_edges(wide) == (False, True)
    wide.evaluate("(it) => { it.scrollLeft = it.scrollWidth; }")
    assert shaded_edges(wide) == (True, False)


def shaded_edges(region: Locator) -> tuple[bool, bool]:
    """Whether a region has a shadow along its left and its right edge: no dot there is as light as paper."""
    shown = Image.open(BytesIO(region.screenshot())).convert("L")
    rows = range(6, shown.height - 6)
    left, right = (max(shown.getpixel((column, row)) for row in rows) for column in (3, shown.width - 4))
    return left < 240, right < 240


def test_tables_with_few_columns_need_no_moving_on_a_laptop(page, site):
    show(page, site, "countries/md")
    wide = page.eval_on_selector_all(
        'main [tabindex="0"]',
        "(all) => all.filter((it) => it.scrollWidth > it.clientWidth + 1).map((it) => it.ariaLabel)",
    )
    assert wide == []


def test_every_figure_has_words_and_its_data(page, site):
    for name in ("region", "countries/md"):
        show(page, site, name)
        images = page.locator("main img")
        assert images.count() > 2
        for image in images.all():
            assert len(image.get_attribute("alt") or "") > 40
        for link in page.locator('a[href$=".csv"]').all():
            address = link.evaluate("(it) => it.href")
            assert Path(address.removeprefix("file://")).is_file()


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_on_every_kind_of_page_has_words(page, site, name):
    show(page, site, name)
    for image in page.locator("main img").all():
        assert len(image.get_attribute("alt") or "") > 20
    assert page.locator("main svg:not([aria-hidden]):not([role])").count() == 0


def test_every_link_and_anchor_resolves_for_every_audience(small_edition):
    for folder in ("site", "private/MD-002", "internal/site"):
        assert list(broken_links(small_edition.build / folder)) == []


@pytest.mark.parametrize("name", ["region", "open-data", "countries/md"])
def test_downloads_open(page, site, served, name):
    page.goto(f"{served}/{name}.html")
    addresses = page.eval_on_selector_all("main a[href]", "(all) => all.map((each) => each.href)")
    wanted = {each for each in addresses if each.startswith(served) and not each.split("#")[0].endswith((".html", "/"))}
    assert len(wanted) > 3
    for address in wanted:
        answer = page.request.get(address)
        assert answer.ok, address
        content, ending = answer.body(), address.rsplit(".", 1)[-1]
        if ending == "csv":
            assert len(pd.read_csv(BytesIO(content), encoding="utf-8-sig").columns) > 0
        elif ending == "xlsx":
            assert openpyxl.load_workbook(BytesIO(content)).sheetnames[:2] == ["About", "Codebook"]
        elif ending == "json":
            assert json.loads(content)["resources"]
        else:
            assert ending == "txt" and content.strip(), address


def test_search_finds_a_country_on_a_web_server_without_errors(page, served):
    page.goto(f"{served}/index.html")
    page.fill("#quarto-search input", "Moldova")
    page.locator("#quarto-search a").first.click()
    page.wait_for_load_state("load")
    assert "Moldova" in page.locator("main").inner_text()
    assert [each for each in page.told if not each.startswith(served)] == []


@pytest.mark.parametrize("name", ["index", "open-data", "private", "internal"])
def test_keyboard_reaches_everything_sees_where_it_is_and_is_never_caught(page, site, name):
    show(page, site, name)
    wanted = page.evaluate("""() => [...document.querySelectorAll('main a[href], main button, main [tabindex="0"]')]
        .filter((each) => each.offsetParent).map((each, place) => { each.dataset.place = place; return String(place); })""")
    reached = set()
    for _ in range(len(wanted) + 120):
        page.keyboard.press("Tab")
        told = page.evaluate("""() => { const it = document.activeElement, look = getComputedStyle(it);
            return [it.tagName, it.dataset.place ?? '', look.outlineStyle !== 'none' || look.boxShadow !== 'none']; }""")
        assert told[0] == "BODY" or told[2], told
        if told[1] in reached and len(reached) == len(wanted):
            break
        reached.add(told[1])
    assert set(wanted) <= reached


def test_menus_open_with_the_keyboard(page, site):
    show(page, site, "index")
    menu = page.locator("#quarto-header .dropdown-toggle").first
    menu.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert menu.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert "dropdown-item" in page.evaluate("document.activeElement.className")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert not page.url.endswith("index.html")


@pytest.mark.parametrize("name", ["region", "report", "open-data", "private", "internal"])
def test_printed_page_is_complete_and_has_no_menus(page, site, name):
    show(page, site, name)
    last = page.locator("main table").last.locator("tbody tr").last.locator("th, td").first.inner_text()
    page.emulate_media(media="print")
    for menu in ("#quarto-header", "#quarto-margin-sidebar", ".skip-link"):
        assert not page.locator(menu).first.is_visible()
    printed = "".join(each.extract_text() for each in PdfReader(BytesIO(page.pdf(format="A4"))).pages)
    assert "".join(last.split())[:20] in "".join(printed.split())
