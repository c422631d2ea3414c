"""The version of a private sheet: tells whether what somebody was sent is what would be sent now."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from clusterbrief.analysis.profiles import Profile

DIGITS = 6  # enough to tell versions of one sheet apart, and few enough to be written down by hand


def with_version(profile: Profile, shared_tables: Collection[str], shared_facts: Mapping[str, Any]) -> Profile:
    """The profile with the fact ``version``: the method's, and a mark that changes with the unit's own figures.

    What all documents share, such as labels and dates of the edition, leaves the mark as it is.
    """
    tables = {name: table for name, table in profile.tables.items() if name not in shared_tables}
    facts = {name: fact for name, fact in profile.facts.items() if name not in shared_facts}
    mark = sha256(replace(profile, facts=facts, tables=tables).to_json().encode()).hexdigest()[:DIGITS]
    return replace(profile, facts={**profile.facts, "version": f"{shared_facts['method_version']}-{mark}"})
