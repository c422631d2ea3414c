"""The authors' dossier as sheets of a workbook: numbers as numbers, and every column explained."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present import dossier_selection, dossier_tables, recipient_tables, story_words
from clusterbrief.present.dossier_selection import STATUSES
from clusterbrief.present.dossier_tables import YES_NO
from clusterbrief.present.latin_names import with_latin
from clusterbrief.present.wording import sentence_start

CODE, NAME, COUNTRY = "Code", "Organisation", "Country"
WHO = {
    CODE: "Code of the organisation, as in the list of invited ones",
    NAME: "Name as the organisation gave it, else as it was invited; other letters also in Latin ones, in brackets",
    COUNTRY: "Code of the country",
}
RANGE = "5 % of the tested scenarios give less", "5 % of the tested scenarios give more"


@dataclass(frozen=True)
class DossierSheet:
    """One sheet: its name, what one row is, its table under headings for people, and what each column means."""

    title: str
    row_is: str
    table: pd.DataFrame
    meanings: Mapping[str, str]


def dossier_sheets(profile: Profile) -> list[DossierSheet]:
    """Every sheet of the dossier, in order; one without rows keeps its headings."""
    makers: tuple[Callable[[Profile], DossierSheet], ...] = (
        _ranking, _selection, _classes, _consent, _stories, _private_sheets, _invited, _stakeholders, _sent, _findings,
        _kept_back,
    )  # fmt: skip
    return [make(profile) for make in makers]


def _sheet(
    title: str, row_is: str, columns: Mapping[str, tuple[pd.Series, str]], who: pd.DataFrame | None
) -> DossierSheet:
    """A sheet of columns with their meanings; those that say who it is come first."""
    named = (
        {}
        if who is None
        else {
            CODE: who["organisation_code"],
            NAME: who["name"].map(with_latin, na_action="ignore"),
            COUNTRY: who["country_code"],
        }
    )
    table = pd.DataFrame({**named, **{heading: values for heading, (values, _) in columns.items()}})
    meanings = {**(WHO if named else {}), **{heading: meaning for heading, (_, meaning) in columns.items()}}
    return DossierSheet(title, row_is, table.reset_index(drop=True), meanings)


def _capital(texts: pd.Series) -> pd.Series:
    return texts.fillna("").map(sentence_start)


def _yes_no(flags: pd.Series) -> pd.Series:
    return flags.astype(bool).map(YES_NO)


def _ranking(profile: Profile) -> DossierSheet:
    rows = dossier_tables.ranking_rows(profile)
    columns = {
        "Rank": (rows["rank"], "Place by overall score; equals share the best place"),
        "Rank, low": (rows["rank_low"], RANGE[0]),
        "Rank, high": (rows["rank_high"], RANGE[1]),
        "Score": (rows["score"], "Overall score, 0-100 points"),
        "Score, low": (rows["score_low"], RANGE[0]),
        "Score, high": (rows["score_high"], RANGE[1]),
        "Attainment": (rows["attainment"], "Comparable score divided by the EU value; 1 is the EU value, not capped"),
    }
    return _sheet("Ranking", "an organisation with an overall score", columns, rows)


def _selection(profile: Profile) -> DossierSheet:
    rows = dossier_selection.selection_rows(profile)
    columns = {
        "Status": (rows["status"].map(STATUSES), "Whether it would be chosen for support with the Bronze label"),
        "Place": (rows["rank"], "Among those that meet every criterion, by the score of block III"),
        "Block III": (rows["score"], "Score of management excellence, 0-100 points"),
        "Completion": (rows["completion"], "Share of the required questions that were answered, 0-1"),
        "Not met": (rows["not_met"], "Criteria that are not met"),
        "Short by": (rows["short_by"], "How much is missing, where a number decides"),
        "Cannot be told": (rows["unknown"], "Criteria whose questions were not answered or not asked"),
        "Could be chosen": (
            _yes_no(rows["could_be_selected"]),
            "Whether it would be, in another's place if need be, if it met what cannot be told and nobody else did",
        ),
        "Labels held": (rows["labels_held"], "Quality labels that it says it holds now; empty where not answered"),
        "Wishes a label": (
            _capital(rows["label_wish"]),
            "Whether it wants to apply for a European label in the next two years; empty where not answered",
        ),
        "May be contacted": (_yes_no(rows["consent_contact"]), "Whether it agreed to be contacted"),
    }
    return _sheet("Bronze selection", "a respondent", columns, rows)


def _classes(profile: Profile) -> DossierSheet:
    rows = dossier_tables.class_rows(profile)
    columns = {
        "Class": (rows["class_label"], "By the rules of classes.yml"),
        "Kept in": (rows["kept"], "Share of the tested scenarios that give the same class, 0-1; not a probability"),
        "Decided by": (_capital(rows["decided_by"]), "The figures that decided"),
        "Phase": (_capital(rows["phase"]), "Cluster organisation or proto-cluster, told from answers"),
        "Stage": (rows["stage"], "Stage of the cluster's life whose description is nearest to the answers"),
        "Margin": (rows["margin"], "How much farther the next stage is, in levels; 0 is a tie"),
    }
    return _sheet("Classes", "a respondent", columns, rows)


def _consent(profile: Profile) -> DossierSheet:
    rows = dossier_tables.consent_rows(profile)
    columns = {
        "Name": (_yes_no(rows["consent_name"]), "May be named as a participant"),
        "Story": (_yes_no(rows["consent_story"]), "Its success story may be published"),
        "Contact": (_yes_no(rows["consent_contact"]), "May be contacted about answers and next steps"),
        "E-mail": (rows["email"], "As given in the questionnaire; asked only of those that may be contacted"),
    }
    return _sheet("Consent", "a respondent", columns, rows)


def _stories(profile: Profile) -> DossierSheet:
    rows = story_words.story_rows(profile)
    columns = {
        "Title": (rows["title"], "As the organisation gave it"),
        "Page": (rows["page"], "Of the public site; empty where the story is kept back"),
        "Kept back because": (_capital(rows["withheld_because"]), "Why it is not published although it may be"),
    }
    return _sheet("Stories", "a success story that its organisation agreed to publish", columns, rows)


def _private_sheets(profile: Profile) -> DossierSheet:
    rows = recipient_tables.sheet_rows(profile)
    allowed = rows["may_be_contacted"].map({True: "Yes", False: f"No: {recipient_tables.NO_CONTACT}"})
    columns = {
        "File": (rows["file"], "The private sheet, below build/; it goes to this organisation alone"),
        "Version": (rows["version"], "Of the sheet as it is now; stands at its end"),
        "May be contacted": (allowed, "Whether the organisation agreed to be contacted"),
        "E-mail": (rows["email"], "As given in the questionnaire"),
        "Address also of": (rows["address_of"], "Another organisation whose address it is, too: ask before it is used"),
        "Status": (
            _capital(rows["status"]),
            "Not sent yet, sent, sent without a noted version, or changed since it was sent",
        ),
        "Sent on": (rows["sent_on"], "Day of the last time, year-month-day"),
        "Version sent": (rows["sent_version"], "Version that was sent then"),
    }
    return _sheet("Private sheets", "a respondent and its private sheet", columns, rows)


def _invited(profile: Profile) -> DossierSheet:
    rows = profile.tables["invited"]
    silent = rows["organisation_code"].isin(profile.tables["silent"]["organisation_code"])
    was_sent = pd.Series(
        [recipient_tables.sent_in_words(profile, code) for code in rows["organisation_code"]], dtype=str
    )
    columns = {
        "Kind": (_capital(rows["kind"]), "As believed when inviting"),
        "Listed on the ECCP": (_yes_no(rows["eccp"]), "On the European Cluster Collaboration Platform"),
        "Answered": (_yes_no(~silent), "Whether an answer has come in"),
        "Sent": (_capital(was_sent), "What it was sent, with days"),
    }
    return _sheet("First pool, invited", "an organisation that was invited to answer", columns, rows)


def _stakeholders(profile: Profile) -> DossierSheet:
    rows = recipient_tables.stakeholder_rows(profile)
    columns = {
        CODE: (rows["stakeholder_code"], "Code of the stakeholder, as in stakeholders.csv"),
        "Stakeholder": (rows["name"].map(with_latin), "Name, with Latin letters in brackets where it has others"),
        "Kind": (_capital(rows["kind"]), "As in section 1.3.4 of the report of June 2024, and donors"),
        COUNTRY: (rows["country_code"], "Code of the country, or of the region for who belongs to no single country"),
        "Contact": (rows["contact"], "A person or an office"),
        "E-mail": (rows["email"], "As in stakeholders.csv"),
        "For them": (_capital(rows["suits"]), "Documents written for readers of this kind"),
        "Sent": (_capital(rows["was_sent"]), "What it was sent, with days; empty where nothing was"),
    }
    return _sheet(
        "Second pool, stakeholders", "a stakeholder, told of the results without being surveyed", columns, None
    )


def _sent(profile: Profile) -> DossierSheet:
    rows = recipient_tables.sent_rows(profile)
    documents = zip(rows["document"], rows["unit_code"], strict=True)
    labels = pd.Series([sentence_start(recipient_tables.document_label(*each)) for each in documents], dtype=str)
    columns = {
        "Sent on": (rows["sent_on"], "Year-month-day"),
        CODE: (rows["recipient_code"], "Of the organisation or stakeholder"),
        "Recipient": (rows["name"].map(with_latin), "Name, with Latin letters in brackets where it has others"),
        "Document": (labels, "What was sent, with the country or region that it is about"),
        "Version": (rows["version"], "Of a sheet as at its end; of another document the day of its publication"),
        "Note": (rows["note"], "The authors' own"),
    }
    return _sheet("Sent", "a document that went to a recipient on a day", columns, None)


def _findings(profile: Profile) -> DossierSheet:
    rows = profile.tables["all_findings"]
    columns = {
        CODE: (rows["organisation_code"], "Of the organisation; empty for contributions that were left out"),
        "Findings": (rows["count"], "How many answers could not be used as given, or do not fit together"),
        "Kinds": (rows["kinds"], "Which kinds there are; each with its cell in build/internal/findings.csv"),
    }
    return _sheet("Findings", "an organisation with findings about its answers", columns, None)


def _kept_back(profile: Profile) -> DossierSheet:
    rows = profile.tables["kept_back"]
    columns = {
        "Table": (rows["table"], "Of build/tables/public"),
        "Area": (rows["area_code"], "Code of the country or region; empty where a table has no areas"),
        "Figure": (rows["figure"], "Column of the table"),
        "Cells": (rows["cells"], "How many cells are hidden because of earlier publications"),
    }
    return _sheet("Kept back", "a figure that earlier publications keep from being shown", columns, None)
