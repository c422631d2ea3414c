"""Drop-down lists and checks of what is entered, in the words of spreadsheets."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from clusterbrief.produce.questionnaire import form_looks as looks
from clusterbrief.study.answers import LARGEST, LONGEST_TEXT
from clusterbrief.study.framework_model import Question
from clusterbrief.study.sections import find_bounds

LISTS = "Lists"
TICK = "x"


class Lists:
    """The hidden sheet with the options of every drop-down list, each under a defined name.

    A list inside the check itself could hold neither a comma nor more than 255 characters. Column A stays empty:
    whoever reads the form looks there for codes.
    """

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.sheet: Worksheet = book.create_sheet(LISTS)
        self.sheet.sheet_state = "hidden"
        self.names: dict[tuple[str, ...], str] = {}

    def name_of(self, options: Sequence[str], question_code: str) -> str:
        """The defined name of a list of options; lists that read the same are kept once."""
        texts = tuple(options)
        if texts not in self.names:
            column = get_column_letter(len(self.names) + 2)
            name = f"options_{question_code}"
            for row, text in enumerate((name, *texts), start=1):
                looks.write(self.sheet, f"{column}{row}", text, looks.TEXT)
            cells = f"{LISTS}!${column}$2:${column}${len(texts) + 1}"
            self.book.defined_names[name] = DefinedName(name, attr_text=cells)
            self.names[texts] = name
        return self.names[texts]

    def finish(self) -> None:
        """Lock the sheet."""
        looks.protect(self.sheet)


class Checks:
    """The checks of one sheet; cells that are checked alike share one."""

    def __init__(self, sheet: Worksheet, lists: Lists) -> None:
        self.sheet = sheet
        self.lists = lists
        self.known: dict[str, DataValidation] = {}

    def choose(self, cell: str, options: Sequence[str], question_code: str) -> None:
        """Let a cell hold one of some options."""
        name = self.lists.name_of(options, question_code)
        self._add(cell, name, "Choose an answer from the list.", type="list", formula1=name)

    def tick(self, cell: str) -> None:
        """Let a cell hold a tick or nothing."""
        self._add(cell, "tick", f'Choose "{TICK}", or leave the cell empty.', type="list", formula1=f'"{TICK}"')

    def write(self, cell: str) -> None:
        """Let a cell hold a text of bearable length."""
        problem = f"Please shorten the text to {LONGEST_TEXT} characters."
        self._add(cell, "text", problem, type="textLength", operator="lessThanOrEqual", formula1=str(LONGEST_TEXT))

    def date(self, cell: str) -> None:
        """Let a cell hold a date."""
        self._add(cell, "date", "Please enter a date.", type="date", operator="greaterThan", formula1="1")

    def count(self, cell: str, question: Question) -> None:
        """Let a cell hold a number within its range."""
        least, most = find_bounds(question)
        low, high = -LARGEST if least is None else least, LARGEST if most is None else most
        kind = "whole" if question.whole else "decimal"
        said = "Please enter a whole number" if question.whole else "Please enter a number"
        bounds = [f"{word} {value:.12g}" for word, value in (("from", least), ("to", most)) if value is not None]
        problem = f"{' '.join([said, *bounds])}, in figures and without a unit."
        limits = {"operator": "between", "formula1": f"{low:.12g}", "formula2": f"{high:.12g}"}
        self._add(cell, f"{kind} {low} {high}", problem, type=kind, **limits)

    def _add(self, cell: str, key: str, problem: str, **rule: str) -> None:
        if key not in self.known:
            check = DataValidation(allow_blank=True, showErrorMessage=True, **rule)  # type: ignore[arg-type]
            check.errorTitle, check.error = "This answer does not fit", problem
            self.known[key] = check
            self.sheet.add_data_validation(check)
        self.known[key].add(cell)
