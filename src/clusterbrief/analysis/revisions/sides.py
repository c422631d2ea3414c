"""Two versions of editions side by side: what changed between them, for the authors and for everybody."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import date

import pandas as pd

from clusterbrief.analysis.analyse import analyse
from clusterbrief.analysis.disclosed import Analysis, scope_of
from clusterbrief.analysis.disclosure import Thresholds
from clusterbrief.analysis.republication.kept_cells import Setting
from clusterbrief.analysis.revisions.area_changes import compare_areas, count_respondents
from clusterbrief.analysis.revisions.changes import Tables, compare_nodes, compare_organisations, count_transitions
from clusterbrief.analysis.revisions.disclosed_changes import Shared, disclose_areas, disclose_classes
from clusterbrief.analysis.revisions.method_changes import compare_method, describe_method, method_of_nodes
from clusterbrief.study.framework import Framework
from clusterbrief.study.intake import Study
from clusterbrief.study.version import Version

PUBLISHED = ("area_scores", "class_counts")
WITHOUT = {  # what cannot be told where a publication kept no such table
    "organisation_intervals": "whether scores changed beyond their intervals",
    "kept_classes": "whether changes of class are firm",
    "method": "whether the method changed",
}


@dataclass(frozen=True)
class Side:
    """One of the two that are compared; tables go by their names in build/tables."""

    label: str
    title: str
    day: date
    internal: Tables
    public: Tables
    withdrawn: frozenset[str] = frozenset()  # organisations that no table may name any more


@dataclass(frozen=True)
class Changes:
    """What changed from ``old`` to ``new``. What a row is: see the function that makes each table."""

    old: str
    new: str
    titles: tuple[str, str]
    days: tuple[date, date]
    respondents: pd.DataFrame  # area_changes.count_respondents; may be published
    organisations: pd.DataFrame  # changes.compare_organisations
    nodes: pd.DataFrame  # changes.compare_nodes
    areas: pd.DataFrame  # area_changes.compare_areas
    transitions: pd.DataFrame  # changes.count_transitions
    method: pd.DataFrame  # method_changes.compare_method; may be published
    public_areas: pd.DataFrame  # disclosed_changes.disclose_areas
    public_classes: pd.DataFrame  # disclosed_changes.disclose_classes
    region_code: str
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # of areas, nodes and classes, by code
    missing: tuple[str, ...] = ()  # what cannot be told, in words

    def internal_tables(self) -> dict[str, pd.DataFrame]:
        """Everything, for the authors alone."""
        names = ("respondents", "organisations", "nodes", "areas", "transitions", "method")
        return {name: getattr(self, name) for name in names}

    def public_tables(self) -> dict[str, pd.DataFrame]:
        """What may be published."""
        return {
            "respondents": self.respondents, "areas": self.public_areas, "classes": self.public_classes,
            "method": self.method,
        }  # fmt: skip


def method_of(study: Study, benchmarks: pd.DataFrame) -> pd.DataFrame:
    """The method of an edition; see ``describe_method``."""
    return describe_method(study.framework, benchmarks, study.edition.settings.disclosure.model_dump())


def side_of_study(study: Study, analysis: Analysis, label: str = "") -> Side:
    """An edition as its answers are now."""
    internal = {"organisations": study.answers.organisations, "method": method_of(study, analysis.results.benchmarks)}
    for part in (analysis.results, analysis.robustness):
        internal |= {each.name: getattr(part, each.name) for each in fields(part)}
    public = {name: getattr(analysis.disclosed, name) for name in PUBLISHED}
    settings = study.edition.settings
    name = label or study.edition.name
    return Side(name, settings.title, settings.collected_to, internal, public, frozenset(settings.withdrawn))


def side_of(version: Version) -> Side:
    """A version of an edition, analysed where it is not a publication."""
    if version.publication is not None:
        kept, settings = version.publication, version.edition.settings
        withdrawn = frozenset(settings.withdrawn)
        return Side(version.label, settings.title, version.day, kept.internal, kept.public, withdrawn)
    assert version.study is not None
    return side_of_study(version.study, analyse(version.study), version.label)


def compare_sides(old: Side, new: Side, framework: Framework, setting: Setting) -> Changes:
    """Everything that changed; ``framework`` and ``setting`` are those of the newer side.

    Who withdrew from either counts among those that are gone and in earlier means, but no table names them.
    """
    region_code = setting.region_code
    classes = [rule.code for rule in sorted(framework.classes.classes, key=lambda rule: rule.place)]
    described, describes = (side.internal.get("method") for side in (old, new))
    method = compare_method(described, describes)
    methods = method_of_nodes(described, describes, method)
    organisations = compare_organisations(old.internal, new.internal, classes)
    nodes = compare_nodes(old.internal, new.internal, methods)
    areas = compare_areas(old.internal, new.internal, nodes, methods, region_code)
    withdrawn = old.withdrawn | new.withdrawn
    before, after = (Shared(side.internal, side.public) for side in (old, new))
    return Changes(
        old=old.label,
        new=new.label,
        titles=(old.title, new.title),
        days=(old.day, new.day),
        respondents=count_respondents(organisations, region_code),
        organisations=_without(organisations, withdrawn),
        nodes=_without(nodes, withdrawn),
        areas=areas,
        transitions=count_transitions(organisations, region_code),
        method=method,
        public_areas=disclose_areas(before, after, areas, setting),
        public_classes=disclose_classes(before, after, setting),
        region_code=region_code,
        labels=_labels(framework),
        missing=tuple(_missing(old, new)),
    )


def compare_versions(old: Version, new: Version) -> Changes:
    """What changed between two versions of editions."""
    return compare_sides(side_of(old), side_of(new), new.framework, _setting(new))


def changes_since(earlier: Version | None, study: Study, analysis: Analysis) -> Changes | None:
    """What changed since an earlier version, for an edition that is analysed already; None without an earlier one."""
    if earlier is None:
        return None
    scope = scope_of(study)
    setting = Setting(scope.thresholds, scope.region_code, scope.framework.nodes)
    return compare_sides(side_of(earlier), side_of_study(study, analysis), study.framework, setting)


def _setting(version: Version) -> Setting:
    thresholds = Thresholds(**version.edition.settings.disclosure.model_dump())
    return Setting(thresholds, version.framework.country_file.region_code, version.framework.nodes)


def _without(table: pd.DataFrame, codes: Collection[str]) -> pd.DataFrame:
    return table[~table["organisation_code"].isin(codes)].reset_index(drop=True)


def _labels(framework: Framework) -> dict[str, dict[str, str]]:
    region = framework.country_file
    nodes = framework.nodes
    return {
        "areas": {region.region_code: region.region, **{each.code: each.label for each in region.countries}},
        "nodes": dict(zip(nodes["node_code"], nodes["label"], strict=True)),
        "classes": {rule.code: rule.label for rule in framework.classes.classes},
    }


def _missing(old: Side, new: Side) -> list[str]:
    return [
        f"{side.label} keeps no table {name}: {what} cannot be told."
        for side in (old, new)
        for name, what in WITHOUT.items()
        if name not in side.internal
    ]
