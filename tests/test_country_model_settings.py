"""country_models.yml: what it may say, and that ours says where everything comes from."""

import pytest
from pydantic import ValidationError

from clusterbrief.study.country_model_settings import Component, CountryModelFile, FundingPath, Milestone, SwotSettings

COMPONENT = {"code": "c", "label": "C", "about": "About.", "reason": "Because."}
POINT = {"share_source": "There.", "year_source": "There."}


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ({"measure": "answers", "question": "q"}, 'needs "options"'),
        ({"measure": "answers", "options": ["yes"]}, 'needs "question"'),
        ({"measure": "completion", "node": "overall"}, 'has no "node"'),
        ({"measure": "attainment"}, 'needs "node"'),
        ({"measure": "classes"}, 'needs "classes"'),
        ({"measure": "guess"}, "Input should be"),
        ({"measure": "completion", "weight": -1}, "greater than or equal to 0"),
    ],
)
def test_component_has_what_its_measure_needs_and_nothing_else(keys, problem):
    with pytest.raises(ValidationError, match=problem):
        Component(**COMPONENT, **keys)


@pytest.mark.parametrize(
    ("points", "problem"),
    [
        ([(0, 0)], "two points or more"),
        ([(0, 0), (0, 10)], "not later and more private"),
        ([(0, 20), (5, 10)], "not later and more private"),
        ([(0, 0), (5, 101)], "less than or equal to 100"),
    ],
)
def test_path_leads_from_public_to_private(points, problem):
    with pytest.raises(ValidationError, match=problem):
        FundingPath(
            private=("a",), public=("b",), points=[{"year": year, "private": share, **POINT} for year, share in points]
        )


def test_path_without_questions_is_refused():
    points = [{"year": 0, "private": 0, **POINT}, {"year": 1, "private": 1, **POINT}]
    with pytest.raises(ValidationError, match='needs "private", "public" and "points"'):
        FundingPath(private=("a",), points=points)


def test_years_and_thresholds_are_in_order():
    with pytest.raises(ValidationError, match="before"):
        Milestone(code="m", label="M", from_year=5, to_year=3, source="There.")
    with pytest.raises(ValidationError, match='"strength_gap" is not below "weakness_gap"'):
        SwotSettings(strength_gap=10, weakness_gap=10)


def test_empty_file_has_no_components():
    assert CountryModelFile().components == ()


def test_ours_has_what_the_source_names(framework):
    settings = framework.country_models
    assert [each.code for each in settings.steps] == ["diagnosis", "challenges", "role", "measures"]
    assert len(settings.limits) == 4  # 2.6
    path = [(point.year, point.private) for point in settings.funding.points]
    assert path[0] == (0, 10) and path[-1] == (10, 100)  # Health Valley's 90-10; private only in the span of 10 years
    assert (5, 60) in path  # Health Valley's 40-60
    assert [each.from_year for each in settings.funding.milestones if each.code == "substantial_fees"] == [3]
    assert all(each.reason for _, each in settings.components)


def test_what_is_ours_says_so_and_what_is_published_says_where(framework):
    settings = framework.country_models
    reasons = [settings.due.reason, settings.swot.reason, *[each.reason for each in settings.horizons]]
    reasons += [each.reason for _, each in settings.components]
    assert all(reason.startswith("Project setting:") for reason in reasons)
    sources = [each.source for each in (*settings.steps, *settings.limits, *settings.funding.milestones)]
    assert all(source.startswith("Report, 2.") for source in sources)
