"""Stories in words: right for none, one and many."""

import pandas as pd
import pytest

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present import story_words as words


def stories(*names):
    return pd.DataFrame({"name": names}, dtype=str)


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (["A"], "There is a success story of one organisation."),
        ([""], "There is a success story of one organisation, which is not named."),
        (["A", "B"], "There are success stories of two organisations."),
        (["", ""], "There are success stories of two organisations, which are not named."),
        (["A", ""], "There are success stories of two organisations; one of them is not named."),
        (["A", "", ""], "There are success stories of three organisations; two of them are not named."),
    ],
)
def test_sentence_is_right_for_one_and_many(names, sentence):
    assert words.stories_finding(stories(*names)) == sentence


def test_teller_is_named_only_where_it_may_be():
    facts = {"name": "Alpha", "country_label": "Aland", "region_label": "partner region"}
    assert words.told_by(facts) == "Told by Alpha, Aland, in its own words."
    assert (
        words.told_by({**facts, "name": ""})
        == "Told by an organisation in Aland, in its own words. It is not named, because it did not agree to be named as a "
        "participant."
    )
    assert "an organisation in the partner region" in words.told_by({**facts, "name": "", "country_label": ""})


def test_text_is_shown_in_its_paragraphs():
    assert words.paragraphs(" One.\r\n\r\n\r\nTwo. \nThree.\n") == ["One.", "Two.", "Three."]
    assert words.paragraphs("") == []


def test_list_leads_to_each_page():
    tables = {
        "stories": pd.DataFrame(
            {
                "story_code": ["S1", "S2"],
                "label": ["First", "Second"],
                "name": ["Alpha", ""],
                "country_code": ["XA", ""],
            }
        ),
        "areas": pd.DataFrame({"area_code": ["XA"], "area_label": ["Aland"]}),
    }
    table = words.tabulate_stories(Profile("region", "ALL", "public", {"region_label": "Region"}, tables))
    assert [each.address for each in table["Story"]] == ["stories/s1.qmd", "stories/s2.qmd"]
    assert table["Told by"].tolist() == ["Alpha, Aland", "An organisation in the Region"]


@pytest.mark.parametrize(
    ("reasons", "start"),
    [
        ([], "No organisation has told a success story"),
        ([""], "There is one success story on the site."),
        (["", ""], "There are two success stories on the site."),
        (["", "names somebody"], "There is one success story on the site; one is kept back."),
        (["names somebody", "x"], "There are no success stories on the site; two are kept back."),
    ],
)
def test_authors_are_told_what_is_kept_back(reasons, start):
    codes = [f"XA-{number}" for number in range(len(reasons))]
    tables = {
        "stories": pd.DataFrame(
            {
                "organisation_code": codes,
                "story_code": [f"S{code}" for code in codes],
                "title": "",
                "withheld_because": reasons,
            },
            dtype=str,
        ),
        "organisations": pd.DataFrame({"organisation_code": codes, "name": "Alpha", "country_code": "XA"}, dtype=str),
    }
    rows = words.story_rows(Profile("region", "ALL", "internal", {}, tables))
    assert words.story_rows_finding(rows).startswith(start)
    kept = words.tabulate_kept_stories(rows)
    assert len(kept) == sum(map(bool, reasons))
    assert (rows["page"] == "").tolist() == [bool(each) for each in reasons]
