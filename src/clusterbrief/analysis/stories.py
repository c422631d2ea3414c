"""Success stories: whose organisation agreed that we publish it, and what keeps one back all the same."""

import re
from collections.abc import Iterable
from hashlib import sha256

import pandas as pd

from clusterbrief.study.answers import ANSWERED
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Role
from clusterbrief.study.headings import normalised

SHORTEST_NAME = 4  # a shorter name cannot be told from a word
DIGITS = 8  # of a story's code
EMAIL = re.compile(r"\S@\S+\.\w")
CODE = re.compile(r"\b[A-Z]{2}-[A-Z0-9]{3,12}\b")
NAMES_ITSELF = "names its organisation, which did not agree to be named"
NAMES_ANOTHER = "names an organisation that did not agree to be named"
HOLDS_ADDRESS = "holds an e-mail address"
HOLDS_CODE = "holds the code of an organisation"
COLUMNS = ("organisation_code", "story_code", "title", "text", "name", "country_code", "withheld_because")


def list_stories(
    responses: pd.DataFrame,
    organisations: pd.DataFrame,
    invited: pd.DataFrame,
    framework: Framework,
    least: int,
) -> pd.DataFrame:
    """Stories of organisations that agreed to publish theirs.

    An organisation that did not agree to be named stays unnamed, and so does its country where too few answered from
    it. The text is the organisation's own and is never changed: what would name somebody is kept back as a whole.

    Parameters
    ----------
    responses : DataFrame, one row per organisation and question
        ``organisation_code``, ``question_code``, ``state``, ``value``.
    organisations : DataFrame, one row per respondent
        ``organisation_code``, ``name``, ``country_code``, ``consent_name``, ``consent_story``.
    invited : DataFrame, one row per invited organisation
        ``organisation_code`` and ``name``: nobody on it may be named without consent.
    framework : Framework
    least : int
        Respondents from which on the country of an unnamed organisation is told.

    Returns
    -------
    DataFrame, one row per story with a text, by country in the order of the framework, then by title
        ``organisation_code``, ``story_code`` (of title and text alone: it tells nothing of whose it is, and stays when
        other stories come or go), ``title`` (empty where none was given), ``text``, ``name`` and ``country_code``
        (empty where they are not shown) and ``withheld_because`` (empty where the story may be shown).
    """
    texts = {role: _answers(responses, framework, role) for role in ("story", "story_title")}
    agreed = organisations[organisations["consent_story"].astype(bool)]
    told = agreed[agreed["organisation_code"].isin(texts["story"])].sort_values("organisation_code")
    secret = _secret_names(organisations, invited)
    answered = organisations.groupby("country_code").size()
    rows: list[tuple[str, ...]] = []
    codes: set[str] = set()
    for each in told.to_dict("records"):
        code = each["organisation_code"]
        title, text = texts["story_title"].get(code, ""), texts["story"][code]
        named = bool(each["consent_name"])
        shown_country = named or answered[each["country_code"]] >= least
        story_code = _code(title, text, codes)
        codes.add(story_code)
        rows.append(
            (
                code, story_code, title, text, each["name"] if named else "",
                each["country_code"] if shown_country else "", _withheld(f"{title} {text}", each["name"], secret),
            )
        )  # fmt: skip
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=str)
    order = {country: place for place, country in enumerate(framework.countries)}
    places = table["country_code"].map(order).fillna(len(order))
    return (
        table.assign(place=places)
        .sort_values(["place", "title", "story_code"])
        .drop(columns="place")
        .reset_index(drop=True)
    )


def shown_stories(stories: pd.DataFrame) -> pd.DataFrame:
    """Those that may be shown, without whose they are."""
    shown = stories[stories["withheld_because"] == ""]
    return shown.drop(columns=["organisation_code", "withheld_because"]).reset_index(drop=True)


def _answers(responses: pd.DataFrame, framework: Framework, role: Role) -> dict[str, str]:
    question = framework.with_role(role)
    if question is None:
        return {}
    own = responses[(responses["question_code"] == question.code) & (responses["state"] == ANSWERED)]
    texts = {code: str(value).strip() for code, value in zip(own["organisation_code"], own["value"], strict=True)}
    return {code: text for code, text in texts.items() if text}


def _secret_names(organisations: pd.DataFrame, invited: pd.DataFrame) -> set[str]:
    """Names that nobody may read, as they are looked for; not those that are part of a name which may be shown."""
    agreed = organisations["consent_name"].astype(bool)
    public = {normalised(name) for name in organisations.loc[agreed, "name"]}
    names = {normalised(name) for name in (*organisations.loc[~agreed, "name"], *invited["name"])} - public
    # a name may be given in one list and agreed to under another spelling in the other: the code decides
    codes = set(organisations.loc[agreed, "organisation_code"])
    names -= {normalised(name) for name in invited.loc[invited["organisation_code"].isin(codes), "name"]}
    return {name for name in names if len(name) >= SHORTEST_NAME}


def _withheld(text: str, own_name: str, secret: Iterable[str]) -> str:
    plain = normalised(text)
    # most names do not occur at all, and a pattern for each of a thousand takes a thousand times as long to make
    held = [name for name in secret if name in plain]
    named = [name for name in held if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plain)]
    if normalised(own_name) in named:
        return NAMES_ITSELF
    if named:
        return NAMES_ANOTHER
    if EMAIL.search(text):
        return HOLDS_ADDRESS
    return HOLDS_CODE if CODE.search(text) else ""


def _code(title: str, text: str, taken: set[str]) -> str:
    """A code that follows from the words; a number is added where two organisations sent the same."""
    code = "S" + sha256(f"{title}\n{text}".encode()).hexdigest()[:DIGITS].upper()
    number = 2
    while code in taken:
        code = f"{code.partition('-')[0]}-{number}"
        number += 1
    return code
