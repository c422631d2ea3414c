"""Everything known before a notebook runs, and the result tables that come of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clusterbrief.analysis.atlas import Atlas
from clusterbrief.analysis.cutting.cut_open_data import codebook_of, open_tables
from clusterbrief.analysis.cutting.edition_words import edition_facts
from clusterbrief.analysis.disclosed import Analysis
from clusterbrief.analysis.models.country_model_tables import CountryModels
from clusterbrief.analysis.profiles import Profile
from clusterbrief.analysis.revisions.sides import method_of
from clusterbrief.produce.documents import Page
from clusterbrief.produce.dossier_workbook import write_dossier
from clusterbrief.produce.manifest import Manifest
from clusterbrief.produce.notebook_runs import (
    Runs,
)
from clusterbrief.produce.open_data import FOLDER as OPEN_DATA
from clusterbrief.produce.open_data import OpenData, write_open_data
from clusterbrief.produce.recalled import keep_analysis
from clusterbrief.produce.written_tables import Tables, tables_of, write_table, write_tables
from clusterbrief.study.intake import Study
from clusterbrief.study.open_data import check_described
from clusterbrief.study.project import Project


@dataclass(frozen=True)
class Prepared:
    """Everything known before a notebook runs."""

    study: Study
    analysis: Analysis
    atlas: Atlas | None
    models: CountryModels
    open_data: OpenData
    pages: Sequence[Page]  # of the wanted audiences
    wanted: Sequence[Page]  # those asked for
    runs: Runs
    manifest: Manifest
    profiles: Mapping[tuple[str, str, str], Profile]  # by audience, kind and unit
    faulty_texts: Mapping[tuple[str, str], str]  # what is wrong with authors' texts of a page, by document and unit

    @property
    def dossier(self) -> Profile:
        """The authors' own profile."""
        return self.profiles["internal", "region", self.study.framework.country_file.region_code]


def write_results(project: Project, prepared: Prepared) -> None:
    """The result tables, disclosed and internal, every finding, the authors' workbook, and the analysis itself."""
    disclosed, internal = result_tables(prepared)
    write_tables(project.build / "tables" / "public", disclosed)
    write_tables(project.build / "tables" / "internal", internal)
    write_table(project.build / "internal" / "findings.csv", prepared.study.answers.findings)
    write_open_data(project.build / OPEN_DATA, prepared.open_data)
    write_dossier(project.build / "internal", prepared.dossier)
    keep_analysis(project, prepared.study, prepared.analysis)


def result_tables(prepared: Prepared) -> tuple[Tables, Tables]:
    """The tables of an edition by name: disclosed ones, and the authors' own."""
    answers, analysis = prepared.study.answers, prepared.analysis
    internal = {"responses": answers.responses, "organisations": answers.organisations}
    internal |= tables_of(analysis.results) | tables_of(analysis.robustness)
    internal["method"] = method_of(prepared.study, analysis.results.benchmarks)  # for comparing later editions
    return disclosed_tables(analysis, prepared.models, prepared.atlas), internal


def disclosed_tables(analysis: Analysis, models: CountryModels, atlas: Atlas | None) -> Tables:
    """What may be shown to everybody, by name."""
    disclosed = tables_of(analysis.disclosed) | tables_of(analysis.firmness) | tables_of(models)
    for name in ("peers", "phase_counts"):  # each respondent's own; not on any page
        disclosed.pop(name)
    if atlas:
        disclosed |= {"atlas_pairs": atlas.pairs, "atlas_nodes": atlas.nodes}
    return disclosed


def everything_disclosed(prepared: Prepared) -> Tables:
    """Every table that has passed disclosure control, also those that are not published as data."""
    return tables_of(prepared.analysis.disclosed) | dict(prepared.open_data.tables)


def open_data_of(project: Project, study: Study, disclosed: Tables) -> OpenData:
    """What is offered as data: disclosed tables alone, each column of them in words."""
    assert study.open_data is not None
    tables = open_tables(disclosed, study)
    check_described({name: list(table.columns) for name, table in tables.items()}, study.open_data, project.open_data)
    return OpenData(tables, codebook_of(tables, study.open_data), edition_facts(study))
