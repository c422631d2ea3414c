"""Similar EU organisations: those that Table 5 and Annex 1 print, beside each organisation's own counts."""

import re
from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from clusterbrief.analysis.services import DIGITAL, MAIN
from clusterbrief.analysis.similar import AGE, Flags, characteristics, in_bands, widen
from clusterbrief.study.framework import Framework
from clusterbrief.study.reference import ReferenceTables
from clusterbrief.study.similarity_model import Criterion

DIVISION = re.compile(r"\b[A-U]\d{2}\b")
MEMBERS = ["large", "sme", "research"]  # the kinds that the report prints
MEASURES = ("general_services", "digital_services", "total_services", "members")
ABOUT = ["eu_organisation", "label", "country", "sector"]
Pairs = list[tuple[str, str]]
LIST_KINDS = {
    "organisation_code": str, **dict.fromkeys(ABOUT, str), **dict.fromkeys(MEASURES, float), "criteria": str,
}  # fmt: skip
FIGURE_KINDS = {
    "organisation_code": str, "measure": str, "own": float, "n": int,
    **dict.fromkeys(["median", "difference", "share_below"], float), "criteria": str, "unknown": str, "dropped": str,
}  # fmt: skip


def eu_organisations(reference: ReferenceTables) -> pd.DataFrame:
    """The EU organisations of Table 5 and Annex 1, each once.

    Returns
    -------
    DataFrame, one row per organisation, in order of name
        ``eu_organisation``, ``label``, ``country``, ``sector`` (as printed), ``ecosystems`` (a tuple of codes; empty
        where the sector tells none), ``members`` [large firms, SMEs and research organisations; NaN where the report
        leaves one blank], ``general_services``, ``digital_services``, ``total_services`` [services].
    """
    printed = pd.concat([reference.spectrum_leaders, reference.annex1_organisations], ignore_index=True)
    printed = printed.rename(columns={"organisation": "eu_organisation"})
    printed = printed.drop_duplicates("eu_organisation").sort_values("eu_organisation", ignore_index=True)
    members = printed[MEMBERS].astype(float).sum(axis="columns", skipna=False)
    by_division = _pairs(reference.ecosystems_nace, "division_code")
    by_wording = _pairs(reference.organisation_ecosystems, "sector")
    ecosystems = [_ecosystems_of(sector, by_division, by_wording) for sector in printed["sector"]]
    table = printed.assign(members=members, ecosystems=pd.Series(ecosystems, index=printed.index, dtype=object))
    table = table.astype(dict.fromkeys(MEASURES, float))
    return table[[*ABOUT, "ecosystems", *MEASURES]]


def _ecosystems_of(sector: str, by_division: Pairs, by_wording: Pairs) -> tuple[str, ...]:
    """Ecosystems of the divisions that a sector names, and of the parts of it that name none."""
    divisions = set(DIVISION.findall(sector))
    codes = {code for division, code in by_division if division in divisions}
    return tuple(sorted(codes | {code for wording, code in by_wording if wording in sector}))


def _pairs(table: pd.DataFrame, column: str) -> Pairs:
    known = table.dropna(subset=["ecosystem_code"])
    return list(zip(known[column], known["ecosystem_code"], strict=True))


def find_similar_eu(organisations: pd.DataFrame, framework: Framework, reference: ReferenceTables) -> pd.DataFrame:
    """The similar EU organisations of each organisation, by name: the report prints who they are.

    As ``find_similar``, but by ecosystem and size only: the report gives no year of founding. The size of an EU
    organisation is its large firms, SMEs and research organisations.

    Parameters
    ----------
    organisations : DataFrame, one row per organisation
        ``organisation_code``, ``ecosystem`` (code), ``members_total`` [members]; missing where not answered.
    framework : Framework
    reference : ReferenceTables

    Returns
    -------
    DataFrame, one row per organisation and similar EU organisation, in order of code and name
        ``organisation_code``, ``eu_organisation``, ``label``, ``country``, ``sector``, ``general_services``,
        ``digital_services``, ``total_services`` [services], ``members`` [members; NaN where not printed] and
        ``criteria`` (those used, in words).
    """
    printed = eu_organisations(reference)
    codes, found, choices = _search(organisations, framework, printed)
    own, other = np.nonzero(found)
    table = printed.iloc[other].reset_index(drop=True)
    table = table.assign(organisation_code=codes.iloc[own].to_numpy(), criteria=choices["criteria"].to_numpy()[own])
    return table[list(LIST_KINDS)].astype(LIST_KINDS)  # also where there are no rows


def compare_to_eu(
    organisations: pd.DataFrame, services: pd.DataFrame, framework: Framework, reference: ReferenceTables
) -> pd.DataFrame:
    """Each organisation's counts beside the median of similar EU organisations.

    Parameters
    ----------
    organisations : DataFrame, one row per organisation
        As for ``find_similar_eu``, with ``members_large``, ``members_sme`` and ``members_research`` [members].
    services : DataFrame, one row per organisation and service that it answered about
        As ``list_services`` gives it. General services are the up to five main ones.
    framework : Framework
    reference : ReferenceTables

    Returns
    -------
    DataFrame, one row per organisation and measure
        ``organisation_code``, ``measure`` (general_services, digital_services, total_services or members), ``own``
        [services or members, of the kinds the report prints; NaN unless every part of it was answered], ``n``
        (similar EU organisations whose value is printed), their ``median``, ``difference`` [own less median],
        ``share_below`` [0-1, of them, with less than one's own], ``criteria``, ``unknown`` and ``dropped`` (as
        ``Similar.criteria``). Without ``framework.similarity`` there are no rows.
    """
    printed = eu_organisations(reference)
    codes, found, choices = _search(organisations, framework, printed)
    own = own_counts(organisations, services, reference).reindex(codes)
    parts = [pd.DataFrame(columns=list(FIGURE_KINDS))]
    for measure in MEASURES:
        values = np.where(found, printed[measure].to_numpy()[None, :], np.nan)
        frame = pd.DataFrame(values)
        n, median = frame.count(axis="columns").to_numpy(), frame.median(axis="columns").to_numpy()
        mine = own[measure].to_numpy()
        below = (values < mine[:, None]).sum(axis=1)
        share = np.where(np.isnan(mine) | (n == 0), np.nan, below / np.maximum(n, 1))
        figures = {"own": mine, "n": n, "median": median, "difference": mine - median, "share_below": share}
        parts.append(choices.drop(columns="n").assign(organisation_code=codes.to_numpy(), measure=measure, **figures))
    table = pd.concat(parts, ignore_index=True)[list(FIGURE_KINDS)].astype(FIGURE_KINDS)
    order = table["measure"].map(MEASURES.index)
    return table.iloc[np.lexsort([order, table["organisation_code"].to_numpy()])].reset_index(drop=True)


def own_counts(organisations: pd.DataFrame, services: pd.DataFrame, reference: ReferenceTables) -> pd.DataFrame:
    """An organisation's own counts of what the report prints of EU organisations.

    Returns
    -------
    DataFrame, index ``organisation_code``, one column per measure
        NaN where a service or a kind of members was not answered: an unknown part is not none.
    """
    codes = pd.Index(organisations["organisation_code"])
    has = services.groupby(["kind", "organisation_code"])["has"]
    counts = has.agg(["sum", "size"]).astype(float)
    general, digital = (counts.reindex(pd.MultiIndex.from_product([[kind], codes])) for kind in (MAIN, DIGITAL))
    # the EU counts are out of all services of Table 4, so one's own must be as well
    chosen = general["sum"].to_numpy()
    all_known = digital["sum"].where(digital["size"] == len(reference.digital_services)).to_numpy()
    kinds = [f"members_{kind}" for kind in MEMBERS]
    members = organisations.set_index("organisation_code").reindex(columns=kinds).astype(float)
    return pd.DataFrame(
        {
            "general_services": chosen,
            "digital_services": all_known,
            "total_services": chosen + all_known,
            "members": members.sum(axis="columns", skipna=False),
        },
        index=codes,
    )


def _search(
    organisations: pd.DataFrame, framework: Framework, printed: pd.DataFrame
) -> tuple[pd.Series, Flags, pd.DataFrame]:
    """Codes of organisations in order, the printed ones found for each, and by which criteria."""
    ordered = organisations.sort_values("organisation_code", ignore_index=True)
    if framework.similarity is None:
        ordered = ordered.iloc[:0]
    criteria = [each for each in framework.similarity.criteria if each.code != AGE] if framework.similarity else []
    least = framework.similarity.least.organisations if framework.similarity else 1
    own = characteristics(ordered, criteria, date.max)
    matches: dict[str, Flags] = {each.code: _match(own[each.code], each, printed) for each in criteria}
    allowed = np.ones((len(ordered), len(printed)), dtype=bool)
    widened = widen(matches, own.notna().to_numpy(dtype=bool), criteria, least, allowed)
    return ordered["organisation_code"], widened.found, widened.choices


def _match(own: pd.Series, criterion: Criterion, printed: pd.DataFrame) -> Flags:
    """Whether a printed organisation (across) has what an organisation (down) has."""
    theirs: Sequence[tuple[str, ...]] = list(printed["ecosystems"])
    if criterion.bands:
        theirs = [(code,) if code else () for code in in_bands(printed["members"], criterion.bands)]
    by_code = {code: np.array([code in codes for codes in theirs]) for code in own.dropna().unique()}
    nobody = np.zeros(len(printed), dtype=bool)
    return np.array([by_code.get(code, nobody) for code in own], dtype=bool).reshape(len(own), len(printed))
