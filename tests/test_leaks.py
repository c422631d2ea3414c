"""The leak check finds every kind of secret in every kind of file, and nothing where there is none."""

import json
from base64 import b64encode
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pypandoc
import pytest
import typst
from PIL import Image, PngImagePlugin

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


CARRIERS = {
    "a.txt": as_text, "a.html": as_html, "b.html": as_split_html, "c.html": as_escaped_html, "d.html": as_page_with_picture,
    "search.json": as_json, "a.csv": as_csv, "a.svg": as_svg, "a.xlsx": as_xlsx, "a.docx": as_docx,
    "b.docx": as_docx_property, "a.pptx": as_pptx, "a.pdf": as_pdf, "b.pdf": as_pdf_title, "a.png": as_png, "a.zip": as_zip,
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
