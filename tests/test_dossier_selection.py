"""Whom the authors may support: sentences right for none, one and many, and what no criterion asks for."""

import pandas as pd
import pytest

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present import dossier_selection as dossier
from clusterbrief.present.dossier_selection import ELIGIBLE, MAY_QUALIFY, NEAR_MISS, SELECTED, TIED

NONE = float("nan")
CODES = ["XA-2", "XA-1", "XB-1"]
TABLES = {
    "organisations": pd.DataFrame(
        {"organisation_code": CODES, "name": ["Beta", "Alpha", "Gamma"], "country_code": ["XA", "XA", "XB"],
         "consent_contact": [True, False, False]}
    ),
    "selection": pd.DataFrame(
        {"organisation_code": CODES, "country_code": ["XA", "XA", "XB"], "status": [SELECTED, NEAR_MISS, "not eligible"],
         "rank": [1.0, NONE, NONE], "score": [80.5, 60.0, NONE], "completion": [1.0, 0.825, 0.0],
         "not_met": ["", "Members", "Office; Members"], "short_by": ["", "3 members", ""], "unknown": ["", "", "Plan"],
         "could_be_selected": False}
    ),
    "label_answers": pd.DataFrame(
        {"organisation_code": CODES, "labels_held": ["ECEI Bronze", "", "None of these"],
         "holds_ecei": [True, False, False], "label_wish": ["no", "yes", ""]}
    ),
}  # fmt: skip


@pytest.fixture
def profile() -> Profile:
    return Profile("region", "ALL", "internal", {}, TABLES)


def statuses(**numbers: int) -> pd.DataFrame:
    words = {"selected": SELECTED, "tied": TIED, "eligible": ELIGIBLE, "may": MAY_QUALIFY, "near": NEAR_MISS}
    rows = pd.DataFrame({"status": [words[name] for name, number in numbers.items() for _ in range(number)]}, dtype=str)
    codes = [f"XA-{place}" for place in range(1, len(rows) + 1)]
    return rows.assign(organisation_code=codes, name="Alpha", unknown="", could_be_selected=False)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (statuses(), "No organisation is known to meet every criterion for support."),
        (statuses(selected=1), "Support would go to one organisation."),
        (
            statuses(selected=5, eligible=1, may=1, near=1),
            "Support would go to five organisations. Of the others, one meets every criterion as well, one may qualify "
            "once missing answers are there and one misses a single criterion.",
        ),
        (
            statuses(selected=3, tied=3, near=2),
            "Support would go to three organisations. At the last place, three organisations are equal: the authors "
            "decide. Of the others, two miss a single criterion.",
        ),
        (
            statuses(tied=2),
            "Support would go to nobody without a decision of the authors. At the last place, two organisations are "
            "equal: the authors decide.",
        ),
        (
            statuses(eligible=2),
            "Support would go to nobody: no organisation that meets every criterion has a score. Of all respondents, two "
            "meet every criterion.",
        ),
        (
            statuses(may=2),
            "No organisation is known to meet every criterion for support. Of all respondents, two may qualify once "
            "missing answers are there.",
        ),
    ],
)
def test_selection_in_a_sentence(rows, sentence):
    assert dossier.selection_finding(rows) == sentence


def test_a_near_miss_of_which_more_is_unknown_says_so(profile):
    rows = statuses(near=3).assign(unknown=["Plan; Office", "", ""])
    assert dossier.selection_finding(rows).endswith(
        "Of all respondents, three miss a single criterion; for one of these, further criteria cannot be told."
    )
    assert "criterion; for it, further" in dossier.selection_finding(rows.head(1))
    selection = dossier.selection_rows(profile).assign(unknown="Plan; Office")
    assert dossier.tabulate_selection(selection)["Status"].tolist() == [
        "Selected", "Misses one criterion; two cannot be told", "Not eligible",
    ]  # fmt: skip


def test_selection_says_what_is_missing(profile):
    table = dossier.tabulate_selection(dossier.selection_rows(profile))
    assert table.to_dict("list") == {
        "Organisation": ["XA-2 Beta", "XA-1 Alpha", "XB-1 Gamma"],
        "Status": ["Selected", "Misses one criterion", "Not eligible"],
        "Place": ["1", "–", "–"],
        "Block III": ["81", "60", "–"],
        "Completion": ["100\u00a0%", "83\u00a0%", "0\u00a0%"],
        "Not met": ["–", "Members (short by 3 members)", "Office; Members"],
        "Cannot be told": ["–", "–", "Plan"],
        "Labels held": ["ECEI Bronze", "–", "None of these"],
        "Wishes a label": ["No", "Yes", "–"],
        "May be contacted": ["Yes", "No", "No"],
    }
    assert len(dossier.SELECTION_WIDTHS) == len(table.columns)
    assert list(dossier.worth_a_look(dossier.selection_rows(profile))["organisation_code"]) == ["XA-2", "XA-1"]


def test_who_may_qualify_and_would_take_a_place_is_named():
    rows = statuses(selected=1, may=2).assign(could_be_selected=[False, True, False])
    text = dossier.selection_finding(rows)
    assert text.endswith(
        "Once its missing answers are there, XA-2 Alpha could be among those chosen, in the place of another where all are "
        "taken."
    )
    both = dossier.selection_finding(rows.assign(could_be_selected=[False, True, True]))
    assert "Once their missing answers are there, XA-2 Alpha and XA-3 Alpha could" in both


def caveats(holds=(), unwilling=(), silent=(), tied=False):
    rows = statuses(selected=1, tied=1, near=1) if tied else statuses(selected=2, near=1)
    places = range(1, 4)
    return dossier.selection_caveats(
        rows.assign(
            holds_ecei=[place in holds for place in places],
            label_wish=["no" if place in unwilling else "" for place in places],
            consent_contact=[place not in silent for place in places],
        )
    )


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (
            caveats(),
            "Of the two organisations chosen, none holds an ECEI label, does not wish for one or did not agree to",
        ),
        (caveats(holds=[3]), "Of the two organisations chosen, none holds"),
        (
            caveats(holds=[1, 2], unwilling=[2], silent=[1]),
            "Of the two organisations chosen, all hold an ECEI label already, one does not wish to apply for a European "
            "label (XA-2) and one did not agree to be contacted (XA-1). No published criterion says",
        ),
        (caveats(silent=[2], tied=True), "Of the two organisations chosen or tied, one did not agree to be contacted"),
    ],
)
def test_what_no_criterion_asks_for_is_told_of_those_chosen(text, start):
    assert text.startswith(start)


def test_nothing_is_told_where_nobody_is_chosen():
    assert dossier.selection_caveats(statuses(near=2)) == ""


@pytest.mark.parametrize("number", [1, 12])
def test_no_sentence_begins_with_a_figure(number):
    for status in ("selected", "tied", "eligible", "may", "near"):
        assert not dossier.selection_finding(statuses(**{status: number})).split(". ")[-1][0].isdigit()
