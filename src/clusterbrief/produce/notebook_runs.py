"""The notebook runs of a build: those that are due are run, and what is no longer anybody's is deleted."""

import os
import shutil
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from clusterbrief.produce.assembly import remove_other_projects
from clusterbrief.produce.documents import Page
from clusterbrief.produce.manifest import Manifest, digest_of_file
from clusterbrief.produce.plan import PlannedRun, write_profiles
from clusterbrief.produce.request import AUDIENCES, Request
from clusterbrief.produce.running.executors import cluster_executor, execute_all, local_executor
from clusterbrief.produce.running.run import Executed

Progress = Callable[[str, int, int, str], None]  # what is being done, how many of how many, and what just now
RunKey = tuple[str, str, str]  # audience, notebook and unit
Runs = Mapping[RunKey, PlannedRun]
Ran = Mapping[RunKey, Executed]


def run_notebooks(runs: Runs, wanted: Iterable[Page], manifest: Manifest, request: Request, progress: Progress) -> Ran:
    """Run what is not up to date among the wanted; gives what became of each by its key."""
    write_profiles(runs.values())
    stale = {key: each for key, each in runs.items() if each.stale_because}
    for planned in stale.values():  # it may name an organisation that has withdrawn since
        planned.executed_path.unlink(missing_ok=True)
    asked_for = {page.run_key for page in wanted}
    due = {key: each for key, each in stale.items() if key in asked_for}
    results: dict[RunKey, Executed] = {}
    progress("notebooks", 0, len(due), at_work(due, results, request.jobs))
    for key, executed in _execute(due, request):
        _keep(due[key], executed, manifest)
        results[key] = replace(executed, notebook="")  # it is on disk now
        progress("notebooks", len(results), len(due), at_work(due, results, request.jobs))
    return results


def at_work(due: Collection[RunKey], done: Container[RunKey], jobs: int) -> str:
    """The notebooks that are running: the first of those that are not done, as many as run at a time.

    >>> at_work([("public", "country", "AM"), ("public", "country", "GE"), ("public", "country", "MD")], [], 2)
    'country AM, country GE'
    """
    waiting = (key for key in due if key not in done)
    return ", ".join(f"{notebook} {unit}" for _, notebook, unit in islice(waiting, jobs or os.cpu_count() or 1))


def _execute(due: Runs, request: Request) -> Iterator[tuple[RunKey, Executed]]:
    """Run notebooks here or on a cluster, and give each result as it comes."""
    if not due:
        return
    workers = min(len(due), request.jobs or os.cpu_count() or 1)
    with TemporaryDirectory(prefix="clusterbrief-") as drawings:  # figures drawn alike, for as long as this build runs
        conditions = replace(request.conditions, drawings=drawings)
        workplace = cluster_executor(request.scheduler) if request.scheduler else local_executor(conditions, workers)
        with workplace as executor:
            yield from execute_all({key: each.run for key, each in due.items()}, conditions, executor)


def _keep(planned: PlannedRun, executed: Executed, manifest: Manifest) -> None:
    """Write an executed notebook, whole or not at all, and note what it was made from unless it failed."""
    path = planned.executed_path
    if executed.notebook:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(".part")
        aside.write_text(executed.notebook, encoding="utf-8")
        aside.replace(path)
    if executed.reason:
        manifest.forget(planned.key)
    else:
        manifest.note(planned.key, planned.fingerprint, digest_of_file(path))


def has_results(page: Page, runs: Runs, ran: Ran) -> bool:
    """Whether a page's notebook has run on what is known now."""
    key = page.run_key
    if key is None:
        return True
    return not ran[key].reason if key in ran else not runs[key].stale_because


def leave_other_edition(build: Path, edition: str) -> None:
    """Delete the private and internal results of another edition, whose organisations may have the same codes.

    The public site stays until the new one takes its place.
    """
    note = build / "edition.txt"
    if note.is_file() and note.read_text(encoding="utf-8") != edition:
        for folder in (
            "private",
            "internal",
            "project/private",
            "typeset/private",
            "notebooks/private",
            "profiles/private",
        ):
            shutil.rmtree(build / folder, ignore_errors=True)
    build.mkdir(parents=True, exist_ok=True)
    note.write_text(edition, encoding="utf-8")


def earlier_sheets(build: Path, audiences: Collection[str]) -> tuple[str, ...]:
    """A note where private sheets of an earlier run lie beside what was made now."""
    sheets = sum(1 for _ in (build / "private").glob("*/*.html")) if "private" not in audiences else 0
    if not sheets:
        return ()
    which = "One private sheet is" if sheets == 1 else f"{sheets} private sheets are"
    return (f"{which} of an earlier run: build with --audience all before you send any.",)


def remove_leftovers(
    build: Path, runs: Runs, organisations: Collection[str], audiences: Collection[str], manifest: Manifest
) -> None:
    """Delete what was made for units that no longer exist.

    Everything about an organisation that is no longer among the respondents goes, whichever audience is built.
    """
    respondents = set(organisations)
    for parent in (build / "private", build / "project" / "private", build / "typeset" / "private"):
        remove_other_projects(parent, respondents)
    kept = {path for planned in runs.values() for path in (planned.executed_path, planned.profile_path)}
    for folder in ("profiles", "notebooks"):
        for audience in AUDIENCES:
            for path in sorted((build / folder / audience).rglob("*.*")):
                gone = audience == "private" and path.stem.removeprefix("organisation-") not in respondents
                if gone or (audience in audiences and path not in kept):
                    path.unlink()
    others = {key for key in manifest.made if key.split("/")[0] not in audiences}
    others = {key for key in others if not key.startswith("private/") or key.split("/")[-1] in respondents}
    manifest.forget_others(others | {planned.key for planned in runs.values()})
