"""The classes under every project setting: how many organisations change theirs when a benchmark of ours moves.

Each benchmark whose standing is "project setting" moves alone, those of a block together, and all together. Everything
else stays as the framework has it.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from clusterbrief.analysis.classes import UNCLASSIFIED
from clusterbrief.analysis.uncertainty.scenario_scores import Prepared, class_codes, classify, evaluate
from clusterbrief.analysis.uncertainty.scenarios import Scenarios, Uncertainty
from clusterbrief.study.framework import Framework

COUNT_KINDS = {
    "setting_code": str, "label": str, "level": str, "change": float, "settings": int, "clipped": int,
    "class_code": str, "count_nominal": int, "count": int,
}  # fmt: skip
CHANGE_KINDS = {"organisation_code": str, "setting_code": str, "change": float, "class_before": str, "class_after": str}


def move_settings(
    prepared: Prepared, uncertainty: Uncertainty, framework: Framework
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Classes with project settings moved down and up by ``setting_points``, within 0-100.

    Returns
    -------
    counts : DataFrame, one row per setting, change and class
        ``setting_code`` (an indicator; a block, for its settings together; ``overall``, for all of them), ``label``,
        ``level`` (of that node), ``change`` [points], ``settings`` (benchmarks that move), ``clipped`` (those that move
        by less, because they meet 0 or 100), ``class_code``, ``count_nominal`` and ``count`` (organisations in the
        class, as things are and with the change).
    changes : DataFrame, one row per organisation, setting and change that gives it another class
        ``organisation_code``, ``setting_code``, ``change``, ``class_before``, ``class_after``.
    """
    moves = [
        (code, change, places)
        for code, places in _settings(uncertainty, framework)
        for change in (-uncertainty.limits.setting_points, uncertainty.limits.setting_points)
    ]
    benchmarks = np.tile(uncertainty.benchmarks, (len(moves), 1))
    for row, (_, change, places) in enumerate(moves):
        benchmarks[row, places] += change
    inside = np.clip(benchmarks, 0, 100)
    clipped = (benchmarks != inside) & ~np.isnan(benchmarks)
    still = np.tile(uncertainty.weights, (len(moves), 1))
    scenarios = Scenarios(still, inside, np.zeros(len(moves), dtype=bool))
    before = class_codes(_classes(prepared, uncertainty.nominal())[0], prepared)
    after = _classes(prepared, scenarios) if moves else np.zeros((0, len(before)), dtype=np.int8)
    codes = [*(rule.code for rule in prepared.rules), UNCLASSIFIED]
    nodes = framework.nodes.set_index("node_code")
    counts, changes = [], []
    for row, (code, change, places) in enumerate(moves):
        now = class_codes(after[row], prepared)
        about = (code, nodes.at[code, "label"], nodes.at[code, "level"], change, len(places), int(clipped[row].sum()))
        counts += [(*about, each, before.count(each), now.count(each)) for each in codes]
        changes += [
            (organisation, code, change, old, new)
            for organisation, old, new in zip(prepared.organisation_codes, before, now, strict=True)
            if old != new
        ]
    return (
        pd.DataFrame(counts, columns=list(COUNT_KINDS)).astype(COUNT_KINDS),  # also where there are no rows
        pd.DataFrame(changes, columns=list(CHANGE_KINDS)).astype(CHANGE_KINDS),
    )


def _settings(uncertainty: Uncertainty, framework: Framework) -> Iterator[tuple[str, list[int]]]:
    """What moves: the node that names it, and the places of its benchmarks."""
    settings = [int(place) for place in uncertainty.settings]
    if not settings:
        return
    indicators = list(framework.indicators)
    parents = framework.nodes.set_index("node_code")["parent_code"]
    root = str(framework.nodes["node_code"].iloc[0])
    blocks: dict[str, list[int]] = {}
    for place in settings:
        node = indicators[place]
        while parents[node] != root:
            node = parents[node]
        blocks.setdefault(node, []).append(place)
    yield root, settings
    yield from blocks.items()
    for place in settings:
        yield indicators[place], [place]


def _classes(prepared: Prepared, scenarios: Scenarios) -> np.ndarray:
    parts = [classify(evaluate(prepared, part).attainment, prepared) for part in prepared.split(scenarios)]
    return np.concatenate(parts)
