"""The site in a browser: what officials can open, search, sort and read with a screen reader, and from a USB stick."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

pytestmark = pytest.mark.slow
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
REQUIRED = os.environ.get("CLUSTERBRIEF_BROWSER") == "required"  # in CI a missing browser is a failure
PAGES = ("index", "report", "region", "countries/md", "method", "robustness", "questionnaire", "data-quality", "atlas")
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


def show(page: Page, site: Path, name: str) -> None:
    page.goto((site / f"{name}.html").as_uri())
    page.wait_for_load_state("load")


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_without_errors_or_requests_to_others(page, site, name):
    show(page, site, name)
    page.wait_for_timeout(150)
    assert page.told == []
    assert page.evaluate("[...document.images].every((each) => each.complete && each.naturalWidth > 0)")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", PAGES)
def test_pages_are_accessible(page, site, name, width):
    page.set_viewport_size({"width": width, "height": 800})
    show(page, site, name)
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(each["id"], each["nodes"][0]["target"]) for each in found] == []
    assert (
        page.evaluate("document.documentElement.scrollWidth") <= width
    )  # nothing but tables and figures moves sideways


def test_private_sheet_is_accessible_and_needs_nothing_else(page, small_edition):
    sheet = small_edition.build / "private" / "MD-002" / "sheet.html"
    page.goto(sheet.as_uri())
    assert page.told == []
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(each["id"], each["nodes"][0]["target"]) for each in found] == []


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
