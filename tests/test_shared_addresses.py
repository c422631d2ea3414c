"""Addresses that are another organisation's, too: told for none, one and many, whatever their letters."""

import pandas as pd
import pytest

from clusterbrief.present.shared_addresses import address_owners, addresses_finding

INVITED = pd.DataFrame({"organisation_code": ["XA-1", "XA-2", "XA-3"]})


@pytest.mark.parametrize(
    ("emails", "owners"),
    [
        (["a@example.org", "b@example.org"], ["", ""]),
        (["", ""], ["", ""]),  # nobody shares an address that was not given
        (["xa-1@example.org", "b@example.org"], ["", ""]),  # its own
        (["office@example.org", " Office@example.org"], ["XA-2", "XA-1"]),
        (["XA-3@example.org", ""], ["XA-3", ""]),  # who was invited and has not answered
        (["xa-3@example.org", "xa-3@example.org"], ["XA-2 and XA-3", "XA-1 and XA-3"]),
    ],
)
def test_whose_an_address_is_too(emails, owners):
    rows = pd.DataFrame({"organisation_code": ["XA-1", "XA-2"], "email": emails})
    assert address_owners(rows, INVITED) == owners
    assert address_owners(rows.iloc[:0], INVITED) == []


@pytest.mark.parametrize(
    ("owners", "sentence"),
    [
        ([], ""),
        ([""], ""),
        (["XA-3", ""], "Beware: one organisation gives an address that is another organisation's, too; ask before it is used."),
        (["XA-2", "XA-1"], "Beware: two organisations give addresses that are another organisation's, too; ask before they are used."),
    ],
)  # fmt: skip
def test_sentence_for_none_one_and_many(owners, sentence):
    assert addresses_finding(pd.DataFrame({"address_of": owners}, dtype=str)) == sentence
