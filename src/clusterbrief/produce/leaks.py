"""The leak check: nothing of an organisation that did not agree may be found in what is published."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from clusterbrief.produce.published_texts import UnreadableError, normalised, plain_forms, read_published
from clusterbrief.study.answers import ANSWERED
from clusterbrief.study.framework_model import Role
from clusterbrief.study.intake import Study

SHORTEST_TEXT = 20  # letters of a free text that may not appear in a row
SHORTEST_NAME = 4  # a shorter name cannot be told from a word
MOST_DIGITS = 17  # of a number as a computer holds it
COMMON_PARTS = (7, 36, 48)  # fractions of whole points that many others have, too
SIGNIFICANT_DIGITS = 5  # a number with so many belongs to one organisation
NUMBER = re.compile(r"(?<![\w.])\d[\d ,]*(?:\.\d+)?(?!\w)")
PARTS = re.compile(r"[ ,]+")
DRAWN = re.compile(
    r"\b(?:d|points|transform|viewbox|x|y|width|height|id|href|xlink:href)=\"[^\"]*\"|<style.*?</style>", re.S
)
CODE_FOLDER, LOOKS = "site_libs", ".css"  # programs and looks of the site, whose numbers are sizes and places
WORD = re.compile(r"\w")
STORY_ROLES: tuple[Role, ...] = ("story", "story_title")
FREE_TEXT, NAME, CODE, EMAIL, FIGURE = "free text", "name", "code", "e-mail address", "number"


@dataclass(frozen=True)
class Secret:
    """Something that may not be published, and whose it is."""

    kind: str
    text: str  # normalised
    organisation_code: str


@dataclass(frozen=True)
class Leak:
    """A secret that was found, and where."""

    file: Path
    where: str
    kind: str
    organisation_code: str
    shown: str

    def __str__(self) -> str:
        return f"{self.file} ({self.where}): {self.kind} of {self.organisation_code}: {self.shown}"


@dataclass(frozen=True)
class Secrets:
    """Everything to look for, laid out for looking: words by their text, passages by their first letters."""

    words: Mapping[str, Secret]
    passages: Mapping[str, Secret]  # every run of SHORTEST_TEXT letters of a free text
    figures: Mapping[str, Secret]
    named: tuple[str, ...] = ()  # names that may be shown, the longest first: one may hold another that may not
    own: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by organisation: all of the above that it told

    def but_for(self, organisation_code: str) -> "Secrets":
        """What an organisation's own sheet may not hold: the same without what the organisation itself has told."""
        own = self.own.get(organisation_code, frozenset())

        def others(secrets: Mapping[str, Secret]) -> dict[str, Secret]:
            return {
                text: secret
                for text, secret in secrets.items()
                if text not in own and secret.organisation_code != organisation_code
            }

        # its own name may hold another that may not be shown
        names = {text for text, each in self.words.items() if each.organisation_code == organisation_code} & own
        named = tuple(sorted({*self.named, *names}, key=len, reverse=True))
        return Secrets(others(self.words), others(self.passages), others(self.figures), named)


def find_leaks(folder: Path, secrets: Secrets) -> list[Leak]:
    """Every secret that can be found in a folder, each once for every place; files nobody can look into count, too."""
    leaks = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        file = path.relative_to(folder)
        try:
            is_code = CODE_FOLDER in file.parts or path.suffix == LOOKS
            looked_for = replace(secrets, figures={}) if is_code else secrets
            for where, text in read_published(path):
                leaks += [
                    Leak(file, where, each.kind, each.organisation_code, each.text) for each in _found(text, looked_for)
                ]
        except UnreadableError as error:
            leaks.append(Leak(file, "whole file", "unreadable", "nobody knows whom", str(error)))
    for each in sorted({path.parent for path in folder.rglob("*")} - {folder}):
        name = normalised(each.name)
        leaks += [
            Leak(each.relative_to(folder), "folder name", hit.kind, hit.organisation_code, hit.text)
            for hit in _words_in(name, secrets)
        ]
    return list(dict.fromkeys(leaks))


def _found(text: str, secrets: Secrets) -> Iterator[Secret]:
    hits: dict[Secret, None] = {}
    for form in (_without(plain, secrets.named) for plain in plain_forms(text)):
        hits.update(dict.fromkeys(_words_in(form, secrets)))
        hits.update(dict.fromkeys(_passages_in(form, secrets)))
        hits.update(dict.fromkeys(_figures_in(form, secrets)))
    yield from hits


def _without(form: str, names: tuple[str, ...]) -> str:
    for name in names:
        form = form.replace(name, " ")
    return form


def _words_in(form: str, secrets: Secrets) -> Iterator[Secret]:
    """Names, codes and addresses that stand there as whole words."""
    for word, secret in secrets.words.items():
        place = form.find(word)
        while place >= 0:
            before, after = form[place - 1 : place], form[place + len(word) : place + len(word) + 1]
            if not WORD.match(before) and not WORD.match(after):
                yield secret
                break
            place = form.find(word, place + 1)


def _passages_in(form: str, secrets: Secrets) -> Iterator[Secret]:
    if not secrets.passages:
        return
    told: set[str] = set()
    for start in range(len(form) - SHORTEST_TEXT + 1):
        secret = secrets.passages.get(form[start : start + SHORTEST_TEXT])
        if secret is not None and secret.organisation_code not in told:
            told.add(secret.organisation_code)
            yield secret


def _figures_in(form: str, secrets: Secrets) -> Iterator[Secret]:
    if not secrets.figures:
        return
    for found in NUMBER.finditer(DRAWN.sub(" ", form)):
        # a blank or a comma may group digits, or part two numbers, or a comma stand for the point
        for written in (found[0], *PARTS.split(found[0]), found[0].replace(",", ".", 1)):
            secret = secrets.figures.get(_exact(written))
            if secret is not None:
                yield secret


def _exact(text: str) -> str:
    """A written number as it is looked up, empty where it has too few significant digits to tell whose it is.

    >>> _exact("61.33333"), _exact("12 500"), _exact("0.0500"), _exact("12,345")
    ('61.33333', '', '', '12345')
    """
    plain = re.sub(r"[^\d.]", "", text)
    if plain.count(".") > 1:
        return ""
    whole, _, fraction = plain.partition(".")
    digits = (whole + fraction).lstrip("0") if fraction.strip("0") else whole.strip("0")
    return f"{float(plain):.{len(digits)}g}" if len(digits) >= SIGNIFICANT_DIGITS else ""


def _is_common(number: float) -> bool:
    """A number that counts of things give as well, such as a third or 7 of 12: it tells nobody's answer by itself.

    >>> _is_common(58.333333333333336), _is_common(61.2345678), _is_common(12345)
    (True, False, False)
    """
    return not float(number).is_integer() and any(
        math.isclose(number * parts, round(number * parts), abs_tol=1e-7) for parts in COMMON_PARTS
    )


def _exact_forms(number: float) -> set[str]:
    """A number as it may be written with more or fewer digits, none of them with too few."""
    forms = {f"{number:.{digits}g}" for digits in range(SIGNIFICANT_DIGITS, MOST_DIGITS + 1)}
    return {form for form in forms if "e" not in form and _exact(form) == form}


def gather_secrets(
    study: Study, figures: Iterable[tuple[str, float]], own_words: str, own_names: str | None = None
) -> Secrets:
    """What must not be found: names and codes of those who did not agree, addresses, free texts, exact figures.

    Parameters
    ----------
    study : Study
    figures : iterable of (organisation code, number)
        Exact results of single organisations.
    own_words : str
        Everything that we wrote ourselves: questionnaire, documents, EU tables. What stands there is no answer.
    own_names : str, optional
        What of it excuses a name, where that is not all of it.
    """
    organisations = study.answers.organisations
    agreed = set(organisations.loc[organisations["consent_name"], "organisation_code"])
    public_names = {normalised(name) for name in organisations.loc[organisations["consent_name"], "name"]}
    known = normalised(own_words)
    known_names = known if own_names is None else normalised(own_names)
    words: dict[str, Secret] = {}
    people = pd.concat(
        [organisations[["organisation_code", "name"]], study.edition.invited[["organisation_code", "name"]]]
    )
    for code, name in zip(people["organisation_code"], people["name"], strict=True):
        plain = normalised(name)
        words.setdefault(normalised(code), Secret(CODE, normalised(code), code))
        if (
            code not in agreed
            and plain not in public_names
            and len(plain) >= SHORTEST_NAME
            and plain not in known_names
        ):
            words.setdefault(plain, Secret(NAME, plain, code))
    told = study.stakeholders.rename(columns={"stakeholder_code": "organisation_code"})
    addresses = pd.concat([organisations, told])[["organisation_code", "email"]]
    for code, address in zip(addresses["organisation_code"], addresses["email"], strict=True):
        if isinstance(address, str) and address.strip():
            words.setdefault(normalised(address), Secret(EMAIL, normalised(address), code))
    exact: dict[str, Secret] = {}
    own: dict[str, set[str]] = {code: {normalised(code)} for code in organisations["organisation_code"]}
    for code, name, address in organisations[["organisation_code", "name", "email"]].itertuples(index=False):
        own[code] |= {normalised(name), normalised(address) if isinstance(address, str) else ""}
    for code, number in figures:
        if not math.isnan(number) and not _is_common(number):
            forms = _exact_forms(abs(number))
            exact |= dict.fromkeys(forms, Secret(FIGURE, f"{number:.12g}", code))
            own.setdefault(code, set()).update(forms)
    for code, text in _free_texts(study):
        own.setdefault(code, set()).update(_runs(text))
    named = tuple(sorted(public_names, key=len, reverse=True))
    passages = _passages(study, known, public_names)
    return Secrets(words, passages, exact, named, {code: frozenset(texts) for code, texts in own.items()})


def _free_texts(study: Study) -> Iterator[tuple[str, str]]:
    """Every answer in words, normalised, and whose it is."""
    texts = {code for code, question in study.framework.questions.items() if question.type == "text"}
    responses = study.answers.responses
    given = responses[responses["question_code"].isin(texts) & (responses["state"] == ANSWERED)]
    for code, text in zip(given["organisation_code"], given["value"], strict=True):
        yield code, normalised(str(text))


def _passages(study: Study, known: str, public_names: Iterable[str]) -> dict[str, Secret]:
    """Runs of letters of free texts, without those that also stand in what we wrote ourselves or may show."""
    organisations = study.answers.organisations
    told = set(organisations.loc[organisations["consent_story"], "organisation_code"])
    stories = {question.code for role in STORY_ROLES if (question := study.framework.with_role(role))}
    texts = {code for code, question in study.framework.questions.items() if question.type == "text"}
    responses = study.answers.responses
    given = responses[responses["question_code"].isin(texts) & (responses["state"] == ANSWERED)]
    rows = list(zip(given["organisation_code"], given["question_code"], given["value"], strict=True))
    may_be_shown = set(_runs(known))
    for shown in (
        *public_names,
        *(normalised(str(text)) for code, asked, text in rows if asked in stories and code in told),
    ):
        may_be_shown.update(_runs(shown))
    passages: dict[str, Secret] = {}
    for code, _, text in rows:
        for run in _runs(normalised(str(text))):
            if run not in may_be_shown:
                passages.setdefault(run, Secret(FREE_TEXT, run, code))
    return passages


def _runs(text: str) -> Iterator[str]:
    """Every run of so many letters of a text."""
    yield from (text[start : start + SHORTEST_TEXT] for start in range(len(text) - SHORTEST_TEXT + 1))


def exact_figures(compared: pd.DataFrame, responses: pd.DataFrame) -> Iterator[tuple[str, float]]:
    """Scores of single organisations as they are before rounding, above single indicators, and numbers they gave."""
    nodes = compared[compared["level"] != "indicator"]
    for column in ("score", "comparable_score", "gap"):
        yield from zip(nodes["organisation_code"], nodes[column].astype(float), strict=True)
    for code, value in zip(responses["organisation_code"], responses["value"], strict=True):
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield code, float(value)
