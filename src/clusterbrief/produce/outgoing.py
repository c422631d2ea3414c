"""Everything that may leave the authors' hands, by audience: held against what must not, and laid out to go."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from clusterbrief.analysis.profiles import Profile
from clusterbrief.errors import Faults
from clusterbrief.produce.assembly import DATA
from clusterbrief.produce.leaks import exact_figures, find_leaks, gather_secrets
from clusterbrief.produce.notebook_results import read_results
from clusterbrief.produce.open_data import OpenData, untraced_tables
from clusterbrief.produce.plan import PlannedRun
from clusterbrief.produce.provenance import untraced_cells, untraced_rows
from clusterbrief.produce.publication_checks import broken_links, own_words, publication_faults, untraced_data
from clusterbrief.produce.publishing import lay_out_dossier, lay_out_sheets, lay_out_site
from clusterbrief.study.intake import Study
from clusterbrief.study.project import Project


@dataclass(frozen=True)
class Outgoing:
    """What was built, and what it has to be held against: answers, exact scores, and everything that may be shown."""

    project: Project
    study: Study
    compared: pd.DataFrame  # scores of single organisations, see ``benchmarks.compare``
    disclosed: Mapping[str, pd.DataFrame]  # every table that has passed disclosure control
    open_data: OpenData
    shown: Sequence[PlannedRun]  # of every notebook of the public site

    @property
    def site(self) -> Path:
        """The public site."""
        return self.project.build / "site"

    @property
    def dossier(self) -> Path:
        """The authors' own site."""
        return self.project.build / "internal" / "site"

    @property
    def sheets(self) -> list[Path]:
        """The folder of each respondent's sheet."""
        return [self.project.build / "private" / code for code in self.study.answers.organisations["organisation_code"]]

    def stop_what_may_not_leave(self, audiences: Sequence[str]) -> None:
        """Hold every file against what must not be in it.

        Raises
        ------
        InputError
            With everything for which something may not be published, each with its place.
        """
        figures = exact_figures(self.compared, self.study.answers.responses)
        root = self.project.root
        secrets = gather_secrets(self.study, figures, own_words(root), own_words(root, documents=False))
        faults = Faults()
        if "public" in audiences:
            faults += publication_faults(find_leaks(self.site, secrets), broken_links(self.site), self.untraced())
        if "private" in audiences:  # a sheet may hold what is its own organisation's, and nothing of another's
            for sheet in self.sheets:
                leaks = find_leaks(sheet, secrets.but_for(sheet.name))
                faults += publication_faults(leaks, broken_links(sheet), (), sheet.name)
        if "internal" in audiences:
            faults += publication_faults((), broken_links(self.dossier), (), "internal")
        faults.stop_if_any()

    def untraced(self) -> Iterator[str]:
        """What of the site cannot be traced, cell by cell, to a disclosed table."""
        results = [(each, read_results(each.executed_path)) for each in self.shown]
        yield from untraced_data(self.site, [each for _, each in results])
        yield from untraced_tables(self.site / DATA, self.open_data)
        profiles = {each.run.profile: Profile.from_json(each.run.profile) for each in self.shown}
        for profile in profiles.values():
            yield from untraced_rows(profile, self.disclosed)
        for planned, result in results:
            yield from (f"{planned.key}, {cell}" for cell in untraced_cells(result, profiles[planned.run.profile]))

    def lay_out(self, to: Path, audiences: Sequence[str], day: date) -> dict[str, Path]:
        """Lay out what each audience gets, whole and beside its place; the public site last."""
        build = self.project.build
        laid_out = {}
        if "private" in audiences:
            laid_out["private"] = lay_out_sheets(self.sheets, to)
        if "internal" in audiences:
            laid_out["internal"] = lay_out_dossier(self.dossier, [build / "internal" / "findings.csv"], to)
        if "public" in audiences:
            laid_out["public"] = lay_out_site(self.site, to, self.study.edition.settings.address, day)
        return laid_out
