"""Pages as every reader can use them."""

import json

import pytest
from lxml import html

from clusterbrief.produce.web_pages import mend_page, mend_site

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Հայաստան</title><script src="site_libs/smalldocs.js" defer></script></head>
<body class="nav-fixed"><header><nav class="navbar"><a href="index.html">Home</a></nav></header>
<nav role="doc-toc"><a href="#a">A</a></nav>
<main class="content" id="quarto-document-content"><p>Ask «Արևաձոր» գինեգործական կլաստեր or {body}, &lt;b&gt; &amp; so on.</p>
<figure class="figure"><p><img class="figure-img" alt="Chart" src="a.svg"></p><figcaption>Figure 1: A  leads</figcaption></figure>
<figure><figcaption>Table 1: Points</figcaption><div><div class="sd-table"><table class="table"><thead><tr><th>Name</th><th style="text-align:right">n</th></tr></thead>
<tbody><tr><td>კლასტერი</td><td style="text-align:right">1</td></tr><tr><td>B</td><td style="text-align:right">2</td></tr></tbody></table></div></div></figure>
<table><tbody><tr><td>alone</td></tr><tr><td style="text-align:right">1</td><td>2</td></tr></tbody></table>
</main></body></html>"""


def mended(body="Кластер", script="site_libs/clusterbrief.js"):
    return html.document_fromstring(mend_page(PAGE.replace("{body}", body), script))


def test_words_stay_as_they_are():
    before = " ".join(html.document_fromstring(PAGE).find("body").text_content().split())
    after = " ".join(mended("{body}").find("body").text_content().split())
    assert after.removeprefix("Skip to the content").strip() == before
    assert "&lt;b&gt; &amp; so on" in mend_page(PAGE)


def test_header_cells_say_of_what_they_are():
    page = mended()
    assert [cell.get("scope") for cell in page.iterfind(".//thead/tr/th")] == ["col", "col"]
    assert [cell.text_content() for cell in page.xpath('//tbody//th[@scope="row"]')] == ["კლასტერი", "B"]
    assert len(page.xpath("(//table)[2]//td")) == 3  # a lone cell and a number are no headings


def test_what_moves_sideways_can_be_reached_and_has_a_name():
    regions = mended().xpath('//*[@tabindex="0"]')
    assert [(each.get("role"), each.get("aria-label")) for each in regions] == [
        ("group", "Figure 1: A leads"),
        ("group", "Table 1: Points"),
    ]


def test_table_of_quarto_can_be_reached_and_has_a_name():
    table = "<table><tbody><tr><td>1</td></tr></tbody></table>"
    figure = f'<figure class="quarto-float quarto-float-tbl figure"><figcaption>Table 1: A</figcaption><div>{table}</div></figure>'
    region = mended(f"{figure}").xpath('//figure[contains(@class, "quarto-float-tbl")]/div')[0]
    assert (region.get("tabindex"), region.get("role"), region.get("aria-label")) == ("0", "group", "Table 1: A")


@pytest.mark.parametrize(
    ("text", "languages"),
    [("Кластер", ["hy", "uk", "ka"]), ("plain", ["hy", "ka"]), ("Çıraq şirkəti", ["hy", "ka"])],
)
def test_names_say_which_language_they_are_in(text, languages):
    spans = mended(text).xpath("//span[@lang]")
    assert [each.get("lang") for each in spans] == languages
    assert spans[0].text == "Արևաձոր» գինեգործական կլաստեր"
    assert "Հայաստան" in mended(text).findtext(".//title")


def test_first_stop_leads_to_the_content():
    page = mended()
    first = page.find("body")[0]
    assert (first.get("class"), first.get("href")) == ("skip-link", "#quarto-document-content")
    assert page.get_element_by_id("quarto-document-content").get("tabindex") == "-1"
    assert [each.get("aria-label") for each in page.iter("nav")] == ["Site", "On this page"]


def test_nothing_is_fetched_from_elsewhere():
    page = mended()
    policy = page.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')[0]
    assert "default-src 'self'" in policy and "script-src 'self';" in policy
    assert page.find("head")[0].get("charset") == "utf-8"
    scripts = [each.get("src") for each in page.iter("script")]
    assert scripts == ["site_libs/clusterbrief.js", "site_libs/smalldocs.js"]
    quarto = mend_page(PAGE.replace("</main>", "<script>start()</script></main>"), "x.js")
    assert "script-src 'self' 'unsafe-inline'" in quarto


def test_a_page_that_is_one_file_runs_nothing(tmp_path):
    (tmp_path / "sheet.html").write_text(PAGE, encoding="utf-8")
    mend_site(tmp_path, tmp_path / "none.js")
    text = (tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in text and "clusterbrief.js" not in text
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.html"]


def test_mending_twice_is_mending_once():
    once = mend_page(PAGE, "x.js")
    assert mend_page(once, "x.js") == once
    assert mend_page(PAGE) == mend_page(PAGE)


def test_a_site_gets_an_index_that_opens_without_a_server(tmp_path):
    for folder in ("countries", "site_libs"):
        (tmp_path / "site" / folder).mkdir(parents=True)
    for name in ("index.html", "countries/am.html"):
        (tmp_path / "site" / name).write_text(PAGE, encoding="utf-8")
    records = [{"text": "</script><script>alert(1)</script>\u2028 Ծիրան"}]
    (tmp_path / "site" / "search.json").write_text(json.dumps(records), encoding="utf-8")
    (tmp_path / "helper.js").write_text("// helps", encoding="utf-8")
    mend_site(tmp_path / "site", tmp_path / "helper.js")
    index = (tmp_path / "site" / "search-index.js").read_text(encoding="utf-8")
    assert "</" not in index and "\u2028" not in index and "Ծիրան" in index
    assert json.loads(index.removeprefix("window.clusterbriefSearch(").removesuffix(");\n")) == records
    assert (tmp_path / "site" / "site_libs" / "clusterbrief.js").read_text(encoding="utf-8") == "// helps"
    assert '<script src="../site_libs/clusterbrief.js">' in (tmp_path / "site" / "countries" / "am.html").read_text(
        encoding="utf-8"
    )


def test_long_texts_get_the_width_that_they_have_on_paper():
    long = "What to do, in some words more than fit into a line of a table. " * 2
    page = mended(f"{long}</p><table><thead><tr><th>Step</th><th>Text</th></tr></thead><tbody>"
                  f"<tr><td>1</td><td>{long}</td></tr></tbody></table><p>")  # fmt: skip
    widths = [each.get("style", "") for each in page.iterfind(".//thead//th")]
    step, text = (float(each.removeprefix("width: ").rstrip("%")) for each in widths[:2])
    assert step + text == pytest.approx(100, abs=0.2)
    assert text > 5 * step
    assert not any("width" in each for each in widths[2:])  # short texts have room as it is
