"""Recommendations by area after earlier publications: about how many each helps, and the order in which they help.

A rounded number is taken for the exact one: that leaves the earlier publication as safe as it was, and tells a reader
more than is printed. The order follows from priorities, which are sums too. Where one or two changed, it stays.
"""

from collections.abc import Sequence

import pandas as pd

from clusterbrief.analysis.disclosed_recommendations import COLUMNS, KEYS, NEARLY_ALL
from clusterbrief.analysis.judged_rules import count_judged
from clusterbrief.analysis.republication.kept_cells import Setting, cells_of, shown_cells, tellable
from clusterbrief.analysis.republication.published_figures import Figure, Tables, rule_stakes

NEEDS = "judged"  # the internal table that the stakes come from
FIGURE = Figure("recommendations", "count", "counts", ("rule_code",), rule_stakes, NEEDS, ("bound",))


def hide_recommendations(
    table: pd.DataFrame, earlier: Sequence[pd.DataFrame | None], pasts: Sequence[Tables], setting: Setting
) -> pd.DataFrame:
    """Recommendations without rows that, beside earlier ones, would tell whom a rule helps.

    Parameters
    ----------
    table : DataFrame, one row per area and rule
        As ``disclosed_recommendations.disclose_recommendations`` gives it.
    earlier : sequence of DataFrame
        The same table of earlier publications; None where there was none.
    pasts : sequence of mapping of name to DataFrame
        Member-level tables of the earlier publications, then of the new one: ``judged`` and ``organisations``.
    setting : Setting

    Returns
    -------
    DataFrame
        The rows that stay, with places counted anew.
    """
    before = [
        None if printed is None else _with_counts(printed, held, setting)
        for printed, held in zip(earlier, pasts[:-1], strict=True)
    ]
    now = _with_counts(table, pasts[-1], setting)
    cells = cells_of(FIGURE, [*before, now], pasts, setting)
    thing = pd.Index(cells.things).get_indexer(now["rule_code"])
    area = pd.Index(cells.areas).get_indexer(now["area_code"])
    stays = shown_cells(cells)[thing, area] | now["count"].isna().to_numpy()
    kept = now[stays]
    told = tellable(cells_of(FIGURE, [*before, kept], pasts, setting))
    kept = kept[(kept["bound"] == "").to_numpy() | told[thing[stays], area[stays]]]
    return _in_order(kept, earlier, pasts, setting)


def _with_counts(printed: pd.DataFrame, held: Tables, setting: Setting) -> pd.DataFrame:
    """The rows with what they tell of the number: a ``count``, or "nearly all" of those of whom it can be told."""
    judged = count_judged(held[NEEDS], held["organisations"], setting.region_code)[[*KEYS, "judged"]]
    both = printed.merge(judged, on=KEYS, how="left", validate="1:1")
    large = both["judged"] >= setting.thresholds.percentages
    nearly = (both["bound"] == NEARLY_ALL) | (large & both["helped"].isna())
    count = pd.Series(1.0, index=both.index).mask(nearly)  # whatever it is, it counts as told
    return both.assign(words=both["bound"], bound=nearly.map({True: NEARLY_ALL, False: ""}), count=count)


def _in_order(
    kept: pd.DataFrame, earlier: Sequence[pd.DataFrame | None], pasts: Sequence[Tables], setting: Setting
) -> pd.DataFrame:
    """The rows in order, and in the order that was printed where fewer changed than may be told."""
    ahead = pd.Series(0, index=kept.index)
    for place, printed in enumerate(earlier):
        if printed is None:
            continue
        few = _areas_of_few(pasts[place], pasts[-1], setting)
        then = printed.set_index(KEYS)["place"]
        spots = pd.MultiIndex.from_frame(kept[KEYS])
        known = pd.Series(then.reindex(spots).to_numpy(), index=kept.index).fillna(len(printed) + 1)
        ahead = ahead.mask(kept["area_code"].isin(few), known)
    # rules that are new to a list come last, in no order that anybody's answers make
    ordered = kept.assign(ahead=ahead, code=kept["rule_code"].where(ahead > 0, ""))
    ordered = ordered.sort_values(["area_code", "addressee", "ahead", "code", "place"], kind="stable")
    place = ordered.groupby(["area_code", "addressee"]).cumcount() + 1
    return ordered.assign(place=place, bound=ordered["words"])[COLUMNS].reset_index(drop=True)


def _areas_of_few(then: Tables, now: Tables, setting: Setting) -> list[str]:
    """Areas in which somebody came, left or is advised otherwise, and fewer than may be told."""
    both = pd.concat([_advice(then).rename("then"), _advice(now).rename("now")], axis="columns")
    changed = both.index[both["then"] != both["now"]]
    countries = pd.concat([each["organisations"] for each in (then, now)]).drop_duplicates(
        "organisation_code", keep="last"
    )
    areas = countries.set_index("organisation_code")["country_code"].reindex(changed)
    counts = pd.concat([areas, pd.Series(setting.region_code, index=changed)]).value_counts()
    return list(counts.index[counts < setting.thresholds.count])


def _advice(tables: Tables) -> pd.Series:
    """What each organisation is advised, with how urgent it is, as one text."""
    table = tables["recommended"].sort_values(["organisation_code", "rule_code"])
    words = table["rule_code"].astype(str) + " " + table["priority"].astype(float).round(9).astype(str)
    told = words.groupby(table["organisation_code"].astype(str)).agg("; ".join)
    return told.reindex(tables["organisations"]["organisation_code"].astype(str), fill_value="")
