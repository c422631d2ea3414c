"""Printed numbers are those of build/tables: in every table and figure, sentence by sentence, for every audience.

Facts about the EU, the framework's own numbers and the authors' prose are aside: they are not computed from answers.
"""

import re
from collections.abc import Iterator

import pandas as pd
import pytest

from clusterbrief.present.wording import NUMBER_WORDS, half_up
from printed_documents import SHEETS, pages_of, prepared, print_all, result_tables

pytestmark = pytest.mark.slow
EDITION = "example"
SCORES = ("area_scores", ("area_code", "node_code"))
# Name of a table or figure -> the table of build/tables/public that its data must equal, and the columns of its keys
PUBLIC = {
    **dict.fromkeys(
        ("tbl-scores", "fig-gaps", "fig-countries", "fig-capacity", "fig-excellence", "fig-coverage"), SCORES
    ),
    "tbl-classes": ("class_counts", ("area_code", "class_code")),
    "fig-classes": ("class_counts", ("area_code", "class_code")),
    "tbl-stages": ("stage_counts", ("area_code", "stage_code")),
    **dict.fromkeys(
        ("fig-bronze", "tbl-programmes"), ("criteria", ("area_code", "programme_code", "criterion_code", "kind"))
    ),
    **dict.fromkeys(
        ("fig-digital-services", "tbl-digital-services", "fig-general-services", "tbl-general-services"),
        ("service_shares", ("area_code", "kind", "service_code")),
    ),
    **dict.fromkeys(("fig-needs", "tbl-needs"), ("needs", ("area_code", "option_code"))),
    "tbl-actions": ("actions", ("area_code", "option_code")),
    "tbl-class-needs": ("class_needs", ("class_code", "option_code")),
    "tbl-class-actions": ("class_actions", ("class_code", "option_code")),
    "tbl-evidence": ("evidence", ("area_code", "hypothesis_code", "item_code")),
    **dict.fromkeys(
        ("tbl-for-managers", "tbl-for-policy", "tbl-for-donors", "tbl-for-business", "tbl-managers", "tbl-policy",
         "tbl-donors"),
        ("recommendations", ("area_code", "rule_code", "addressee")),
    ),
    **dict.fromkeys(("fig-participation", "tbl-participation", "tbl-countries"), ("participation", ("area_code",))),
    **dict.fromkeys(("fig-commitment", "tbl-places"), ("country_places", ("area_code",))),
    "tbl-challenges": ("challenges", ("area_code", "node_code")),
    **dict.fromkeys(("tbl-short", "tbl-medium", "tbl-long"), ("measures", ("area_code", "rule_code"))),
    **dict.fromkeys(("tbl-coherence", "tbl-weights"), ("coherence", ("node_code",))),
    **dict.fromkeys(("fig-shifts", "fig-variance", "tbl-variance"), ("sensitivity", ("output", "source"))),
    **dict.fromkeys(("fig-intervals", "tbl-intervals"), SCORES),
    "tbl-components": ("components", ("area_code", "component_code")),
    "tbl-swot": ("swot", ("area_code", "quadrant", "rank")),
    "tbl-limits": ("limits", ("area_code", "code")),
    "tbl-income": ("income", ("area_code", "source_code")),
    "fig-path": ("funding_path", ("area_code", "year")),
    "tbl-bands": ("kept_bands", ("band",)),
    "tbl-settings": ("setting_changes", ("setting_code", "change")),
    "tbl-alternatives": ("alternatives", ("alternative_code",)),
    **dict.fromkeys(
        ("tbl-nodes", "tbl-covered", "tbl-uncovered"), ("atlas_nodes", ("area_code", "ecosystem_code"))
    ),
    **dict.fromkeys(
        ("fig-quotients", "fig-bubbles", "fig-stars"), ("atlas_pairs", ("area_code", "ecosystem_code"))
    ),
}  # fmt: skip
# The same for what authors and respondents see, in build/tables/internal
INTERNAL = {
    "tbl-ranking": ("organisation_intervals", ("organisation_code",)),
    "tbl-selection": ("selection", ("organisation_code",)),
    "tbl-classes": ("kept_classes", ("organisation_code",)),
}
PRIVATE = {
    **dict.fromkeys(("tbl-scores", "fig-gaps"), ("compared", ("node_code",))),
    "tbl-programmes": ("programmes", ("programme_code",)),
    "tbl-steps": ("recommended", ("rule_code",)),
    "tbl-eu": ("compared_eu", ("measure",)),
}
NUMBER = re.compile(r"(?<![\w.,/–-])(\d{1,3}(?: \d{3})+|\d+(?:\.\d+)?)(?: ?(%))?(?![\w/])")
WORD = re.compile(
    rf"\b({'|'.join(NUMBER_WORDS[1:])})\b(?= (?:of )?(?:\d+ )?(?:organisation|respondent|countr|class))", re.I
)
FRAMEWORK_ALONE = {"method", "questionnaire"}  # notebooks that show nothing computed from answers
EU_ALONE = {"tbl-uncertainty", "tbl-path"}  # settings of the framework, years of the source report
FIXED = (
    "29 or 14 organisations",
    "100 %",
    "17 December 2024",
    "16 December 2024",
)  # EU samples, a goal, days of sending
LEAST_CHECKED = 60  # tables and figures, else the test looks at nothing


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("printed")


@pytest.fixture(scope="module")
def printed(folder):
    return print_all(EDITION, folder)


@pytest.fixture(scope="module")
def pages(folder):
    return list(pages_of(EDITION, folder))


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def rounded(atlas: pd.DataFrame) -> pd.DataFrame:
    """The atlas as it is printed: build/tables has its figures unrounded."""
    decimals = {"lq": 2, "share_of_area": 4, "share_of_industry": 4, "employment": 0}
    return atlas.assign(
        **{
            name: atlas[name].map(lambda each, to=to: half_up(each * 10**to) / 10**to, na_action="ignore")
            for name, to in decimals.items()
        }
    )


def same(data: pd.DataFrame, truth: pd.DataFrame, keys: tuple[str, ...], digits: int | None = None) -> int:
    """Compare every figure that two tables share, row by row; gives how many were compared."""
    figures = [
        column
        for column in data.columns
        if column in truth and column not in keys and pd.api.types.is_numeric_dtype(truth[column])
        and pd.api.types.is_numeric_dtype(data[column]) and data[column].dtype != bool
    ]  # fmt: skip
    assert figures, "nothing to compare"
    assert not truth.duplicated(list(keys)).any(), "keys do not tell rows apart"
    both = data.merge(truth, on=list(keys), how="left", suffixes=("", " true"), indicator="found")
    assert (both["found"] == "both").all(), "a row that no table has"
    for column in figures:
        shown, true = both[column].astype(float), both[f"{column} true"].astype(float)
        if digits is not None:
            true = true.map(lambda each: each if pd.isna(each) else half_up(each * 10**digits) / 10**digits)
        differs = (shown - true).abs().fillna(0) > 1e-9
        assert not differs.any() and (shown.isna() == true.isna()).all(), column
    return int(both[figures].notna().to_numpy().sum())


def test_data_of_public_tables_and_figures_equal_the_published_tables(printed):
    tables = result_tables(EDITION)["public"]
    compared: dict[str, int] = {}
    for (audience, name, unit), made in printed.items():
        for shown, data in made.data.items() if audience == "public" else ():
            if shown in PUBLIC and name != "method" and len(data):
                table, keys = PUBLIC[shown]
                keyed = data if "area_code" in data or "area_code" not in keys else data.assign(area_code=unit)
                if shown == "fig-classes":
                    keyed = keyed[keyed["area_code"].notna()]  # its last rows are what is left of a bar
                assert set(keys) <= set(keyed), (name, unit, shown)
                try:
                    truth = rounded(tables[table]) if table.startswith("atlas") else tables[table]
                    compared[f"{name}.{shown}"] = compared.get(f"{name}.{shown}", 0) + same(keyed, truth, keys)
                except AssertionError as error:
                    pytest.fail(f"{name}, {unit}, {shown}: {error}")
    assert len(compared) >= LEAST_CHECKED, sorted(compared)
    assert min(compared.values()) > 0, [name for name, number in compared.items() if not number]


def test_data_of_the_dossier_equal_the_internal_tables(printed):
    tables = result_tables(EDITION)["internal"]
    (made,) = [each for key, each in printed.items() if key[:2] == ("internal", "dossier")]
    for shown, (table, keys) in INTERNAL.items():
        assert same(made.data[shown], tables[table], keys) >= len(tables["organisations"]), shown
    places = tables["ranks"].set_index("organisation_code")["rank"]
    ranking = made.data["tbl-ranking"].set_index("organisation_code")["rank"]
    assert ranking.to_dict() == places.dropna().to_dict()


@pytest.mark.parametrize("code", SHEETS)
def test_data_of_a_sheet_equal_the_internal_tables_in_whole_points(printed, code):
    tables = result_tables(EDITION)["internal"]
    made = printed["private", "organisation", code]
    for shown, (table, keys) in PRIVATE.items():
        data = made.data[shown]
        own = tables[table][tables[table]["organisation_code"] == code].drop(columns="organisation_code")
        points = [column for column in ("score", "comparable_score", "benchmark") if column in data]
        kept = data[[*keys, *points]] if points else data
        assert same(kept, own, keys, digits=0 if points else None) > 0, shown


def numbers_of(text: str) -> Iterator[tuple[str, float]]:
    """Every number of a text with its kind: share or plain."""
    for found in NUMBER.finditer(plain(text)):
        yield "share" if found[2] else "plain", float(found[1].replace(" ", ""))


def printable(figure: float) -> set[tuple[str, float]]:
    """Every way a figure may be printed: whole, with a decimal or two, or as a percentage."""
    size = abs(float(figure))
    percent = float(half_up(size * 100 if size <= 3 else size))  # some figures are percentages already
    almost = {("share", 99.0)} if 0.99 < size < 1 else set()  # "over 99 %": a part is never printed as the whole
    return almost | {
        ("plain", float(half_up(size))), ("plain", round(size, 1)), ("plain", round(size, 2)),
        ("share", percent), ("plain", percent),
    }  # fmt: skip


def forms_of(row: pd.Series) -> set[tuple[str, float]]:
    """Every number that a row of data may be printed as, those in its texts among them."""
    forms: set[tuple[str, float]] = set()
    for cell in row:
        if isinstance(cell, bool) or cell is None or (isinstance(cell, float) and pd.isna(cell)):
            continue
        forms |= printable(cell) if isinstance(cell, int | float) else set(numbers_of(str(cell)))
    return forms


def test_each_row_that_is_shown_says_the_numbers_of_one_row_of_its_data(printed):
    """Where a table is turned, so that areas stand side by side, it says numbers of its data and no others."""
    rows = 0
    for key, made in printed.items():
        for name, shown in made.shown.items():
            if key[1] in FRAMEWORK_ALONE or name.startswith("tbl-annex") or name in EU_ALONE:
                continue
            data = made.data[name]
            each_row = [forms_of(row) for _, row in data.iterrows()]
            anything = set().union(*each_row) if each_row else set()
            whole = len(shown) == len(data)
            for place, row in enumerate(shown.to_dict("records"), start=1):
                said = {number for cell in row.values() for number in numbers_of(str(cell))}
                said -= {("plain", float(place))}  # a running number
                said -= set(numbers_of(" ".join(FIXED)))
                fits = any(said <= forms for forms in each_row) if whole else said <= anything
                assert fits, (key, name, row)
                rows += bool(said)
    assert rows > 500


def number(text: str) -> float:
    word = text.lower()
    return float(NUMBER_WORDS.index(word)) if word in NUMBER_WORDS else float(word)


def test_cards_of_the_home_page_are_the_regions_figures(pages):
    (text,) = [text for page, _, text in pages if page.document.name == "index"]
    cards = [
        number(each.rstrip(" %").replace("\xa0", ""))
        for each in re.findall(r"\[([^\]]+)\]\{\.figure-card-number\}", plain(text))
    ]
    tables = result_tables(EDITION)["public"]
    region = prepared(EDITION).study.framework.country_file.region_code
    score = tables["area_scores"].set_index(["area_code", "node_code"]).loc[(region, "overall")]
    people = tables["participation"].set_index("area_code").loc[region]
    assert cards == [people["respondents"], half_up(score["comparable_score"]), half_up(score["attainment"] * 100)]


def own_figures(tables: dict[str, pd.DataFrame], areas: set[str]) -> set[tuple[str, float]]:
    """Every number that the published rows of some areas may be printed as."""
    forms: set[tuple[str, float]] = set()
    for table in tables.values():
        own = table[table["area_code"].isin(areas)] if "area_code" in table else table.head(0)
        for column in own.columns:
            if pd.api.types.is_numeric_dtype(own[column]) and own[column].dtype != bool:
                for figure in own[column].dropna().unique():
                    forms |= printable(figure)
    return forms


def sentences(text: str) -> str:
    """The prose of a page: without front matter, tables, addresses, attributes and the lines that stand on all."""
    body = text.partition("\n---\n")[2].partition("::: {.closing}")[0]
    lines = [line for line in body.splitlines() if not line.startswith(("|", "!["))]
    return re.sub(r"\]\([^)]*\)|\{[^}]*\}", "]", "\n".join(lines))


def test_numbers_in_the_prose_of_a_country_are_its_own_or_the_regions(pages, project_root):
    """Not those of another country: whoever copies a sentence from page to page is found out."""
    tables = result_tables(EDITION)["public"]
    region = prepared(EDITION).study.framework.country_file.region_code
    checked = 0
    for page, made, text in pages:
        if page.document.settings.audience != "public" or page.document.name not in {
            "country",
            "brief_policy",
            "slides",
        }:
            continue
        known = own_figures(tables, {page.unit_code, region})
        facts = [str(each) for each in made.profile.facts.values()]
        fixed = "\n".join([page.document.path.read_text(encoding="utf-8"), *facts])
        for name in ("rules", "practices", "nodes", "services", "benchmarks", "programmes", "stages", "rule_terms"):
            fixed += made.profile.tables[name].to_csv() if name in made.profile.tables else ""
        known |= set(numbers_of(fixed))
        for line in sentences(text).splitlines():
            strange = [each for each in numbers_of(line) if each not in known]
            assert not strange, (page.file, strange, line)
            checked += 1
    assert checked > 200


def test_changes_say_the_figures_of_both_editions(folder):
    """The pages of what changed, internal and public, against the tables of the edition before and the one after."""
    before, after = result_tables("example"), result_tables("example-2025")
    made = print_all("example-2025", folder, ("changes", "changes_internal"))
    areas = made["public", "changes", "EaP"].data["tbl-areas"]
    compared = 0
    for column, tables in (("before", before), ("after", after)):
        true = tables["public"]["area_scores"].set_index(["area_code", "node_code"])["score"]
        for row in areas[areas[column].notna()].to_dict("records"):
            assert row[column] == true[row["area_code"], row["node_code"]], row
            compared += 1
        people = tables["public"]["participation"].set_index("area_code")["respondents"]
        shown = made["public", "changes", "EaP"].data["tbl-respondents"].set_index("area_code")[column].dropna()
        assert (shown == people[shown.index]).all() and len(shown)
    assert compared > 5
    moved = made["internal", "changes_internal", "EaP"].data["tbl-moved"].set_index("organisation_code")
    for column, tables in (("score_before", before), ("score_after", after)):
        scores = tables["internal"]["compared"].query("node_code == 'overall'").set_index("organisation_code")["score"]
        assert (moved[column] - scores[moved.index]).abs().max() < 1e-9
    assert len(moved) > 5


# Tables and figures whose data has another shape than a table of build/tables: the tests below compare them
COMPARED_BELOW = {
    "tbl-indicators", "tbl-dimensions", "fig-dimensions", "fig-distribution", "tbl-similar", "tbl-verdicts",
    "fig-settings", "tbl-nonresponse", "tbl-pools", "tbl-findings", "tbl-open-tables", "tbl-bronze",
}  # fmt: skip
NAMES, WORDS, EU_FACTS, SET = "names of organisations", "words and links", "facts about the EU", "the framework's own"
# Tables and figures that hold nothing computed from answers, and what they hold instead
NOT_COMPUTED = {
    **dict.fromkeys(("tbl-named", "tbl-stories", "tbl-consent", "tbl-silent", "tbl-kept-stories"), NAMES),
    **dict.fromkeys(("tbl-sheets", "tbl-stakeholders", "tbl-sent"), "who gets what, and when it was sent"),
    "tbl-briefs": WORDS,
    **dict.fromkeys(("tbl-managers-practices", "tbl-policy-practices", "tbl-donors-practices"), EU_FACTS),
    **dict.fromkeys(("tbl-similar-eu", "tbl-policies"), EU_FACTS),
    **dict.fromkeys(("tbl-thresholds", "tbl-uncertainty", "tbl-published", "tbl-path"), SET),
    "tbl-kept-back": "how much earlier publications hide, which no table of build/tables says; empty in the example",
}


def test_every_table_and_figure_is_compared_or_listed_as_not_computed(printed):
    compared = {"public": PUBLIC, "private": PRIVATE, "internal": INTERNAL}
    named = {
        (key, name)
        for key, made in printed.items()
        for name in made.data
        if key[1] not in FRAMEWORK_ALONE and not name.startswith("tbl-annex")
    }
    known = {*NOT_COMPUTED, *COMPARED_BELOW}
    forgotten = {(key[1], name) for key, name in named if name not in compared[key[0]] and name not in known}
    assert forgotten == set()
    assert known <= {name for _, name in named}  # nothing is listed that is printed no more


def test_what_is_listed_as_not_computed_holds_no_figure_of_an_answer(printed):
    """Its numbers, if any, are those of the reference tables or of the framework."""
    for made in printed.values():
        for name in made.data.keys() & {each for each, why in NOT_COMPUTED.items() if why in {NAMES, WORDS}}:
            data = made.data[name]
            assert not [each for each in data if pd.api.types.is_numeric_dtype(data[each]) and data[each].dtype != bool]


def test_scores_that_stand_side_by_side_are_the_published_ones(printed):
    """Dimensions down and areas across, in the table and in the figures."""
    scores = result_tables(EDITION)["public"]["area_scores"].set_index(["area_code", "node_code"])["comparable_score"]
    compared = 0
    for (_, notebook, _), made in printed.items():
        if "fig-dimensions" not in made.data:
            continue
        areas = made.profile.tables["areas"].set_index("area_label")["area_code"]
        nodes = made.profile.tables["nodes"]
        codes = nodes[nodes["level"].isin(["part", "dimension"])].set_index("label")["node_code"]
        long = made.data["fig-dimensions"]
        if "tbl-dimensions" in made.data:
            wide = made.data["tbl-dimensions"].melt("line", var_name="column", value_name="points")
            long = pd.concat([long, wide], ignore_index=True)
        for row in long.to_dict("records"):
            true = scores[areas[row["column"]], codes[row["line"]]]
            assert row["points"] == true or (pd.isna(row["points"]) and pd.isna(true)), (notebook, row)
            compared += pd.notna(true)
    assert compared > 100


def test_marks_are_those_that_may_be_shown(printed):
    marks = result_tables(EDITION)["public"]["marks"].query("node_code == 'overall'")["comparable_score"]
    shown = [made.data["fig-distribution"] for made in printed.values() if "fig-distribution" in made.data]
    assert len(shown) > 1
    for data in shown:
        assert sorted(data["comparable_score"]) == sorted(marks)


@pytest.mark.parametrize("code", SHEETS)
def test_similar_organisations_and_criteria_of_a_sheet_are_the_internal_ones(printed, code):
    tables, made = result_tables(EDITION)["internal"], printed["private", "organisation", code]
    peers = tables["peers"].query("organisation_code == @code and peers == 'similar'").set_index("node_code")
    own = tables["compared"].query("organisation_code == @code").set_index("node_code")
    for row in made.data["tbl-similar"].to_dict("records"):
        score = own.loc[row["node_code"], "score"]
        assert (pd.isna(score) and pd.isna(row["score"])) or row["score"] == half_up(score)
        if pd.notna(row["n"]):
            assert row["n"] == peers.loc[row["node_code"], "n"]
        if pd.notna(row["median"]):
            assert abs(row["median"] - peers.loc[row["node_code"], "median"]) <= 2.5  # to the nearest five at worst
    criteria = tables["criteria"].query("organisation_code == @code and programme_code == 'bronze_support'")
    kept = criteria.set_index("criterion_code")
    for row in made.data["tbl-bronze"].to_dict("records"):
        assert all(row[name] == kept.loc[row["criterion_code"], name] for name in ("status", "answers", "needed"))


def test_verdicts_are_those_of_the_public_table(printed):
    keys = ["area_code", "hypothesis_code"]
    true = result_tables(EDITION)["public"]["verdicts"].set_index(keys)[["verdict", "decided_by"]]
    shown = [made.data["tbl-verdicts"] for made in printed.values() if "tbl-verdicts" in made.data]
    assert len(shown) > 1
    for data in shown:
        pd.testing.assert_frame_equal(
            data.set_index(keys)[["verdict", "decided_by"]], true.loc[list(data[keys].itertuples(index=False))]
        )


def test_classes_with_settings_moved_are_the_published_ones(printed):
    tables = result_tables(EDITION)["public"]
    region = prepared(EDITION).study.framework.country_file.region_code
    (made,) = [each for key, each in printed.items() if key[1] == "robustness"]
    counts = tables["class_counts"]
    nominal = counts[counts["area_code"] == region].set_index("class_code")["count"]
    moved = tables["setting_classes"].set_index(["change", "class_code"])["count"]
    data = made.data["fig-settings"]
    for row in data[data["class_code"] != "hidden"].to_dict("records"):
        true = nominal[row["class_code"]] if row["change"] == 0 else moved[row["change"], row["class_code"]]
        assert row["count"] == true or (pd.isna(row["count"]) and pd.isna(true)), row


def test_region_beside_a_country_is_the_regions_income(printed):
    income = result_tables(EDITION)["public"]["income"]
    region = income.query("area_code == 'EaP'").set_index("source_code")["share"]
    shown = [made.data["tbl-income"] for made in printed.values() if "tbl-income" in made.data]
    assert shown
    for data in shown:
        assert data["region_share"].tolist() == [region[code] for code in data["source_code"]]


def test_pools_and_nonresponse_count_those_who_were_invited(printed):
    people = result_tables(EDITION)["public"]["participation"].set_index("area_code")
    (dossier,) = [each for key, each in printed.items() if key[1] == "dossier"]
    pools = dossier.data["tbl-pools"].set_index("area_code").query("invited > 0")
    assert len(pools) == 5
    assert pools["invited"].to_dict() == people.loc[pools.index, "invited"].to_dict()
    assert pools["answered"].to_dict() == people.loc[pools.index, "respondents_invited"].to_dict()
    assert "n = " not in dossier.results.tables["tbl-silent"].source  # respondents are not where these are from
    (quality,) = [each for key, each in printed.items() if key[1] == "data_quality"]
    rows, whole = quality.data["tbl-nonresponse"], people.loc["EaP"]
    for _, group in rows.groupby("characteristic"):
        assert group["invited"].sum() == whole["invited"]
        assert group["respondents"].sum() == whole["respondents_invited"]
    shares = rows["respondents"] / rows["invited"]
    assert (rows["response_rate"] - shares).abs().max() < 0.006


def test_findings_are_counted_as_the_import_noted_them(printed):
    found = prepared(EDITION).study.answers.findings
    for key, made in printed.items():
        if key[1] == "data_quality":
            counts = made.data["tbl-findings"].set_index("kind")["count"]
            assert counts.to_dict() == found["kind"].value_counts().to_dict()
        if key[1] == "dossier":
            assert made.data["tbl-findings"]["count"].sum() == len(found)
        if key[1] == "organisation":
            assert len(made.data["tbl-findings"]) == (found["organisation_code"] == key[2]).sum()


def test_open_data_says_how_many_rows_each_table_has(printed):
    (made,) = [each for key, each in printed.items() if key[1] == "open_data"]
    tables = result_tables(EDITION)["public"]
    for row in made.data["tbl-open-tables"].to_dict("records"):
        if row["table"] != "codes":  # the codebook's
            assert row["rows"] == len(tables[row["table"]]), row["table"]


def test_turned_tables_say_the_published_scores(printed):
    """Areas stand side by side: each cell is the score of its line and its column."""
    scores = result_tables(EDITION)["public"]["area_scores"].set_index(["area_code", "node_code"])
    made = printed["public", "region", "EaP"]
    areas = made.profile.tables["areas"].set_index("area_label")["area_code"]
    indicators = prepared(EDITION).study.framework.indicators
    by_label = {each.label: code for code, each in indicators.items()}
    table, compared = made.data["tbl-indicators"], 0
    for row in table.to_dict("records"):
        for label, area in areas.items():
            true = scores.loc[(area, by_label[row["Indicator"]]), "score"]
            assert row[label] == true or (pd.isna(row[label]) and pd.isna(true)), (row["Indicator"], label)
            compared += 1
    assert compared == len(indicators) * len(areas)


WRONG_FOR_ONE = re.compile(
    r"\b(?:1|one) (?:organisations|countries|respondents|findings|stakeholders|classes|stories)\b", re.I
)
MACHINE_MADE = re.compile(r"\bnan\b|\bNone\b(?! of)|\(s\)|  [a-z]|\b(\w+) \1\b(?<!that that)|\.\.(?!\.)|,\s*\.|\(\)| ,")
FIGURE_FIRST = re.compile(r"(?:^|(?<=[.!?] ))\d[\d\xa0]*\xa0?%? [a-z(]", re.M)  # a sentence, but no item of a list
EMPTY_SECTION = re.compile(r"^(#{2,4}) [^\n]+\n\s*(?=\1 |\Z)", re.M)


def test_prose_reads_as_if_somebody_had_written_it(pages):
    for page, _, text in pages:
        words = sentences(text)
        for pattern in (WRONG_FOR_ONE, MACHINE_MADE, FIGURE_FIRST):
            found = pattern.search(words)
            assert not found, (page.file, page.unit_code, words[max(0, found.start() - 60) : found.end() + 40])
        body = text.partition("\n---\n")[2].partition("::: {.closing}")[0]
        assert not (empty := EMPTY_SECTION.search(body)), (page.file, page.unit_code, empty and empty[0])
