"""The leak check finds every kind of secret in every kind of file, and nothing where there is none."""

import json
from base64 import b64encode
from io import BytesIO
from types import SimpleNamespace
from urllib.parse import quote
from zipfile import ZipFile

import openpyxl
import openpyxl.comments
import pandas as pd
import pypandoc
import pypdf.annotations
import pytest
import typst
from PIL import Image, PngImagePlugin
from pypdf import PdfWriter

from clusterbrief.produce.leaks import Secrets, exact_figures, find_leaks, gather_secrets
from clusterbrief.study.answers import ANSWERED, NOT_ANSWERED

STORY = "Our members lost two buyers and would rather not say why before spring."
TOLD = "Twelve members now sell their cheese together under one mark."
PLANTED = {
    "name": "Ծիրանաձոր Կլաստեր",
    "code": "AM-017",
    "e-mail address": "ani.person@ciranadzor.am",
    "free text": STORY[10:45],
    "number": "61.234567",
}
OWN_WORDS = "Name of the organisation. Which support do you need most from public bodies? Digital cluster."


def study():
    organisations = pd.DataFrame(
        {
            "organisation_code": ["AM-017", "AM-018", "AM-019"],
            "name": ["Ծիրանաձոր Կլաստեր", "Open Cluster", "Digital cluster"],
            "email": ["Ani.Person@ciranadzor.am", None, ""],
            "consent_name": [False, True, False],
            "consent_story": [False, True, False],
        }
    )
    questions = {
        "q": SimpleNamespace(code="q", type="text"), "story": SimpleNamespace(code="story", type="text"),
        "n": SimpleNamespace(code="n", type="number"),
    }  # fmt: skip
    rows = [
        ("AM-017", "q", ANSWERED, STORY), ("AM-017", "story", NOT_ANSWERED, None), ("AM-018", "story", ANSWERED, TOLD),
        ("AM-018", "q", ANSWERED, "Which support do you need most from public bodies?"), ("AM-017", "n", ANSWERED, 12),
    ]  # fmt: skip
    responses = pd.DataFrame(rows, columns=["organisation_code", "question_code", "state", "value"])
    invited = pd.DataFrame({"organisation_code": ["AM-017", "AM-020"], "name": ["Ծիրանաձոր Կլաստեր", "Silent Cluster"]})
    roles = {"story": questions["story"]}
    framework = SimpleNamespace(questions=questions, with_role=roles.get)
    answers = SimpleNamespace(organisations=organisations, responses=responses)
    stakeholders = pd.DataFrame({"stakeholder_code": ["AM-S01"], "email": ["desk@ministry.example"]})
    edition = SimpleNamespace(invited=invited)
    return SimpleNamespace(answers=answers, framework=framework, edition=edition, stakeholders=stakeholders)


@pytest.fixture(scope="module")
def secrets() -> Secrets:
    return gather_secrets(study(), [("AM-017", 61.23456789), ("AM-017", 61.234567), ("AM-017", 75.0)], OWN_WORDS)


def as_text(text):
    return text.encode()


def as_html(text):
    return f"<!doctype html><html><body><!-- {text} --><p>Nothing</p></body></html>".encode()


def as_split_html(text):
    return f"<p><b>{text[:4]}</b>{text[4:]}</p>".encode()


def as_escaped_html(text):
    return "".join(f"&#{ord(letter)};" for letter in text).encode()


def as_json(text):
    return json.dumps([{"text": f"so {text}."}]).encode()


def as_csv(text):
    return f'label,points\n"{text}",1\n'.encode("utf-8-sig")


def as_svg(text):
    return f'<svg xmlns="http://www.w3.org/2000/svg"><desc>{text}</desc></svg>'.encode()


def as_page_with_picture(text):
    return f'<img src="data:image/svg+xml;base64,{b64encode(as_svg(text)).decode()}">'.encode()


def as_xlsx(text):
    book, buffer = openpyxl.Workbook(), BytesIO()
    book.active["B7"] = text
    book.save(buffer)
    return buffer.getvalue()


def as_docx(text):
    return _pandoc(f"Before **{text[:3]}**{text[3:]} after", "docx")


def as_docx_property(text):
    return _pandoc(f"---\ntitle: '{text}'\n---\n\nNothing", "docx")


def as_pptx(text):
    return _pandoc(f"## {text}\n\nNothing", "pptx")


def _pandoc(markdown, form):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"out.{form}"
        pypandoc.convert_text(markdown, form, "markdown", outputfile=str(path))
        return path.read_bytes()


def as_pdf(text):
    return typst.compile(f"= Heading\n#{json.dumps(text, ensure_ascii=False)}\n".encode())


def as_pdf_title(text):
    return typst.compile(f"#set document(title: {json.dumps(text, ensure_ascii=False)})\nNothing".encode())


def as_png(text):
    buffer, meta = BytesIO(), PngImagePlugin.PngInfo()
    meta.add_itxt("Comment", text)
    Image.new("L", (2, 2)).save(buffer, "png", pnginfo=meta)
    return buffer.getvalue()


def as_zip(text):
    buffer = BytesIO()
    with ZipFile(buffer, "w") as packed:
        packed.writestr("tables/a.csv", as_csv(text))
    return buffer.getvalue()


def as_xlsx_comment(text):
    book, buffer = openpyxl.Workbook(), BytesIO()
    book.active["A1"].comment = openpyxl.comments.Comment(text, "somebody")
    book.save(buffer)
    return buffer.getvalue()


def as_xlsx_number_or_hidden_sheet(text):
    book, buffer = openpyxl.Workbook(), BytesIO()
    hidden = book.create_sheet("hidden")
    hidden["C3"] = float(text) if text.replace(".", "").isdigit() else text
    hidden.sheet_state = "hidden"
    book.save(buffer)
    return buffer.getvalue()


def as_xlsx_property(text):
    book, buffer = openpyxl.Workbook(), BytesIO()
    book.properties.keywords = text
    book.save(buffer)
    return buffer.getvalue()


def as_docx_footnote(text):
    return _pandoc(f"Words.^[{text}]", "docx")


def as_docx_comment(text):
    return _pandoc(f'Words [{text}]{{.comment-start id="1" author="a"}}here[]{{.comment-end id="1"}}.', "docx")


def as_pptx_notes(text):
    return _pandoc(f"## Heading\n\nNothing\n\n::: notes\n{text}\n:::", "pptx")


def _changed_pdf(change):
    writer, buffer = PdfWriter(clone_from=BytesIO(typst.compile(b"Nothing"))), BytesIO()
    change(writer)
    writer.write(buffer)
    return buffer.getvalue()


def as_pdf_attachment(text):
    return _changed_pdf(lambda writer: writer.add_attachment("data.csv", as_csv(text)))


def as_pdf_note(text):
    note = pypdf.annotations.Text(rect=(50, 50, 90, 90), text=text)
    return _changed_pdf(lambda writer: writer.add_annotation(0, note))


def as_pdf_keywords(text):
    return _changed_pdf(lambda writer: writer.add_metadata({"/Keywords": text}))


def as_pdf_alternative_text(text):
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    bytes_of = ", ".join(str(each) for each in picture)
    alt = json.dumps(text, ensure_ascii=False)
    return typst.compile(f'#set document(title: "t")\n#image(bytes(({bytes_of})), format: "svg", alt: {alt})'.encode())


def as_pdf_link(text):
    return typst.compile(f"#link({json.dumps('https://example.org/?q=' + quote(text))})[here]".encode())


def as_jpeg(text):
    buffer, image = BytesIO(), Image.new("L", (2, 2))
    image.save(buffer, "jpeg", comment=text.encode())
    return buffer.getvalue()


def as_jpeg_exif(text):
    buffer, image = BytesIO(), Image.new("L", (2, 2))
    exif = image.getexif()
    exif[0x010E] = text.encode()  # what the picture shows
    image.save(buffer, "jpeg", exif=exif)
    return buffer.getvalue()


def as_webp(text):
    buffer, image = BytesIO(), Image.new("L", (2, 2))
    exif = image.getexif()
    exif[0x9C9B] = text.encode("utf-16-le")  # the title that Windows shows
    image.save(buffer, "webp", exif=exif)
    return buffer.getvalue()


def as_gif(text):
    buffer = BytesIO()
    Image.new("L", (2, 2)).save(buffer, "gif", comment=text.encode())
    return buffer.getvalue()


def as_script(text):
    return f"window.clusterbriefSearch({json.dumps([{'text': text}])});".encode()


def as_attribute(text):
    return f'<p title="{text}" data-x="1">Nothing</p>'.encode()


def as_nested_zip(text):
    buffer = BytesIO()
    with ZipFile(buffer, "w") as packed:
        packed.comment = b"nothing"
        packed.writestr("site.zip", as_zip(text))
    return buffer.getvalue()


CARRIERS = {
    "a.txt": as_text, "a.html": as_html, "b.html": as_split_html, "c.html": as_escaped_html, "d.html": as_page_with_picture,
    "search.json": as_json, "a.csv": as_csv, "a.svg": as_svg, "a.xlsx": as_xlsx, "a.docx": as_docx,
    "b.docx": as_docx_property, "a.pptx": as_pptx, "a.pdf": as_pdf, "b.pdf": as_pdf_title, "a.png": as_png, "a.zip": as_zip,
    "b.xlsx": as_xlsx_comment, "c.xlsx": as_xlsx_number_or_hidden_sheet, "d.xlsx": as_xlsx_property,
    "c.docx": as_docx_footnote, "d.docx": as_docx_comment, "b.pptx": as_pptx_notes, "c.pdf": as_pdf_attachment,
    "d.pdf": as_pdf_note, "e.pdf": as_pdf_keywords, "f.pdf": as_pdf_alternative_text, "g.pdf": as_pdf_link,
    "a.jpg": as_jpeg, "b.jpg": as_jpeg_exif, "a.webp": as_webp, "a.gif": as_gif, "search-index.js": as_script,
    "e.html": as_attribute, "b.zip": as_nested_zip,
}  # fmt: skip


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("kind", PLANTED)
def test_each_kind_is_found_in_each_file(tmp_path, secrets, kind, carrier):
    (tmp_path / carrier).write_bytes(CARRIERS[carrier](PLANTED[kind]))
    found = find_leaks(tmp_path, secrets)
    assert {(leak.kind, leak.organisation_code) for leak in found} == {(kind, "AM-017")}
    assert carrier in str(found[0])


@pytest.mark.parametrize("carrier", CARRIERS)
def test_what_may_be_shown_is_no_leak(tmp_path, secrets, carrier):
    shown = f"Open Cluster: {TOLD} Which support do you need most from public bodies? Digital cluster. 75 of 100; 61.23"
    (tmp_path / carrier).write_bytes(CARRIERS[carrier](shown))
    assert find_leaks(tmp_path, secrets) == []


@pytest.mark.parametrize("name", ["AM-017.html", "ծիրանաձոր կլաստեր.txt", "AM-017/index.html"])
def test_names_of_files_and_folders_are_read(tmp_path, secrets, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("nothing", encoding="utf-8")
    assert find_leaks(tmp_path, secrets)


@pytest.mark.parametrize(
    "written",
    [
        "ԾԻՐԱՆԱՁՈՐ\u00a0 Կլաստեր",
        "Ծիրանա\u200bձոր\nԿլաստեր",
        "am\u2011017".replace("\u2011", "-"),
        "ANI.PERSON@CIRANADZOR.AM",
        "Desk@Ministry.example",
        "Silent  Cluster",
    ],
)
def test_other_ways_to_write_it_are_found_too(tmp_path, secrets, written):
    (tmp_path / "a.txt").write_text(f"x {written} y", encoding="utf-8")
    assert find_leaks(tmp_path, secrets)


@pytest.mark.parametrize("written", ["AM-0170", "XAM-017", "61.23", "61.234569", "members lost two"])
def test_what_only_resembles_a_secret_is_none(tmp_path, secrets, written):
    (tmp_path / "a.txt").write_text(written, encoding="utf-8")
    assert find_leaks(tmp_path, secrets) == []


def test_a_name_inside_a_longer_one_that_may_be_shown_is_no_leak(tmp_path):
    made = study()
    made.answers.organisations["name"] = ["Ծիրանաձոր Կլաստեր", "Ծիրանաձոր Կլաստեր 2", "Digital cluster"]
    secrets = gather_secrets(made, [], "")
    (tmp_path / "a.txt").write_text("We thank Ծիրանաձոր Կլաստեր 2.", encoding="utf-8")
    assert find_leaks(tmp_path, secrets) == []
    (tmp_path / "a.txt").write_text("We thank Ծիրանաձոր Կլաստեր 2 and Ծիրանաձոր Կլաստեր.", encoding="utf-8")
    assert [leak.kind for leak in find_leaks(tmp_path, secrets)] == ["name"]


@pytest.mark.parametrize(
    ("name", "content"), [("a.docx", b"no zip"), ("a.pdf", b"%PDF-1.7 broken"), ("a.png", b"x"), ("a.exe", b"x")]
)
def test_what_cannot_be_looked_into_is_not_let_through(tmp_path, secrets, name, content):
    (tmp_path / name).write_bytes(content)
    (found,) = find_leaks(tmp_path, secrets)
    assert found.kind == "unreadable"


def test_exact_results_are_secrets_and_rounded_ones_are_not(tmp_path):
    compared = pd.DataFrame(
        {"organisation_code": ["A"] * 2, "level": ["overall", "indicator"], "score": [61.123456, 33.333333],
         "comparable_score": [50.0, 1.0], "gap": [float("nan"), 1.5]}
    )  # fmt: skip
    answers = pd.DataFrame({"organisation_code": ["A", "A"], "value": [123456, "word"]})
    secrets = gather_secrets(study(), exact_figures(compared, answers), "")
    for number, told in {
        "61.12346": 1,
        "61.123": 1,
        "61.12": 0,
        "611234": 0,
        "33.333333": 0,
        "123 456": 1,
        "50": 0,
    }.items():
        (tmp_path / "a.csv").write_text(f"x,{number},y", encoding="utf-8")
        assert len(find_leaks(tmp_path, secrets)) == told, number


def test_own_sheet_may_hold_what_is_its_own_and_nothing_of_others(tmp_path, secrets):
    mine = "\n".join(PLANTED.values())
    (tmp_path / "sheet.html").write_text(mine, encoding="utf-8")
    assert {leak.organisation_code for leak in find_leaks(tmp_path, secrets.but_for("AM-018"))} == {"AM-017"}
    assert {leak.kind for leak in find_leaks(tmp_path, secrets.but_for("AM-018"))} == set(PLANTED)
    assert find_leaks(tmp_path, secrets.but_for("AM-017")) == []
    (tmp_path / "sheet.html").write_text(f"{mine} AM-018 Silent Cluster", encoding="utf-8")
    found = find_leaks(tmp_path, secrets.but_for("AM-017"))
    assert {(leak.kind, leak.organisation_code) for leak in found} == {("code", "AM-018"), ("name", "AM-020")}


def test_a_name_that_an_author_wrote_into_a_document_is_a_leak_all_the_same(tmp_path):
    words = f"{OWN_WORDS} We thank {PLANTED['name']}."
    (tmp_path / "a.txt").write_text(PLANTED["name"], encoding="utf-8")
    assert find_leaks(tmp_path, gather_secrets(study(), [], words)) == []
    (found,) = find_leaks(tmp_path, gather_secrets(study(), [], words, OWN_WORDS))
    assert found.kind == "name"


def test_what_two_organisations_share_is_no_leak_in_the_sheet_of_either(tmp_path):
    made = study()
    made.answers.responses.loc[3, "value"] = STORY
    figures = [("AM-017", 61.234567), ("AM-018", 61.234567), ("AM-019", 62.345678)]
    secrets = gather_secrets(made, figures, "")
    (tmp_path / "a.txt").write_text(f"61.234567 {STORY}", encoding="utf-8")
    for code in ("AM-017", "AM-018"):
        assert find_leaks(tmp_path, secrets.but_for(code)) == []
    assert {leak.kind for leak in find_leaks(tmp_path, secrets.but_for("AM-019"))} == {"number", "free text"}


@pytest.mark.parametrize(
    ("written", "found"), [("61,234567", 1), ("61.234.567", 0), ("1,61.234567", 1), ("161.234567", 0)]
)
def test_numbers_are_found_as_they_may_be_written(tmp_path, secrets, written, found):
    (tmp_path / "a.txt").write_text(written, encoding="utf-8")
    assert len(find_leaks(tmp_path, secrets)) == found
