"""The codebook as a CSV file that spreadsheets and statistics programs read."""

from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from clusterbrief.analysis.cutting.codebook import list_codebook
from clusterbrief.present.csv_cells import harmless
from clusterbrief.study.framework import Framework


def write_codebook(framework: Framework, path: Path, points: Mapping[str, float] | None = None) -> Path:
    """Write one row per question and option, as UTF-8 with the mark by which spreadsheets know it."""
    buffer = StringIO()
    harmless(list_codebook(framework, points)).to_csv(buffer, index=False, lineterminator="\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(buffer.getvalue(), encoding="utf-8-sig", newline="")
    return path
