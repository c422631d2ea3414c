"""Somebody who solves all printed shares of income together: of sources that add up, of all areas and publications.

This attacker knows who told all its sources, whose shares changed, and that they make up the whole of its income. Nothing
here is shared with disclosure control.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog

from full_attacker import LEAST_RANGE, REGION, Find, Tables

PRIVATE = "private"
WHOLE, NEARLY = 100.0, 1.0  # percent; rounded shares make up the whole, give or take so much
SLIGHTLY = 1e-3
Name = tuple[str, str, float]  # organisation, source, share
Sides = Mapping[str, Sequence[str]]  # the sources of private and of public income


@dataclass
class Shares:
    """Shares that are not known, and what is known of sums of them."""

    names: dict[Name, int] = field(default_factory=dict)
    held: dict[tuple[str, int], dict[str, int]] = field(default_factory=dict)  # organisation, publication: by source
    sums: list[tuple[list[int], float, float]] = field(default_factory=list)  # shares, their least and most together

    def ends(self, parts: Sequence[int]) -> Iterator[np.ndarray]:
        """Shares of all with the least, then the most, of some."""
        rows = np.zeros((len(self.sums), len(self.names)))
        for row, (each, _, _) in enumerate(self.sums):
            rows[row, each] = 1
        low, high = (np.array([each[at] for each in self.sums]) for at in (1, 2))
        for sign in (1.0, -1.0):
            aim = np.zeros(len(self.names))
            aim[list(parts)] = sign
            ends = np.concatenate([high, -low]) + 1e-9
            answer = linprog(aim, np.concatenate([rows, -rows]), ends, bounds=(0, None))
            assert answer.success, f"printed shares that do not fit each other: {answer.message}"
            yield answer.x


def shares_of(public: Sequence[Tables], internal: Sequence[Tables], sides: Sides) -> Shares:
    shares = Shares()
    for number, each in enumerate(internal):
        wide = each["incomes"].pivot(index="organisation_code", columns="source_code", values="share")
        for code, row in wide.iterrows():
            held = {
                source: shares.names.setdefault((code, source, round(row[source], 9)), len(shares.names))
                for sources in sides.values()
                for source in sources
            }
            shares.held[code, number] = held
            total = sum(row[source] for source in held)
            low, high = (total, total) if abs(total - WHOLE) <= NEARLY else (0.0, max(total, WHOLE))
            shares.sums.append((list(held.values()), low, high))
    for number, tables in enumerate(public):
        for row in tables["income"].dropna(subset=["share"]).to_dict("records"):
            sources = sides[PRIVATE] if row["source_code"] == PRIVATE else [row["source_code"]]
            inside = [
                held
                for (code, at), held in shares.held.items()
                if at == number and row["area_code"] in (REGION, code[:2])
            ]
            parts = [held[source] for held in inside for source in sources]
            shares.sums.append((parts, (row["share"] - 0.5) * len(inside), (row["share"] + 0.5) * len(inside)))
    return shares


def incomes_told(public: Sequence[Tables], internal: Sequence[Tables], sides: Sides) -> Iterator[Find]:
    """Whose share of a source, or of private income, all means leave less than ten points."""
    shares = shares_of(public, internal, sides)
    seen = np.array([[share for _, _, share in shares.names]]).reshape(1, -1)
    asked: dict[tuple[int, ...], tuple] = {}
    for (code, number), held in shares.held.items():
        asked |= {(at,): (source, code, number) for source, at in held.items()}
        asked.setdefault(tuple(held[source] for source in sides[PRIVATE]), (PRIVATE, code, number))
    for parts, (source, *whom) in asked.items():
        if np.ptp(seen[:, parts].sum(axis=1)) >= LEAST_RANGE - SLIGHTLY:
            continue
        seen = np.concatenate([seen, np.array(list(shares.ends(parts)))])
        held = seen[:, parts].sum(axis=1)
        if np.ptp(held) < LEAST_RANGE - SLIGHTLY:
            yield Find(("income", source), ("one", *whom), held.min(), held.max())
