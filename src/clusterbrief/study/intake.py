"""Everything that goes in: framework, EU reference, an edition and its answers."""

from dataclasses import dataclass, field

import pandas as pd

from clusterbrief.errors import Faults
from clusterbrief.study.distribution import FILE_NAME as DISTRIBUTION
from clusterbrief.study.distribution import nothing_sent, read_distribution
from clusterbrief.study.ecosystems import read_ecosystems
from clusterbrief.study.edition import Edition, read_edition
from clusterbrief.study.export import Export
from clusterbrief.study.exports.recognise import read_exports
from clusterbrief.study.framework import Framework, read_framework
from clusterbrief.study.open_data import OpenDataWords, check_licence, read_open_data
from clusterbrief.study.policies import FILE_NAME, check_policy_codes, no_policies, read_policies
from clusterbrief.study.programme_checks import check_published
from clusterbrief.study.project import Project, find_edition
from clusterbrief.study.publication import Publication, read_publications
from clusterbrief.study.recommendation_checks import check_practices
from clusterbrief.study.reference import ReferenceTables, read_reference
from clusterbrief.study.regional import RegionalData, read_regional
from clusterbrief.study.responses import Answers, read_answers
from clusterbrief.study.stakeholders import FILE_NAME as STAKEHOLDERS
from clusterbrief.study.stakeholders import no_stakeholders, read_stakeholders


@dataclass(frozen=True)
class Study:
    """The documents that went in, read and checked.

    ``regional`` is None where the edition has no such data; ``publications`` are those of the edition so far.
    """

    framework: Framework
    reference: ReferenceTables
    edition: Edition
    answers: Answers
    regional: RegionalData | None = None
    publications: tuple[Publication, ...] = ()
    policies: pd.DataFrame = field(default_factory=no_policies)  # see ``read_policies``; no rows without a file
    stakeholders: pd.DataFrame = field(default_factory=no_stakeholders)  # see ``read_stakeholders``; likewise
    distribution: pd.DataFrame = field(default_factory=nothing_sent)  # see ``read_distribution``; likewise
    open_data: OpenDataWords | None = None  # what published tables mean; None where nothing is published

    @property
    def last(self) -> Publication | None:
        """What readers were given last; None before the first publication."""
        return self.publications[-1] if self.publications else None


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
    has_reference = not faults
    with faults.collect():
        open_data = read_open_data(project.open_data)
    has_words = not faults
    with faults.collect():
        folder = find_edition(edition, project.editions)
    with faults.collect():
        publications = read_publications(folder) if folder is not None else ()
    with faults.collect():
        framework = read_framework(project.framework)
        if has_reference:
            _check_against_reference(project, framework, reference, faults)
        if folder is not None:
            found = read_edition(folder, framework.countries)
            codes = [each.code for each in framework.country_models.policies]
            with faults.collect():
                if has_words:
                    check_licence(found.settings.licence, open_data, folder / "edition.yml")
            with faults.collect():
                policies = read_policies(
                    folder / FILE_NAME, found.settings.countries, codes, found.settings.published.year
                )
            exports = read_survey(found)
            answers = read_answers(exports, framework, found)
            with faults.collect():
                stakeholders, distribution = read_recipients(found, answers, framework)
            regional = read_regional(found, ecosystems)
    faults.stop_if_any()
    return Study(
        framework, reference, found, answers, regional, publications, policies, stakeholders, distribution, open_data
    )


def read_recipients(edition: Edition, answers: Answers, framework: Framework) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The stakeholders of an edition, and what was sent to whom."""
    faults = Faults()
    invited = set(edition.invited["organisation_code"])
    region = framework.country_file.region_code
    stakeholders, sent = no_stakeholders(), nothing_sent()
    with faults.collect():
        stakeholders = read_stakeholders(edition.folder / STAKEHOLDERS, edition.settings.countries, region, invited)
    codes = {*invited, *answers.organisations["organisation_code"], *edition.settings.withdrawn}
    with faults.collect():
        sent = read_distribution(edition.folder / DISTRIBUTION, codes | set(stakeholders["stakeholder_code"]))
    faults.stop_if_any()
    return stakeholders, sent


def _check_against_reference(
    project: Project, framework: Framework, reference: ReferenceTables, faults: Faults
) -> None:
    """Note what the framework names and the EU reference tables do not have."""
    folder = project.framework
    check_published(folder / "programmes.yml", framework.questions, reference.programme_criteria, faults)
    check_practices(folder, framework.recommendations, reference.practices["practice_code"], faults)
    policies = reference.policy_shares["policy_code"]
    check_policy_codes(folder / "country_models.yml", framework.country_models, policies, faults)


def read_survey(edition: Edition) -> list[Export]:
    """Every export of an edition, from whichever survey tool; the faults of all of them at once."""
    faults = Faults()
    exports: list[Export] = []
    for path, survey in zip(edition.survey_paths, edition.settings.survey, strict=True):
        with faults.collect():
            exports += read_exports(path, survey.tool)
    faults.stop_if_any()
    return exports
