"""Who provides which service."""

from clusterbrief.analysis.services import DIGITAL, MAIN, eu_service_shares, list_services
from clusterbrief.study.framework import Framework
from worked_example import as_responses, reference


def test_main_services_are_the_chosen_ones_and_the_others_are_not(framework: Framework) -> None:
    table = list_services(as_responses({"AM-1": {"main_services": "advisory communication"}}, framework), framework)
    has = table[table["kind"] == MAIN].set_index("service_code")["has"]
    assert sorted(has[has].index) == ["advisory", "communication"]
    assert len(has) == 12


def test_no_service_so_far_is_an_answer(framework: Framework) -> None:
    table = list_services(as_responses({"AM-1": {"main_services": "no_service"}}, framework), framework)
    assert len(table) == 12
    assert not table["has"].any()


def test_only_provided_counts_and_a_service_not_answered_about_has_no_row(framework: Framework) -> None:
    codes = [code for code, each in framework.questions.items() if each.service and code.startswith("dig")][:3]
    cells = dict(zip(codes, ["provided", "planned", "?"], strict=True))
    table = list_services(as_responses({"AM-1": cells}, framework), framework)
    assert table[table["kind"] == DIGITAL]["has"].tolist() == [True, False]


def test_shares_of_the_eu_stand_beside_all_services_named() -> None:
    shares = eu_service_shares(reference())
    assert shares.groupby("kind").size().to_dict() == {DIGITAL: 9, MAIN: 12}
    assert "other" not in set(shares["service_code"])
    assert shares[["gold_share", "silver_share"]].stack().between(0, 1).all()
