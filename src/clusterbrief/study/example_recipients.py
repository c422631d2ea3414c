"""Invented stakeholders of example editions, and what some recipients have been sent."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from clusterbrief.study import distribution, stakeholders

# kind, name with the country's, office; every one of them invented
STAKEHOLDERS = (
    ("ministry", "Ministry of Invented Economy", "Cluster desk (synthetic)"),
    ("innovation agency", "Example Innovation Agency", "Programmes unit (synthetic)"),
    ("business association", "Imaginary Chamber of Firms", "Secretariat (synthetic)"),
)
REGIONAL = (
    ("donor", "Made-up Development Fund", "Regional office (synthetic)"),
    ("ecosystem actor", "Imaginary Network of Hubs", "Coordinator (synthetic)"),
)
PUBLISHED = "{year}-12-16"


def write_recipients(
    folder: Path, labels: Mapping[str, str], region_code: str, respondents: Sequence[str], year: int
) -> None:
    """Write stakeholders.csv, and a distribution.csv as it looks some days after the results came out.

    Parameters
    ----------
    folder : Path
    labels : mapping of str to str
        Country labels by code.
    region_code : str
    respondents : sequence of str
        Codes of organisations that answered; the first few have been sent their sheets. Without any, nothing was sent.
    year : int
        Of the survey.
    """
    listed = list(_stakeholders(labels, region_code))
    _write(folder / stakeholders.FILE_NAME, stakeholders.COLUMNS, listed)
    published = PUBLISHED.format(year=year)
    sent = [(f"{year}-12-17", code, "organisation", "", "", "By e-mail (synthetic)") for code in respondents[:3]]
    for row in listed[:4] if respondents else ():
        sent.append((published, row[0], "report", "", published, ""))
    for row in listed[:1] if respondents else ():
        sent.append((published, row[0], "brief_policy", row[2], published, "At the handover session (synthetic)"))
    _write(folder / distribution.FILE_NAME, distribution.COLUMNS, sorted(sent))


def _stakeholders(labels: Mapping[str, str], region_code: str) -> Iterable[tuple[str, ...]]:
    places = [(code, f" of {label}", STAKEHOLDERS) for code, label in labels.items()]
    for place, of, kinds in [*places, (region_code, "", REGIONAL)]:
        for number, (kind, name, office) in enumerate(kinds, start=1):
            code = f"{place.upper()}-S{number:02d}"
            yield code, f"{name}{of}", place, kind, office, f"{code.lower()}@example.org"


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
