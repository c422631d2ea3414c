"""The analysis of the last build, taken as it is while nothing that it rests on has changed.

Authors mend texts, pages and figures far more often than answers come in; none of that changes a number.
"""

import pickle
import sys

from clusterbrief.analysis.analyse import analysed_part
from clusterbrief.analysis.disclosed import Analysis
from clusterbrief.produce.manifest import digest_of, digest_of_file, digest_of_folder, package_digest, version_of
from clusterbrief.study.intake import Study
from clusterbrief.study.project import Project
from clusterbrief.study.publication import FOLDER as PUBLISHED

FILE = "internal/analysis.pickle"  # internal: it holds every organisation's results
LIBRARIES = ("numpy", "pandas", "scipy", "SALib", "pydantic", "ruamel.yaml")
DIGEST = 24  # letters of a digest


def recall_analysis(project: Project, study: Study) -> Analysis | None:
    """The analysis of these very answers by this very method; None where it was not kept, or was damaged."""
    try:
        kept = (project.build / FILE).read_bytes()
    except OSError:
        return None
    made_from, checked, content = kept[:DIGEST], kept[DIGEST : 2 * DIGEST], kept[2 * DIGEST :]
    if made_from.decode(errors="replace") != rests_on(project, study) or checked.decode(errors="replace") != digest_of(
        content
    ):
        return None
    analysis: Analysis = pickle.loads(content)
    return analysis


def keep_analysis(project: Project, study: Study, analysis: Analysis) -> None:
    """Keep an analysis for the builds to come."""
    content = pickle.dumps(analysis, protocol=5)
    made_from = rests_on(project, study)
    path = project.build / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made_from.encode() + digest_of(content).encode() + content)  # cut off, it does not check


def rests_on(project: Project, study: Study) -> str:
    """A digest of everything that an analysis depends on."""
    part = analysed_part(study)
    tables = (part.answers.responses, part.answers.organisations, part.edition.invited)
    told = [
        digest_of_folder(project.framework),
        digest_of_folder(project.reference),
        digest_of_file(part.edition.folder / "edition.yml"),
        digest_of_folder(part.edition.folder / PUBLISHED),
        *(digest_of(table.to_csv(index=False)) for table in tables),
        package_digest("study", "analysis"),
        sys.version,
        *(version_of(name) for name in LIBRARIES),
    ]
    return digest_of("\n".join(told))
