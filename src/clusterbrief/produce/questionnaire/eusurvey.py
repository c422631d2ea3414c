"""The table that an author works from when typing the survey into EUSurvey, which imports no questionnaire.

Titles are written exactly as the importer expects the headings of the export: a row of a matrix under the title of
the matrix, a row of a table under its title and beside its one column.
"""

from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from clusterbrief.produce.questionnaire import form_looks as looks
from clusterbrief.produce.questionnaire.words import CONFIDENTIALITY, HOW_TO, PURPOSE, TIME, list_hints
from clusterbrief.study.answers import LONGEST_TEXT
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Question
from clusterbrief.study.headings import expected_heading
from clusterbrief.study.reproducible import settle_workbook
from clusterbrief.study.sections import Item, count_places, find_bounds, list_choices, list_sections

COLUMNS = {
    "Section": 24, "Element": 20, "Title": 52, "Short name": 26, "Answers, one per line": 48, "Mandatory": 11,
    "Help": 44, "Visible if": 44, "Min": 9, "Max": 9, "Heading in the export": 52,
}  # fmt: skip
ELEMENTS = {
    "single": "Single Choice", "scale": "Single Choice", "yesno": "Single Choice", "multiple": "Multiple Choice",
    "ranking": "Ranking", "number": "Number", "share": "Number", "text": "Free Text", "date": "Date",
}  # fmt: skip
LONG_LIST = 15  # options; longer lists are select boxes
NOTES = (
    "Create one element for each line of the sheet “EUSurvey”, from top to bottom, in English. Copy titles and answers "
    "exactly, without the quotation marks of a spreadsheet: the importer finds questions and answers by their words.",
    "“Min” and “Max” are numbers for a Number, characters for a Free Text, and choices for a Multiple Choice.",
    "Give each question the short name named here. Then the export also tells questions apart by it, if its option to "
    "show short names is ticked.",
    "Do not split the answers of multiple choices into columns when you export: EUSurvey then writes “No” for a "
    "question that nobody answered.",
)
Row = dict[str, str]


def write_eusurvey(framework: Framework, path: Path) -> Path:
    """Write the table as a workbook, the same bytes for the same framework."""
    book = Workbook()
    notes = book.active
    assert isinstance(notes, Worksheet)
    notes.title = "Notes"
    title = f"{framework.structure.title}: the survey in EUSurvey"
    lines = [*NOTES, f"Introduction: {PURPOSE} {TIME}", f"Instructions: {' '.join(HOW_TO)} {CONFIDENTIALITY}"]
    lines.append(f"Confirmation page: {framework.structure.disclaimer}")
    looks.write(notes, "A1", title, looks.TITLE)
    for at, line in enumerate(lines, start=3):
        looks.write(notes, f"A{at}", line, looks.TEXT)
    notes.column_dimensions["A"].width = 110
    looks.fit_heights(notes)
    looks.set_up_page(notes, framework.structure.title, portrait=True)
    _fill_table(book.create_sheet("EUSurvey"), framework)
    book.properties.title = title
    book.properties.creator = "clusterbrief"
    book.properties.language = "en-GB"
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    settle_workbook(path)
    return path


def _fill_table(sheet: Worksheet, framework: Framework) -> None:
    letters = {heading: get_column_letter(at) for at, heading in enumerate(COLUMNS, start=1)}
    for heading, width in COLUMNS.items():
        looks.write(sheet, f"{letters[heading]}1", heading, looks.COLUMN)
        sheet.column_dimensions[letters[heading]].width = width
    for at, row in enumerate(list_elements(framework), start=2):
        for heading, letter in letters.items():
            looks.write(sheet, f"{letter}{at}", row.get(heading, ""), looks.TEXT).number_format = looks.AS_TEXT
    looks.fit_heights(sheet)
    sheet.freeze_panes = "D2"
    sheet.print_title_rows = "1:1"
    looks.set_up_page(sheet, framework.structure.title)


def list_elements(framework: Framework) -> Iterator[Row]:
    """The elements of the survey in EUSurvey's words, one row each, by the headings of the table."""
    for section in list_sections(framework):
        yield {"Section": section.title, "Element": "Section", "Title": section.title, "Help": section.block.about}
        for item in section.items:
            for row in _item(framework, item):
                yield {"Section": section.title, **row}


def _item(framework: Framework, item: Item) -> Iterator[Row]:
    if item.group is None:
        yield _question(framework, item.questions[0])
        return
    first, every = item.questions[0], all(question.required for question in item.questions)
    shared = {"Title": item.group.title, "Mandatory": _yes(every)}
    if item.group.kind == "matrix":
        answers = "\n".join(option.text for option in list_choices(framework, first))
        yield {"Element": "Matrix", "Answers, one per line": answers, **shared}
    else:
        yield {"Element": "Table", "Answers, one per line": item.group.column, **shared}
    for question in item.questions:
        row = _question(framework, question)
        yield row | {"Element": f"{item.group.kind.capitalize()}: row", "Answers, one per line": ""}


def _question(framework: Framework, question: Question) -> Row:
    least, most = _limits(framework, question)
    options = list_choices(framework, question)
    style = " (select box)" if question.type == "single" and len(options) > LONG_LIST else ""
    return {
        "Element": f"{ELEMENTS[question.type]}{style}",
        "Title": question.text,
        "Short name": question.code,
        "Answers, one per line": "\n".join(option.text for option in options),
        "Mandatory": _yes(question.required),
        "Help": " ".join(list_hints(framework, question)),
        "Visible if": _visible_if(framework, question),
        "Min": least,
        "Max": most,
        "Heading in the export": expected_heading(question),
    }


def _limits(framework: Framework, question: Question) -> tuple[str, str]:
    match question.type:
        case "number" | "share":
            least, most = find_bounds(question)
            return "" if least is None else f"{least:.12g}", "" if most is None else f"{most:.12g}"
        case "text":
            return "", str(LONGEST_TEXT)
        case "multiple" if question.most_choices:
            return "", str(count_places(framework, question))
        case _:
            return "", ""


def _visible_if(framework: Framework, question: Question) -> str:
    """The answers to tick under "Visibility", each with the question it belongs to."""
    if question.asked_if is None:
        return ""
    decisive = framework.questions[question.asked_if.question]
    texts = {each.code: each.text for each in list_choices(framework, decisive)}
    return "\n".join(f"{expected_heading(decisive)} = {texts[code]}" for code in question.asked_if.options)


def _yes(condition: bool) -> str:
    return "yes" if condition else "no"
