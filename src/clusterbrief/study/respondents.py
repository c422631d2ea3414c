"""Who answered: each contribution's organisation, its duplicates, and what it says of itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

import pandas as pd

from clusterbrief.study.answers import ANSWERED, Answer
from clusterbrief.study.edition import ORGANISATION_CODE, Edition
from clusterbrief.study.export import Export
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Role
from clusterbrief.study.headings import normalised

PLAIN_ROLES: tuple[Role, ...] = (
    "region", "ecosystem", "sector", "year", "eccp", "members_total", "members_large", "members_sme",
    "members_research", "members_public", "members_civil", "members_finance", "email",
)  # fmt: skip
CONSENT_ROLES: tuple[Role, ...] = ("consent_name", "consent_story", "consent_contact")


class NotesFindings(Protocol):
    """What findings are noted in."""

    def add(self, export: Export, row: int, column: int | None, **about: str) -> None:
        """Note one finding."""


@dataclass(frozen=True)
class Respondent:
    """One contribution with its answers by question code; ``organisation_code`` is empty until identified."""

    export: Export
    row: int
    changed_at: datetime | None
    answers: dict[str, Answer]
    columns: dict[str, int]
    organisation_code: str = ""
    name: str = ""
    country_code: str = ""
    invited: bool = False
    completed: bool = True


def identify(
    respondents: Iterable[Respondent], framework: Framework, edition: Edition, findings: NotesFindings
) -> list[Respondent]:
    """Give each contribution its organisation: by the code it was invited with, else by name and country.

    An organisation that was not invited gets a code made of its country and name, the same in every run.
    A contribution without a country of this edition cannot be placed and is left out with a finding.
    """
    by_code = edition.invited.set_index("organisation_code").to_dict("index")
    by_name = _codes_by_name(edition)
    identified = []
    for respondent in respondents:
        given = _given_code(respondent, framework)
        name, country = _said(respondent, framework, "name"), _said(respondent, framework, "country")
        if given in by_code and country not in {"", by_code[given]["country_code"]}:
            _note_other_country(respondent, framework, findings)
            given = ""  # the answers of one organisation must never be taken for those of another
        code = given if given in by_code else by_name.get((country, normalised(name)), "")
        if code:
            known = by_code[code]
            name, country = name or known["name"], known["country_code"]
        if country not in edition.settings.countries:
            _leave_out(respondent, framework, findings)
            continue
        if not code:
            code = _own_code(country, name, respondent)
        identified.append(
            replace(
                respondent, organisation_code=code, name=name or code, country_code=country, invited=code in by_code
            )
        )
        if code not in by_code:
            findings.add(
                respondent.export, respondent.row, None, organisation_code=code, kind="not invited",
                problem="Neither code nor name is on the list of invited organisations", action=f"Kept as {code}.",
            )  # fmt: skip
    return identified


def _said(respondent: Respondent, framework: Framework, role: Role) -> str:
    question = framework.with_role(role)
    answer = respondent.answers.get(question.code) if question else None
    return str(answer.value) if answer and answer.state == ANSWERED else ""


def _given_code(respondent: Respondent, framework: Framework) -> str:
    code = _said(respondent, framework, "organisation_code").strip().upper()
    return code if ORGANISATION_CODE.fullmatch(code) else ""


def _codes_by_name(edition: Edition) -> dict[tuple[str, str], str]:
    """Codes of invited organisations by country and name, without names that two of them share."""
    names = edition.invited.assign(name=edition.invited["name"].map(normalised))
    names = names[names["name"] != ""].drop_duplicates(["country_code", "name"], keep=False)
    return dict(zip(zip(names["country_code"], names["name"], strict=True), names["organisation_code"], strict=True))


def _own_code(country: str, name: str, respondent: Respondent) -> str:
    """A code for an organisation that is on no list: stable, and safe as a file name."""
    seed = normalised(name) or repr([answer.value for answer in respondent.answers.values()])
    return f"{country}-X{sha256(seed.encode()).hexdigest()[:10].upper()}"


def _note_other_country(respondent: Respondent, framework: Framework, findings: NotesFindings) -> None:
    question = framework.with_role("organisation_code")
    code = question.code if question else ""
    findings.add(
        respondent.export, respondent.row, respondent.columns.get(code), question_code=code, kind="code of another",
        problem="The code in the answer belongs to an organisation of another country", action="Code left out.",
    )  # fmt: skip


def _leave_out(respondent: Respondent, framework: Framework, findings: NotesFindings) -> None:
    question = framework.with_role("country")
    code = question.code if question else ""
    findings.add(
        respondent.export, respondent.row, respondent.columns.get(code), question_code=code, kind="no country",
        problem="The answer names no country of this edition", action="Contribution left out.",
    )  # fmt: skip


def keep_latest(respondents: Sequence[Respondent], findings: NotesFindings) -> list[Respondent]:
    """Of several contributions of one organisation, the one sent off and changed last; order of codes."""

    def sent(respondent: Respondent) -> tuple[bool, datetime]:  # the later row decides where nothing else does
        return respondent.completed, respondent.changed_at or datetime.min

    kept: dict[str, Respondent] = {}
    for respondent in sorted(respondents, key=sent):
        earlier = kept.get(respondent.organisation_code)
        if earlier:
            which = "completed" if respondent.completed and not earlier.completed else "later"
            findings.add(
                earlier.export, earlier.row, None, organisation_code=earlier.organisation_code, kind="answered twice",
                problem=f"A {which} answer is in row {respondent.row} of {respondent.export.file}",
                action=f"{which.capitalize()} one kept.",
            )  # fmt: skip
        kept[respondent.organisation_code] = respondent
    return [kept[code] for code in sorted(kept)]


def respondents_table(respondents: Sequence[Respondent], framework: Framework) -> pd.DataFrame:
    """Respondents and what they say of themselves.

    Returns
    -------
    DataFrame, one row per organisation, in order of code
        ``organisation_code``, ``name``, ``country_code``, ``invited``, ``changed_at``, one column per plain
        role (``year``, ``members_total``, ... empty where not answered) and the three consents (true only
        where "yes" was answered).
    """
    rows = [_respondent_row(each, framework) for each in respondents]
    columns = ["organisation_code", "name", "country_code", "invited", "changed_at", *PLAIN_ROLES, *CONSENT_ROLES]
    return pd.DataFrame(rows, columns=columns)


def _respondent_row(respondent: Respondent, framework: Framework) -> dict[str, Any]:
    row: dict[str, Any] = {
        "organisation_code": respondent.organisation_code,
        "name": respondent.name,
        "country_code": respondent.country_code,
        "invited": respondent.invited,
        "changed_at": respondent.changed_at,
    }
    for role in PLAIN_ROLES:
        question = framework.with_role(role)
        row[role] = respondent.answers[question.code].value if question else None
    for role in CONSENT_ROLES:
        row[role] = _said(respondent, framework, role) == "yes"
    return row
