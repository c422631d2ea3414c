"""The way of an answer: every figure of it is that of the result tables, and missing ones say why."""

from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterbrief.analysis.analyse import results_of
from clusterbrief.analysis.trace import cells_of, find_indicator, find_organisation, trace_indicator
from clusterbrief.errors import InputError
from clusterbrief.study.intake import read_study, read_survey
from clusterbrief.study.project import find_project
from clusterbrief.study.raw_cells import raw_cells


@pytest.fixture(scope="module")
def example(project_root) -> SimpleNamespace:
    study = read_study(find_project(project_root), "example")
    results = results_of(study)
    cells = set(study.answers.responses["cell"]) - {""}
    raw = raw_cells(read_survey(study.edition), study.framework, {}, cells)
    return SimpleNamespace(study=study, results=results, raw=raw)


def traced(example: SimpleNamespace, organisation: str, indicator: str):
    return trace_indicator(example.study, example.results, organisation, indicator, example.raw)


def test_trace_goes_from_the_cell_to_the_class(example):
    trace = traced(example, "AM-011", "team_size")
    [answer] = trace.answers
    assert (answer.question_code, answer.raw, answer.state, answer.value) == ("team_fte", "3", "answered", "3 FTE")
    assert answer.cell.startswith("answers.xlsx (Content!AC")
    assert trace.benchmark == 75
    assert [node.node_code for node in trace.nodes] == ["team_size", "II.a", "II", "overall"]
    assert [node.level for node in trace.nodes] == ["indicator", "dimension", "block", "overall"]
    assert trace.nodes[0].share == 1 / 5
    assert trace.class_label == "Pioneer"
    assert trace.class_rule.startswith("Is not a champion")


def test_part_stands_between_indicator_and_dimension(example):
    levels = [node.level for node in traced(example, "AM-011", "networks").nodes]
    assert levels == ["indicator", "part", "dimension", "block", "overall"]


@pytest.mark.slow
def test_every_trace_agrees_with_the_tables(example):
    """All indicators of a few respondents: each node's figures, and parents that are the mean of their children."""
    compared = example.results.compared.set_index(["organisation_code", "node_code"])
    indicators = example.study.framework.indicators
    for organisation in sorted(example.study.answers.organisations["organisation_code"])[::12]:
        nodes = {}
        for code in indicators:
            trace = traced(example, organisation, code)
            assert len(trace.answers) == len(indicators[code].questions)
            nodes |= {node.node_code: node for node in trace.nodes}
            row = compared.loc[(organisation, code)]
            assert (trace.nodes[0].score is None) == bool(pd.isna(row["score"]))
            assert (trace.nodes[0].score is None) == bool(row["missing_reason"])
        parents = example.study.framework.nodes.set_index("node_code")["parent_code"]
        for code, node in nodes.items():
            row = compared.loc[(organisation, code)]
            for field in ("score", "coverage", "benchmark", "comparable_score", "gap", "attainment"):
                figure = getattr(node, field)
                assert pd.isna(row[field]) if figure is None else figure == row[field]
            children = [each for each in nodes.values() if parents[each.node_code] == code and each.score is not None]
            if children and node.score is not None:
                assert sum(each.counted_share for each in children) == pytest.approx(1)
                assert sum(each.counted_share * each.score for each in children) == pytest.approx(node.score)


@given(data=st.data())
def test_raw_text_and_value_of_an_answer_belong_together(example, data):
    organisation = data.draw(st.sampled_from(sorted(example.study.answers.organisations["organisation_code"])))
    indicator = data.draw(st.sampled_from(sorted(example.study.framework.indicators)))
    for answer in traced(example, organisation, indicator).answers:
        assert bool(answer.value) == (answer.state == "answered")
        if answer.state == "answered":
            assert answer.raw
        if answer.state == "not answered":
            assert not answer.raw
        if answer.state == "invalid":
            assert answer.notes


def test_answer_that_a_rule_took_out_shows_its_text_and_the_rule(example):
    answers = traced(example, "AZ-035", "own_income").answers
    assert [answer.raw for answer in answers] == ["30", "95"]
    assert {answer.state for answer in answers} == {"invalid"}
    assert all("do not add up to 100 %" in answer.notes[0] for answer in answers)
    [indicator, dimension, *_] = traced(example, "AZ-035", "own_income").nodes
    assert (indicator.score, indicator.missing_reason) == (None, "invalid")
    assert (dimension.score, dimension.missing_reason, dimension.counted_share) == (None, "low coverage", None)


def test_column_that_is_not_there_is_said_so(example):
    study = example.study
    responses = study.answers.responses.copy()
    row = (responses["organisation_code"] == "AM-011") & (responses["question_code"] == "team_fte")
    responses.loc[row, ["state", "cell"]] = ["not asked", ""]
    other = SimpleNamespace(
        framework=study.framework,
        edition=study.edition,
        answers=SimpleNamespace(
            responses=responses, findings=study.answers.findings, organisations=study.answers.organisations
        ),
    )
    [answer] = trace_indicator(other, example.results, "AM-011", "team_size", {}).answers
    assert answer.notes == ("The export has no column for it.",)


# Names


@pytest.mark.parametrize(
    "said", ["AM-011", "am-011", " AM-011 ", "«Արևաձոր» տեքստիլ կլաստեր", "«արևաձոր»  ՏԵՔՍՏԻԼ կլաստեր"]
)
def test_organisation_goes_by_code_or_name(example, said):
    assert find_organisation(example.study, said) == "AM-011"


def test_unknown_organisation_offers_the_nearest(example):
    with pytest.raises(InputError, match='Did you mean "AM-011"') as caught:
        find_organisation(example.study, "AM-0111")
    assert caught.value.faults[0].place.file == "ORGANISATION"


def test_invited_organisation_without_an_answer_is_said_so(example):
    answered = set(example.study.answers.organisations["organisation_code"])
    silent = next(code for code in example.study.edition.invited["organisation_code"] if code not in answered)
    with pytest.raises(InputError, match="It was invited, and no answer of it was found"):
        find_organisation(example.study, silent)


def test_name_that_two_share_is_refused_with_their_codes(example):
    organisations = example.study.answers.organisations.assign(name="Same name").head(2)
    study = SimpleNamespace(answers=SimpleNamespace(organisations=organisations), edition=example.study.edition)
    with pytest.raises(InputError, match=", ".join(organisations["organisation_code"])):
        find_organisation(study, "Same name")


def test_nothing_is_told_of_an_organisation_that_withdrew(example):
    edition = example.study.edition
    settings = edition.settings.model_copy(update={"withdrawn": ("AM-001",)})
    organisations = example.study.answers.organisations.query("organisation_code != 'AM-001'")
    study = SimpleNamespace(
        answers=SimpleNamespace(organisations=organisations),
        edition=SimpleNamespace(invited=edition.invited, settings=settings),
    )
    with pytest.raises(InputError) as caught:
        find_organisation(study, "AM-001")
    assert "invited" not in str(caught.value)


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ("team_sise", 'Did you mean "team_size"?'),
        ("team_fte", 'The question "team_fte" is read by team_size.'),
        ("city", '"city" is a question that is not scored.'),
    ],
)
def test_unknown_indicator_says_what_was_perhaps_meant(framework, said, remedy):
    with pytest.raises(InputError) as caught:
        find_indicator(framework, said)
    assert caught.value.faults[0].remedy == remedy


def test_indicator_goes_by_its_code_in_any_letters(framework):
    assert find_indicator(framework, "Team_Size ") == "team_size"


def test_cells_are_those_of_the_questions_in_order(example):
    cells = cells_of(example.study, "AM-011", "maturity_assessed")
    assert len(cells) == 2
    assert set(cells) <= set(example.raw)
