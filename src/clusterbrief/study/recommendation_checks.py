"""What must hold of data/framework/recommendations/, each fault with its file, line and key."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clusterbrief.errors import Faults, nearest_name
from clusterbrief.study.framework_model import Structure
from clusterbrief.study.placed_yaml import Placed, PlacedDocument, read_yaml
from clusterbrief.study.question_checks import Scales, options_of
from clusterbrief.study.recommendation_model import (
    CLASS,
    CRITERION,
    EVIDENCE,
    INDICATOR,
    NEED,
    STAGE,
    RecommendationFile,
    RecommendationRule,
    Recommendations,
    RecommendationSettings,
)

FOLDER, SETTINGS = "recommendations", "settings.yml"
MUST_HAVE_A_RULE = (INDICATOR, CLASS, STAGE, NEED)
GIVEN = (("addressee", "addressees"), ("horizon", "horizons"), ("level", "levels"), ("cost", "costs"))

Files = Sequence[tuple[Any, PlacedDocument]]


@dataclass(frozen=True)
class Known:
    """What rules and their settings may name."""

    triggers: Mapping[str, Mapping[str, Placed]]  # kind -> code -> where it stands
    nodes: Collection[str]  # above the indicators
    compared: Collection[str]  # indicators that are measured against an EU value
    programmes: Collection[str]


def rule_files(folder: Path) -> list[Path]:
    """The files of rules in data/framework, in the order in which they are read; none without the folder."""
    return [path for path in sorted((folder / FOLDER).glob("*.yml")) if path.name != SETTINGS]


def gather_known(
    files: Mapping[str, Files], questions: Iterable[Placed], indicators: Iterable[Placed], scales: Scales
) -> Known:
    """What rules may name, from the other files of the framework."""
    structure: Structure = files["structure"][0][0]
    scored = list(indicators)
    programmes = list(_entries(files["programmes"], "programmes"))
    triggers = {
        INDICATOR: scored,
        CLASS: list(_entries(files["classes"], "classes")),
        STAGE: list(_entries(files["stages"], "stages")),
        NEED: list(_needs(questions, scales)),
    }
    by_code = {kind: {each.entry.code: each for each in entries} for kind, entries in triggers.items()}
    criteria = {
        f"{programme.entry.code}.{criterion.code}": Placed(
            criterion, programme.document, (*programme.keys, "criteria", index)
        )
        for programme in programmes
        for index, criterion in enumerate(programme.entry.criteria)
        if criterion.test is not None
    }
    dimensions = [(block, each) for block in structure.blocks if block.scored for each in block.dimensions]
    nodes = [block.code for block, _ in dimensions] + [each.code for _, each in dimensions]
    return Known(
        triggers=by_code | {CRITERION: criteria, EVIDENCE: dict(_evidence(files["hypotheses"]))},
        nodes=dict.fromkeys(nodes + [part.code for _, each in dimensions for part in each.parts]),
        compared=[each.entry.code for each in scored if each.entry.benchmark and each.entry.benchmark.scored],
        programmes=[each.entry.code for each in programmes],
    )


def check_recommendations(settings: tuple[Any, PlacedDocument], files: Files, known: Known, faults: Faults) -> None:
    """Note every rule that names what is not there or says what another says, and everything without a rule."""
    rules = list(_entries(files, "rules"))
    _check_settings(settings, known, faults)
    for placed in rules:
        _check_triggers(placed, known, faults)
        _check_given(placed, settings[0], known, faults)
        _check_like(placed, rules, faults)
    _check_once(rules, faults)
    _check_complete(rules, known, faults)


def _entries(files: Files, key: str) -> Iterator[Placed]:
    for value, document in files:
        for index, entry in enumerate(getattr(value, key)):
            yield Placed(entry, document, (key, index))


def _evidence(files: Files) -> Iterator[tuple[str, Placed]]:
    for placed in _entries(files, "hypotheses"):
        for index, item in enumerate(placed.entry.evidence):
            yield item.code, Placed(item, placed.document, (*placed.keys, "evidence", index))


def _needs(questions: Iterable[Placed], scales: Scales) -> Iterator[Placed]:
    """The options of the question about support needs; those of a shared list stand where the question does."""
    for placed in questions:
        if placed.entry.role == "needs":
            for index, option in enumerate(options_of(placed.entry, scales)):
                keys = (*placed.keys, "options", index) if placed.entry.options else placed.keys
                if option.state == "answered":
                    yield Placed(option, placed.document, keys)


def check_practices(folder: Path, library: Recommendations, practices: Iterable[str], faults: Faults) -> None:
    """Note every practice that a rule names and data/eu/practices.csv has not.

    Parameters
    ----------
    folder : Path
        data/framework, read again for the line of a fault only.
    library : Recommendations
        What was read from there.
    practices : iterable of str
        Codes of the practices.
    faults : Faults
    """
    known = list(practices)
    named = {rule.practice for rule in library.rules if rule.practice is not None}
    if named <= set(known):
        return
    for placed in _entries([read_yaml(path, RecommendationFile) for path in rule_files(folder)], "rules"):
        practice = placed.entry.practice
        if practice is not None and practice not in known:
            problem = f'Cannot find the practice "{practice}" in practices.csv'
            faults.add(placed.place("practice"), problem, nearest_name(practice, known))


def _check_triggers(placed: Placed, known: Known, faults: Faults) -> None:
    rule: RecommendationRule = placed.entry
    for kind, key, codes in rule.triggers.by_kind():
        for index, code in enumerate(codes):
            if code not in known.triggers[kind]:
                problem = f'Cannot find the {kind} "{code}"'
                faults.add(placed.place("triggers", key, index), problem, nearest_name(code, known.triggers[kind]))
            if code in codes[:index]:
                faults.add(placed.place("triggers", key, index), f'Cannot name the {kind} "{code}" twice in a rule')
    silent = [code for code in rule.triggers.indicators if code in known.triggers[INDICATOR]]
    others = any(codes for kind, _, codes in rule.triggers.by_kind() if kind != INDICATOR)
    if silent and not others and not set(silent) & set(known.compared):
        problem = f'Cannot measure a gap of "{silent[0]}": it has no EU value to be short of'
        faults.add(placed.place("triggers"), problem, "Name a need or a criterion beside it that makes the rule apply.")


def _check_given(placed: Placed, settings: RecommendationSettings, known: Known, faults: Faults) -> None:
    rule: RecommendationRule = placed.entry
    for key, listed in GIVEN:
        codes = [term.code for term in getattr(settings, listed)]
        if getattr(rule, key) not in codes:
            problem = f'Cannot find the {key} "{getattr(rule, key)}" in {SETTINGS}'
            faults.add(placed.place(key), problem, nearest_name(getattr(rule, key), codes))
    if rule.shown_by not in known.triggers[INDICATOR]:
        problem = f'Cannot find the indicator "{rule.shown_by}"'
        faults.add(placed.place("shown_by"), problem, nearest_name(rule.shown_by, known.triggers[INDICATOR]))
    countable = [*known.triggers[CRITERION], *known.triggers[EVIDENCE]]
    if rule.counted and rule.counted.code not in countable:
        problem = f'Cannot find the criterion or piece of evidence "{rule.counted.code}"'
        faults.add(placed.place("counted", "code"), problem, nearest_name(rule.counted.code, countable))


def _check_like(placed: Placed, rules: Sequence[Placed], faults: Faults) -> None:
    """A rule that is like another one names one to the same reader, and not one that is like a third."""
    rule: RecommendationRule = placed.entry
    others = [each.entry.code for each in rules if each.entry.addressee == rule.addressee and not each.entry.like]
    if rule.like is not None and (rule.like not in others or rule.like == rule.code):
        problem = f'Cannot find another rule "{rule.like}" to {rule.addressee}'
        faults.add(placed.place("like"), problem, nearest_name(rule.like, others))


def _check_once(rules: Sequence[Placed], faults: Faults) -> None:
    """No code names two rules, and no two rules say the same."""
    for key, what in (("code", "the code"), ("text", "the text")):
        first: dict[str, Placed] = {}
        for each in rules:
            value = getattr(each.entry, key)
            earlier = first.setdefault(value.casefold().rstrip("."), each)
            if earlier is not each:
                shown = value if key == "code" else f"{value[:40]}..."
                remedy = f"It is first used at {earlier.place(key)}."
                faults.add(each.place(key), f'Cannot use {what} "{shown}" for two recommendations', remedy)


def _check_complete(rules: Sequence[Placed], known: Known, faults: Faults) -> None:
    named = {(kind, code) for each in rules for kind, _, codes in each.entry.triggers.by_kind() for code in codes}
    for kind in MUST_HAVE_A_RULE:
        for code, placed in known.triggers[kind].items():
            if (kind, code) not in named:
                problem = f'Cannot find a recommendation for the {kind} "{code}"'
                faults.add(placed.place("code"), problem, f"Write a rule for it in {FOLDER}/.")


def _check_settings(file: tuple[Any, PlacedDocument], known: Known, faults: Faults) -> None:
    settings, document = file
    value: RecommendationSettings = settings
    for kind, key in ((CLASS, "classes"), (STAGE, "stages")):
        given = getattr(value.severity, key)
        _check_names(document, ("severity", key), given, kind, known.triggers[kind], faults)
        for code in known.triggers[kind]:
            if code not in given:
                problem = f'Cannot find the severity of the {kind} "{code}"'
                faults.add(document.place("severity", key), problem, "Give it a number from 0 to 1.")
    _check_names(document, ("programmes",), value.programmes, "programme", known.programmes, faults)
    for code in known.programmes:
        if code not in value.programmes:
            problem = f'Cannot find how much the programme "{code}" counts'
            faults.add(document.place("programmes"), problem, "Give it a number from 0 to 1.")
    _check_names(document, ("needs",), value.needs, NEED, known.triggers[NEED], faults)
    nodes = [*known.nodes, *known.triggers[INDICATOR]]
    for need, answering in value.needs.items():
        for index, code in enumerate(answering):
            if code not in nodes:
                problem = f'Cannot find the node "{code}" that answers to a need'
                faults.add(document.place("needs", need, index), problem, nearest_name(code, nodes))
    for _, listed in GIVEN:
        terms = [Placed(term, document, (listed, index)) for index, term in enumerate(getattr(value, listed))]
        codes = [each.entry.code for each in terms]
        for index, each in enumerate(terms):
            if each.entry.code in codes[:index]:
                faults.add(each.place("code"), f'Cannot list "{each.entry.code}" twice')


def _check_names(
    document: PlacedDocument,
    keys: tuple[str, ...],
    given: Iterable[str],
    kind: str,
    known: Collection[str],
    faults: Faults,
) -> None:
    for code in given:
        if code not in known:
            faults.add(document.place(*keys, code), f'Cannot find the {kind} "{code}"', nearest_name(code, known))
