"""What was sent, as rows for the edition's distribution.csv: to whom, and in which version."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from clusterbrief.analysis.profiles import Profile
from clusterbrief.errors import Fault, Faults, InputError, Place, nearest_name
from clusterbrief.present.recipient_tables import SHEET
from clusterbrief.produce.documents import Document
from clusterbrief.study.distribution import BEYOND_REPORTS

ALL = "all"  # instead of codes: everybody whom the document is for
UNPUBLISHED = "unpublished"  # version of a document that nobody else has seen yet


@dataclass(frozen=True)
class Sending:
    """What was sent and to whom: codes, or ``all``."""

    document: str
    recipients: Sequence[str]
    unit_code: str = ""
    version: str = ""  # empty: the one of now
    day: date | None = None  # None: today
    note: str = ""


def sendable(
    documents: Iterable[Document], units: Mapping[str, Collection[str]]
) -> dict[str, tuple[str, Collection[str]]]:
    """Audience and codes of units of each document by name; ``units``: codes by what documents are repeated for."""
    return {each.name: (each.settings.audience, units[each.settings.each]) for each in documents}


def rows_to_note(
    sending: Sending, dossier: Profile, documents: Mapping[str, tuple[str, Collection[str]]], today: date
) -> list[dict[str, str]]:
    """Rows for distribution.csv.

    Parameters
    ----------
    sending : Sending
    dossier : Profile
        The authors' own, which has recipients and the versions of sheets.
    documents : mapping of name to (audience, codes of its units)
    today : date
        The day where none is given.

    Raises
    ------
    InputError
        The document or a recipient is not known, or a private sheet would be noted for somebody else.
    """
    faults, known = Faults(), (*documents, *BEYOND_REPORTS)
    if sending.document not in known:
        faults.add(
            Place("DOCUMENT"), f'Cannot find the document "{sending.document}"', nearest_name(sending.document, known)
        )
    audience, units = documents.get(sending.document, ("", ()))
    if audience == "internal":
        faults.add(Place("DOCUMENT"), f'Cannot send "{sending.document}": it is for the authors only')
    if sending.unit_code and (audience != "public" or sending.unit_code not in units):
        remedy = nearest_name(sending.unit_code, sorted(units)) if audience == "public" else "Leave --unit out."
        faults.add(Place("--unit"), f'Cannot find "{sending.document}" of the unit "{sending.unit_code}"', remedy)
    faults.stop_if_any()
    private = audience == "private"
    codes = (
        _everybody(sending, dossier, private)
        if list(sending.recipients) == [ALL]
        else _codes(sending, dossier, private)
    )
    versions = dossier.tables["sheet_versions"].set_index("organisation_code")["version"]
    public = str(dossier.facts["last_published"]) or UNPUBLISHED
    day = (sending.day or today).isoformat()
    return [
        {
            "sent_on": day,
            "recipient_code": code,
            "document": sending.document,
            "unit_code": sending.unit_code,
            "version": sending.version or (versions[code] if private else public if audience else ""),
            "note": sending.note,
        }
        for code in codes
    ]


def _codes(sending: Sending, dossier: Profile, private: bool) -> list[str]:
    """The codes that were given, as they are written in the lists."""
    people = list(dossier.tables["sheet_versions"]["organisation_code"])
    if not private:
        people += list(dossier.tables["invited"]["organisation_code"]) + list(
            dossier.tables["stakeholders"]["stakeholder_code"]
        )
    known = {code.upper(): code for code in people}
    faults = Faults()
    for each in sending.recipients:
        if each.upper() not in known:
            problem = f'Cannot find the recipient "{each}"' + (
                f': "{SHEET}" goes to respondents alone' if private else ""
            )
            faults.add(Place("CODE"), problem, nearest_name(each, sorted(known.values())))
    faults.stop_if_any()
    return list(dict.fromkeys(known[each.upper()] for each in sending.recipients))


def _everybody(sending: Sending, dossier: Profile, private: bool) -> list[str]:
    """Respondents that may be contacted; for other documents the stakeholders, of the country that is named."""
    people: pd.DataFrame = dossier.tables["organisations"]
    if private:
        codes = list(people.loc[people["consent_contact"].astype(bool), "organisation_code"])
    else:
        stakeholders = dossier.tables["stakeholders"]
        own = stakeholders["country_code"] == sending.unit_code if sending.unit_code else slice(None)
        codes = list(stakeholders.loc[own, "stakeholder_code"])
    if not codes:
        raise InputError([Fault(Place("CODE"), "Cannot find anybody to note", "Write the codes of the recipients.")])
    return codes
