"""One look for every figure: type, colours and sizes."""

from collections.abc import Iterable, Sequence

from mizani.palettes import gradient_n_pal
from plotnine import element_blank, element_line, element_rect, element_text, theme, theme_minimal

INK = "#1B2A41"
QUIET = "#5C6B7A"
GRID = "#E3E8ED"
PAPER = "#FFFFFF"
BLACK = "#000000"
READABLE = 4.5  # least contrast of text (WCAG 2.1, success criterion 1.4.3)

# Told apart by people with any of the common colour deficiencies, and by their lightness alone.
OWN = "#00708A"  # the unit of the page
OTHERS = "#B4BFC9"  # everybody else
EU = "#C8551B"  # the EU value
SILVER = "#6B6F9A"
CLASSES = {
    "champion": "#0B3C5D",
    "pioneer": "#23809F",
    "developing": "#9CCBCB",
    "struggler": "#E0A458",
    "unclassified": "#8A93A0",
    "hidden": "#D9DDE1",
}
LOW, MIDDLE, HIGH = "#FBF3E4", "#7FBFC4", "#0B3C5D"  # heat maps: light to dark

WIDTH = 6.9  # inches: the text width of a page in A4
FONT = "DejaVu Sans"


def report_theme() -> theme:
    """The theme of every figure."""
    return theme_minimal(base_size=9.5, base_family=FONT) + theme(
        text=element_text(color=INK),
        axis_text=element_text(color=INK, size=8.2),
        axis_title=element_text(color=QUIET, size=8.2),
        axis_title_y=element_blank(),
        panel_grid_major_y=element_blank(),
        panel_grid_minor=element_blank(),
        panel_grid_major_x=element_line(color=GRID, size=0.6),
        plot_background=element_rect(fill=PAPER, color=PAPER),
        panel_background=element_rect(fill=PAPER, color=PAPER),
        legend_position="top",
        legend_direction="horizontal",
        legend_justification="left",
        legend_title=element_blank(),
        legend_text=element_text(size=8.5, color=INK),
        legend_key_spacing_x=8,
        legend_box_margin=0,
        legend_box_spacing=0.006,
        strip_text=element_text(size=9, color=INK, ha="left", weight="bold"),
        plot_margin=0.015,
    )


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21, as WCAG 2.1 defines it.

    >>> contrast(PAPER, BLACK)
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable_on(fill: str) -> str:
    """The colour of text on a fill: ink or white where they are readable, black on what is too light and too dark.

    >>> [readable_on(fill) for fill in ("#FBF3E4", "#508A9A", "#0B3C5D")]
    ['#1B2A41', '#000000', '#FFFFFF']
    """
    return next((ink for ink in (INK, PAPER) if contrast(ink, fill) >= READABLE), BLACK)


def readable_on_shades(
    shares: Iterable[float], colours: Sequence[str], places: Sequence[float] | None = None
) -> list[str]:
    """The colour of text on each of some shades of a gradient; ``shares`` [0-1] of the way along it, NaN for none."""
    shade = gradient_n_pal(colours, places)
    fills = (shade([share])[0] if share == share else None for share in shares)  # noqa: PLR0124
    return [readable_on(fill) if fill else INK for fill in fills]


def figure_height(rows: int, each: float = 0.23, around: float = 0.9) -> float:
    """Height in inches of a figure with one line of so many rows."""
    return max(1.6, rows * each + around)
