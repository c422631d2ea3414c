"""Word, PDF and slides: complete, accessible, the same each time, and harmless whatever a text holds."""

import re
import shutil
import subprocess
import zipfile

import pandas as pd
import pytest
from defusedxml import ElementTree

from clusterbrief.present.markdown import escaped, pipe_table, plain
from clusterbrief.produce.assembly import assemble_project
from clusterbrief.produce.downloads import offer_formats
from clusterbrief.produce.embedded import EmbeddedRenderer
from clusterbrief.produce.formats.pages import write_formats
from clusterbrief.study.project import Project
from made_documents import FACTS, figure_result, page_of, source_of, table_result

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FACTS_IN_PRINT = {**FACTS, "authors": "The authors", "published": "2024-12-16"}
NAMES = [
    "«Արևաձոր» գինեգործական կլաստեր", "ღვინის კლასტერი „მთვარე“", "ᲦᲕᲘᲜᲘᲡ ᲙᲚᲐᲡᲢᲔᲠᲘ", "Şərqi Qarabağ Əncə klasteri ığüöç",
    "Цифровий кластер «Їжак» єґі’", "Clusterul viticol Țara Făgărașului șțăâî", "Беларускі ў", "a → b ≥ c − d ✓ ☐",
]  # fmt: skip
HOSTILE = [
    '#image("/etc/passwd")', "\\input{/etc/passwd}", "$x$ and $$y$$", "<script>alert(1)</script>",
    "{{< include /etc/passwd >}}", "```{=typst} #read(\"/etc/passwd\") ```", "`x`{=openxml}", "*a* _b_ **c** ~~d~~", "@fig-x @tbl-a",
    "]\n#read(\"/etc/passwd\")", "![x](/etc/hostname)", "[link](javascript:alert(1))", "a\u202eb\u2066c\u200f", "--- ...",
    "| a | b |", "::: {.callout-note}", "<w:t>x</w:t> ]]>", "= Heading", "- item", "+ item", "/ term: x", "12. one", "-7 -- 8", "// comment /* and */", "a\\", "\"]#x[\"",
]  # fmt: skip
PDFTOTEXT = shutil.which("pdftotext")
reads_pdf = pytest.mark.skipif(PDFTOTEXT is None, reason="pdftotext is not on PATH: the text of PDF is not read")
BODY = """
See @fig-a, @tbl-long and [the method](method.qmd). A note.[^1]

[^1]: Small print at the foot.

::: {.callout-warning title="Mind this"}
Words of the callout.

- first point
- second point
:::

## First part {#sec-first}

{{< embed page.ipynb#fig-a >}}

#### A step too deep

{{< embed page.ipynb#tbl-long >}}

## Second part

::: {.content-visible when-format="html"}
Only on the site.
:::

::: {.content-hidden when-format="html"}
Only in print. [Example](https://example.org)
:::

Word
:   What it means.

## Third part

Words.
"""


MANY_KINDS = """
Words, *emphasis*, **strong**, ~~struck~~, H~2~O, x^2^, [Small]{.smallcaps}, `code`, <b>bold</b> and [here](#named).
One line<br>after the break. Costs 5 $ to 7 $, seven @others, [missing](#nowhere), [script](javascript:alert).

::: {#named .callout-note}
## A title of its own
A callout.
:::

::: {.callout-tip}
A callout without a title.

1. one
2. two
:::

::: {.callout-important title="Long"}
LINES
:::

> quoted

- [ ] open
- [x] done
    - inner

***

```python
print(1)
```

| a | b |
|---|--:|
| c | -7 |

::: {.panel-tabset}
### One
First.

### Two
Second.
:::

{{< embed page.ipynb#fig-a >}}

![](/figures/page-eap/fig-a.svg){#fig-b fig-alt="No caption" width=5cm}

```{=html}
<p>formula</p>
```
""".replace("LINES", "\n\n".join(f"line{number:03}" for number in range(90)))


def long_table():
    rows = pd.DataFrame(
        {"n": [str(each) for each in range(1, 121)], "Organisation": [f"{NAMES[n % 8]} row{n:03}" for n in range(120)]}
    )
    return table_result("tbl-long", caption="A long table", markdown=pipe_table(rows))


def project_of(tmp_path, project_root, body=BODY, shown=(), formats=("docx", "pdf", "pptx"), **front):
    """An assembled project with one page, in the formats given; the PNG is a real one."""
    root = tmp_path / "root"
    root.mkdir(exist_ok=True)
    given = {"file": "index", "formats": "[html, docx, pdf, pptx]", **front}
    page = page_of(root / "reports", body, **given)
    shown = shown or (figure_result(alt='Chart of "A" & <B>'), long_table())
    folder = tmp_path / "project"
    source = source_of(root, *shown)
    shutil.copytree(project_root / "templates", root / "templates", dirs_exist_ok=True)
    for name in ("opening", "closing"):
        (root / "templates" / f"{name}.md").write_text("")
    shutil.copy(project_root / "_quarto.yml", root)
    assert not assemble_project(folder, [(page, source)], root / "_quarto.yml", root / "templates")
    for path in folder.rglob("*.png"):
        path.write_bytes(PNG)
    offer_formats(folder, [page], formats, Project(root, root), FACTS_IN_PRINT)
    return folder


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


def part(path, name):
    with zipfile.ZipFile(path) as book:
        return book.read(name).decode()


def word_text(path):
    """The text of a Word file, a line for each paragraph."""
    tree = ElementTree.fromstring(part(path, "word/document.xml"))
    return "\n".join("".join(each.text or "" for each in line.iter(f"{W}t")) for line in tree.iter(f"{W}p"))


def pdf_text(path, *options):
    """The letters of a PDF without blanks, which do not tell where lines were broken."""
    answer = subprocess.run([PDFTOTEXT, "-layout", *options, str(path), "-"], capture_output=True, check=True)
    return squeezed(answer.stdout.decode())


def squeezed(text):
    return re.sub(r"[\s\u200b\u00ad]+", "", text)


@pytest.fixture(scope="module")
def made(tmp_path_factory, project_root):
    """One page with everything in it, in every format."""
    folder = tmp_path_factory.mktemp("formats")
    project = project_of(folder, project_root)
    assert write_formats(project, folder / "out", ["html", "docx", "pdf", "pptx"]) == []
    return folder / "out"


def test_word_file_has_everything(made):
    text = word_text(made / "index.docx")
    for name in NAMES:
        assert name in text
    assert [f"row{n:03}" for n in range(120) if f"row{n:03}" not in text] == []
    for words in ("Figure 1: A leads", "Table 1: A long table", "See Figure 1, Table 1 and the method.", "Words of the callout.",
                  "•\u00a0second point", "Only in print.", "What it means."):  # fmt: skip
        assert words in text
    assert "Only on the site" not in text
    assert "Data (CSV)" not in text
    assert "Download" not in text
    assert "Small print at the foot." in part(made / "index.docx", "word/footnotes.xml")


def test_word_file_has_real_styles(made):
    document = part(made / "index.docx", "word/document.xml")
    for style in ("Title", "Heading1", "Heading2", "ImageCaption", "CaptionedFigure", "TableCaption", "TableHeading", "TableText",
                  "SourceNote", "CalloutTitle", "Callout", "TOC1"):  # fmt: skip
        assert f'<w:pStyle w:val="{style}" />' in document
    styles = part(made / "index.docx", "word/styles.xml")
    assert set(re.findall(r'<w:pStyle w:val="(\w+)"', document)) <= set(re.findall(r'w:styleId="(\w+)"', styles))
    assert '<w:tblHeader w:val="on" />' in document
    assert document.count("<w:cantSplit />") == 121
    assert 'TOC \\o "1-2"' in document
    assert "<!--" not in document


def test_callouts_in_a_row_stay_apart_in_word(tmp_path, project_root):
    body = "\n\n".join(f"::: {{.callout-note}}\n## Title {n}\n\nWords {n}.\n:::" for n in (1, 2))
    project = project_of(tmp_path, project_root, body, formats=("docx",))
    assert write_formats(project, tmp_path / "out", ["docx"]) == []
    document = part(tmp_path / "out" / "index.docx", "word/document.xml")
    styles = re.findall(r'<w:pStyle w:val="(Callout\w*)"', document)
    assert styles == ["CalloutTitle", "Callout", "CalloutGap", "CalloutTitle", "Callout"]


def test_table_in_word_leaves_no_row_alone(made):
    document = part(made / "index.docx", "word/document.xml")
    rows = re.findall(r"<w:tr>.*?</w:tr>", document, re.S)
    long = [row for row in rows if re.search(r"row\d{3}", row)]
    stays = [place for place, row in enumerate(long) if "<w:keepNext" in row]
    assert stays == [0, 118, 119]  # the heading with the first, the last two with the note


@reads_pdf
def test_text_flows_past_a_figure_that_does_not_fit_in_a_pdf(tmp_path, project_root):
    words = "Some words that fill the page, one line after the other, until little of it is left. "
    body = f"{words * 30}\n\n{words * 6}See @fig-a.\n\n{{{{< embed page.ipynb#fig-a >}}}}\n\n## After\n\nGoes on. {words * 6}"
    tall = '<svg xmlns="http://www.w3.org/2000/svg" width="17cm" height="15cm"><rect width="9" height="9"/></svg>'
    project = project_of(tmp_path, project_root, body, formats=("pdf",))
    next(project.rglob("fig-a.svg")).write_text(tall)
    assert write_formats(project, tmp_path / "out", ["pdf"]) == []
    first, second = (pdf_text(tmp_path / "out" / "index.pdf", "-f", page, "-l", page) for page in "12")
    assert "Goeson." in first
    assert "Figure1:Aleads" in second
    assert "Figure1:Aleads" not in first
    assert b"pdfuaid:part" in (tmp_path / "out" / "index.pdf").read_bytes()


def test_word_file_is_a_page_of_its_edition(made):
    with zipfile.ZipFile(made / "index.docx") as book:
        names = book.namelist()
        headers = "".join(book.read(name).decode() for name in names if re.search(r"word/(header|footer)\d", name))
    assert "Round 2024" in headers
    assert "no label follows from it" in headers
    assert "NUMPAGES" in headers
    document = part(made / "index.docx", "word/document.xml")
    assert re.search(r'<w:pgSz [^>]*w:w="11906"', document)
    assert re.search(r'<w:lang [^>]*w:val="en-GB"', part(made / "index.docx", "word/styles.xml"))
    core = part(made / "index.docx", "docProps/core.xml")
    for told in ("A title", "The authors", "Round 2024", "en-GB", "2024-12-16T00:00:00Z"):
        assert told in core


@pytest.mark.parametrize(("name", "where"), [("docx", "word/document.xml"), ("pptx", "ppt/slides/slide3.xml")])
def test_images_have_their_alternative_text_and_no_file_name(made, name, where):
    content = part(made / f"index.{name}", where)
    assert re.findall(r'descr="([^"]*)"', content) == ["Chart of ”A” &amp; ‹B›"]
    assert "figures/" not in content


def test_slides_have_titles_and_figures_their_captions(made):
    with zipfile.ZipFile(made / "index.pptx") as book:
        slides = [
            book.read(name).decode() for name in book.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)
        ]
        title_slide = book.read("ppt/slideLayouts/slideLayout1.xml").decode()
        master = book.read("ppt/slideMasters/slideMaster1.xml").decode()
    shown = [slide for slide in slides if "<p:pic>" in slide]
    box = re.findall(r"<p:cNvSpPr txBox=.*?</p:sp>", shown[0], re.S)
    assert "A leads. Source: answers; n = 3." in "".join(re.findall(r"<a:t>(.*?)</a:t>", box[0]))
    assert 'sz="1200"' in box[0]
    assert 'showMasterSp="0"' in title_slide
    assert "Round 2024. " in master
    assert "{edition}" not in master


def test_what_opens_and_closes_a_page_gets_slides_with_titles():
    from clusterbrief.produce.formats.slides import CLOSING_TITLE, slide_blocks
    from clusterbrief.produce.formats.tree import plain_text, string

    def para(text):
        return {"t": "Para", "c": [string(text)]}

    opening = {"t": "Div", "c": [["", ["callout-warning"], []], [para("Mind this"), para("Words.")]]}
    closing = {"t": "Div", "c": [["", ["closing"], []], [para("The end.")]]}
    blocks = slide_blocks([opening, para("Text."), closing])
    headings = [plain_text(each["c"][2]) for each in blocks if each["t"] == "Header"]
    assert headings == ["Mind this", CLOSING_TITLE]
    assert slide_blocks([]) == []
    assert [each["t"] for each in slide_blocks([para("Text.")])] == ["Para"]


def test_links_lead_somewhere(made):
    document = part(made / "index.docx", "word/document.xml")
    anchors = set(re.findall(r'w:anchor="([^"]*)"', document))
    assert {"fig-a", "tbl-long", "first-part" if "first-part" in anchors else "sec-first"} <= anchors
    assert anchors <= set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]*)"', document))
    outside = re.findall(
        r'Target="([^"]*)" TargetMode="External"', part(made / "index.docx", "word/_rels/document.xml.rels")
    )
    assert outside == ["https://example.org"]


@reads_pdf
def test_pdf_has_everything(made):
    text = pdf_text(made / "index.pdf")
    assert [f"row{n:03}" for n in range(120) if f"row{n:03}" not in text] == []
    for words in (*NAMES, "Figure 1: A leads", "Table 1: A long table", "Words of the callout.", "second point", "Small print at the foot.",
                  "Only in print.", "What it means.", "Mind this"):  # fmt: skip
        assert squeezed(words) in text, words
    for words in ("Only on the site", "Data (CSV)", "Download"):
        assert squeezed(words) not in text
    assert text.count("nOrganisation") > 2  # the heading of the table on each page


def test_pdf_is_tagged_with_language_and_alternative_texts(made):
    content = (made / "index.pdf").read_bytes()
    assert b"/MarkInfo" in content
    assert b"/Lang(en-GB)" in content
    assert b"/Outlines" in content
    assert b"pdfuaid:part" in content


def test_typst_gets_alternative_texts(tmp_path, project_root):
    from clusterbrief.produce.formats.looks import read_looks
    from clusterbrief.produce.formats.pdf import compose_typst, units_of_page
    from clusterbrief.produce.formats.source import read_page

    project = project_of(tmp_path, project_root)
    page = read_page(project, "index")
    text = compose_typst(page, read_looks(project), units_of_page(page))
    assert 'image("/figures/page-eap/fig-a.svg", alt: "Chart of ”A” & ‹B›", width: 17cm)' in text
    assert "@preview" not in text


def test_formats_are_the_same_bytes_each_time(made, tmp_path, project_root):
    project = project_of(tmp_path, project_root)
    assert write_formats(project, tmp_path / "again", ["docx", "pdf", "pptx"], jobs=1) == []
    for name in ("docx", "pdf", "pptx"):
        assert (made / f"index.{name}").read_bytes() == (tmp_path / "again" / f"index.{name}").read_bytes()
        assert str(tmp_path).encode() not in (made / f"index.{name}").read_bytes()


def test_hostile_texts_stay_texts(tmp_path, project_root):
    rows = pd.DataFrame({"Name": HOSTILE})
    body = "\n\n".join(
        [
            *(escaped(each) for each in HOSTILE),
            "- " + "\n- ".join(escaped(each) for each in HOSTILE),
            "{{< embed page.ipynb#tbl-a >}}",
        ]
    )
    table = table_result(caption=" ".join(HOSTILE), markdown=pipe_table(rows), source=" ".join(HOSTILE))
    project = project_of(tmp_path, project_root, body=body, shown=(table,), title='"#image(1) $x$ <b>"')
    assert write_formats(project, tmp_path / "out", ["docx", "pdf", "pptx"]) == []
    text = word_text(tmp_path / "out/index.docx")
    for each in HOSTILE:
        assert text.count(plain(each)) >= 4, each
    document = part(tmp_path / "out/index.docx", "word/document.xml")
    assert "<w:drawing" not in document
    assert "<w:hyperlink" not in document
    assert "root:x:" not in text
    if PDFTOTEXT:
        printed = pdf_text(tmp_path / "out/index.pdf")
        assert [each for each in HOSTILE if squeezed(plain(each)) not in printed] == []
        assert "root:x:" not in printed


@reads_pdf
def test_endless_words_and_letters_without_a_font_do_no_harm(tmp_path, project_root):
    rows = pd.DataFrame({"Name": ["x" * 10_000, "漢字 😀 emoji", "y"], "Other": ["a", "b", "c"]})
    table = table_result(markdown=pipe_table(rows))
    project = project_of(
        tmp_path, project_root, body="{{< embed page.ipynb#tbl-a >}}", shown=(table,), formats=("pdf",)
    )
    assert write_formats(project, tmp_path / "out", ["pdf"]) == []
    text = pdf_text(tmp_path / "out/index.pdf")
    assert text.count("x") >= 10_000
    assert "emoji" in text
    assert "\ufffd\ufffd" in text


def test_everything_that_authors_may_write_can_be_set(tmp_path, project_root):
    project = project_of(tmp_path, project_root, body=MANY_KINDS, shown=(figure_result(),))
    assert write_formats(project, tmp_path / "out", ["docx", "pdf", "pptx"]) == []
    document = part(tmp_path / "out/index.docx", "word/document.xml")
    assert '<w:pStyle w:val="Callout" />' in document
    words = ("line089", "callout without a title", "seven", "print(1)", "quoted", "after the break")
    shown = [word_text(tmp_path / "out/index.docx")] + ([pdf_text(tmp_path / "out/index.pdf")] if PDFTOTEXT else [])
    for text in shown:
        assert [each for each in words if squeezed(each) not in squeezed(text)] == []
        assert "formula" not in text


def test_page_without_a_heading_and_without_words(tmp_path, project_root):
    for body in ("Words.", ""):
        project = project_of(tmp_path, project_root, body=body, shown=(table_result(),))
        assert write_formats(project, tmp_path / "out", ["docx", "pdf", "pptx"]) == []


@pytest.mark.parametrize("image", ["/etc/hostname", "../../../../../etc/hostname", "missing.png"])
def test_image_outside_the_project_is_a_reason_and_stops_no_other_page(tmp_path, project_root, image):
    project = project_of(tmp_path, project_root, body="Words.", shown=(table_result(),))
    (project / "bad.qmd").write_text(
        f"---\ntitle: Bad\nformat:\n  docx: default\n  typst: default\n---\n\n![x]({image})\n"
    )
    [(file, reason)] = write_formats(project, tmp_path / "out", ["docx", "pdf"])
    assert file == "bad.qmd"
    assert reason.startswith(f'Word: Cannot find the image "{image}"')
    assert (tmp_path / "out/index.pdf").is_file()


def test_what_typst_refuses_is_a_reason(tmp_path, project_root):
    project = project_of(tmp_path, project_root, body="Words.", shown=(table_result(),))
    style = project / "_looks" / "style.typ"
    style.write_text(style.read_text() + '\n#panic("no")\n')
    [(file, reason)] = write_formats(project, tmp_path / "out", ["pdf"])
    assert file == "index.qmd"
    assert reason.startswith("PDF: Typst: ")


@pytest.mark.slow
def test_site_offers_what_was_made(tmp_path, project_root):
    project = project_of(tmp_path, project_root)
    assert EmbeddedRenderer(jobs=1).render(project, tmp_path / "out", ["html", "docx", "pdf"]) == []
    page = (tmp_path / "out/index.html").read_text()
    assert '<a href="index.docx">Word</a>, <a href="index.pdf">PDF</a>' in page
    assert 'class="downloads"' in page
    assert not (tmp_path / "out/_looks").exists()
