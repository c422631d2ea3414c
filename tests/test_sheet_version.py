"""The version of a sheet changes with its figures, and with nothing else."""

from dataclasses import replace

import pandas as pd

from clusterbrief.analysis.cutting.sheet_version import with_versions
from clusterbrief.analysis.profiles import Profile

SHARED = {"method_version": "2024.1", "published": "2024-12-16"}
PROFILE = Profile(
    "organisation", "XA-1", "private", {**SHARED, "label": "Alpha"},
    {"areas": pd.DataFrame({"area_code": ["XA"]}), "own_scores": pd.DataFrame({"score": [50.0]})},
)  # fmt: skip


def version(profile, facts=None):
    (made,) = with_versions([profile], {"areas"}, facts or SHARED)
    return made.facts["version"]


def test_version_tells_the_method_and_a_mark():
    method, mark = version(PROFILE).split("-")
    assert (method, len(mark)) == ("2024.1", 6)


def test_own_figures_change_the_version_and_what_all_share_does_not():
    later = {**SHARED, "published": "2025-01-01"}
    same = replace(PROFILE, facts={**later, "label": "Alpha"}, tables={**PROFILE.tables, "areas": pd.DataFrame()})
    assert version(same, later) == version(PROFILE)
    for changed in (
        replace(PROFILE, tables={**PROFILE.tables, "own_scores": pd.DataFrame({"score": [51.0]})}),
        replace(PROFILE, facts={**SHARED, "label": "Beta"}),
    ):
        assert version(changed) != version(PROFILE)
