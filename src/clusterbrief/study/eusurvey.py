"""EUSurvey's workbooks, where it is known beforehand that a file is one."""

from pathlib import Path

from clusterbrief.study.export import Export
from clusterbrief.study.exports import eusurvey
from clusterbrief.study.exports.files import open_workbook


def read_eusurvey_xlsx(path: Path) -> Export:
    """Read the results of a survey.

    Raises
    ------
    InputError
        The file is missing, is no workbook, holds nothing, or has no header row.
    """
    return eusurvey.read(open_workbook(path))
