"""Faults: their places, and that all of them are told at once."""

import pickle
from pathlib import Path

import pytest

from clusterbrief.errors import MOST_SHOWN, Fault, Faults, InputError, Place, closest_name, nearest_name, shown_path


@pytest.mark.parametrize(
    ("place", "written"),
    [
        (Place("a.yml"), "a.yml"),
        (Place("a.yml", 7), "a.yml:7"),
        (Place("a.yml", 7, "blocks.II.weight"), "a.yml:7 (blocks.II.weight)"),
        (Place("invited.csv", 3, "kind"), "invited.csv:3 (kind)"),
        (Place("answers.xlsx", detail="Content!C14"), "answers.xlsx (Content!C14)"),
        (Place("country.ipynb", detail="cell 6, AT"), "country.ipynb (cell 6, AT)"),
    ],
)
def test_place_is_written_as_editors_and_spreadsheets_name_it(place, written):
    assert str(place) == written


def test_fault_without_remedy_leaves_no_empty_line():
    assert str(Fault(Place("a"), "Cannot read it")) == "a\n  Cannot read it"
    assert str(Fault(Place("a"), "Cannot read it", "Save it.")) == "a\n  Cannot read it\n  Save it."


@pytest.mark.parametrize(("count", "heading"), [(1, "1 fault in"), (2, "2 faults in"), (MOST_SHOWN, "20 faults in")])
def test_error_tells_every_fault_at_once(count, heading):
    message = str(InputError(Fault(Place(f"file{number}"), f"Problem {number}") for number in range(count)))
    assert heading in message
    assert all(f"Problem {number}" in message.split("\n  ")[number + 1] for number in range(count))
    assert "more" not in message


def test_more_than_a_screenful_is_counted():
    error = InputError([Fault(Place("a"), f"Problem <{number}>") for number in range(MOST_SHOWN + 5)])
    assert str(error).endswith("... and 5 more")
    assert f"<{MOST_SHOWN - 1}>" in str(error)
    assert f"<{MOST_SHOWN}>" not in str(error)
    assert len(error.faults) == MOST_SHOWN + 5


def test_error_survives_the_way_from_another_process():
    error = InputError([Fault(Place("a", 2, "key"), "Cannot read it", "Save it.")])
    again = pickle.loads(pickle.dumps(error))
    assert again.faults == error.faults
    assert str(again) == str(error)


def test_nothing_is_raised_without_a_fault():
    Faults().stop_if_any()


def test_faults_of_several_documents_are_collected():
    faults = Faults()
    for name in ("a", "b"):
        with faults.collect():
            raise InputError([Fault(Place(name), "Cannot read it")])
    with pytest.raises(InputError) as caught:
        faults.stop_if_any()
    assert [fault.place.file for fault in caught.value.faults] == ["a", "b"]


def test_bugs_are_not_collected_as_faults():
    faults = Faults()
    with pytest.raises(KeyError), faults.collect():
        raise KeyError("a bug")
    assert not faults


@pytest.mark.parametrize(
    ("name", "known", "remedy"),
    [
        ("wieght", ["label", "weight"], 'Did you mean "weight"?'),
        ("WEIGHT", ["label", "weight"], 'Did you mean "weight"?'),
        ("zzz", ["label", "weight"], 'Known here: "label", "weight"'),
        ("zzz", [f"label{number}" for number in range(14)], "and 2 more"),
        ("zzz", [], ""),
    ],
)
def test_remedy_offers_the_nearest_name_or_all(name, known, remedy):
    assert nearest_name(name, known).endswith(remedy)
    assert bool(remedy) == bool(nearest_name(name, known))


def test_no_name_is_called_close_when_none_is():
    assert closest_name("zzz", ["label", "weight"]) is None
    assert closest_name("Label", ["label", "Label"]) == "label"


def test_path_is_shown_from_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert shown_path(tmp_path / "data" / "a.yml") == "data/a.yml"
    assert shown_path(Path("/elsewhere/a.yml")) == "/elsewhere/a.yml"
