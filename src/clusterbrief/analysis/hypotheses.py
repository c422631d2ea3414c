"""The first hypotheses of the source report, answered with numbers from the answers."""

import pandas as pd

from clusterbrief.analysis.intervals import wilson_interval
from clusterbrief.analysis.summaries import by_area
from clusterbrief.study.answers import ANSWERED, DO_NOT_KNOW
from clusterbrief.study.framework import Framework
from clusterbrief.study.hypothesis_model import Evidence

SUPPORTED, NOT_SUPPORTED, UNDECIDED, UNKNOWN = "supported", "not supported", "undecided", "unknown"
DECIMALS = 9  # of sums of shares, before they are compared with a threshold
EVIDENCE = {
    "area_code": str, "hypothesis_code": str, "item_code": str, "label": str, "main": bool, "n": int, "count": int,
    "share": float, "low": float, "high": float, "unknown": int,
}  # fmt: skip
SUPPORTERS = {
    "organisation_code": str,
    "hypothesis_code": str,
    "item_code": str,
    "n": bool,
    "has": bool,
    "unknown": bool,
}
VERDICTS = {
    "area_code": str, "hypothesis_code": str, "label": str, "claim": str, "source": str, "item_code": str,
    "verdict": str, "decided_by": str,
}  # fmt: skip


def weigh_evidence(
    responses: pd.DataFrame, organisations: pd.DataFrame, framework: Framework, region_code: str
) -> pd.DataFrame:
    """How many organisations of each area answer as the hypotheses of hypotheses.yml say.

    Undisclosed: it passes ``disclosure.disclose_shares`` with the key ``item_code`` on its way to a page, and low and
    high are hidden where the share is.

    Parameters
    ----------
    responses : DataFrame, one row per organisation and question
        ``organisation_code``, ``question_code``, ``state``, ``value``.
    organisations : DataFrame, one row per organisation
        ``organisation_code``, ``country_code``.
    framework : Framework
    region_code : str

    Returns
    -------
    DataFrame, one row per area and piece of evidence, the region first, in the order of the file
        ``area_code``, ``hypothesis_code``, ``item_code``, ``label``, ``main`` (whether it decides), ``n``
        (organisations that answered; neither those who do not know nor those who were not asked), ``count`` (whose
        answer supports the claim), ``share`` [0-1; NaN where nobody answered], ``low`` and ``high`` (its 90 % Wilson
        interval) and ``unknown`` (that do not know). Where numbers are added up, all of them must be answered.
    """
    items = [item for hypothesis in framework.hypotheses.hypotheses for item in hypothesis.evidence]
    supporters = list_supporters(responses, organisations, framework).rename(columns={"has": "count"})
    summary = _count_by_area(by_area(supporters, organisations, region_code))
    places = {item.code: place for place, item in enumerate(items)}
    summary = summary.assign(
        label=summary["item_code"].map({item.code: item.label for item in items}),
        main=summary["item_code"].isin({hypothesis.main for hypothesis in framework.hypotheses.hypotheses}),
        place=summary["item_code"].map(places),
        outside=summary["area_code"] != region_code,
    ).sort_values(["outside", "area_code", "place"], ignore_index=True)
    return summary[list(EVIDENCE)].astype(EVIDENCE)  # also where there are no rows


def list_supporters(responses: pd.DataFrame, organisations: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Whose answers support the hypotheses. Undisclosed.

    Parameters
    ----------
    responses, organisations, framework
        As for ``weigh_evidence``.

    Returns
    -------
    DataFrame, one row per organisation and piece of evidence
        ``organisation_code``, ``hypothesis_code``, ``item_code``, ``n`` (whether it answered), ``has`` (whether its
        answer supports the claim) and ``unknown`` (whether it does not know).
    """
    items = [(hypothesis, item) for hypothesis in framework.hypotheses.hypotheses for item in hypothesis.evidence]
    states, values = _answers(responses, organisations, sorted({code for _, item in items for code in item.questions}))
    tables = [
        _answers_to(item, states, values).assign(hypothesis_code=hypothesis.code, item_code=item.code)
        for hypothesis, item in items
    ]
    supporters = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(SUPPORTERS))
    return supporters[list(SUPPORTERS)].astype(SUPPORTERS)  # also where there are no rows


def _answers(
    responses: pd.DataFrame, organisations: pd.DataFrame, questions: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """States and values by organisation and question."""
    used = responses[responses["question_code"].isin(questions)]
    codes = sorted(organisations["organisation_code"])
    states, values = (
        used.pivot(index="organisation_code", columns="question_code", values=column).reindex(
            index=codes, columns=questions
        )
        for column in ("state", "value")
    )
    return states, values


def _count_by_area(placed: pd.DataFrame) -> pd.DataFrame:
    counts = ["n", "count", "unknown"]
    summary = placed.groupby(["area_code", "hypothesis_code", "item_code"])[counts].sum().reset_index()
    summary = summary.astype(dict.fromkeys(counts, int))
    low, high = wilson_interval(summary["count"], summary["n"])
    return summary.assign(share=summary["count"] / summary["n"].where(summary["n"] > 0), low=low, high=high)


def _answers_to(item: Evidence, states: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Who answered, whose answer supports the claim, and who does not know."""
    questions = list(item.questions)
    answered = (states[questions] == ANSWERED).all(axis="columns")
    unknown = (states[questions] == DO_NOT_KNOW).any(axis="columns")
    given = values.loc[answered, questions]
    if item.options:
        told = given[questions[0]].map(lambda value: _names_one(value, item.options)).astype(bool)
    else:
        total = given.astype(float).sum(axis="columns").round(DECIMALS)
        told = total > item.above if item.above is not None else total < item.below
    supports = told.reindex(states.index, fill_value=False)
    return pd.DataFrame(
        {"organisation_code": states.index, "n": answered.to_numpy(), "has": supports.to_numpy(),
         "unknown": unknown.to_numpy()}
    )  # fmt: skip


def _names_one(value: object, options: tuple[str, ...]) -> bool:
    chosen = value if isinstance(value, tuple) else (value,)
    return any(each in options for each in chosen)


def judge_hypotheses(evidence: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Whether the answers of each area support the hypotheses, by their main evidence.

    Supported: the whole interval lies above ``majority`` of hypotheses.yml. Not supported: it lies below. Undecided:
    ``majority`` is inside or at an end. Unknown: there is no interval, because nobody answered or it is hidden. So a
    verdict on disclosed evidence gives away nothing that the evidence does not.

    Parameters
    ----------
    evidence : DataFrame, one row per area and piece of evidence
        As ``weigh_evidence`` gives it, disclosed or not.
    framework : Framework

    Returns
    -------
    DataFrame, one row per area and hypothesis, in the order of ``evidence``
        ``area_code``, ``hypothesis_code``, ``label``, ``claim``, ``source``, ``item_code`` (the main evidence),
        ``verdict`` and ``decided_by``, the figures in words.
    """
    majority = framework.hypotheses.majority
    known = {each.code: each for each in framework.hypotheses.hypotheses}
    rows = []
    for row in evidence[evidence["main"]].to_dict("records"):
        hypothesis = known[row["hypothesis_code"]]
        verdict, words = _judge(row["low"], row["high"], row["n"], majority)
        rows.append(
            {
                "area_code": row["area_code"],
                "hypothesis_code": hypothesis.code,
                "label": hypothesis.label,
                "claim": hypothesis.claim,
                "source": hypothesis.source,
                "item_code": row["item_code"],
                "verdict": verdict,
                "decided_by": words,
            }
        )
    return pd.DataFrame(rows, columns=list(VERDICTS)).astype(VERDICTS)  # also where there are no rows


def withhold_verdicts(verdicts: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """Verdicts with those unknown whose main evidence has no interval in ``evidence``, where more may be hidden."""
    keys = ["area_code", "item_code"]
    found = verdicts[keys].merge(evidence[[*keys, "n", "low"]], on=keys, how="left", validate="m:1")
    hidden = found["low"].isna().to_numpy()
    words = found["n"].map(_why_unknown).set_axis(verdicts.index)
    return verdicts.assign(
        verdict=verdicts["verdict"].mask(hidden, UNKNOWN), decided_by=verdicts["decided_by"].mask(hidden, words)
    )


def _why_unknown(n: float) -> str:
    """Why there is no interval, as far as the number of answers tells it."""
    return "nobody answered" if n == 0 else "not shown: the number is too small, or would let answers be worked out"


def _judge(low: float, high: float, n: float, majority: float) -> tuple[str, str]:
    if pd.isna(low) or pd.isna(high):
        return UNKNOWN, _why_unknown(n)
    interval, half = f"interval {low * 100:.0f} to {high * 100:.0f} %", f"{majority * 100:.0f} %"
    if low > majority:
        return SUPPORTED, f"{interval}, all above {half}"
    if high < majority:
        return NOT_SUPPORTED, f"{interval}, all below {half}"
    return UNDECIDED, f"{interval}, which includes {half}"
