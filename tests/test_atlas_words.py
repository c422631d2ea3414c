import pandas as pd
import pytest

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present import atlas_words


def node(area="A1", label="Area one", ecosystem="Textiles", lq=2.0, stars=1.0, known=2, answered=None, **kinds):
    return {
        "area_code": area, "area_label": label, "country_code": "AM", "ecosystem_code": ecosystem.lower(),
        "ecosystem_label": ecosystem, "employment": 1000.0, "lq": lq, "share_of_area": 0.05, "share_of_industry": 0.4,
        "industry_node": kinds.get("industry", True), "area_node": kinds.get("area_relevant", True), "stars": stars,
        "known": known, "answered": answered,
    }  # fmt: skip


def test_sentences_are_right_for_no_node_one_and_several():
    assert atlas_words.nodes_finding(pd.DataFrame(), 3) == "No ecosystem of any area is a node"
    one = atlas_words.nodes_finding(pd.DataFrame([node()]), 3)
    assert (
        one == "There is one node, in one of three areas; the highest quotient, 2.00, is that of textiles in Area one"
    )
    assert atlas_words.nodes_finding(pd.DataFrame([node(), node("B1")]), 3).startswith(
        "There are two nodes, in two of three areas"
    )


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ([], ""),
        ([1], "Every node has at least one organisation that is known from desk research."),
        ([0], "One of one node has no organisation known from desk research."),
        ([0, 0, 4], "Two of three nodes have no organisation known from desk research."),
    ],
)
def test_uncovered_nodes_are_counted(known, expected):
    assert atlas_words.uncovered_finding(pd.DataFrame([node(known=each) for each in known])) == expected


def test_table_of_nodes_says_which_kind_and_hides_small_numbers():
    rows = [
        node(industry=True, area_relevant=False, answered=4.0),
        node(industry=None, known=0, stars=None),
        node(known=2),
    ]
    table = atlas_words.tabulate_nodes(pd.DataFrame(rows))
    assert list(table["Node"]) == ["industry", "region", "industry and region"]
    assert list(table["Answered"]) == ["4", "–", "hidden"]
    assert list(table["Stars"]) == ["1", "–", "1"]
    dashes = atlas_words.nodes_source({"synthetic": True}, pd.DataFrame(rows))
    assert "under “Stars”" in dashes and "under “Answered”" in dashes
    plain = atlas_words.nodes_source({"synthetic": True}, pd.DataFrame(rows[:1]))
    assert plain == f"{atlas_words.atlas_source({'synthetic': True})} LQ: location quotient."


def test_pairs_without_a_known_quotient_are_not_drawn():
    profile = Profile("region", "EaP", "public", {}, {"atlas_pairs": pd.DataFrame([node(), node(lq=None)])})
    rows = atlas_words.pair_rows(profile)
    assert len(rows) == 1 and rows["node"].tolist() == [True]


def test_most_stars_are_named_or_counted():
    stars = pd.DataFrame([node(stars=2.0), node("B1", "Area two", stars=1.0)])
    assert atlas_words.stars_finding(stars) == "The most, two stars: textiles in Area one"
    many = pd.DataFrame([node(stars=1.0)] * 5)
    assert (
        atlas_words.stars_finding(many) == "Five pairs of area and ecosystem have one star; none is known to have more"
    )
    assert "No ecosystem" in atlas_words.stars_finding(many.head(0))


def test_bubbles_tell_how_many_are_nodes_and_where_most_people_work():
    rows = pd.DataFrame(
        {"label": ["Textiles, A", "Digital, B", "Health, C"], "lq": [4.0, 1.6, 1.2], "employment": [900.0, 950.0, 2000.0],
         "node": [True, True, False]}
    )  # fmt: skip
    text = "All two pairs of area and ecosystem above the dashed line are nodes; most people work in digital, B"
    assert atlas_words.bubbles_finding(rows) == text
    one = rows.assign(node=[False, True, False])
    assert "one is a node; most people work in digital" in atlas_words.bubbles_finding(one)
    assert atlas_words.bubbles_finding(rows.assign(node=False)).endswith("above the dashed line, none are nodes")
    assert atlas_words.bubbles_finding(rows.tail(1)) == "No pair of area and ecosystem has a quotient above 1.5"
