"""What respondents say of labels: in words, and empty where nothing can be used."""

import pandas as pd

from clusterbrief.analysis.label_answers import list_label_answers


def test_labels_and_wishes_are_told_of_everybody(framework):
    rows = [
        ("XA-1", "labels", "answered", ("silver", "bronze", "national")),
        ("XA-1", "label_wish", "answered", "no"),
        ("XA-2", "labels", "answered", ("no_label",)),
        ("XA-2", "label_wish", "do not know", None),
        ("XA-3", "labels", "invalid", ("gold",)),
    ]
    responses = pd.DataFrame(rows, columns=["organisation_code", "question_code", "state", "value"])
    organisations = pd.DataFrame({"organisation_code": ["XA-2", "XA-1", "XA-3"]})
    told = list_label_answers(responses, organisations, framework)
    assert told.to_dict("list") == {
        "organisation_code": ["XA-2", "XA-1", "XA-3"],
        "labels_held": ["None of these", "ECEI Bronze; ECEI Silver; A label of its country for clusters", ""],
        "holds_ecei": [False, True, False],
        "label_wish": ["", "no", ""],
    }


def test_nobody_has_no_rows(framework):
    responses = pd.DataFrame(columns=["organisation_code", "question_code", "state", "value"])
    told = list_label_answers(responses, pd.DataFrame({"organisation_code": []}), framework)
    assert told.empty and told["holds_ecei"].dtype == bool
