"""The questionnaire in the order in which it is asked."""

from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Question
from clusterbrief.study.sections import (
    find_bounds,
    find_total,
    format_condition,
    list_choices,
    list_sections,
)


def test_every_question_is_asked_once_and_numbered_without_a_gap(framework: Framework) -> None:
    numbered = [each for section in list_sections(framework) for item in section.items for each in item.numbered]
    assert [number for number, _ in numbered] == list(range(1, len(framework.questions) + 1))
    assert sorted(question.code for _, question in numbered) == sorted(framework.questions)


def test_blocks_come_in_their_order_with_consent_in_its_own(framework: Framework) -> None:
    sections = list_sections(framework)
    assert [section.block.code for section in sections] == ["I", "II", "III", "IV", "V"]
    assert "consent_name" in {each.code for item in sections[3].items for each in item.questions}


def test_rows_of_a_group_stay_together(framework: Framework) -> None:
    groups = [item for section in list_sections(framework) for item in section.items if item.group]
    titles = [item.group.title for item in groups if item.group]
    assert len(titles) == len(set(titles)) == 5
    assert all(len(item.questions) > 1 for item in groups)


def test_a_total_is_stated_by_a_rule_and_by_nothing_else(framework: Framework) -> None:
    totals = {
        item.group.title: find_total(framework, item)
        for section in list_sections(framework)
        for item in section.items
        if item.group
    }
    assert totals["Income by source"] == 100
    assert {title for title, total in totals.items() if total is not None} == {"Income by source"}


def test_choices_are_options_levels_or_yes_and_no(framework: Framework) -> None:
    def codes(code: str) -> list[str]:
        return [each.code for each in list_choices(framework, framework.questions[code])]

    assert codes("has_team") == ["yes", "no"]
    assert codes("team_stability") == ["0", "1", "2", "3", "4"]
    assert codes("gen_advisory") == ["provided", "planned", "not_provided", "do_not_know"]
    assert codes("team_fte") == []


def test_a_condition_names_the_question_and_the_answers(framework: Framework) -> None:
    said = format_condition(framework, framework.questions["legal_act"])
    decisive = framework.questions["legal_basis"].text
    assert said == f"Answer only if you chose “Yes” or “Partly” for “{decisive}”"
    assert format_condition(framework, framework.questions["country"]) == ""


def test_a_share_lies_between_0_and_100_unless_it_says_more() -> None:
    assert find_bounds(Question(code="a", block="I", text="A", type="share")) == (0, 100)
    assert find_bounds(Question(code="a", block="I", text="A", type="share", most=50)) == (0, 50)
    assert find_bounds(Question(code="a", block="I", text="A", type="number")) == (None, None)
