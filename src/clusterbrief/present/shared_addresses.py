"""E-mail addresses of respondents that are somebody else's: a private sheet sent there would reach the wrong people."""

from collections import defaultdict

import pandas as pd

from clusterbrief.present.wording import count, joined


def address_owners(rows: pd.DataFrame, invited: pd.DataFrame) -> list[str]:
    """Whose the address of each respondent is, too; empty where it is nobody else's.

    An address is that of another organisation which gave the same one, or whose code stands before its at sign.

    Parameters
    ----------
    rows : DataFrame, one row per respondent
        ``organisation_code`` and ``email`` (empty where none was given).
    invited : DataFrame
        ``organisation_code`` of everybody who was invited.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for code, email in zip(rows["organisation_code"], rows["email"], strict=True):
        owners[email.strip().lower()].add(code)
    by_code = {code.lower(): code for code in invited["organisation_code"]}
    found = []
    for code, email in zip(rows["organisation_code"], rows["email"], strict=True):
        address = email.strip().lower()
        named = by_code.get(address.partition("@")[0])
        others = (owners[address] | ({named} if named else set())) - {code}
        found.append(joined(sorted(others)) if address else "")
    return found


def addresses_finding(rows: pd.DataFrame) -> str:
    """How many addresses are another organisation's, too; empty where none is. ``rows``: with ``address_of``."""
    number = int((rows["address_of"] != "").sum())
    if not number:
        return ""
    verb = "gives an address that is" if number == 1 else "give addresses that are"
    who = count(number, "organisation")
    return (
        f"Beware: {who} {verb} another organisation's, too; ask before {'it is' if number == 1 else 'they are'} used."
    )
