"""A figure that several notebooks draw alike: known by all that it was made from, and by nothing else."""

import pandas as pd
import pytest
from plotnine import aes, geom_point, ggplot, labs

from clusterbrief.present import drawing, kept_drawings
from clusterbrief.present.drawing import images_of
from clusterbrief.present.kept_drawings import digest_of, known_by_its_data

DATA = pd.DataFrame({"x": [1.0, 2.0], "y": [0.1, 0.2]})


@known_by_its_data
def draw_dots(rows, own="", order=()):
    return ggplot(rows, aes("x", "y")) + geom_point() + labs(x=own)


@known_by_its_data
def draw_others(rows, own="", order=()):
    return ggplot(rows, aes("x", "y")) + geom_point() + labs(x=own)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(kept_drawings.FOLDER, str(tmp_path))
    return tmp_path


def test_same_function_and_data_is_the_same_figure():
    assert digest_of(draw_dots(DATA, own="a")) == digest_of(draw_dots(DATA.copy(), "a", ()))
    assert digest_of(draw_dots(DATA))


@pytest.mark.parametrize(
    "other",
    [
        draw_others(DATA),
        draw_dots(DATA, own="a"),
        draw_dots(DATA, order=("b",)),
        draw_dots(DATA, order=["b"]),
        draw_dots(DATA.assign(y=[0.1, 0.2 + 1e-12])),
        draw_dots(DATA.rename(columns={"y": "z"}).assign(y=1.0)),
        draw_dots(DATA.iloc[::-1]),
        draw_dots(DATA.assign(x=pd.Categorical([1.0, 2.0]))),
    ],
)
def test_whatever_differs_is_another_figure(other):
    assert digest_of(other) != digest_of(draw_dots(DATA))


def test_plot_that_something_was_added_to_is_not_known():
    assert digest_of(draw_dots(DATA) + labs(y="more")) == ""
    assert digest_of(ggplot(DATA, aes("x", "y"))) == ""


def test_figure_is_drawn_once_and_found_again(folder, monkeypatch):
    first = images_of(draw_dots(DATA))
    assert len(list(folder.iterdir())) == 2
    monkeypatch.setattr(drawing, "draw", lambda plot: pytest.fail("drawn again"))
    assert images_of(draw_dots(DATA)) == first


def test_figure_of_which_a_form_is_missing_is_drawn_again(folder):
    first = images_of(draw_dots(DATA))
    next(folder.glob("*.png")).unlink()
    assert images_of(draw_dots(DATA)) == first


@pytest.mark.parametrize("place", ["", "/no/such/folder"])
def test_nothing_is_kept_where_there_is_no_folder(place, monkeypatch):
    monkeypatch.setenv(kept_drawings.FOLDER, place)
    assert images_of(draw_dots(DATA))["svg"].startswith(b"<?xml")
