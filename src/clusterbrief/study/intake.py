"""Everything that goes in: framework, EU reference, an edition and its answers."""

from dataclasses import dataclass

from clusterbrief.errors import Faults
from clusterbrief.study.ecosystems import read_ecosystems
from clusterbrief.study.edition import Edition, find_edition, read_edition
from clusterbrief.study.export import Export
from clusterbrief.study.exports.recognise import read_exports
from clusterbrief.study.framework import Framework, read_framework
from clusterbrief.study.project import Project
from clusterbrief.study.reference import ReferenceTables, read_reference
from clusterbrief.study.regional import RegionalData, read_regional
from clusterbrief.study.responses import Answers, read_answers


@dataclass(frozen=True)
class Study:
    """The documents that went in, read and checked; ``regional`` is None where the edition has no such data."""

    framework: Framework
    reference: ReferenceTables
    edition: Edition
    answers: Answers
    regional: RegionalData | None = None


def read_study(project: Project, edition: str) -> Study:
    """Read everything that goes into an edition.

    Raises
    ------
    InputError
        With the faults of all documents.
    """
    faults = Faults()
    folder = None
    with faults.collect():
        reference = read_reference(project.reference)
        ecosystems = read_ecosystems(project.reference / "ecosystems_nace.csv")
    with faults.collect():
        folder = find_edition(edition, project.editions)
    with faults.collect():
        framework = read_framework(project.framework)
        if folder is not None:
            found = read_edition(folder, framework.countries)
            exports = read_survey(found)
            answers = read_answers(exports, framework, found)
            regional = read_regional(found, ecosystems)
    faults.stop_if_any()
    return Study(framework, reference, found, answers, regional)


def read_survey(edition: Edition) -> list[Export]:
    """Every export of an edition, from whichever survey tool; the faults of all of them at once."""
    faults = Faults()
    exports: list[Export] = []
    for path, survey in zip(edition.survey_paths, edition.settings.survey, strict=True):
        with faults.collect():
            exports += read_exports(path, survey.tool)
    faults.stop_if_any()
    return exports
