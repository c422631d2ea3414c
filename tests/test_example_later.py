"""The example a year later: the same for the same seed, the same organisations, most of them better."""

from dataclasses import replace

import pytest

from clusterbrief.analysis.scoring import score_indicators, score_nodes
from clusterbrief.errors import InputError
from clusterbrief.study.example_later import write_later_example
from test_example import FILES, SAME_FOR_ALL, cells_of, read_back, written

EVERY = (*FILES, *SAME_FOR_ALL)


@pytest.fixture(scope="module")
def years(framework, project_root):
    editions = project_root / "data" / "editions"
    return read_back(editions / "example", framework), read_back(editions / "example-2025", framework)


def test_committed_later_example_is_what_the_command_writes(tmp_path, framework, project_root, years):
    """If this fails, write it again: clusterbrief example data/editions/example-2025 --later-than example."""
    kept = project_root / "data" / "editions" / "example-2025"
    write_later_example(tmp_path, *years[0], framework, 7)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(EVERY)
    assert cells_of(tmp_path / "answers.xlsx") == cells_of(kept / "answers.xlsx")
    for file in EVERY:
        assert (tmp_path / file).read_bytes() == (kept / file).read_bytes(), file


def test_some_are_gone_some_silent_some_new_and_one_withdrew(years):
    (edition, answers), (later, again) = years
    before, after = (set(each.organisations["organisation_code"]) for each in (answers, again))
    invited, still = (set(each.invited["organisation_code"]) for each in (edition, later))
    assert len(invited - still) >= 3 and (invited - still) <= before
    assert len((before & still) - after) >= 5
    assert len((after - before) & invited) >= 5
    assert len(still - invited) >= 3 and (still - invited) <= after
    (withdrawn,) = later.settings.withdrawn
    assert withdrawn in before - after and withdrawn in still


def test_dates_are_a_year_later_and_it_is_compared_with_the_first(years):
    then, now = (edition.settings for edition, _ in years)
    for name in ("collected_from", "collected_to", "published"):
        assert getattr(now, name) == getattr(then, name).replace(year=2025)
    assert (now.compare_with, now.synthetic, now.title[-4:]) == ("example", True, "2025")


def test_names_and_facts_stay(years):
    columns = ["name", "country_code", "year", "ecosystem", "consent_name"]
    tables = [answers.organisations.set_index("organisation_code")[columns] for _, answers in years]
    both = tables[0].index.intersection(tables[1].index)
    same = (tables[0].loc[both] == tables[1].loc[both]) | (tables[0].loc[both].isna() & tables[1].loc[both].isna())
    assert same.drop(columns="name").mean().min() > 0.95  # an answer may be left blank
    assert len(both) > 50


def test_most_are_better_and_some_worse(years, framework):
    overall = [
        score_nodes(score_indicators(answers.responses, framework), framework)
        .query("node_code == 'overall'")
        .set_index("organisation_code")["score"]
        for _, answers in years
    ]
    change = (overall[1] - overall[0]).dropna()
    assert 0.55 < (change > 0).mean() < 0.9
    assert 0 < change.mean() < 5


def test_same_seed_gives_the_same_bytes_and_another_year_follows(tmp_path, framework):
    first = read_back(written(tmp_path / "first", framework, 14, 3), framework)
    made = [tmp_path / name for name in ("a", "b", "c")]
    for folder, seed in zip(made, (1, 1, 2), strict=True):
        write_later_example(folder, *first, framework, seed)
    assert all((made[0] / file).read_bytes() == (made[1] / file).read_bytes() for file in EVERY)
    assert cells_of(made[0] / "answers.xlsx")[4:] != cells_of(made[2] / "answers.xlsx")[4:]
    write_later_example(tmp_path / "third", *read_back(_beside(made[0], tmp_path), framework), framework, 1)
    assert "2026-04-08" in (tmp_path / "third" / "edition.yml").read_text(encoding="utf-8")


def _beside(folder, parent):
    """The folder, once the edition that it is compared with lies beside it."""
    assert (parent / "first" / "edition.yml").is_file()
    return folder


@pytest.mark.parametrize("organisations", [0, 1, 5])
def test_few_or_none(tmp_path, framework, organisations):
    edition, answers = read_back(written(tmp_path / "few", framework, organisations, 1), framework)
    write_later_example(tmp_path / "later", edition, answers, framework, 1)
    later, _ = read_back(tmp_path / "later", framework)
    assert later.settings.withdrawn == ()


def test_real_answers_are_never_the_source_of_invented_ones(tmp_path, framework, years):
    edition, answers = years[0]
    real = replace(edition, settings=edition.settings.model_copy(update={"synthetic": False}))
    with pytest.raises(InputError, match="they are real"):
        write_later_example(tmp_path / "x", real, answers, framework, 7)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("seed", range(6))
def test_any_answers_may_be_missing(tmp_path, framework, seed):
    edition, answers = read_back(written(tmp_path / "few", framework, 6, 1), framework)
    blank = answers.responses["question_code"].isin(["income_fees", "members_total", "has_team", "positions_itself"])
    responses = answers.responses.assign(
        state=answers.responses["state"].mask(blank, "not answered"), value=answers.responses["value"].mask(blank, None)
    )
    write_later_example(tmp_path / "later", edition, replace(answers, responses=responses), framework, seed)
    assert read_back(tmp_path / "later", framework)[1].organisations.shape[0] > 0
