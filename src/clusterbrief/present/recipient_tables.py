"""Tables of the authors' dossier about recipients: who gets which file, and who has been sent what."""

from collections.abc import Iterable

import pandas as pd

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present.latin_names import who, with_latin
from clusterbrief.present.shared_addresses import address_owners, addresses_finding
from clusterbrief.present.wording import MISSING, count, format_date, joined, number_word, sentence_start

SHEET = "organisation"  # the document in reports/ that private sheets are made of
NOT_SENT, CHANGED, UNNOTED, SENT = "not sent yet", "changed since it was sent", "sent, version not noted", "sent"
TO_SEND = (NOT_SENT, CHANGED)
NO_CONTACT = "did not agree to be contacted"
BRIEFS = {
    "donor": "donors"
}  # kind of stakeholder -> whom its brief is for; the others set policy or speak for business
POLICY = "policy practitioners"
DOCUMENTS = {  # words for documents in reports/, and for what else is sent
    SHEET: "private sheet", "report": "follow-up report", "country": "country report", "model": "country model",
    "brief_managers": "brief for managers", "brief_policy": "brief for policy practitioners",
    "brief_donors": "brief for donors", "slides": "handover slides", "invitation": "invitation",
    "form": "questionnaire form", "findings": "questions about answers",
}  # fmt: skip


def document_label(document: str, unit_code: str = "") -> str:
    """A document in words, with the unit that it is about.

    >>> document_label("brief_policy", "AM"), document_label("atlas")
    ('brief for policy practitioners (AM)', 'atlas')
    """
    label = DOCUMENTS.get(document, document.replace("_", " "))
    return f"{label} ({unit_code})" if unit_code else label


def sheet_rows(profile: Profile) -> pd.DataFrame:
    """Who gets which private sheet, and whether it has gone out.

    Returns
    -------
    DataFrame, one row per respondent, in order of code
        ``organisation_code``, ``name``, ``country_code``, ``file`` (below build/), ``version`` (of the sheet as it is
        now), ``email`` (empty where none was given), ``may_be_contacted`` (true or false), ``sent_on`` (year-month-day
        of the last time; empty where it was not sent), ``sent_version``, ``status`` (of the four above)
        and ``address_of`` (other organisations whose address it is, too; empty as a rule).
    """
    people = profile.tables["organisations"].merge(profile.tables["sheet_versions"], on="organisation_code", how="left")
    sent = profile.tables["sent"]
    last = sent[sent["document"] == SHEET].sort_values("sent_on", kind="stable").groupby("recipient_code").last()
    rows = people[["organisation_code", "name", "country_code", "version"]].assign(
        file=[f"private/{code}/sheet.html" for code in people["organisation_code"]],
        email=[each if isinstance(each, str) else "" for each in people["email"]],
        may_be_contacted=people["consent_contact"].astype(bool),
        sent_on=people["organisation_code"].map(last["sent_on"]).fillna(""),
        sent_version=people["organisation_code"].map(last["version"]).fillna(""),
    )
    status = [
        _status(*each) for each in zip(rows["sent_on"], rows["sent_version"], rows["version"], strict=True)
    ]  # fmt: skip
    owners = address_owners(rows, profile.tables["invited"])
    return rows.assign(status=status, address_of=owners).sort_values("organisation_code").reset_index(drop=True)


def _status(sent_on: str, sent_version: str, version: str) -> str:
    if not sent_on:
        return NOT_SENT
    if not sent_version:
        return UNNOTED
    return SENT if sent_version == version else CHANGED


def sheets_finding(rows: pd.DataFrame) -> str:
    """How many sheets are still to be sent, and to how many nobody may write."""
    if rows.empty:
        return "There are no private sheets: nobody has answered yet."
    counts = rows["status"].value_counts()
    waiting, changed = int(counts.get(NOT_SENT, 0)), int(counts.get(CHANGED, 0))
    sheets = count(len(rows), "private sheet")
    if waiting == len(rows):
        text = (
            "The only private sheet has not been sent yet." if waiting == 1 else f"None of {sheets} has been sent yet."
        )
    elif waiting:
        text = f"Of {sheets}, {number_word(waiting)} {'has' if waiting == 1 else 'have'} not been sent yet."
    else:
        text = f"{'The only private sheet has' if len(rows) == 1 else f'All {sheets} have'} been sent."
    if changed:
        text += f" Of those sent, {number_word(changed)} {'has' if changed == 1 else 'have'} changed since."
    silent = int((~rows["may_be_contacted"]).sum())
    if silent:
        text += f" Of the recipients, {number_word(silent)} {NO_CONTACT}: hand the sheet over only where asked."
    return " ".join(filter(None, [text, addresses_finding(rows)]))


def tabulate_sheets(rows: pd.DataFrame) -> pd.DataFrame:
    """Who gets which file, how, and whether it has gone out."""
    return pd.DataFrame(
        {
            "Organisation": who(rows),
            "File": rows["file"],
            "Version": rows["version"],
            "To": [
                _address(row) if row["may_be_contacted"] else sentence_start(NO_CONTACT)
                for row in rows.to_dict("records")
            ],
            "Sent": [
                f"{sentence_start(status)} ({format_date(day)})" if day else sentence_start(status)
                for status, day in zip(rows["status"], rows["sent_on"], strict=True)
            ],
        }
    )


def _address(row: dict) -> str:
    if not row["email"]:
        return "No e-mail address given"
    return f"{row['email']}: also of {row['address_of']}, ask first" if row["address_of"] else str(row["email"])


def pool_rows(profile: Profile) -> pd.DataFrame:
    """The two pools by country: respondents that were invited to answer, stakeholders that are told of the results.

    Returns
    -------
    DataFrame, one row per area that has any, in the order of areas
        ``area_code``, ``label``, ``invited``, ``answered`` (of those invited), ``stakeholders`` and ``told`` (of them,
        those that were sent something).
    """
    invited, stakeholders, sent = (profile.tables[name] for name in ("invited", "stakeholders", "sent"))
    answered = ~invited["organisation_code"].isin(profile.tables["silent"]["organisation_code"])
    told = stakeholders["stakeholder_code"].isin(sent["recipient_code"])
    areas = profile.tables["areas"]
    region = profile.unit_code
    rows = pd.DataFrame(
        {
            "area_code": areas["area_code"],
            "label": [
                "No single country" if code == region else label
                for code, label in zip(areas["area_code"], areas["area_label"], strict=True)
            ],
            "invited": [int((invited["country_code"] == code).sum()) for code in areas["area_code"]],
            "answered": [int((invited.loc[answered, "country_code"] == code).sum()) for code in areas["area_code"]],
            "stakeholders": [int((stakeholders["country_code"] == code).sum()) for code in areas["area_code"]],
            "told": [int((stakeholders.loc[told, "country_code"] == code).sum()) for code in areas["area_code"]],
        }
    )
    return rows[(rows["invited"] > 0) | (rows["stakeholders"] > 0)].reset_index(drop=True)


def pools_finding(profile: Profile) -> str:
    """How large the two pools are, and how many stakeholders have been told."""
    invited, stakeholders, sent = (profile.tables[name] for name in ("invited", "stakeholders", "sent"))
    text = f"The first pool, those invited to answer, has {count(len(invited), 'organisation')}."
    if stakeholders.empty:
        return f"{text} No stakeholders are listed yet: write them into stakeholders.csv of the edition."
    told = int(stakeholders["stakeholder_code"].isin(sent["recipient_code"]).sum())
    text += f" The second pool, those told of the results, has {count(len(stakeholders), 'stakeholder')}"
    if told == len(stakeholders):
        return f"{text}; {'it has' if told == 1 else 'each has'} been sent something."
    rest = len(stakeholders) - told
    return f"{text}; {number_word(rest)} {'has' if rest == 1 else 'have'} not been sent anything yet."


def tabulate_pools(rows: pd.DataFrame) -> pd.DataFrame:
    """The two pools in numbers."""
    numbers = {
        "Invited": "invited",
        "Of them answered": "answered",
        "Stakeholders": "stakeholders",
        "Of them told": "told",
    }
    return pd.DataFrame(
        {"Country": rows["label"], **{heading: rows[name].astype(str) for heading, name in numbers.items()}}
    )


def stakeholder_rows(profile: Profile) -> pd.DataFrame:
    """The second pool: who they are, what suits them and what they have been sent.

    Returns
    -------
    DataFrame, one row per stakeholder, in the order of the list
        The columns of the list, ``area_label``, ``suits`` (documents in words) and ``was_sent`` (in words, with days;
        empty where nothing was).
    """
    rows = profile.tables["stakeholders"]
    labels = profile.tables["areas"].set_index("area_code")["area_label"]
    return rows.assign(
        area_label=["" if code == profile.unit_code else labels.get(code, code) for code in rows["country_code"]],
        suits=[
            _suits(kind, "" if code == profile.unit_code else code)
            for kind, code in zip(rows["kind"], rows["country_code"], strict=True)
        ],
        was_sent=[sent_in_words(profile, code) for code in rows["stakeholder_code"]],
    )


def _suits(kind: str, country_code: str) -> str:
    brief = document_label(f"brief for {BRIEFS.get(kind, POLICY)}", country_code)
    documents = ["follow-up report", document_label("country", country_code), brief] if country_code else []
    return joined(documents or ["follow-up report", brief])


def sent_in_words(profile: Profile, recipient_code: str) -> str:
    """What a recipient has been sent, with days; empty where nothing was."""
    sent = profile.tables["sent"]
    own = sent[sent["recipient_code"] == recipient_code].sort_values("sent_on", kind="stable")
    return "; ".join(
        f"{document_label(document, unit)}, {format_date(day)}"
        for document, unit, day in zip(own["document"], own["unit_code"], own["sent_on"], strict=True)
    )


def tabulate_stakeholders(rows: pd.DataFrame) -> pd.DataFrame:
    """The second pool with what is for them and what went out."""
    return pd.DataFrame(
        {
            "Stakeholder": rows["stakeholder_code"] + " " + rows["name"].map(with_latin),
            "Kind": [sentence_start(each) for each in rows["kind"]],
            "Contact": [
                ", ".join(filter(None, each)) or MISSING for each in zip(rows["contact"], rows["email"], strict=True)
            ],
            "For them": [sentence_start(each) for each in rows["suits"]],
            "Sent": [sentence_start(each) or "Nothing sent yet" for each in rows["was_sent"]],
        }
    )


def sent_rows(profile: Profile) -> pd.DataFrame:
    """Everything that was sent, the latest first: the rows of the file with ``name`` (empty of who has withdrawn)."""
    names = {
        **_names(profile.tables["invited"], "organisation_code"),
        **_names(profile.tables["organisations"], "organisation_code"),
        **_names(profile.tables["stakeholders"], "stakeholder_code"),
    }
    rows = profile.tables["sent"]
    rows = rows.assign(name=[names.get(code, "") for code in rows["recipient_code"]])
    return rows.sort_values("sent_on", ascending=False, kind="stable").reset_index(drop=True)


def _names(table: pd.DataFrame, key: str) -> dict[str, str]:
    return dict(zip(table[key], table["name"], strict=True))


def sent_finding(rows: pd.DataFrame) -> str:
    """How much was sent to how many."""
    if rows.empty:
        return "Nothing has been noted as sent yet: clusterbrief sent notes it."
    recipients, days = rows["recipient_code"].nunique(), sorted(_days(rows["sent_on"]))
    when = f"on {format_date(days[0])}" if len(days) == 1 else f"from {format_date(days[0])} to {format_date(days[-1])}"
    documents = count(len(rows), "document")
    return f"So far, {documents} went to {count(recipients, 'recipient')} {when}."


def _days(days: Iterable[str]) -> set[str]:
    return {day for day in days if day}


def tabulate_sent(rows: pd.DataFrame) -> pd.DataFrame:
    """What was sent: day, to whom, what and in which version."""
    return pd.DataFrame(
        {
            "Day": [format_date(day) for day in rows["sent_on"]],
            "Recipient": [
                f"{code} {with_latin(name)}".strip()
                for code, name in zip(rows["recipient_code"], rows["name"], strict=True)
            ],
            "Document": [
                sentence_start(document_label(*each)) for each in zip(rows["document"], rows["unit_code"], strict=True)
            ],
            "Version": [each or MISSING for each in rows["version"]],
            "Note": [each or MISSING for each in rows["note"]],
        }
    )
