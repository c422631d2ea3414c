import pandas as pd
import pytest

from clusterbrief.present.atlas_figures import _apart, draw_bubbles, draw_quotients, draw_stars
from clusterbrief.present.drawing import draw


def pairs():
    rows = [
        (area, ecosystem, lq, share, 1000.0 * share, lq > 1.5)
        for area, ecosystem, lq, share in [
            ("One", "Digital", 3.0, 0.2), ("One", "Textiles", 0.2, 0.05),
            ("Two", "Digital", 1.6, 0.1), ("Two", "Textiles", float("nan"), 0.1),
        ]
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["area_label", "ecosystem_label", "lq", "share_of_area", "employment", "node"])


def test_heat_map_writes_the_figure_only_where_it_is_above_the_threshold():
    plot = draw_quotients(pairs(), ["One", "Two"], ["Digital", "Textiles"])
    assert sorted(plot.data["text"]) == ["", "", "1.6", "3.0"]
    svg = draw(plot)["svg"]
    assert svg.startswith(b"<?xml") and b"<filter" not in svg  # colours of a filter differ from browser to browser


def test_bubbles_name_nodes_alone_and_only_where_names_keep_apart():
    rows = pairs().dropna().assign(label=lambda table: table["ecosystem_label"] + ", " + table["area_label"])
    assert len(draw(draw_bubbles(rows))["png"]) > 1000
    nodes = rows[rows["node"]].assign(percent=[20.0, 10.0])
    everything = rows.assign(percent=rows["share_of_area"] * 100)
    assert list(_apart(nodes, everything)["label"]) == ["Digital, One", "Digital, Two"]
    near = nodes.assign(percent=[20.0, 19.0], lq=[3.0, 2.95])
    assert list(_apart(near, everything)["label"]) == ["Digital, One"]


@pytest.mark.parametrize("stars", [[1.0, 2.0], [3.0, 3.0]])
def test_stars_are_written_as_many_as_there_are(stars):
    rows = pairs().head(2).assign(stars=stars)
    assert list(draw_stars(rows).data["text"]) == ["★" * int(number) for number in stars]
