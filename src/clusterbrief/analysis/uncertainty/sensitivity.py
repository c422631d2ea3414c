"""Which source of uncertainty moves results most: shares of variance, after Sobol and Saltelli.

Each source is a group of raw factors, every one a number from 0 to 1 that is read as a quantile: the same mapping that
makes the scenarios. The alternative, one factor for each source that picks a ready-made draw by its number (Saisana,
Saltelli and Tarantola 2005, for discrete choices), has the same indices in the limit. Groups are the sounder here:
nothing is limited to draws made beforehand, and the low-discrepancy sequence keeps its meaning, because neighbouring
values give neighbouring scenarios.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy

from clusterbrief.analysis.uncertainty.scenario_scores import Prepared, evaluate, rank_rows
from clusterbrief.analysis.uncertainty.scenarios import SOURCES, Array, Uncertainty

RESAMPLES = 100
CONFIDENCE = 0.90
CONSTANT = 1e-9  # a spread below this is rounding
FIGURES = ["first_order", "first_order_conf", "total", "total_conf"]
ATTAINMENT, RANK_SHIFT = "attainment of the median organisation", "mean absolute shift in rank"
NEVER_VARIES, TOO_FEW = "does not vary", "fewer than two organisations with a score"


def share_variance(prepared: Prepared, uncertainty: Uncertainty) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Share of the variance of results that each source gives.

    ``first_order`` is the share that would go, on average, were this source alone known; ``total`` the share that
    would stay, were all others known, with all that it does together with them. First-order shares add to 1 where
    sources do not act together. The half-width of their 90 % interval comes from a bootstrap of the sample.

    Returns
    -------
    summary : DataFrame, one row per output and source
        ``output`` ("attainment of the median organisation": the medians over organisations of their figures; "mean
        absolute shift in rank": over the organisations, by overall score, on which benchmarks have no bearing),
        ``source``, ``first_order``, ``first_order_conf``, ``total``, ``total_conf`` [0-1 but for sampling error; NaN
        where the output does not vary] and ``note`` (empty, or why the figures are missing).
    by_organisation : DataFrame, one row per organisation and source
        ``organisation_code`` and the same columns, of its overall attainment.

    References
    ----------
    Saisana, M., Saltelli, A. and Tarantola, S. (2005), Uncertainty and sensitivity analysis techniques as tools for the
    quality assessment of composite indicators, JRSS A 168. Saltelli, A. et al. (2010), Variance based sensitivity
    analysis of model output, Computer Physics Communications 181. Computed by SALib.
    """
    attainment, shift = _outputs(prepared, uncertainty)
    seed = uncertainty.limits.seed
    figures = _indices(attainment, seed)
    number = len(prepared.organisation_codes)
    by_organisation = pd.DataFrame(
        {
            "organisation_code": np.repeat(np.array(prepared.organisation_codes, dtype=object), len(SOURCES)),
            "source": list(SOURCES) * number,
            **{name: values.T.ravel() for name, values in zip(FIGURES, figures, strict=True)},
        }
    )
    by_organisation["note"] = np.where(by_organisation["total"].isna(), NEVER_VARIES, "")
    by_organisation.loc[np.repeat(np.isnan(attainment).any(axis=(0, 1)), len(SOURCES)), "note"] = "no attainment"
    known = ~np.isnan(figures[2]).all(axis=0)
    medians = [
        np.median(values[:, known], axis=1) if known.any() else np.full(len(SOURCES), np.nan) for values in figures
    ]
    ranks = [values[:, 0] for values in _indices(shift[..., None], seed)]
    few = int(prepared.has_score[prepared.nodes[0]].sum()) < 2
    tables = []
    for output, values, reason in (
        (ATTAINMENT, medians, NEVER_VARIES),
        (RANK_SHIFT, ranks, TOO_FEW if few else NEVER_VARIES),
    ):
        table = pd.DataFrame({"output": output, "source": SOURCES, **dict(zip(FIGURES, values, strict=True))})
        tables.append(table.assign(note=np.where(table["total"].isna(), reason, "")))
    kinds = dict.fromkeys(("source", "note"), str) | dict.fromkeys(FIGURES, float)
    return (
        pd.concat(tables, ignore_index=True).astype({"output": str, **kinds}),
        by_organisation.astype({"organisation_code": str, **kinds}),  # also where there are no rows
    )


def _outputs(prepared: Prepared, uncertainty: Uncertainty) -> tuple[Array, Array]:
    """Overall attainment, base sample x runs x organisations, and the mean absolute shift in rank, likewise.

    The runs are Saltelli's: one sample, the same with each source in turn taken from another, and the other.
    """
    from SALib.sample import sobol  # slow to import, and only needed here

    sources = uncertainty.sources
    problem = {
        "num_vars": len(sources),
        "names": [str(place) for place in range(len(sources))],
        "groups": sources,
        "bounds": [[0, 1]] * len(sources),
    }
    size, seed = uncertainty.limits.variance_runs, uncertainty.limits.seed
    units = sobol.sample(problem, size, calc_second_order=False, seed=seed)
    own = rank_rows(evaluate(prepared, uncertainty.nominal(), ()).score[..., 0])
    attainments, shifts = [], []
    for part in prepared.split(uncertainty.at(units)):
        outcomes = evaluate(prepared, part, ("overall",))
        attainments.append(outcomes.attainment[..., 0])
        moved = np.abs(rank_rows(outcomes.score[..., 0]) - own)
        ranked = (~np.isnan(own)).sum()
        shifts.append(np.nansum(moved, axis=1) / ranked if ranked else np.full(len(part), np.nan))
    runs = len(SOURCES) + 2
    attainment = np.concatenate(attainments)
    return attainment.reshape(size, runs, -1), np.concatenate(shifts).reshape(size, runs)


def _indices(outputs: Array, seed: int) -> list[Array]:
    """First-order and total indices with their half-widths, each sources x outputs, by SALib's estimators."""
    from SALib.analyze.sobol import first_order, total_order

    found = [np.full((len(SOURCES), outputs.shape[-1]), np.nan) for _ in FIGURES]
    spread = outputs.std(axis=(0, 1)) if outputs.size else np.zeros(0)
    varies = np.flatnonzero(spread > CONSTANT)  # not where it is NaN
    if not len(varies):
        return found
    # centred and scaled as SALib's own analysis does, which takes one output at a time
    chosen = (outputs[..., varies] - outputs[..., varies].mean(axis=(0, 1))) / spread[varies]
    one, other = chosen[:, 0], chosen[:, -1]
    times = scipy.stats.norm.ppf((1 + CONFIDENCE) / 2)
    drawn = np.random.default_rng(seed).multinomial(len(one), np.full(len(one), 1 / len(one)), size=RESAMPLES)
    variance = _mean_again(drawn, (one**2 + other**2) / 2) - _mean_again(drawn, (one + other) / 2) ** 2
    for source in range(len(SOURCES)):
        mixed = chosen[:, source + 1]
        found[0][source, varies] = first_order(one, mixed, other)
        found[2][source, varies] = total_order(one, mixed, other)
        # the same estimators on samples drawn again, as means with how often each run was drawn
        for place, part in ((1, other * (mixed - one)), (3, (one - mixed) ** 2 / 2)):
            again = _mean_again(drawn, part) / variance
            found[place][source, varies] = times * again.std(axis=0, ddof=1)
    return found


def _mean_again(drawn: npt.NDArray[np.int_], values: Array) -> Array:
    return drawn @ values / drawn.shape[1]
