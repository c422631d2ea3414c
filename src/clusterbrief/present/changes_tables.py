"""Tables of what changed since an earlier edition: rows of profiles in, texts under headings out."""

from collections.abc import Mapping

import pandas as pd

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present.changes_words import DOWN, UP
from clusterbrief.present.latin_names import who
from clusterbrief.present.robustness_tables import interval_text
from clusterbrief.present.tables import HIDDEN
from clusterbrief.present.wording import MISSING, format_points, format_share, format_signed, sentence_start

INTERVALS = {"beyond": "Yes", "within": "No", "unknown": "Cannot be told", "": MISSING}
FIRMNESS = {"firm": "Firm", "not firm": "Not firm", "unknown": "Cannot be told", "": MISSING}
SAME_METHOD = {"same": "Same", "changed": "Changed", "unknown": "Cannot be told"}
DEEP = ("overall", "block", "dimension")


def labels_of(profile: Profile, table: str) -> dict[str, str]:
    """Labels by code: of "areas", "nodes" or "classes"."""
    key, name = {
        "areas": ("area_code", "area_label"),
        "nodes": ("node_code", "label"),
        "classes": ("class_code", "class_label"),
    }[table]
    source = profile.tables[table]
    if table == "classes":  # the authors' profile has another table of that name
        source = profile.tables.get("classes_of", source).sort_values("place")
    return dict(zip(source[key], source[name], strict=True))


def area_rows(areas: pd.DataFrame, area_code: str) -> pd.DataFrame:
    """One area's nodes down to dimensions, in the order of the tree."""
    return areas[(areas["area_code"] == area_code) & areas["level"].isin(DEEP)].reset_index(drop=True)


def overall_rows(areas: pd.DataFrame) -> pd.DataFrame:
    """The overall score of each area."""
    return areas[areas["node_code"] == "overall"].reset_index(drop=True)


def tabulate_respondents(rows: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Who answered then and now, by area."""
    headings = {"before": "Then", "after": "Now", "both": "Both times", "new": "Only now", "lost": "Only then"}
    numbers = {heading: [str(int(each)) for each in rows[name]] for name, heading in headings.items()}
    return pd.DataFrame({"Area": [labels.get(code, code) for code in rows["area_code"]], **numbers})


def tabulate_area_changes(
    rows: pd.DataFrame, labels: Mapping[str, str], by: str, heading: str, missing: str = HIDDEN
) -> pd.DataFrame:
    """Mean scores then and now, of all and of those that answered both times; ``by`` names the column of the lines."""
    return pd.DataFrame(
        {
            heading: [labels.get(code, code) for code in rows[by]],
            "n then, now": [f"{then}, {now}" for then, now in zip(rows["n_before"], rows["n_after"], strict=True)],
            "Then": _points(rows["before"], missing),
            "Now": _points(rows["after"], missing),
            "Change": _signed(rows["change"], missing),
            "n both times": [str(each) for each in rows["n_panel"]],
            "Their change": _signed(rows["panel_change"], missing),
            "90 % interval": [
                MISSING if pd.isna(low) else f"{format_signed(low)} to {format_signed(high)}"
                for low, high in zip(rows["low"], rows["high"], strict=True)
            ],
            "Method": [SAME_METHOD[each] for each in rows["method"]],
        }
    )


def _points(figures: pd.Series, missing: str) -> list[str]:
    return [missing if pd.isna(each) else format_points(each) for each in figures]


def _signed(figures: pd.Series, missing: str) -> list[str]:
    return [missing if pd.isna(each) else format_signed(each) for each in figures]


def tabulate_class_counts(rows: pd.DataFrame, areas: Mapping[str, str], classes: Mapping[str, str]) -> pd.DataFrame:
    """Counts of classes then and now that may be shown."""
    return pd.DataFrame(
        {
            "Area": [areas.get(code, code) for code in rows["area_code"]],
            "Class": [classes.get(code, sentence_start(code)) for code in rows["class_code"]],
            "Then": [f"{each:.0f}" for each in rows["before"]],
            "Now": [f"{each:.0f}" for each in rows["after"]],
            "Change": [format_signed(each) for each in rows["change"]],
        }
    )


def shown_classes(rows: pd.DataFrame, areas: Mapping[str, str], classes: Mapping[str, str]) -> pd.DataFrame:
    """Counts of classes that may be shown, areas and classes in the usual order."""
    order = [*areas], [*classes]
    shown = rows[rows["change"].notna() & rows["class_code"].isin(order[1])]
    places = shown.assign(
        area=[order[0].index(code) for code in shown["area_code"]],
        place=[order[1].index(code) for code in shown["class_code"]],
    )
    return places.sort_values(["area", "place"]).drop(columns=["area", "place"]).reset_index(drop=True)


def method_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Changes of the method as a table shows them."""
    return pd.DataFrame(
        {
            "What": [sentence_start(each) for each in rows["kind"]],
            "Which": rows["label"],
            "Change": [
                sentence_start(f"{aspect} {change}".strip())
                for aspect, change in zip(rows["aspect"], rows["change"], strict=True)
            ],
            "Then": [each or MISSING for each in rows["before"]],
            "Now": [each or MISSING for each in rows["after"]],
        }
    )


def moved_rows(organisations: pd.DataFrame) -> pd.DataFrame:
    """Organisations with a score both times, the largest gain first."""
    rows = organisations[organisations["change"].notna()]
    return rows.sort_values(["change", "organisation_code"], ascending=[False, True]).reset_index(drop=True)


def tabulate_moved(rows: pd.DataFrame) -> pd.DataFrame:
    """Scores and ranks then and now."""
    return pd.DataFrame(
        {
            "Organisation": who(rows),
            "Then": _with_interval(rows, "score", "before"),
            "Now": _with_interval(rows, "score", "after"),
            "Change": [format_signed(each) for each in rows["change"]],
            "Beyond the interval": [INTERVALS[each] for each in rows["interval"]],
            "Rank then": _with_interval(rows, "rank", "before"),
            "Rank now": _with_interval(rows, "rank", "after"),
        }
    )


def _with_interval(rows: pd.DataFrame, name: str, when: str) -> list[str]:
    figures = rows[[f"{name}_{when}", f"{name}_low_{when}", f"{name}_high_{when}"]].itertuples(index=False)
    return [
        format_points(own) if pd.isna(low) else f"{format_points(own)} ({interval_text(low, high)})"
        for own, low, high in figures
    ]


def class_change_rows(organisations: pd.DataFrame) -> pd.DataFrame:
    """Organisations that changed their class, by code."""
    return organisations[organisations["class_change"].isin([UP, DOWN])].reset_index(drop=True)


def tabulate_class_changes(rows: pd.DataFrame, classes: Mapping[str, str]) -> pd.DataFrame:
    """Classes then and now, with the share of scenarios that gives each."""
    return pd.DataFrame(
        {
            "Organisation": who(rows),
            **{
                heading: [
                    f"{classes.get(code, sentence_start(code))} ({format_share(kept)})"
                    for code, kept in zip(rows[f"class_{when}"], rows[f"kept_{when}"], strict=True)
                ]
                for heading, when in (("Then (kept in)", "before"), ("Now (kept in)", "after"))
            },
            "Firm": [FIRMNESS[each] for each in rows["class_firm"]],
        }
    )


def tabulate_transitions(rows: pd.DataFrame, classes: Mapping[str, str], area_code: str) -> pd.DataFrame:
    """Classes then down, classes now across, with how many organisations."""
    own = rows[rows["area_code"] == area_code]
    order = [code for code in [*classes, "unclassified"] if code in {*own["class_before"], *own["class_after"]}]
    wide = own.pivot(index="class_before", columns="class_after", values="count").reindex(index=order, columns=order)
    named = wide.rename(
        index=lambda code: classes.get(code, sentence_start(code)),
        columns=lambda code: classes.get(code, sentence_start(code)),
    )
    return named.map(lambda number: MISSING if pd.isna(number) else f"{number:.0f}").rename_axis("Then").reset_index()


def coming_rows(organisations: pd.DataFrame, status: str) -> pd.DataFrame:
    """Organisations that are new or lost, by code."""
    return organisations[organisations["status"] == status].reset_index(drop=True)


def tabulate_coming(
    rows: pd.DataFrame, areas: Mapping[str, str], classes: Mapping[str, str], when: str
) -> pd.DataFrame:
    """New organisations ("after") or lost ones ("before") with their score and class."""
    return pd.DataFrame(
        {
            "Organisation": who(rows),
            "Country": [areas.get(code, code) for code in rows["country_code"]],
            "Score": [format_points(each) for each in rows[f"score_{when}"]],
            "Class": [classes.get(code, sentence_start(code)) for code in rows[f"class_{when}"]],
        }
    )
