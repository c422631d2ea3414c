"""Who gets which file and who has been sent what: right for none, one and many."""

import pandas as pd
import pytest

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present import recipient_tables as recipients

CODES = ["XA-1", "XA-2", "XB-1"]
SENT = ["sent_on", "recipient_code", "document", "unit_code", "version", "note"]


def profile(sent=(), stakeholders=(("XA-S01", "Office", "XA", "ministry", "Desk", "d@example.org"),), codes=CODES):
    listed = ["stakeholder_code", "name", "country_code", "kind", "contact", "email"]
    tables = {
        "organisations": pd.DataFrame(
            {"organisation_code": codes, "name": [f"Name {each}" for each in codes],
             "country_code": [each[:2] for each in codes], "consent_contact": [each != "XA-2" for each in codes],
             "email": (["a@example.org", None, ""] * len(codes))[: len(codes)]}
        ),
        "sheet_versions": pd.DataFrame({"organisation_code": codes, "version": [f"1-{each}" for each in codes]}),
        "invited": pd.DataFrame(
            {"organisation_code": [*CODES, "XB-2"], "name": "Invited", "country_code": ["XA", "XA", "XB", "XB"]}
        ),
        "silent": pd.DataFrame({"organisation_code": ["XB-2"]}),
        "stakeholders": pd.DataFrame(list(stakeholders), columns=listed, dtype=str),
        "sent": pd.DataFrame(list(sent), columns=SENT, dtype=str),
        "areas": pd.DataFrame(
            {"area_code": ["ALL", "XA", "XB", "XC"], "area_label": ["All 3 countries", "Aland", "Bland", "Cland"]}
        ),
    }  # fmt: skip
    return Profile("region", "ALL", "internal", {}, tables)


def sheet(code, day="2024-12-17", version=""):
    return day, code, "organisation", "", version, ""


def test_status_of_a_sheet_is_that_of_the_last_time():
    sent = [sheet("XA-1", "2024-12-20", "1-XA-1"), sheet("XA-1", "2024-12-17", "old"), sheet("XB-1", version="old")]
    rows = recipients.sheet_rows(profile(sent)).set_index("organisation_code")
    assert rows["status"].to_dict() == {
        "XA-1": recipients.SENT, "XA-2": recipients.NOT_SENT, "XB-1": recipients.CHANGED,
    }  # fmt: skip
    assert rows.loc["XA-1", ["sent_on", "sent_version", "file"]].tolist() == [
        "2024-12-20", "1-XA-1", "private/XA-1/sheet.html",
    ]  # fmt: skip
    assert recipients.sheet_rows(profile([sheet("XB-1")]))["status"].tolist()[2] == recipients.UNNOTED


def test_nobody_without_consent_gets_an_address():
    shown = recipients.tabulate_sheets(recipients.sheet_rows(profile()))
    assert shown["To"].tolist() == ["a@example.org", "Did not agree to be contacted", "No e-mail address given"]
    assert shown["Sent"].tolist() == ["Not sent yet"] * 3


def test_an_address_of_another_organisation_is_warned_of():
    made = profile()
    people = made.tables["organisations"].assign(email=["xb-2@example.org", None, "b@example.org"])
    rows = recipients.sheet_rows(Profile(made.kind, "ALL", "internal", {}, {**made.tables, "organisations": people}))
    assert recipients.tabulate_sheets(rows)["To"].iloc[0] == "xb-2@example.org: also of XB-2, ask first"
    assert recipients.sheets_finding(rows).endswith("another organisation's, too; ask before it is used.")


@pytest.mark.parametrize(
    ("codes", "sent", "sentence"),
    [
        ([], [], "There are no private sheets: nobody has answered yet."),
        (["XA-1"], [], "The only private sheet has not been sent yet."),
        (["XA-1"], [sheet("XA-1")], "The only private sheet has been sent."),
        (["XA-1", "XB-1"], [sheet("XA-1", version="old")],
         "Of two private sheets, one has not been sent yet. Of those sent, one has changed since."),
        (["XA-1", "XB-1"], [sheet("XA-1"), sheet("XB-1")], "All two private sheets have been sent."),
        (CODES, [],
         "None of three private sheets has been sent yet. Of the recipients, one did not agree to be contacted: hand the "
         "sheet over only where asked."),
    ],
)  # fmt: skip
def test_sentence_about_sheets_is_right_for_none_one_and_many(codes, sent, sentence):
    assert recipients.sheets_finding(recipients.sheet_rows(profile(sent, codes=codes))) == sentence


def test_pools_are_counted_by_country():
    stakeholders = [
        ("XA-S01", "Office", "XA", "ministry", "", ""), ("ALL-S01", "Fund", "ALL", "donor", "", ""),
    ]  # fmt: skip
    sent = [("2024-12-17", "ALL-S01", "report", "", "", "")]
    rows = recipients.pool_rows(profile(sent, stakeholders))
    assert rows[["label", "invited", "answered", "stakeholders", "told"]].to_numpy().tolist() == [
        ["No single country", 0, 0, 1, 1], ["Aland", 2, 2, 1, 0], ["Bland", 2, 1, 0, 0],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stakeholders", "sent", "end"),
    [
        ([], [], "No stakeholders are listed yet: write them into stakeholders.csv of the edition."),
        (["XA-S01"], [], "has one stakeholder; one has not been sent anything yet."),
        (["XA-S01"], ["XA-S01"], "has one stakeholder; it has been sent something."),
        (["XA-S01", "XA-S02"], ["XA-S01", "XA-S02"], "has two stakeholders; each has been sent something."),
        (["XA-S01", "XA-S02", "XA-S03"], ["XA-S01"], "has three stakeholders; two have not been sent anything yet."),
    ],
)
def test_sentence_about_pools_is_right_for_none_one_and_many(stakeholders, sent, end):
    listed = [(code, "Office", "XA", "ministry", "", "") for code in stakeholders]
    rows = [("2024-12-17", code, "report", "", "", "") for code in sent]
    text = recipients.pools_finding(profile(rows, listed))
    assert text.startswith("The first pool, those invited to answer, has four organisations. ")
    assert text.endswith(end)


def test_stakeholders_are_shown_what_suits_them_and_what_went_out():
    stakeholders = [
        ("XA-S01", "Office", "XA", "ministry", "Desk", "d@example.org"), ("ALL-S01", "Fund", "ALL", "donor", "", ""),
    ]  # fmt: skip
    sent = [("2024-12-19", "XA-S01", "brief_policy", "XA", "", ""), ("2024-12-17", "XA-S01", "report", "", "", "")]
    shown = recipients.tabulate_stakeholders(recipients.stakeholder_rows(profile(sent, stakeholders)))
    assert shown.to_numpy().tolist() == [
        ["XA-S01 Office", "Ministry", "Desk, d@example.org",
         "Follow-up report, country report (XA) and brief for policy practitioners (XA)",
         "Follow-up report, 17 December 2024; brief for policy practitioners (XA), 19 December 2024"],
        ["ALL-S01 Fund", "Donor", "–", "Follow-up report and brief for donors", "Nothing sent yet"],
    ]  # fmt: skip


def test_what_was_sent_is_listed_latest_first():
    sent = [sheet("XA-1"), ("2024-12-19", "XA-S01", "country", "XA", "2024-12-16", "By hand"), sheet("XZ-9")]
    rows = recipients.sent_rows(profile(sent))
    assert recipients.tabulate_sent(rows).to_numpy().tolist() == [
        ["19 December 2024", "XA-S01 Office", "Country report (XA)", "2024-12-16", "By hand"],
        ["17 December 2024", "XA-1 Name XA-1", "Private sheet", "–", "–"],
        ["17 December 2024", "XZ-9", "Private sheet", "–", "–"],
    ]
    assert recipients.sent_finding(rows) == (
        "So far, three documents went to three recipients from 17 December 2024 to 19 December 2024."
    )
    assert recipients.sent_finding(rows.head(1)) == "So far, one document went to one recipient on 19 December 2024."
    assert recipients.sent_finding(rows.head(0)).startswith("Nothing has been noted as sent yet")


def test_names_in_other_letters_are_given_in_latin_ones_too():
    listed = [("XA-S01", "Міністерство", "XA", "ministry", "", "")]
    made = profile([("2024-12-17", "XA-S01", "report", "", "", "")], listed)
    both = "XA-S01 Міністерство (Ministerstvo)"
    assert recipients.tabulate_sent(recipients.sent_rows(made))["Recipient"].tolist() == [both]
    assert recipients.tabulate_stakeholders(recipients.stakeholder_rows(made))["Stakeholder"].tolist() == [both]


def test_no_sentence_about_sheets_begins_with_a_figure():
    codes = [f"XA-{place}" for place in range(1, 31)]
    made = profile([sheet(code, version="old") for code in codes[:12]], codes=codes)
    people = made.tables["organisations"].assign(consent_contact=False, email="a@example.org")
    rows = recipients.sheet_rows(Profile(made.kind, "ALL", "internal", {}, {**made.tables, "organisations": people}))
    text = recipients.sheets_finding(rows)
    assert not [each for each in text.split(". ") if each[0].isdigit()], text
    assert not recipients.sent_finding(recipients.sent_rows(made))[0].isdigit()
