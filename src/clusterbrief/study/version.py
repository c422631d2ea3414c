"""Versions of an edition: as its answers are now, or as it was published on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clusterbrief.errors import Fault, InputError, Place, nearest_name
from clusterbrief.study.edition import Edition, read_edition
from clusterbrief.study.framework import Framework, read_framework
from clusterbrief.study.intake import Study, read_study
from clusterbrief.study.project import Project, find_edition
from clusterbrief.study.publication import FOLDER, Publication, read_publications
from clusterbrief.study.version_name import LAST, choose_day, split_version


@dataclass(frozen=True)
class Version:
    """What is compared: ``study`` for an edition as it is now, else ``publication``; the other one is None."""

    edition: Edition
    framework: Framework
    study: Study | None = None
    publication: Publication | None = None

    @property
    def label(self) -> str:
        """The edition's name, with the day where it is a publication."""
        return self.edition.name if self.publication is None else f"{self.edition.name}@{self.publication.day}"

    @property
    def day(self) -> date:
        """When it was published, or when collecting ended."""
        return self.publication.day if self.publication else self.edition.settings.collected_to


def read_version(project: Project, text: str, place: str) -> Version:
    """Read a version of an edition.

    Parameters
    ----------
    project : Project
    text : str
        ``EDITION``, ``EDITION@last`` or ``EDITION@2024-12-16``.
    place : str
        Where the text stands, for faults.

    Raises
    ------
    InputError
        No such edition, it was never published or not on that day, or one of its files cannot be used.
    """
    name, which = split_version(text)
    folder = find_edition(name, project.editions)
    if not which:
        study = read_study(project, name)
        return Version(study.edition, study.framework, study)
    publication = _choose(read_publications(folder), which, name, place)
    framework = read_framework(project.framework)
    return Version(read_edition(folder, framework.countries), framework, publication=publication)


def read_earlier(project: Project, edition: Edition) -> Version | None:
    """The version that an edition says it is compared with; None where it names none.

    It lies beside the edition: ``read_edition`` has checked that it is there.
    """
    if not edition.settings.compare_with:
        return None
    beside = Project(project.root, edition.folder.resolve().parent)
    return read_version(beside, edition.settings.compare_with, f"{edition.name}/edition.yml (compare_with)")


def _choose(publications: Sequence[Publication], which: str, name: str, place: str) -> Publication:
    days = [each.day.isoformat() for each in publications]
    chosen = choose_day(which, days)
    if chosen is None:
        known = nearest_name(which, days) if days else f"Without @, the edition is taken as it is now. See {FOLDER}/."
        problem = f'Cannot find a publication "{which}" of the edition "{name}"'
        if which == LAST:
            problem = f'Cannot find a publication of the edition "{name}": it was never published'
        raise InputError([Fault(Place(place), problem, known)])
    return publications[days.index(chosen)]
