"""How the form looks: fonts, fills, cells written as text, protection, paper."""

from dataclasses import dataclass
from textwrap import wrap

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

# Arial is on every system, and those complete it with fonts of their own for Armenian and Georgian letters
FAMILY = "Arial"
INK, BLUE, GREY = "FF1B2A41", "FF0B3C5D", "FF51606F"
WASH, NEEDED, FREE = "FFE8EEF3", "FFFFF6DC", "FFFFFFFF"
THIN, THICK = Side(style="thin", color="FF8795A3"), Side(style="medium", color="FFC8551B")
SEVERAL_LINES = 84  # points, the height of a cell for a few sentences
LINE, ROOM = 13.2, 6.0  # points: a line of text, and the room around a cell's lines
HIGHEST = 409  # points, Excel's limit
LONGEST_CELL = 32767  # characters, Excel's limit
AS_TEXT = "@"  # what is typed stays as it is: no dates from "1-2", no formula from "=1+1"


@dataclass(frozen=True)
class Look:
    """The looks of a cell."""

    size: float = 10
    bold: bool = False
    italic: bool = False
    color: str = INK
    fill: str = ""
    indent: int = 0
    across: str = "left"
    wrap: bool = True


TEXT, QUIET, UNWRAPPED = Look(), Look(9, color=GREY), Look(wrap=False)
TITLE, LABEL = Look(16, bold=True, color=BLUE, wrap=False), Look(bold=True, color=BLUE)
HEADING, COLUMN = Look(11, bold=True, color=BLUE, fill=WASH), Look(10, bold=True, color="FFFFFFFF", fill=BLUE)
QUESTION, OPTION, TOTAL = Look(bold=True), Look(indent=2), Look(bold=True, across="right")


def write(sheet: Worksheet, at: str, text: str, look: Look) -> Cell:
    """Write a text into a cell, as text whatever it holds: a leading "=" makes no formula."""
    cell = sheet[at]
    dress(cell, look)
    if text:
        cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", text)[:LONGEST_CELL]
        cell.data_type = "s"
    return cell


def dress(cell: Cell, look: Look) -> None:
    """Give a cell its looks."""
    cell.font = Font(name=FAMILY, size=look.size, bold=look.bold, italic=look.italic, color=look.color)
    cell.alignment = Alignment(wrap_text=look.wrap, vertical="top", indent=look.indent, horizontal=look.across)
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)


def fit_heights(sheet: Worksheet) -> None:
    """Give rows the height of their longest text; not every program does so when it opens a workbook."""
    widths = {column: dimension.width for column, dimension in sheet.column_dimensions.items() if not dimension.hidden}
    for row in range(1, sheet.max_row + 1):
        cells = [(sheet[f"{column}{row}"], width) for column, width in widths.items()]
        heights = [_height_of(cell, width) for cell, width in cells if isinstance(cell.value, str)]
        known = sheet.row_dimensions[row].height or 0
        sheet.row_dimensions[row].height = min(HIGHEST, max([LINE + ROOM, known, *heights]))


def _height_of(cell: Cell, width: float) -> float:
    """Estimated from the number of characters: bold ones take more room, larger ones more of both."""
    scale = (cell.font.size or 10) / 10
    if not cell.alignment.wrap_text:
        return LINE * scale + ROOM
    fitting = max(8, int(width * (1.05 if cell.font.bold else 1.17) / scale - 2 * cell.alignment.indent))
    lines = sum(max(1, len(wrap(line, fitting))) for line in str(cell.value).split("\n"))
    return lines * LINE * scale + ROOM


def open_answer(cell: Cell, required: bool, number_format: str) -> None:
    """Make a cell one to write in: unlocked, framed, with a thick edge and a tint where an answer is required."""
    dress(cell, Look(fill=NEEDED if required else FREE))
    cell.protection = Protection(locked=False)
    cell.number_format = number_format
    cell.border = Border(left=THICK if required else THIN, right=THIN, top=THIN, bottom=THIN)


def protect(sheet: Worksheet) -> None:
    """Lock all but the answers, without a password; heights and widths may still be changed."""
    sheet.protection.sheet = True
    sheet.protection.formatRows = False
    sheet.protection.formatColumns = False


def set_up_page(sheet: Worksheet, title: str, portrait: bool = False) -> None:
    """Paper, margins and footer."""
    sheet.page_setup.paperSize = "9"  # A4
    sheet.page_setup.orientation = "portrait" if portrait else "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for side in ("left", "right"):
        setattr(sheet.page_margins, side, 0.4)
    sheet.page_margins.top, sheet.page_margins.header = 0.5, 0.2
    texts = {"left": title.replace("&", "&&"), "center": "&A", "right": "&P of &N"}
    sheet.oddFooter = HeaderFooterItem(**{part: _HeaderFooterPart(text) for part, text in texts.items()})
    sheet.sheet_view.showGridLines = False
