"""What is noted as sent: the right version, and no private sheet for somebody else."""

from datetime import date

import pandas as pd
import pytest

from clusterbrief.analysis.profiles import Profile
from clusterbrief.errors import InputError
from clusterbrief.produce.sending import Sending, rows_to_note, sendable
from made_documents import write_document

TODAY = date(2024, 12, 20)
DOCUMENTS = {
    "organisation": ("private", {"XA-1", "XA-2"}), "country": ("public", {"XA"}), "dossier": ("internal", {"ALL"}),
}  # fmt: skip


def dossier(last=""):
    tables = {
        "organisations": pd.DataFrame({"organisation_code": ["XA-1", "XA-2"], "consent_contact": [True, False]}),
        "sheet_versions": pd.DataFrame({"organisation_code": ["XA-1", "XA-2"], "version": ["1-a", "1-b"]}),
        "invited": pd.DataFrame({"organisation_code": ["XA-1", "XA-3"]}),
        "stakeholders": pd.DataFrame({"stakeholder_code": ["XA-S01", "XB-S01"], "country_code": ["XA", "XB"]}),
    }
    return Profile("region", "ALL", "internal", {"last_published": last}, tables)


def noted(*recipients, document="organisation", last="", **more):
    rows = rows_to_note(Sending(document, recipients, **more), dossier(last), DOCUMENTS, TODAY)
    return [(row["recipient_code"], row["version"], row["sent_on"]) for row in rows]


def test_sheets_are_noted_in_the_version_of_now():
    assert noted("xa-2", "XA-1", "XA-1") == [("XA-2", "1-b", "2024-12-20"), ("XA-1", "1-a", "2024-12-20")]
    assert noted("XA-1", version="mine", day=date(2024, 1, 2)) == [("XA-1", "mine", "2024-01-02")]


def test_other_documents_have_the_day_of_their_publication():
    assert noted("XA-S01", document="country", unit_code="XA") == [("XA-S01", "unpublished", "2024-12-20")]
    assert noted("XA-3", document="country", last="2024-12-16")[0][1] == "2024-12-16"
    assert noted("XA-3", document="invitation")[0][1] == ""


def test_all_are_those_whom_the_document_is_for():
    assert [code for code, *_ in noted("all")] == ["XA-1"], "nobody who did not agree to be contacted"
    assert [code for code, *_ in noted("all", document="invitation")] == ["XA-S01", "XB-S01"]
    assert [code for code, *_ in noted("all", document="country", unit_code="XA")] == ["XA-S01"]


@pytest.mark.parametrize(
    ("recipients", "more", "problem"),
    [
        (["XA-3"], {}, '"organisation" goes to respondents alone'),
        (["XA-S01"], {}, '"organisation" goes to respondents alone'),
        (["XZ-9"], {"document": "country"}, 'Cannot find the recipient "XZ-9"'),
        (["XA-1"], {"document": "countri"}, 'Cannot find the document "countri"'),
        (["XA-1"], {"document": "dossier"}, "it is for the authors only"),
        (["XA-1"], {"unit_code": "XA"}, "Leave --unit out"),
        (["XA-1"], {"document": "country", "unit_code": "XB"}, 'of the unit "XB"'),
    ],
)
def test_what_cannot_be_sent_is_refused(recipients, more, problem):
    with pytest.raises(InputError, match=problem):
        noted(*recipients, **more)


def test_documents_are_known_by_audience_and_units(tmp_path):
    document = write_document(tmp_path, name="one", each="country", file="'c/{unit}'")
    assert sendable([document], {"country": {"XA": "Aland"}}) == {"one": ("public", {"XA": "Aland"})}
