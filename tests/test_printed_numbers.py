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
    **dict.fromkeys(("fig-participation", "tbl-participation"), ("participation", ("area_code",))),
    **dict.fromkeys(("fig-commitment", "tbl-places"), ("country_places", ("area_code",))),
    "tbl-challenges": ("challenges", ("area_code", "node_code")),
    **dict.fromkeys(("tbl-short", "tbl-medium", "tbl-long"), ("measures", ("area_code", "rule_code"))),
    **dict.fromkeys(("tbl-coherence", "tbl-weights"), ("coherence", ("node_code",))),
    **dict.fromkeys(("fig-shifts", "fig-variance", "tbl-variance"), ("sensitivity", ("output", "source"))),
    **dict.fromkeys(("fig-intervals", "tbl-intervals"), SCORES),
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
            if shown in PUBLIC and name not in {"method", "atlas"} and len(data):
                table, keys = PUBLIC[shown]
                keyed = data if "area_code" in data or "area_code" not in keys else data.assign(area_code=unit)
                if shown == "fig-classes":
                    keyed = keyed[keyed["area_code"].notna()]  # its last rows are what is left of a bar
                assert set(keys) <= set(keyed), (name, unit, shown)
                try:
                    compared[f"{name}.{shown}"] = compared.get(f"{name}.{shown}", 0) + same(keyed, tables[table], keys)
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
    return {
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


# Tables and figures that hold nothing computed from answers, or that other tests compare
NOT_COMPUTED = {
    "tbl-named", "tbl-stories", "tbl-verdicts", "tbl-findings", "tbl-nonresponse", "tbl-thresholds", "tbl-nodes",
    "tbl-covered", "tbl-uncovered", "tbl-income", "tbl-limits", "tbl-path", "fig-path", "tbl-policies", "tbl-swot",
    "tbl-components", "tbl-briefs", "tbl-donors-practices", "tbl-managers-practices", "tbl-policy-practices",
    "fig-bubbles", "fig-quotients", "fig-stars", "fig-dimensions", "tbl-dimensions", "tbl-indicators",
    "fig-distribution", "fig-settings", "tbl-settings", "tbl-alternatives", "tbl-bands", "tbl-published",
    "tbl-uncertainty", "tbl-consent", "tbl-silent", "tbl-kept-back", "tbl-kept-stories", "tbl-sheets", "tbl-pools",
    "tbl-stakeholders", "tbl-sent", "tbl-open-tables", "tbl-bronze", "tbl-similar", "tbl-similar-eu",
}  # fmt: skip


def test_every_table_and_figure_is_compared_or_listed_as_not_computed(printed):
    compared = {"public": PUBLIC, "private": PRIVATE, "internal": INTERNAL}
    forgotten = {
        (key[1], name)
        for key, made in printed.items()
        for name in made.data
        if name not in compared[key[0]] and name not in NOT_COMPUTED and key[1] not in FRAMEWORK_ALONE
        and not name.startswith("tbl-annex")
    }  # fmt: skip
    assert forgotten == set()


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
EMPTY_SECTION = re.compile(r"^(#{2,4}) [^\n]+\n\s*(?=\1 |\Z)", re.M)


def test_prose_reads_as_if_somebody_had_written_it(pages):
    for page, _, text in pages:
        words = sentences(text)
        for pattern in (WRONG_FOR_ONE, MACHINE_MADE):
            found = pattern.search(words)
            assert not found, (page.file, page.unit_code, words[max(0, found.start() - 60) : found.end() + 40])
        body = text.partition("\n---\n")[2].partition("::: {.closing}")[0]
        assert not (empty := EMPTY_SECTION.search(body)), (page.file, page.unit_code, empty and empty[0])
