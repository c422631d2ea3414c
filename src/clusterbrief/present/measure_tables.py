"""Tables of what can be done in a country: measures, policies, programmes abroad, specialisations, funding."""

import pandas as pd

from clusterbrief.analysis.models.measures import PERCENT
from clusterbrief.analysis.profiles import Profile
from clusterbrief.present.programme_tables import with_limits
from clusterbrief.present.recommendation_tables import count_note, helped, none_numbered, study_note
from clusterbrief.present.wording import MISSING, format_points, format_share, lowered

STATUS = {"yes": "Yes", "partly": "In part", "no": "No", "unknown": "Not known"}
MEASURE_WIDTHS = (14, 40, 15, 7, 11, 17)
PROGRAMME_WIDTHS = (18, 36, 36, 12)
POLICY_WIDTHS = (36, 14, 24, 30)
PATH_WIDTHS = (10, 40, 50)
PRIVATE = "private"
ALIKE_NOTE = "Criteria that read the same answers against different limits are counted once here; sheets list each."
TARGET_NOTE = (
    "Points out of 100. Target: halfway to the EU value in the short term, the EU value later (project settings). "
    "Where the mean of the indicator is hidden or has no EU value, that of the node above it stands in its place."
)
PERCENT_NOTE = "Where organisations are counted, the goal is all of them, in place of the EU value."
BRONZE = "bronze_support"
SHORT, MEDIUM, LONG = "short", "medium", "long"


def all_measures(profile: Profile) -> pd.DataFrame:
    """Measures with the words of their rules: ``text``, ``actor``, ``indicator``, ``need`` and ``study``."""
    own = profile.tables["measures"]
    rules = profile.tables["rules"].set_index("rule_code")
    actors = profile.tables["model_addressees"].set_index("code")["label"]
    practices = profile.tables["practices"].set_index("practice_code")["organisation"]
    return own.assign(
        text=own["rule_code"].map(rules["text"]),
        actor=own["addressee"].map(actors),
        indicator=own["rule_code"].map(rules["shown_by_label"]),
        need=own["rule_code"].map(rules["need"]),
        study=own["practice"].map(practices).astype(object).fillna(MISSING),
    )


def measure_rows(profile: Profile, horizon: str) -> pd.DataFrame:
    """Measures of one horizon; see ``all_measures``."""
    rows = all_measures(profile)
    return rows[rows["horizon"] == horizon].reset_index(drop=True)


def tabulate_measures(rows: pd.DataFrame) -> pd.DataFrame:
    """Measures with who acts, what shows success, where it stands and what is aimed at."""
    records = rows.to_dict("records")
    return pd.DataFrame(
        {
            "Who acts": rows["actor"],
            "Measure": [row["text"] + _stated(row) + _would_help(row) for row in records],
            "Indicator": [_indicator(row) for row in records],
            "Now": [format_points(row["present"]) for row in records],
            "Target (EU value)": [_target(row) for row in records],
            "Learn from": rows["study"],
        }
    )


def _stated(row: dict) -> str:
    """The need that a measure answers to, where nothing but a stated need calls for it."""
    return f" Answers a stated need: {lowered(row['need'])}." if row["need"] else ""


def _would_help(row: dict) -> str:
    many = helped(row)
    return "" if many == MISSING else f" Would help {many}."


def _indicator(row: dict) -> str:
    if row["unit"] == PERCENT:
        return f"{row['indicator']}, % of organisations"
    stands_in = row["measured_by"] and row["measured_by"] != row["shown_by"]
    return f"{row['indicator']} (figures: {row['measured_label']})" if stands_in else row["indicator"]


def _target(row: dict) -> str:
    if pd.isna(row["target"]):
        return MISSING
    goal = "all" if row["unit"] == PERCENT else f"{row['benchmark']:.0f}"
    return f"{row['target']:.0f} ({goal})"


def measure_note(rows: pd.DataFrame) -> str:
    """How targets are set, and what dashes and numbers of organisations mean, as far as there are any."""
    parts = [TARGET_NOTE]
    if (rows["unit"] == PERCENT).any():
        parts.append(PERCENT_NOTE)
    if rows["present"].isna().any():
        parts.append(
            "A dash under “Now”: too few answers may be shown, and success is a rise of what stands beside it."
        )
    if not none_numbered(rows) and any(helped(row) == MISSING for row in rows.to_dict("records")):
        parts.append("Where it is not said how many a measure would help, the number may not be shown.")
    return " ".join([*parts, *filter(None, [study_note(rows), count_note(rows)])])


def tabulate_policies(rows: pd.DataFrame) -> pd.DataFrame:
    """Policies of a country beside how common they are in Europe."""
    records = rows.to_dict("records")
    return pd.DataFrame(
        {
            "Policy": rows["label"],
            "Status": [_status(row) for row in records],
            "In Europe": [_in_europe(row) for row in records],
            "Known from": [". ".join(each for each in (row["source"], row["note"]) if each) for row in records],
        }
    ).drop(columns=[] if rows["researched"].any() else ["Status", "Known from"])


def _status(row: dict) -> str:
    return STATUS[row["status"]] + ("" if pd.isna(row["since"]) else f", since {row['since']:.0f}")


def _in_europe(row: dict) -> str:
    of = f"of {row['eu_sample']} {row['eu_base']}" if pd.notna(row["eu_sample"]) else "base not printed"
    return f"{format_share(row['eu_share'])} ({of})"


def foreign_criteria(profile: Profile, country_code: str) -> pd.DataFrame:
    """Criteria of all programmes but the support for the Bronze label, with ``programme``."""
    labels = profile.tables["programmes"].set_index("programme_code")["programme_label"]
    rows = profile.tables["criteria"]
    own = rows[(rows["area_code"] == country_code) & (rows["kind"] == "criterion")]
    own = own[own["programme_code"] != BRONZE]
    return with_limits(own.assign(programme=own["programme_code"].map(labels)).reset_index(drop=True), profile)


def programmes_met(rows: pd.DataFrame) -> pd.DataFrame:
    """Programmes with the criteria that half of all organisations or more meet, and those that as many do not meet.

    ``rows``: criteria of one area with ``programme``, ``label``, ``n``, ``met`` and ``not_met`` (NaN where hidden). A
    programme of which neither can be said of any criterion is left out.
    """
    found = []
    for programme, criteria in rows.groupby("programme", sort=False):
        met, missed = (_by_half(criteria, column) for column in ("met", "not_met"))
        rest = len(criteria) - len(met) - len(missed)
        if met or missed:
            found.append((programme, "; ".join(met) or MISSING, "; ".join(missed) or MISSING, str(rest)))
    columns = ["Programme", "Met by half or more", "Not met by half or more", "Other or not shown"]
    return pd.DataFrame(found, columns=columns, dtype=str)


def _by_half(criteria: pd.DataFrame, column: str) -> list[str]:
    """Criteria with a count of at least half of all organisations."""
    half = criteria[(criteria["n"] > 0) & (criteria[column] * 2 >= criteria["n"])]
    return [f"{row[column]:.0f} of {row['n']}: {lowered(row['label'])}" for row in half.to_dict("records")]


def income_rows(profile: Profile, country_code: str) -> pd.DataFrame:
    """Sources of income with the mean shares of a country and of the region; those that are private first."""
    income = profile.tables["income"]
    region = profile.facts["region_code"]
    shares = {code: income[income["area_code"] == code].set_index("source_code") for code in (country_code, region)}
    rows = profile.tables["income_sources"]
    return rows.assign(
        share=rows["source_code"].map(shares[country_code]["share"]).astype(float),
        n=rows["source_code"].map(shares[country_code]["n"]).astype(float),
        region_share=rows["source_code"].map(shares[region]["share"]).astype(float),
    )


def tabulate_income(rows: pd.DataFrame) -> pd.DataFrame:
    """Mean shares of income by source."""
    return pd.DataFrame(
        {
            "Source of income": rows["label"],
            "Counts as": [side if side == PRIVATE else f"not {PRIVATE}" for side in rows["side"]],
            "Share": [_percent(each) for each in rows["share"]],
            "In the region": [_percent(each) for each in rows["region_share"]],
        }
    )


def _percent(share: float) -> str:
    return MISSING if pd.isna(share) else f"{share:.0f}\u00a0%"


def tabulate_path(points: pd.DataFrame, milestones: pd.DataFrame) -> pd.DataFrame:
    """What the path is made of: its points and milestones with their sources, by year."""
    of_points = [
        (
            row["year"],
            f"{row['year']:g}",
            f"{row['private']:.0f} % private",
            f"{row['share_source']}. {row['year_source']}",
        )
        for row in points.to_dict("records")
    ]
    of_milestones = [
        (row["from_year"], _years(row), row["label"], row["source"]) for row in milestones.to_dict("records")
    ]
    ordered = sorted([*of_points, *of_milestones], key=lambda row: row[0])
    return pd.DataFrame([row[1:] for row in ordered], columns=["Year", "What", "Source"], dtype=str)


def _years(row: dict) -> str:
    return f"{row['from_year']:g}" + ("" if row["to_year"] == row["from_year"] else f" to {row['to_year']:g}")


def span_of(profile: Profile, horizon: str) -> str:
    """How long a horizon is, in words; its name where nothing is said."""
    words = profile.tables["model_horizons"].set_index("code")
    return str(words["about"].get(horizon) or horizon)


def policy_widths(rows: pd.DataFrame) -> tuple[int, ...]:
    """Widths of the columns of ``tabulate_policies``."""
    return POLICY_WIDTHS if rows["researched"].any() else POLICY_WIDTHS[::2]


def tabulate_nodes(nodes: pd.DataFrame) -> pd.DataFrame:
    """Specialisations in short: area, ecosystem, quotient, share of the area's employment and organisations known."""
    return pd.DataFrame(
        {
            "Ecosystem": nodes["ecosystem_label"],
            "Area": nodes["area_label"],
            "LQ": [f"{each:.2f}" for each in nodes["lq"]],
            "Share of the area's employment": [format_share(each) for each in nodes["share_of_area"]],
            "Organisations known": [str(each) for each in nodes["known"]],
        }
    ).drop(columns=[] if (nodes["known"] > 0).any() else ["Organisations known"])
