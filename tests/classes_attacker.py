"""Somebody who adds up needs and actions by class, and subtracts them from the region's.

Nothing here is shared with disclosure control.
"""

from collections.abc import Iterator

import numpy as np

from full_attacker import LEAST, REGION, Find, Tables


def classes_told(public: Tables) -> Iterator[Find]:
    """Numbers of one or two of a class that named something, or did not, which follow from those that are printed.

    Classes that are not shown are one together.
    """
    for name in ("needs", "actions"):
        region = public[name][public[name]["area_code"] == REGION]
        for row in region.to_dict("records"):
            by_class = public[f"class_{name}"]
            here = by_class[by_class["option_code"] == row["option_code"]]
            cells = {each["class_code"]: (each["n"], *_between(each)) for each in here.to_dict("records")}
            rest = row["n"] - sum(n for n, _, _ in cells.values())
            cells["not shown"] = (rest, 0, rest)
            yield from _pinned((name, row["option_code"]), cells, _between(row))


def _between(row: dict) -> tuple[float, float]:
    """The least and the most that a number can be."""
    if not np.isnan(row["count"]):
        return row["count"], row["count"]
    return {"few": (0, LEAST - 1), "nearly all": (row["n"] - LEAST + 1, row["n"])}.get(row["bound"], (0, row["n"]))


def _pinned(thing: tuple, cells: dict[str, tuple], total: tuple[float, float]) -> Iterator[Find]:
    for code, (n, low, high) in cells.items():
        others = [each for other, each in cells.items() if other != code]
        least = max(low, total[0] - sum(most for _, _, most in others))
        most = min(high, total[1] - sum(fewest for _, fewest, _ in others))
        assert least <= most, "printed numbers that do not fit each other"
        small = 0 < least < LEAST or 0 < n - most < LEAST
        if least == most and small:
            yield Find(thing, ("class", code), least, most)
