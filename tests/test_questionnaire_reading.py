"""The questionnaire to be read: HTML and Word."""

import html
import re
from html.parser import HTMLParser
from pathlib import Path
from zipfile import ZipFile

import pytest

from clusterbrief.produce.questionnaire.reading import write_docx, write_html
from clusterbrief.produce.questionnaire.words import asterisk
from clusterbrief.study.framework import Framework
from clusterbrief.study.sections import list_choices, list_sections
from questionnaire_inputs import HOSTILE, hostile_questions, with_questions


class Page(HTMLParser):
    """Texts of a page without tags, and its tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words))


@pytest.fixture(scope="module")
def page(framework: Framework, project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Page:
    style = project_root / "templates" / "questionnaire" / "reading.css"
    path = write_html(framework, tmp_path_factory.mktemp("html") / "questionnaire.html", style)
    return Page(path.read_text(encoding="utf-8"))


def test_every_question_stands_once_with_options_and_help(page: Page, framework: Framework) -> None:
    for section in list_sections(framework):
        for item in section.items:
            for number, question in item.numbered:
                said = f"{number}. {question.text}{asterisk(question.required)}"
                assert len(re.findall(rf"(?<!\d){re.escape(said)}", page.text)) == 1, said
                assert re.sub(r"\s+", " ", question.help) in page.text
                assert all(option.text in page.text for option in list_choices(framework, question))


def test_it_is_accessible_and_asks_nothing_of_the_network(page: Page) -> None:
    tags = dict(page.tags)
    assert tags["html"]["lang"] == "en-GB"
    assert [tag for tag, _ in page.tags].count("h1") >= 6
    assert "main" in tags and "nav" in tags and "title" in tags
    assert not [tag for tag, _ in page.tags if tag in {"script", "link", "iframe", "input"}]
    assert not [attrs for _, attrs in page.tags if "src" in attrs]
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert links and all(str(link).startswith("#") for link in links)
    ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))
    assert {str(link)[1:] for link in links} <= set(ids)


def test_levels_are_numbered_from_nought(page: Page) -> None:
    lists = [attrs for tag, attrs in page.tags if tag == "ol"]
    assert lists and {attrs.get("start") for attrs in lists} == {"0"}


def test_hostile_texts_read_as_written(framework: Framework, tmp_path: Path) -> None:
    path = write_html(with_questions(framework, *hostile_questions()), tmp_path / "hostile.html")
    page = Page(path.read_text(encoding="utf-8"))
    assert not [tag for tag, _ in page.tags if tag == "script"]
    assert all(text in page.text for text in HOSTILE)
    assert "*a* | b `c` {{< x >}}" in page.text


def test_word_file_is_a4_and_the_same_each_time(framework: Framework, tmp_path: Path) -> None:
    path = write_docx(framework, tmp_path / "a.docx")
    assert path.read_bytes() == write_docx(framework, tmp_path / "b.docx").read_bytes()
    with ZipFile(path) as book:
        document = book.read("word/document.xml").decode("utf-8")
    assert 'w:w="11906" w:h="16838"' in document
    assert document.count("<w:tblBorders>") == document.count("<w:tbl>") == 5
    words = html.unescape(re.sub(r"<[^>]+>", "", document))
    assert all(question.text in words for question in framework.questions.values())
