"""The questionnaire to be read: Markdown, and from it DOCX and self-contained HTML."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from clusterbrief.present.markdown import escaped, for_attribute, pipe_table
from clusterbrief.produce.questionnaire.words import (
    CONFIDENTIALITY,
    CONSENT,
    HOW_TO,
    PURPOSE,
    TIME,
    asterisk,
    list_hints,
)
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Option, Question
from clusterbrief.study.reproducible import settle_workbook
from clusterbrief.study.sections import Item, find_total, list_choices, list_sections

BOX = "☐"  # in Word, pandoc makes it the bullet of a list
HTML_BOX = "□"  # in HTML it would make a box to click on, and this is a paper
ANSWER = "Answer"  # heading of the answers to a table that names none
LONG_LIST = 15  # options; longer lists stand at the end, once
READER = "markdown-smart-raw_html-raw_tex-tex_math_dollars"
A4 = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>'  # noqa: E501
SECTION_END = re.compile(r"<w:sectPr\b[^>]*/>|<w:sectPr\b[^>]*>.*?</w:sectPr>", re.DOTALL)
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="8795A3"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def write_html(framework: Framework, path: Path, stylesheet: Path | None = None) -> Path:
    """Write one HTML file that needs no other and asks nothing of the network."""
    import pypandoc

    path.parent.mkdir(parents=True, exist_ok=True)
    options = ["--standalone", "--embed-resources", "--toc", "--toc-depth=1", "--section-divs"]
    if stylesheet is not None:
        options.append(f"--css={stylesheet.resolve()}")
    source = compose_markdown(framework).replace(BOX, HTML_BOX)
    text = pypandoc.convert_text(source, "html5", READER, [*options, *_metadata(framework)])
    text = text.replace("</nav>", "</nav>\n<main>", 1).replace("</body>", "</main>\n</body>")
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def write_docx(framework: Framework, path: Path) -> Path:
    """Write a Word file on A4, the same bytes for the same framework."""
    import pypandoc

    path.parent.mkdir(parents=True, exist_ok=True)
    options = ["--standalone", *_metadata(framework)]
    pypandoc.convert_text(compose_markdown(framework), "docx", READER, options, outputfile=str(path))
    _set_page(path)
    settle_workbook(path)
    return path


def _metadata(framework: Framework) -> list[str]:
    structure = framework.structure
    known = {
        "title": for_attribute(structure.title),
        "subtitle": for_attribute(f"Questionnaire, version {structure.version}"),
        "lang": "en-GB",
        "toc-title": "Parts",
    }
    return [f"--metadata={key}={value}" for key, value in known.items()]


def _set_page(path: Path) -> None:
    """Paper size, and lines around the cells of tables: pandoc's own document has neither."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    text = parts["word/document.xml"].decode("utf-8")
    text = SECTION_END.sub(f"<w:sectPr>{A4}</w:sectPr>", text)
    text = re.sub(r"<w:tblPr>(.*?)</w:tblPr>", _bordered, text, flags=re.DOTALL)
    parts["word/document.xml"] = text.encode("utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)


def _bordered(found: re.Match[str]) -> str:
    """The properties of a table with borders, at the place that the format's order of elements demands."""
    before, look, after = found[1].partition("<w:tblLayout")
    if not look:
        before, look, after = found[1].partition("<w:tblLook")
    return f"<w:tblPr>{before}<w:tblBorders>{BORDERS}</w:tblBorders>{look}{after}</w:tblPr>"


def compose_markdown(framework: Framework) -> str:
    """The whole questionnaire in pandoc's Markdown; every text of the framework is escaped."""
    return "\n\n".join(_paragraphs(framework)) + "\n"


def _paragraphs(framework: Framework) -> Iterator[str]:
    yield escaped(PURPOSE)
    yield escaped(TIME)
    yield "\n".join(f"- {escaped(line)}" for line in HOW_TO)
    yield escaped(CONFIDENTIALITY)
    sections = list_sections(framework)
    consent = framework.with_role("consent_name")
    for section in sections:
        if consent and consent.block == section.block.code:
            yield escaped(CONSENT.format(section=section.title))
    yield escaped(framework.structure.disclaimer)
    lists: dict[tuple[Option, ...], str] = {}
    for section in sections:
        yield f"# {escaped(section.title)}"
        yield escaped(section.block.about)
        for item in section.items:
            yield from _item(framework, item, lists)
    for options, name in lists.items():
        yield f"# {escaped(name)}"
        yield _list(options)
    yield "# Where it comes from"
    yield escaped(framework.structure.origin)


def _item(framework: Framework, item: Item, lists: dict[tuple[Option, ...], str]) -> Iterator[str]:
    if item.group is not None:
        yield f"## {escaped(item.group.title)}"
        each = [list_hints(framework, question) for question in item.questions]
        said = [hint for hint in each[0] if all(hint in hints for hints in each)]
        yield from (f"*{escaped(hint)}*" for hint in said)
        yield _table(framework, item, said)
        total = find_total(framework, item)
        if total is not None:
            yield f"The lines add up to {total:g}."
        return
    question = item.questions[0]
    yield f"## {_text(item.number, question)}"
    yield from (f"*{escaped(hint)}*" for hint in list_hints(framework, question))
    options = list_choices(framework, question)
    if len(options) > LONG_LIST:
        name = lists.setdefault(options, f"Options of question {item.number}")
        yield f"The {len(options)} options stand at the end, under “{escaped(name)}”."
    elif question.type == "scale":
        yield "\n".join(f"{number}. {escaped(option.text)}" for number, option in enumerate(options))
    elif options:
        yield _list(options)


def _text(number: int, question: Question) -> str:
    return escaped(f"{number}. {question.text}{asterisk(question.required)}")


def _list(options: tuple[Option, ...]) -> str:
    lines = [f"- {BOX} {escaped(option.text)}" for option in options]
    helped = [f"{line}: {escaped(each.help)}" if each.help else line for line, each in zip(lines, options, strict=True)]
    return "\n".join(helped)


def _table(framework: Framework, item: Item, said: Sequence[str]) -> str:
    """The rows of a matrix, with a box for each option, or of a table, with a cell to write in."""
    assert item.group is not None
    rows = []
    for number, question in item.numbered:
        hints = " ".join(hint for hint in list_hints(framework, question) if hint not in said)
        text = f"{number}. {question.text}{asterisk(question.required)}"
        cells = {"Question": f"{text}: {hints}" if hints else text}
        cells |= {option.text: BOX for option in list_choices(framework, question)} or {item.group.column or ANSWER: ""}
        rows.append(cells)
    shown = pd.DataFrame(rows).fillna("")
    return pipe_table(shown, [46, *[13] * (shown.shape[1] - 1)])
