"""What is kept of the scenarios, and who is drawn again."""

import numpy as np
import pandas as pd

from clusterbrief.analysis.uncertainty.scenario_scores import CELLS, evaluate
from clusterbrief.analysis.uncertainty.simulation import place_respondents, simulate
from scenario_inputs import crowd, laid_out, limited, scores_of
from worked_example import REGION, as_organisations, example_framework


def areas_of(made, invited):
    organisations = as_organisations(made.prepared.organisation_codes)
    return place_respondents(made.prepared, organisations, invited, REGION)


def test_areas_are_the_region_and_each_country_with_a_respondent() -> None:
    made = laid_out()
    invited = pd.DataFrame({"country_code": ["XA"] * 10 + ["XB"] * 2 + ["XD"]})
    areas = {area.area_code: (len(area.places), area.invited) for area in areas_of(made, invited)}
    # three answered in XB, where two were invited, and one in XC, where none was
    assert areas == {"ALL": (8, 13), "XA": (4, 10), "XB": (3, 3), "XC": (1, 1)}


def test_nobody_answered() -> None:
    made = laid_out(scores_of({}, example_framework()))
    areas = areas_of(made, pd.DataFrame({"country_code": ["XA"]}))
    assert areas == []
    assert simulate(made.prepared, made.uncertainty.draw(), areas, 1).score.shape == (1000, 0)


def test_chunks_are_the_whole() -> None:
    framework = limited(example_framework(), scenarios=500)
    made = laid_out(crowd(CELLS // 200, framework), framework)  # three chunks
    drawn = made.uncertainty.draw()
    assert len(list(made.prepared.split(drawn))) == 3
    areas = areas_of(made, pd.DataFrame({"country_code": []}))
    simulated, whole = simulate(made.prepared, drawn, areas, 1), evaluate(made.prepared, drawn)
    np.testing.assert_array_equal(simulated.score, whole.score[..., 0])
    np.testing.assert_array_equal(simulated.attainment, whole.attainment[..., 0])
    np.testing.assert_allclose(simulated.means["ALL"], np.nanmean(whole.comparable_score, axis=1))


def test_redrawn_means_lie_around_the_mean_with_its_standard_error() -> None:
    framework = limited(example_framework(), scenarios=4000, weight_spread=0, setting_points=0, geometric_share=0)
    made = laid_out(crowd(30, framework, missing=0), framework)
    areas = areas_of(made, pd.DataFrame({"country_code": []}))
    simulated = simulate(made.prepared, made.uncertainty.draw(), areas, 1)
    scores = evaluate(made.prepared, made.uncertainty.nominal()).comparable_score[0, :, 0]
    redrawn = simulated.redrawn["ALL"][:, 0]
    assert np.ptp(simulated.means["ALL"][:, 0]) < 1e-12
    assert abs(redrawn.mean() - scores.mean()) < 4 * scores.std() / 30**0.5 / 4000**0.5
    assert abs(redrawn.std() / (scores.std() / 30**0.5) - 1) < 0.05


def test_an_area_is_drawn_on_its_own() -> None:
    framework = limited(example_framework(), scenarios=50)
    table = crowd(12, framework)
    invited = pd.DataFrame({"country_code": []})
    without = table[table["organisation_code"].str[:2] != "XC"]
    one, other = (laid_out(each, framework) for each in (table, without))
    both = [simulate(each.prepared, each.uncertainty.draw(), areas_of(each, invited), 1) for each in (one, other)]
    for code in ("XA", "XB"):
        np.testing.assert_array_equal(both[0].redrawn[code], both[1].redrawn[code])
