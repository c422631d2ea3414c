"""The version of a private sheet: tells whether what somebody was sent is what would be sent now."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from clusterbrief.analysis.profiles import Profile, TableTexts

DIGITS = 6  # enough to tell versions of one sheet apart, and few enough to be written down by hand


def with_versions(
    profiles: Iterable[Profile],
    shared_tables: Collection[str],
    shared_facts: Mapping[str, Any],
    known: TableTexts | None = None,
) -> Iterator[Profile]:
    """The profiles with the fact ``version``: the method's, and a mark that changes with the unit's own figures.

    What all documents share, such as labels and dates of the edition, leaves the mark as it is.
    """
    known = TableTexts() if known is None else known
    for profile in profiles:
        tables = {name: table for name, table in profile.tables.items() if name not in shared_tables}
        facts = {name: fact for name, fact in profile.facts.items() if name not in shared_facts}
        text = replace(profile, facts=facts, tables=tables).to_json(known)
        version = f"{shared_facts['method_version']}-{sha256(text.encode()).hexdigest()[:DIGITS]}"
        yield replace(profile, facts={**profile.facts, "version": version})
