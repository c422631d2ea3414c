"""Synthetic regional data of example editions: employment by invented area, and where organisations sit."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

AREAS = {"AM": 4, "AZ": 5, "GE": 4, "MD": 4, "UA": 9}  # how many areas each country is given
PEOPLE = {"AM": 900_000, "AZ": 2_400_000, "GE": 1_000_000, "MD": 800_000, "UA": 9_500_000}  # employed, invented
ALL, TOTAL = "ALL", "TOTAL"
SUPPRESSED = 0.004  # share of cells that are left blank, as statistics offices do
SPECIALISED = 3  # divisions of each area that are concentrated there


def write_regions(
    folder: Path,
    seed: int,
    labels: dict[str, str],
    divisions: Sequence[str],
    ecosystems: Sequence[str],
    organisations: Iterable[tuple[str, str]],
) -> None:
    """Write employment.csv, areas.csv and placements.csv.

    Parameters
    ----------
    labels : dict
        Country labels by code.
    divisions, ecosystems : sequences of str
        Codes of NACE divisions and of industrial ecosystems.
    organisations : iterable of (organisation_code, country_code)
        Those that are given an area and an ecosystem.
    """
    rng = np.random.default_rng([seed, 1])  # its own stream: the answers stay the same with and without regions
    areas = [
        (f"{country}-{number}", f"{labels[country]}, area {number} (synthetic)", country)
        for country, count in AREAS.items()
        for number in range(1, count + 1)
    ]
    _write(folder / "areas.csv", ["area_code", "area_label", "country_code"], areas)
    _write(folder / "employment.csv", ["area", "industry", "employment"], _employment(rng, areas, divisions))
    of_country = {country: [code for code, _, own in areas if own == country] for country in AREAS}
    placed = [
        (code, str(rng.choice(of_country[country])), str(rng.choice(ecosystems)))
        for code, country in organisations
        if country in of_country
    ]
    _write(folder / "placements.csv", ["organisation_code", "area_code", "ecosystem_code"], placed)


def _employment(
    rng: np.random.Generator, areas: Sequence[tuple[str, str, str]], divisions: Sequence[str]
) -> Iterable[tuple[str, str, int | str]]:
    usual = rng.dirichlet(np.full(len(divisions), 1.2))
    whole = np.zeros(len(divisions), dtype=int)
    for code, _, country in areas:
        people = PEOPLE[country] / AREAS[country] * rng.uniform(0.4, 1.8)
        mix = usual * rng.lognormal(0, 0.25, len(divisions))
        mix[rng.choice(len(divisions), SPECIALISED, replace=False)] *= rng.uniform(2.5, 6, SPECIALISED)
        counts = np.round(people * mix / mix.sum()).astype(int)
        whole += counts
        for division, count in zip(divisions, counts, strict=True):
            yield code, division, "" if rng.random() < SUPPRESSED else int(count)
        yield code, TOTAL, int(counts.sum())
    yield from ((ALL, division, int(count)) for division, count in zip(divisions, whole, strict=True))
    yield ALL, TOTAL, int(whole.sum())


def _write(path: Path, heading: Sequence[str], rows: Iterable[Sequence]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(rows)
