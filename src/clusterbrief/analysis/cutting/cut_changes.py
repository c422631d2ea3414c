"""What changed since an earlier edition, cut for its two pages: one for everybody, one for the authors."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd

from clusterbrief.analysis.disclosure import INDICATOR
from clusterbrief.analysis.profiles import Profile
from clusterbrief.analysis.revisions.sides import Changes

PREFIX = "change_"  # of the tables' names in a profile


def with_changes(profiles: Iterable[Profile], changes: Changes | None) -> Iterator[Profile]:
    """The same profiles; that of the region and that of the authors with what changed.

    Tables go by the names of ``Changes.public_tables`` and ``Changes.internal_tables`` with ``change_`` in front.
    Without changes, every profile is as it was.
    """
    for profile in profiles:
        if changes is None or profile.kind != "region":
            yield profile
        elif profile.audience == "internal":
            yield _added(profile, changes, changes.internal_tables())
        else:
            yield _added(profile, changes, changes.public_tables())


def _added(profile: Profile, changes: Changes, tables: dict[str, pd.DataFrame]) -> Profile:
    above = {name: each[each["level"] != INDICATOR] if "level" in each else each for name, each in tables.items()}
    named = {f"{PREFIX}{name}": each.reset_index(drop=True) for name, each in above.items()}
    facts = {
        "changes_from": changes.titles[0],
        "changes_from_version": changes.old,
        "changes_from_day": changes.days[0].isoformat(),
        "changes_missing": " ".join(changes.missing),
    }
    return replace(profile, tables={**profile.tables, **named}, facts={**profile.facts, **facts})
