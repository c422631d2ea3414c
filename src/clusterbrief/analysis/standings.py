"""What the EU values stand on: the share of benchmark weight that is published, and the share that we set."""

import pandas as pd

from clusterbrief.analysis.benchmarks import compare_to_benchmarks
from clusterbrief.analysis.scoring import score_nodes
from clusterbrief.study.framework import Framework

PUBLISHED = ("best practice", "published threshold")
LEVELS = ("overall", "block", "dimension", "part")
OF_PUBLISHED, OF_SETTING = 1.0, 2.0  # marks of a benchmark; never 0, which would count as no benchmark


def share_published(compared: pd.DataFrame, benchmarks: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """On what the benchmark of each node of each organisation stands.

    Of the weight of the indicators that take part in an attainment, the share whose benchmark is best practice or a
    published threshold, and the share whose benchmark is a project setting. The weights are those of the attainment
    itself: the same tree, renormalised over the answered indicators that have a scored benchmark.

    Parameters
    ----------
    compared : DataFrame, one row per organisation and node
        As ``compare_to_benchmarks`` gives it.
    benchmarks : DataFrame, one row per indicator
        As ``resolve_benchmarks`` gives it.
    framework : Framework

    Returns
    -------
    DataFrame, one row per organisation and node above the indicators
        ``organisation_code``, ``node_code``, ``level``, ``published`` and ``setting`` [0-1, together 1; NaN where the
        node has no attainment].
    """
    marks = benchmarks["standing"].isin(PUBLISHED).map({True: OF_PUBLISHED, False: OF_SETTING}).astype(float)
    columns = ["organisation_code", "node_code", "level", "score", "coverage", "missing_reason"]
    # a mean of the marks with the weights of the attainment tells how the weight is shared among them
    marked = compare_to_benchmarks(compared[columns], benchmarks.assign(benchmark=marks), framework)
    keys = ["organisation_code", "node_code"]
    table = marked[[*keys, "level", "benchmark"]].merge(compared[[*keys, "attainment"]], on=keys, validate="1:1")
    table = table[table["level"].isin(LEVELS)].reset_index(drop=True)
    setting = (table["benchmark"] - OF_PUBLISHED).round(12).where(table["attainment"].notna())
    table = table.assign(published=1 - setting, setting=setting)
    return table[[*keys, "level", "published", "setting"]]


def framework_published(benchmarks: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """On what the benchmark of each node stands when everything is answered.

    Returns
    -------
    DataFrame, one row per node above the indicators, in the framework's order
        ``node_code``, ``level``, ``label``, ``published`` and ``setting`` [0-1, together 1; NaN for a node without a
        scored benchmark].
    """
    answered = pd.DataFrame({"organisation_code": "all", "node_code": list(framework.indicators), "score": 100.0})
    scores = score_nodes(answered.assign(missing_reason=""), framework)
    shares = share_published(compare_to_benchmarks(scores, benchmarks, framework), benchmarks, framework)
    nodes = framework.nodes.loc[framework.nodes["level"].isin(LEVELS), ["node_code", "level", "label"]]
    columns = ["node_code", "published", "setting"]
    return nodes.merge(shares[columns], on="node_code", how="left", validate="1:1")
