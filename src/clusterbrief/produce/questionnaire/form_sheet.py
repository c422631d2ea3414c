"""One block of the questionnaire as a sheet of the form."""

from collections.abc import Mapping

from openpyxl.styles import Protection
from openpyxl.worksheet.worksheet import Worksheet

from clusterbrief.present.wording import ordinal, sentence_start
from clusterbrief.produce.questionnaire import form_looks as looks
from clusterbrief.produce.questionnaire.form_lists import Checks, Lists
from clusterbrief.produce.questionnaire.words import asterisk, list_hints
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Option, Question
from clusterbrief.study.sections import (
    Item,
    Section,
    count_places,
    find_total,
    list_choices,
)

CODE, QUESTION, ANSWER, HELP, NEEDED = "ABCDE"
COLUMNS = {
    QUESTION: ("Question", 58),
    ANSWER: ("Your answer", 46),
    HELP: ("What to enter", 62),
    NEEDED: ("Needed?", 13),
}
HEADER_ROW = 3
ONE_LINE = {"organisation_code", "name", "region", "email", "story_title"}  # roles of texts that are names


class FormSheet:
    """Fills a sheet from top to bottom."""

    def __init__(self, sheet: Worksheet, framework: Framework, lists: Lists, given: Mapping[str, str]) -> None:
        self.sheet = sheet
        self.framework = framework
        self.checks = Checks(sheet, lists)
        self.given = given  # answers known beforehand, by question code
        self.row = HEADER_ROW

    def fill(self, section: Section) -> None:
        """Write the block and set up the sheet for screen and paper."""
        looks.write(self.sheet, f"{QUESTION}1", section.title, looks.TITLE)
        looks.write(self.sheet, f"{QUESTION}2", section.block.about, looks.UNWRAPPED)
        for column, (heading, width) in COLUMNS.items():
            looks.write(self.sheet, f"{column}{HEADER_ROW}", heading, looks.COLUMN)
            self.sheet.column_dimensions[column].width = width
        for item in section.items:
            self._item(item)
        self.sheet.column_dimensions[CODE].hidden = True
        looks.fit_heights(self.sheet)
        self.sheet.freeze_panes = f"{CODE}{HEADER_ROW + 1}"
        self.sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
        looks.set_up_page(self.sheet, self.framework.structure.title)
        looks.protect(self.sheet)

    def _item(self, item: Item) -> None:
        if item.group is not None:
            self._next()
            for column in COLUMNS:
                looks.write(self.sheet, f"{column}{self.row}", "", looks.HEADING)
            looks.write(self.sheet, f"{QUESTION}{self.row}", item.group.title, looks.HEADING)
            looks.write(self.sheet, f"{ANSWER}{self.row}", item.group.column, looks.HEADING)
        first = self.row + 1
        for number, question in item.numbered:
            self._question(number, question)
        total = find_total(self.framework, item)
        if total is not None:
            self._total(first, self.row, total)

    def _next(self) -> None:
        self.row += 1

    def _question(self, number: int, question: Question) -> None:
        self._next()
        text = f"{number}. {question.text}{asterisk(question.required)}"
        looks.write(self.sheet, f"{QUESTION}{self.row}", text, looks.QUESTION)
        looks.write(self.sheet, f"{HELP}{self.row}", self._help(question), looks.TEXT)
        looks.write(self.sheet, f"{NEEDED}{self.row}", _needed(question), looks.QUIET)
        match question.type:
            case "multiple":
                for option in self.framework.options(question):
                    self._tick(question, option)
            case "ranking":
                for place in range(1, count_places(self.framework, question) + 1):
                    self._place(question, place)
            case _:
                self._answer(question)

    def _help(self, question: Question) -> str:
        levels = [f"{number}  {level}" for number, level in enumerate(question.levels)]
        return "\n".join([*list_hints(self.framework, question), *levels])

    def _open(self, code: str, required: bool, number_format: str = looks.AS_TEXT) -> str:
        """Make column C of this row the answer of a code; returns its address."""
        looks.write(self.sheet, f"{CODE}{self.row}", code, looks.QUIET)
        looks.open_answer(self.sheet[f"{ANSWER}{self.row}"], required, number_format)
        return f"{ANSWER}{self.row}"

    def _answer(self, question: Question) -> None:
        numeric = question.type in {"number", "share"}
        formats = {"date": "yyyy-mm-dd"} | dict.fromkeys(("number", "share"), "0" if question.whole else "General")
        cell = self._open(question.code, question.required, formats.get(question.type, looks.AS_TEXT))
        if numeric:
            self.checks.count(cell, question)
        elif question.type == "date":
            self.checks.date(cell)
        elif question.type == "text":
            self.checks.write(cell)
            if question.role not in ONE_LINE:
                self.sheet.row_dimensions[self.row].height = looks.SEVERAL_LINES
        else:
            texts = [option.text for option in list_choices(self.framework, question)]
            self.checks.choose(cell, texts, question.code)
        if question.code in self.given:
            self._give(cell, question)

    def _give(self, cell: str, question: Question) -> None:
        """Fill in what is known; a code that was changed would tell a different organisation."""
        self.sheet[cell].value = self.given[question.code]
        self.sheet[cell].data_type = "s"
        if question.role == "organisation_code":
            self.sheet[cell].protection = Protection(locked=True)

    def _tick(self, question: Question, option: Option) -> None:
        self._next()
        looks.write(self.sheet, f"{QUESTION}{self.row}", option.text, looks.OPTION)
        looks.write(self.sheet, f"{HELP}{self.row}", option.help, looks.TEXT)
        self.checks.tick(self._open(f"{question.code}/{option.code}", required=False))

    def _place(self, question: Question, place: int) -> None:
        self._next()
        looks.write(self.sheet, f"{QUESTION}{self.row}", sentence_start(f"{ordinal(place)} place"), looks.OPTION)
        cell = self._open(f"{question.code}#{place}", question.required and place == 1)
        texts = [option.text for option in self.framework.options(question)]
        self.checks.choose(cell, texts, question.code)

    def _total(self, first: int, last: int, whole: float) -> None:
        """A sum for people; whoever imports the form does not look at it."""
        self._next()
        looks.write(self.sheet, f"{QUESTION}{self.row}", "Total", looks.TOTAL)
        total = self.sheet[f"{ANSWER}{self.row}"]
        looks.dress(total, looks.Look(bold=True))
        total.value = f"=SUM({ANSWER}{first}:{ANSWER}{last})"
        total.number_format = "General"
        looks.write(self.sheet, f"{HELP}{self.row}", f"The lines above add up to {whole:g}.", looks.TEXT)


def _needed(question: Question) -> str:
    if question.asked_if is not None:
        return "Required if it applies" if question.required else "If it applies"
    return "Required" if question.required else "Optional"
