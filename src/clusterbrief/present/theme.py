"""One look for every figure: type, colours and sizes."""

from plotnine import element_blank, element_line, element_rect, element_text, theme, theme_minimal

INK = "#1B2A41"
QUIET = "#5C6B7A"
GRID = "#E3E8ED"
PAPER = "#FFFFFF"

# Told apart by people with any of the common colour deficiencies, and by their lightness alone.
OWN = "#00708A"  # the unit of the page
OTHERS = "#B4BFC9"  # everybody else
EU = "#C8551B"  # the EU value
SILVER = "#6B6F9A"
CLASSES = {
    "champion": "#0B3C5D",
    "pioneer": "#2A88A8",
    "developing": "#9CCBCB",
    "struggler": "#E0A458",
    "unclassified": "#8A93A0",
    "hidden": "#D9DDE1",
}
DARK_CLASSES = {"champion", "pioneer"}  # on which figures are white
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


def figure_height(rows: int, each: float = 0.23, around: float = 0.9) -> float:
    """Height in inches of a figure with one line of so many rows."""
    return max(1.6, rows * each + around)
