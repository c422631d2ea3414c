"""Colours that everybody can read."""

import pytest

from clusterbrief.present import theme
from clusterbrief.present.programme_figures import ANSWERS
from clusterbrief.present.theme import contrast, readable_on, readable_on_shades


def test_contrast_by_hand():
    # a channel of 0.5 is 0.5 to a computer and 0.2140 as light: (1 + 0.05) / (0.2140 + 0.05) = 3.98
    assert contrast("#FFFFFF", "#808080") == pytest.approx(1.05 / 0.2659, abs=0.01)
    assert contrast("#00708A", "#00708A") == 1


@pytest.mark.parametrize("colour", [theme.INK, theme.QUIET])
def test_text_is_readable_on_paper(colour):
    assert contrast(colour, theme.PAPER) >= 4.5


@pytest.mark.parametrize("colour", [theme.OWN, theme.EU, theme.SILVER])
def test_marks_stand_out_from_paper(colour):
    assert contrast(colour, theme.PAPER) >= 3  # WCAG 2.1, success criterion 1.4.11


@pytest.mark.parametrize("fill", [*theme.CLASSES.values(), *ANSWERS.values()])
def test_figures_are_readable_on_bars_and_are_never_black_there(fill):
    assert contrast(readable_on(fill), fill) >= 4.5
    assert readable_on(fill) != theme.BLACK


def test_figures_are_readable_on_every_shade_of_a_table_of_colours():
    from mizani.palettes import gradient_n_pal

    colours = [theme.LOW, theme.MIDDLE, theme.HIGH]
    shares = [place / 200 for place in range(201)]
    fills = gradient_n_pal(colours)(shares)
    inks = readable_on_shades(shares, colours)
    assert min(contrast(ink, fill) for ink, fill in zip(inks, fills, strict=True)) >= 4.5
    assert {theme.INK, theme.PAPER, theme.BLACK} == set(inks)
    assert readable_on_shades([float("nan")], colours) == [theme.INK]
