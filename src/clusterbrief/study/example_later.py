"""Example editions a year later: the same invented organisations, some gone, some new, most a little better."""

import csv
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from clusterbrief.errors import Fault, InputError, Place, shown_path
from clusterbrief.study.answers import ANSWERED
from clusterbrief.study.edition import OWN_CODE, Edition
from clusterbrief.study.example import (
    COUNTRIES,
    Invitation,
    contribution,
    left_out,
    write_export,
    write_invited,
    write_settings,
)
from clusterbrief.study.example_answers import AnswerMaker
from clusterbrief.study.example_names import invented_names
from clusterbrief.study.example_recipients import write_recipients
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Question
from clusterbrief.study.responses import Answers

GONE, SILENT, NEWCOMERS, FOUNDED = 0.07, 0.14, 0.16, 0.05  # each as a share of last year's respondents
WITHDRAWS_FROM = 10  # respondents: of fewer nobody withdraws
ANSWERED_AS_BEFORE = 0.55  # of the answers that can change within a year
BETTER, WORSE, WORSE_SHARE = (0.13, 0.06), (-0.16, 0.06), 0.22  # change of quality: mean and spread
FIXED_BLOCK = "I"  # who an organisation is does not change within a year
FIXED = frozenset({"has_team", "maturity_assessments", "contact_email"})
GROWING = ("members_total", "members_sme")
NEW_MEMBERS = 1.5  # mean number of small firms that join within a year


@dataclass(frozen=True)
class Earlier:
    """An edition and what was answered in it: values by organisation and question; None where there is none."""

    edition: Edition
    answers: dict[str, dict[str, Any]]


def write_later_example(folder: Path, edition: Edition, answers: Answers, framework: Framework, seed: int) -> None:
    """Write an example edition that takes place a year after another one.

    Some organisations are gone from the list, some do not answer again, some answer for the first time, some are
    newly founded, and one withdraws. Facts about an organisation stay. Of its other answers about half stay, and the
    rest is what a slightly better organisation would say, or now and then a worse one.

    Parameters
    ----------
    folder : Path
        Where to; made if it is not there.
    edition : Edition
        The earlier one; its answers must be invented.
    answers : Answers
        Those of the earlier edition.
    framework : Framework
    seed : int
        The same seed and the same earlier edition give the same files, byte for byte.

    Raises
    ------
    InputError
        The earlier edition is not synthetic: real answers must not be the source of invented ones.
    """
    if not edition.settings.synthetic:
        problem = f'Cannot invent answers from those of "{edition.name}": they are real'
        raise InputError(
            [Fault(Place(shown_path(edition.folder / "edition.yml")), problem, "Name a synthetic edition.")]
        )
    rng = np.random.default_rng([seed, 2])
    year = edition.settings.collected_from.year + 1
    earlier = Earlier(edition, _values(answers.responses))
    respondents = sorted(earlier.answers)
    gone, silent, again = _who_answers_again(rng, respondents)
    known = [each for each in _invitations(rng, edition.invited) if each.organisation_code not in gone]
    founded = list(_founded(rng, edition, round(len(respondents) * FOUNDED)))
    newcomers = _newcomers(rng, known, {*respondents, *silent}, round(len(respondents) * NEWCOMERS))
    made = [_again(rng, framework, earlier.answers[code], code) for code in again]
    made += [contribution(rng, framework, each, year) for each in (*newcomers, *founded)]
    folder.mkdir(parents=True, exist_ok=True)
    stamped = sorted(((each, _moment(rng, year)) for each in made), key=lambda each: each[1])
    write_export(folder / "answers.xlsx", framework, stamped, datetime(year, 6, 3, 10, 30))
    write_invited(folder / "invited.csv", sorted([*known, *founded], key=lambda each: each.organisation_code))
    labels = {code: framework.countries[code].label for code in edition.settings.countries}
    write_recipients(folder, labels, framework.country_file.region_code, (), year)  # nothing is sent yet
    regions = _write_regions(rng, folder, edition, framework, founded)
    invited_again = [code for code in again if not OWN_CODE.fullmatch(code)]
    withdrawn = [str(rng.choice(invited_again))] if len(invited_again) >= WITHDRAWS_FROM else []
    options = f"--later-than {edition.name} --seed {seed}"
    path = folder / "edition.yml"
    write_settings(path, year, options, regions=regions, withdrawn=withdrawn, compare_with=edition.name)


def _values(responses: pd.DataFrame) -> dict[str, dict[str, Any]]:
    answered = responses["value"].where(responses["state"] == ANSWERED, None)
    values: dict[str, dict[str, Any]] = {}
    for code, question, value in zip(responses["organisation_code"], responses["question_code"], answered, strict=True):
        values.setdefault(code, {})[question] = None if isinstance(value, float) and np.isnan(value) else value
    return values


def _who_answers_again(rng: np.random.Generator, codes: Sequence[str]) -> tuple[set[str], set[str], list[str]]:
    """Those that are gone, those that are silent, and those that answer again; codes in order."""
    shuffled = [codes[place] for place in rng.permutation(len(codes))]
    gone, silent = round(len(codes) * GONE), round(len(codes) * SILENT)
    return set(shuffled[:gone]), set(shuffled[gone : gone + silent]), sorted(shuffled[gone + silent :])


def _invitations(rng: np.random.Generator, invited: pd.DataFrame) -> Iterator[Invitation]:
    for row in invited.sort_values("organisation_code").itertuples():
        quality = _quality_of_newcomer(rng, str(row.country_code))
        yield Invitation(
            str(row.organisation_code), str(row.name), str(row.country_code), str(row.kind), bool(row.eccp), quality
        )


def _quality_of_newcomer(rng: np.random.Generator, country_code: str) -> float:
    return float(np.clip(rng.normal(COUNTRIES.get(country_code, (0, 0.6))[1], 0.2), 0.05, 1))


def _founded(rng: np.random.Generator, edition: Edition, count: int) -> Iterator[Invitation]:
    """Organisations that were not there a year ago, with names and codes that nobody has."""
    taken = set(edition.invited["name"])
    countries = sorted(edition.settings.countries)
    names = {code: (name for name in invented_names(code) if name not in taken) for code in countries}
    for number in range(1, count + 1):
        country = str(rng.choice(countries))
        code = f"{country}-N{edition.settings.collected_from.year + 1}{number}"
        yield Invitation(
            code, next(names[country]), country, "proto-cluster", False, _quality_of_newcomer(rng, country)
        )


def _newcomers(
    rng: np.random.Generator, known: Sequence[Invitation], answered: set[str], count: int
) -> list[Invitation]:
    """Organisations on the list that answer for the first time."""
    others = [each for each in known if each.organisation_code not in answered]
    chosen = sorted(rng.choice(len(others), min(count, len(others)), replace=False).tolist())
    return [others[place] for place in chosen]


def _moment(rng: np.random.Generator, year: int) -> datetime:
    return datetime(year, 4, 8, 9, 0) + timedelta(minutes=int(rng.integers(0, 60 * 24 * 40)))


def _again(rng: np.random.Generator, framework: Framework, before: dict[str, Any], code: str) -> dict[str, Any]:
    """A respondent's answers a year later."""
    mean, spread = WORSE if rng.random() < WORSE_SHARE else BETTER
    quality = float(np.clip(_quality_of(framework, before) + rng.normal(mean, spread), 0.02, 1))
    maker = AnswerMaker(framework, rng, quality, before.get("positions_itself") == "yes")
    known = {name: _raw(framework.questions[name], before[name]) for name in _kept(rng, framework, before)}
    if all(known.get(name) is not None for name in GROWING):
        joined = float(rng.poisson(NEW_MEMBERS))
        known |= {name: known[name] + joined for name in GROWING}
    # an invited organisation writes its code; one that was not invited has none
    known["organisation_code"] = None if OWN_CODE.fullmatch(code) else code
    made = maker.answers(known)
    return {name: None if left_out(rng, framework.questions[name], known) else value for name, value in made.items()}


def _quality_of(framework: Framework, before: dict[str, Any]) -> float:
    """How good an organisation said it was: as ``AnswerMaker`` turns quality into levels, the other way round."""
    scored = {code for indicator in framework.indicators.values() for code in indicator.questions}
    levels = [
        float(before[code])
        for code, each in framework.questions.items()
        if each.type == "scale" and code in scored and before.get(code) is not None
    ]
    return (float(np.mean(levels)) + 0.15) / 4.3 if levels else 0.5


def _kept(rng: np.random.Generator, framework: Framework, before: dict[str, Any]) -> Iterator[str]:
    """The questions that are answered as before; parts of one sum are kept together, if all were answered."""
    shares = [code for code, each in framework.questions.items() if each.type == "share" and each.group]
    whole = all(before.get(code) is not None for code in shares)
    shares_stay = bool(rng.random() < ANSWERED_AS_BEFORE) and whole
    for code, question in framework.questions.items():
        stays = rng.random() < ANSWERED_AS_BEFORE
        fixed = question.block == FIXED_BLOCK or code in FIXED or {"consent", "stories", "stage"} & set(question.use)
        if code in shares and not fixed:
            if shares_stay:
                yield code
        elif fixed or (stays and before.get(code) is not None):
            yield code


def _raw(question: Question, value: Any) -> Any:
    """A value as ``AnswerMaker`` gives it."""
    return int(value) if question.type == "scale" and value is not None else value


def _write_regions(
    rng: np.random.Generator, folder: Path, edition: Edition, framework: Framework, founded: Sequence[Invitation]
) -> bool:
    """Last year's employment, which is the newest there is, and where organisations sit; False where there is none."""
    files = edition.settings.atlas
    if files is None or not files.placements:
        return False
    shutil.copyfile(edition.folder / files.employment, folder / "employment.csv")
    shutil.copyfile(edition.folder / files.areas, folder / "areas.csv")
    with (edition.folder / files.areas).open(encoding="utf-8", newline="") as handle:
        areas = [(row["area_code"], row["country_code"]) for row in csv.DictReader(handle)]
    placed = (edition.folder / files.placements).read_text(encoding="utf-8")
    ecosystems = [option.code for option in framework.scales["ecosystems"]]
    with (folder / "placements.csv").open("w", encoding="utf-8", newline="") as handle:
        handle.write(placed)
        writer = csv.writer(handle, lineterminator="\n")
        for each in founded:
            near = [code for code, country in areas if country == each.country_code]
            writer.writerow([each.organisation_code, str(rng.choice(near)), str(rng.choice(ecosystems))])
    return True
