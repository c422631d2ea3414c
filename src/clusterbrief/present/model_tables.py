"""Tables of country models: the figures behind the decision, SWOT, challenges and limits."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clusterbrief.analysis.models.challenges import OPEN, OWN, SHARED
from clusterbrief.analysis.models.swot import (
    ACTION,
    EMPTY_NODE,
    FUNDING,
    LIMIT,
    MET,
    NEED,
    NODE,
    NOT_MET,
    SERVICE,
    STAFFED_NODE,
    STAGE,
)
from clusterbrief.analysis.profiles import Profile
from clusterbrief.present.tables import HIDDEN
from clusterbrief.present.wording import (
    MISSING,
    count,
    format_gap,
    format_points,
    format_share,
    lowered,
    sentence_start,
)

KINDS = {
    NODE: "", SERVICE: "Service: ", MET: "Criterion met: ", NOT_MET: "Criterion not met: ", EMPTY_NODE: "", FUNDING: "",
    STAFFED_NODE: "", ACTION: "Planned: ", STAGE: "Stage: ", LIMIT: "Limit: ", NEED: "Need: ",
}  # fmt: skip
ALONE = {OWN: "this country", SHARED: "the whole region", OPEN: "cannot be told"}
SWOT_WIDTHS = (14, 52, 34)


def tabulate_places(rows: pd.DataFrame) -> pd.DataFrame:
    """Commitment and potential by country, and whether a model is due: ``label`` and columns of ``country_places``."""
    return pd.DataFrame(
        {
            "Country": rows["label"],
            "Commitment": [_ratio(each) for each in rows["commitment"]],
            "Potential": [_ratio(each) for each in rows["potential"]],
            "Place": [format_points(each) for each in rows["place"].astype(float)],
            "Model due": ["yes" if due else "no" for due in rows["due"]],
            "By the rule": ["yes" if due else "no" for due in rows["due_by_rule"]],
        }
    ).drop(columns=[] if rows["overruled"].any() else ["By the rule"])


def tabulate_components(profile: Profile) -> pd.DataFrame:
    """Components down, countries across; a dash where hidden."""
    components = profile.tables["components"]
    areas = profile.tables["areas"].set_index("area_code")["area_label"]
    heads = components.drop_duplicates("component_code")
    table = pd.DataFrame({"Component": heads["label"].to_list(), "Of": heads["figure"].to_list()})
    for code, rows in components.groupby("area_code", sort=False):
        values = rows.set_index("component_code")["value"].reindex(heads["component_code"])
        table[areas[code]] = [_ratio(each) for each in values]
    return table


def own_components(profile: Profile, country_code: str) -> pd.DataFrame:
    """One country's components."""
    rows = profile.tables["components"]
    return rows[rows["area_code"] == country_code].reset_index(drop=True)


def tabulate_own_components(rows: pd.DataFrame) -> pd.DataFrame:
    """Components of one country with what they rest on."""
    return pd.DataFrame(
        {
            "Component": rows["label"],
            "Of": rows["figure"],
            "Value": [_ratio(each) for each in rows["value"]],
            "n": [format_points(each) for each in rows["n"].astype(float)],
        }
    )


def _ratio(value: float) -> str:
    return MISSING if pd.isna(value) else f"{value:.2f}"


def tabulate_swot(points: pd.DataFrame) -> pd.DataFrame:
    """Points by quadrant, each with the figure that makes it one."""
    rows = points.to_dict("records")
    return pd.DataFrame(
        {
            "Part": [sentence_start(row["quadrant"]) for row in rows],
            "Point": [point_text(row) for row in rows],
            "Figure": [_figure(row) for row in rows],
        }
    )


def point_text(row: Mapping[str, Any]) -> str:
    """A point in words."""
    where = f" in {row['where']}" if row["where"] else ""
    return f"{KINDS[row['kind']]}{row['label']}{where}"


def point_in_sentence(row: Mapping[str, Any]) -> str:
    """A point as part of a sentence, with its figure."""
    label, share, points = lowered(row["label"]), format_share(row["value"]), format_points(row["value"])
    against = f"{label} ({points} points; EU value {format_points(row['reference'])})"
    node = f"{label} in {row['where']} (quotient {row['value']:.2f})"
    words = {
        NODE: against,
        FUNDING: against,
        SERVICE: f"{label} (provided by {share}, and by {format_share(row['reference'])} of EU gold label holders)",
        MET: f"“{label}”, a criterion that {share} meet",
        NOT_MET: f"“{label}”, a criterion that {share} do not meet",
        EMPTY_NODE: node,
        STAFFED_NODE: node,
        ACTION: f"the plan “{label}” (named by {share})",
        NEED: f"the need for support with {label} (named by {share})",
        STAGE: f"the stage of {label} ({share} of clusters)",
        LIMIT: f"{label} (a high concern for {share})",
    }
    return words[row["kind"]]


def _figure(row: dict) -> str:
    """The figure of a point, and what it is compared with."""
    share, points, n = format_share(row["value"]), format_points(row["value"]), int(row["n"])
    against = f"{points} points; EU value {format_points(row['reference'])}"
    known = f"quotient {row['value']:.2f}; {count(n, 'organisation')} known there"
    named = f"named by {share} of {n}"
    figures = {
        NODE: against,
        FUNDING: against,
        SERVICE: f"{share} of {n} provide it; {format_share(row['reference'])} of EU gold label holders",
        MET: f"met by {share} of {n}",
        NOT_MET: f"not met by {share} of {n}",
        EMPTY_NODE: known,
        STAFFED_NODE: known,
        ACTION: named,
        NEED: named,
        STAGE: f"{share} of {count(n, 'cluster')}",
        LIMIT: f"a high concern for {share} of {n}",
    }
    return figures[row["kind"]]


def tabulate_challenges(rows: pd.DataFrame) -> pd.DataFrame:
    """Dimensions well below the EU value, and whether the whole region is."""
    return pd.DataFrame(
        {
            "Dimension": rows["label"],
            "Gap": [format_gap(each) for each in rows["gap"]],
            "Gap of the region": [format_gap(each) for each in rows["region_gap"]],
            "Challenge of": [ALONE[kind] for kind in rows["kind"]],
            "n": [format_points(each) for each in rows["n"].astype(float)],
        }
    ).drop(columns=[] if rows["region_gap"].notna().any() else ["Gap of the region", "Challenge of"])


def limit_rows(profile: Profile, country_code: str) -> pd.DataFrame:
    """Limits of clusters with how many are highly concerned; limits that nobody was asked about are left out."""
    words, shares = profile.tables["model_limits"], profile.tables["limits"]
    own = shares[shares["area_code"] == country_code]
    return words.merge(own, on="code", how="inner")


def tabulate_limits(rows: pd.DataFrame) -> pd.DataFrame:
    """Limits: ``label``, ``n``, ``count``, ``share`` and ``bound``."""
    shown = zip(rows["count"], rows["bound"], strict=True)
    return pd.DataFrame(
        {
            "Limit": rows["label"],
            "n": [format_points(each) for each in rows["n"]],
            "High concern": [(bound or HIDDEN) if pd.isna(number) else f"{number:.0f}" for number, bound in shown],
            "Share": [format_share(each) for each in rows["share"]],
        }
    )
