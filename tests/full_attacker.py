"""Somebody who sets every public table of all publications beside each other and solves for single organisations.

Beside what is printed this attacker knows the framework and how it scores, who took part when, who answered which
question, and whose answers changed. Nothing here is shared with disclosure control. ``READ`` says what is read of which
table; ``answers_told`` joins all tables that rest on one question, ``places_told`` all that is printed of the scores of
one node. ``sums_attacker`` has all means of the whole tree.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from clusterbrief.analysis.results import compute_results
from worked_example import DAY, as_organisations, as_responses, example_framework, reference

REGION, LEAST = "ALL", 3
RULES = "recommendations"
SECONDS = (5, 30)  # for one solution, and where that is too little
LEAST_RANGE = 10.0  # points that all tables together leave open
SILENT = ("", "?", "-")
ATOMS = {  # every answer that a question can get, as the attacker thinks of it
    "q_plan": tuple("01234"), "q_listed": ("no", "yes"), "q_office": ("none_so_far", "shared", "own"),
    "q_s1": ("not_provided", "provided"), "q_s2": ("not_provided", "provided"), "q_s3": ("not_provided", "provided"),
    "q_staff": tuple(str(each / 2) for each in range(0, 90)), "q_review": tuple("01234"), "q_report": ("no", "yes"),
    "q_themes": ("no_theme", "t1", "t2 t4", "t1 t3", "t1 t2 t3", "t1 t2 t3 t4"), "q_legal": ("no", "yes"),
    "q_members": ("5", "20"),
    "q_needs": ("money", "people", "advice", "people money", "advice people", "money advice", "money people advice"),
}  # fmt: skip

# What is read of each public table. A table that is not named here makes a test fail.
READ = {
    "area_scores": "means and coverage by node; medians, quartiles and intervals; gap and attainment follow",
    "marks": "one score each, of nobody in particular",
    "class_counts": "how many are in each class", "stage_counts": "how many are at each stage",
    "service_shares": "how many have a service", "needs": "how many named it", "actions": "how many named it",
    "class_needs": "how many of a class named it", "class_actions": "how many of a class named it",
    "criteria": "how many meet, do not meet and leave open", "evidence": "how many support a claim, or do not know",
    "wish": "how many answered so", "limits": "how many answered so", "income": "means of shares of income",
    "area_intervals": "wider intervals have them inside",
    "participation": "mean completion; who took part is no secret",
    "recommendations": "about how many a rule helps",
    "verdicts": "derived from evidence", "swot": "derived", "challenges": "derived", "measures": "derived",
    "funding_path": "derived", "country_places": "derived", "components": "derived",
    "policies": "nobody's answers", "atlas_pairs": "nobody's answers", "atlas_nodes": "nobody's answers",
    "setting_classes": "of the whole region", "setting_changes": "of the whole region",
    "kept_bands": "of the whole region", "sensitivity": "of the whole region", "alternatives": "of the whole region",
    "effective_weights": "of the whole region", "coherence": "of the whole region",
}  # fmt: skip

Rows = Mapping[str, Mapping[str, str]]
Tables = Mapping[str, pd.DataFrame]
Thing = tuple[str, ...]
unsolved: list[Mapping] = []  # what was not solved in time; a test that leaves something here proves nothing


@dataclass(frozen=True)
class Find:
    """What is told of whom: an answer, or a score between two bounds."""

    what: Thing
    whom: tuple
    low: float = np.nan
    high: float = np.nan


@dataclass
class Puzzle:
    """Numbers of organisations by group and possible value, and what is known of sums of them."""

    size: dict[tuple, int] = field(default_factory=dict)
    values: dict[tuple, tuple] = field(default_factory=dict)
    rules: list[tuple[dict[tuple, float], float, float]] = field(default_factory=list)

    def know(self, parts: Mapping[tuple, float], low: float, high: float) -> None:
        if parts and not (low == -np.inf and high == np.inf):
            self.rules.append((dict(parts), low, high))

    def _solve(self, aim: Mapping[tuple, float]) -> np.ndarray | None:
        names = [(group, value) for group, each in self.values.items() for value in each]
        place = {name: number for number, name in enumerate(names)}
        entries = [
            (row, place[name], weight) for row, (parts, _, _) in enumerate(self.rules) for name, weight in parts.items()
        ]
        whole = [
            (len(self.rules) + row, place[group, value], 1.0)
            for row, group in enumerate(self.values)
            for value in self.values[group]
        ]
        rows, columns, weights = zip(*(entries + whole), strict=True)
        shape = (len(self.rules) + len(self.values), len(names))
        matrix = csr_array((weights, (rows, columns)), shape=shape)
        sizes = [self.size[group] for group in self.values]
        low = [each[1] - 1e-7 for each in self.rules] + sizes
        high = [each[2] + 1e-7 for each in self.rules] + sizes
        target = np.zeros(len(names))
        for name, weight in aim.items():
            target[place[name]] = -weight
        upper = [self.size[group] for group, _ in names]
        for seconds in SECONDS:
            answer = milp(
                target, integrality=np.ones(len(names)), bounds=Bounds(0, upper),
                constraints=[LinearConstraint(matrix, low, high)], options={"time_limit": seconds},
            )  # fmt: skip
            assert answer.status != 2, "printed figures that do not fit each other"
            if answer.status != 1 and answer.x is not None:
                return dict(zip(names, np.round(answer.x), strict=True))
        unsolved.append(dict(aim))
        return None  # nothing is told that is not proven, but it is counted

    def possible(self, seen: Mapping[tuple, set]) -> dict[tuple, set]:
        """The values that some member of each group could have; ``seen``: what is known to be possible."""
        found = {group: set(seen.get(group, ())) for group in self.values}
        while True:
            unseen = {
                (group, value): 1.0
                for group, each in self.values.items()
                for value in each
                if value not in found[group]
            }
            solved = self._solve(unseen) if unseen else None
            if solved is None:
                return found if not unseen else {group: set(each) for group, each in self.values.items()}
            new = [name for name in unseen if solved[name] > 0.5]
            if not new:
                return found
            for group, value in (name for name, number in solved.items() if number > 0.5):
                found[group].add(value)

    def can_hold(self, group: tuple, values: Sequence) -> bool:
        """Whether a member of a group could have one of some values."""
        solved = self._solve({(group, value): 1.0 for value in values}) if values else {}
        return solved is None or any(solved[group, value] > 0.5 for value in values)

    def range_of(self, parts: Mapping[tuple, float]) -> tuple[float, float]:
        ends = []
        for sign in (-1, 1):
            solved = self._solve({name: sign * weight for name, weight in parts.items()})
            if solved is None:
                return -np.inf, np.inf
            ends.append(sum(weight * solved[name] for name, weight in parts.items()))
        return ends[0], ends[1]


def groups_of(histories: Mapping[str, Sequence]) -> dict[tuple, list[tuple[int, ...]]]:
    """Groups of one history each, with the publications that they are in and who they are.

    Those who stayed as they were are one group for each country and for each ``kind`` that is known of them; everybody
    who came, went or changed is a group for each value that it had.
    """
    groups: dict[tuple, list] = defaultdict(list)
    for code, each in histories.items():
        there = [number for number, held in enumerate(each) if held is not None]
        if len(there) == len(each) and len(set(each)) == 1:
            groups["stayed", code[:2], _answered(each[0])].append(code)
            continue
        for number in there:
            first = next(place for place in there if each[place] == each[number])
            groups["one", code, first, _answered(each[number])].append(number)
    return dict(groups)


def _answered(value: object) -> bool:
    return not (isinstance(value, str) and value in SILENT)


def _in(group: tuple, members: Sequence, publication: int) -> bool:
    return group[0] == "stayed" or publication in members


def _country(group: tuple) -> str:
    return group[1][:2]


@cache
def stakes_by_answer() -> dict[str, dict[str, dict[Thing, float]]]:
    """By question and answer, what it puts into every printed thing that rests on that question alone."""
    rows = {
        f"XA-{question}~{atom}": {question: atom} for question, atoms in ATOMS.items() for atom in (*SILENT, *atoms)
    }
    made = compute_results(as_responses(rows), as_organisations(sorted(rows)), example_framework(), reference(), DAY)
    held: dict[str, dict[Thing, float]] = defaultdict(dict)
    for code, thing, value in stakes(vars(made)):
        held[code][thing] = value
    blank = held[f"XA-q_plan~{SILENT[0]}"]
    moved: dict[Thing, set[str]] = defaultdict(set)
    for question, atoms in ATOMS.items():
        for atom in atoms:
            own = held[f"XA-{question}~{atom}"]
            for thing in {*own, *blank}:
                if own.get(thing) != blank.get(thing):
                    moved[thing].add(question)
    several = {"income", "services", "own_income", "own_income_low", "projects"}  # read two questions or more
    rules = {(RULES, code) for code in ("rest", "people", "money", "always")}  # likewise
    alone = {
        thing: next(iter(each))
        for thing, each in moved.items()
        if len(each) == 1 and thing not in rules and not several & set(thing)
    }
    return {
        question: {
            atom: {
                thing: value for thing, value in held[f"XA-{question}~{atom}"].items() if alone.get(thing) == question
            }
            for atom in (*SILENT, *atoms)
        }
        for question, atoms in ATOMS.items()
    }


def stakes(internal: Tables) -> Iterator[tuple[str, Thing, float]]:
    """Organisation, thing and what it puts into it."""
    indicators = set(example_framework().indicators)
    for row in internal["compared"].dropna(subset=["score"]).to_dict("records"):
        if row["node_code"] in indicators:
            yield row["organisation_code"], ("area_scores", row["node_code"]), float(row["score"])
    for row in internal["criteria"].to_dict("records"):
        for status in ("met", "not met", "unknown"):
            thing = ("criteria", row["programme_code"], row["criterion_code"], status)
            yield row["organisation_code"], thing, float(row["status"] == status)
    for row in internal["supporters"].to_dict("records"):
        if row["n"]:
            yield row["organisation_code"], ("evidence", row["item_code"]), float(row["has"])
        if row["n"] or row["unknown"]:
            yield row["organisation_code"], ("unknown", row["item_code"]), float(row["unknown"])
    yield from _helped_by(internal)
    for row in internal["services"].to_dict("records"):
        yield row["organisation_code"], ("service_shares", row["kind"], row["service_code"]), float(row["has"])
    for name, table in (("wish", "wishes"), ("limits", "concerns")):
        for row in internal[table].to_dict("records"):
            yield row["organisation_code"], (name, row["code"]), float(row["has"])
    for name in ("needs", "actions"):
        for row in internal[name].to_dict("records"):
            yield row["organisation_code"], (name, row["option_code"]), float(pd.notna(row["place"]))


def _helped_by(internal: Tables) -> Iterator[tuple[str, Thing, float]]:
    """Whether each rule of recommendation applies to each organisation."""
    helped = set(zip(internal["recommended"]["organisation_code"], internal["recommended"]["rule_code"], strict=True))
    for code in internal["compared"]["organisation_code"].unique():
        for rule in example_framework().recommendations.rules:
            yield code, (RULES, rule.code), float((code, rule.code) in helped)


def cells_printed(public: Tables) -> Iterator[tuple[Thing, str, float, float, float]]:
    """Thing, area, n, and the least and the most that the sum of its stakes can be."""
    scores = public["area_scores"]
    for row in scores[scores["score"].notna()].to_dict("records"):
        n, mean = row["n"], row["score"]
        yield ("area_scores", row["node_code"]), row["area_code"], n, (mean - 0.5) * n, (mean + 0.5) * n
    for row in public["criteria"].to_dict("records"):
        for status in ("met", "not met", "unknown"):
            count = row[status.replace(" ", "_")]
            thing = ("criteria", row["programme_code"], row["criterion_code"], status)
            yield thing, row["area_code"], row["n"], *_window(count)
    for row in public["evidence"].to_dict("records"):
        yield ("evidence", row["item_code"]), row["area_code"], row["n"], *_window(row["count"], row["bound"], row["n"])
        yield ("unknown", row["item_code"]), row["area_code"], row["n"], *_window(row["unknown"])
    for row in public[RULES].to_dict("records"):
        yield (RULES, row["rule_code"]), row["area_code"], row["n"], *_helped(row)
    names = {
        "service_shares": ("kind", "service_code"), "wish": ("code",), "limits": ("code",), "needs": ("option_code",),
        "actions": ("option_code",),
    }  # fmt: skip
    for name, keys in names.items():
        for row in public[name].to_dict("records"):
            thing = (name, *(row[key] for key in keys))
            yield thing, row["area_code"], row["n"], *_window(row["count"], row["bound"], row["n"])


def _window(count: float, bound: str = "", n: float = 0) -> tuple[float, float]:
    if not np.isnan(count):
        return count, count
    if bound == "few":
        return 0, LEAST - 1
    return (n - LEAST + 1, n) if bound == "nearly all" else (-np.inf, np.inf)


def _helped(row: Mapping) -> tuple[float, float]:
    """How many a rule can help that is named in an area: about so many, nearly all, or three at least."""
    if not np.isnan(row["helped"]):
        return max(LEAST, row["helped"] - 2), row["helped"] + 2
    return (row["n"] - LEAST + 1, row["n"]) if row["bound"] == "nearly all" else (LEAST, row["n"])


def answers_told(public: Sequence[Tables], rows: Sequence[Rows]) -> Iterator[Find]:
    """Whose answer to a question follows from all tables that rest on it."""
    cells = [list(cells_printed(each)) for each in public]
    for question, by_atom in stakes_by_answer().items():
        things = {thing for each in by_atom.values() for thing in each}
        codes = sorted({code for each in rows for code in each})
        histories = {code: [each[code].get(question, "") if code in each else None for each in rows] for code in codes}
        groups = groups_of(histories)
        puzzle, truth = Puzzle(), {}
        for group, members in groups.items():
            puzzle.size[group] = len(members) if group[0] == "stayed" else 1
            puzzle.values[group] = ATOMS[question] if group[-1] else SILENT
        hidden: dict[tuple, dict] = {}
        for publication, printed in enumerate(cells):
            for thing, area, _, low, high in printed:
                if thing in things:
                    parts = {
                        (group, atom): by_atom[atom][thing]
                        for group, members in groups.items()
                        if _in(group, members, publication) and area in (REGION, _country(group))
                        for atom in puzzle.values[group]
                        if by_atom[atom].get(thing, 0.0)
                    }
                    puzzle.know(parts, low, high)
                    if low != high:
                        hidden[thing, area, publication] = parts
            _know_orders(puzzle, groups, public[publication], publication, question, by_atom)
        for group, members in groups.items():
            held = members if group[0] == "stayed" else [group[1]]
            at = 0 if group[0] == "stayed" else group[2]
            truth[group] = {histories[code][at] for code in held} & set(puzzle.values[group])
        yield from _pinned(puzzle, by_atom, puzzle.possible(truth), public)
        yield from _small(puzzle, hidden, groups, histories, by_atom)


def _know_orders(
    puzzle: Puzzle, groups: Mapping, public: Tables, publication: int, question: str, by_atom: Mapping
) -> None:
    """Medians and quartiles of the indicator that a question is scored by."""
    things = {thing for each in by_atom.values() for thing in each if thing[0] == "area_scores"}
    for thing in things:
        scores = public["area_scores"]
        for row in scores[scores["node_code"] == thing[1]].to_dict("records"):
            spots = {
                (group, atom): by_atom[atom][thing]
                for group, members in groups.items()
                if _in(group, members, publication) and row["area_code"] in (REGION, _country(group))
                for atom in puzzle.values[group]
                if thing in by_atom[atom]
            }
            know_order(puzzle, spots, row)


def know_order(puzzle: Puzzle, spots: Mapping[tuple, float], row: Mapping) -> None:
    """What a median and quartiles say of how many have at most, and less than, some score."""
    for column, at in (("quartile_1", 0.25), ("median", 0.5), ("quartile_3", 0.75)):
        figure = row[column]
        if np.isnan(figure):
            continue
        place = (row["n"] - 1) * at
        puzzle.know({name: 1.0 for name, score in spots.items() if score <= figure + 0.5}, np.floor(place) + 1, np.inf)
        puzzle.know({name: 1.0 for name, score in spots.items() if score < figure - 0.5}, -np.inf, np.ceil(place))


def _pinned(
    puzzle: Puzzle, by_atom: Mapping, possible: Mapping[tuple, set], public: Sequence[Tables]
) -> Iterator[Find]:
    """Groups of which every possible answer says the same of a thing that is counted."""
    # who gave no answer is no secret, and so neither is of whom a criterion cannot be told
    counted = {thing for each in by_atom.values() for thing in each if thing[0] != "area_scores" and not _open(thing)}
    for group, atoms in possible.items():
        for thing in sorted(counted):
            every = {by_atom[atom].get(thing) for atom in puzzle.values[group]}
            left = {by_atom[atom].get(thing) for atom in atoms}
            if len(every - {None}) > 1 and len(left) == 1 and None not in left and not _empty(thing, left, public):
                yield Find(thing, group, *left, *left)
        if group[-1] and len(puzzle.values[group]) > 1 and len(atoms) == 1:
            yield Find(("answer", *sorted(puzzle.values[group])[:3], *sorted(atoms)), group)


def _open(thing: Thing) -> bool:
    return thing[0] == "criteria" and thing[-1] == "unknown"


def _empty(thing: Thing, left: set, public: Sequence[Tables]) -> bool:
    """Whether it is only told that nobody at all is in a category, which may be printed."""
    return left == {0.0} and any(
        area == REGION and each == thing and low == high == 0
        for tables in public
        for each, area, _, low, high in cells_printed(tables)
    )


def _small(puzzle: Puzzle, hidden: Mapping, groups: Mapping, histories: Mapping, by_atom: Mapping) -> Iterator[Find]:
    """Hidden numbers of one or two, or of all but one or two, that follow from others."""
    for (thing, area, publication), parts in hidden.items():
        if thing[0] == "area_scores" or _open(thing):
            continue
        values = [
            by_atom[each[publication]][thing]
            for code, each in histories.items()
            if area in (REGION, code[:2])
            and each[publication] is not None
            and thing in by_atom.get(each[publication], {})
            and (thing[0] != RULES or _answered(each[publication]))  # a rule helps nobody who gave no answer
        ]
        have = sum(values)
        sensitive = (have and have < LEAST) or (thing[0] != "unknown" and 0 < len(values) - have < LEAST)
        if sensitive and parts:
            low, high = puzzle.range_of(parts)
            if high - low < 0.5:
                yield Find(thing, ("few", area, publication), low, high)


def places_told(public: Sequence[Tables], internal: Sequence[Tables]) -> Iterator[Find]:
    """Whose score of a node lies within few points, by means, medians, quartiles, intervals and marks."""
    nodes = example_framework().nodes
    for node in nodes.loc[nodes["level"] != "indicator", "node_code"]:
        for figure in ("score", "comparable_score"):
            yield from _places_of(public, internal, node, figure)


def _places_of(public: Sequence[Tables], internal: Sequence[Tables], node: str, figure: str) -> Iterator[Find]:
    held = [
        each["compared"][each["compared"]["node_code"] == node].dropna(subset=[figure])
        .set_index("organisation_code")[figure].round(9)
        for each in internal
    ]  # fmt: skip
    codes = sorted({code for each in held for code in each.index})
    histories = {code: [each.get(code) for each in held] for code in codes}
    groups = groups_of(histories)
    puzzle = Puzzle()
    marks = [each["marks"][each["marks"]["node_code"] == node]["comparable_score"] for each in public]
    for group, members in groups.items():
        puzzle.size[group] = len(members) if group[0] == "stayed" else 1
        printed = [
            set(each) for number, each in enumerate(marks)
            if figure == "comparable_score" and len(each) and _in(group, members, number)
        ]  # fmt: skip
        puzzle.values[group] = tuple(sorted(set.intersection(*printed) if printed else range(101)))
    for number, tables in enumerate(public):
        inside = [group for group, members in groups.items() if _in(group, members, number)]
        if figure == "comparable_score" and len(marks[number]):
            for mark, count in marks[number].value_counts().items():
                puzzle.know({(group, mark): 1.0 for group in inside if mark in puzzle.values[group]}, count, count)
        scores = tables["area_scores"]
        for row in scores[scores["node_code"] == node].to_dict("records"):
            area = row["area_code"]
            spots = {
                (group, value): float(value)
                for group in inside
                if area in (REGION, _country(group))
                for value in puzzle.values[group]
            }
            n = sum(puzzle.size[group] for group in {name[0] for name in spots})
            if not np.isnan(row[figure]) and n:  # a mark is a score to the nearest point, and so is the mean
                puzzle.know(spots, (row[figure] - 1) * n, (row[figure] + 1) * n)
            if figure == "score":
                know_order(puzzle, spots, row)
    truth = {
        group: {
            np.floor(histories[code][0 if group[0] == "stayed" else group[2]] + 0.5)
            for code in (members if group[0] == "stayed" else [group[1]])
        }
        for group, members in groups.items()
    }
    for group, held in truth.items():
        low, high = min(held), max(held)
        if high - low + 1 >= LEAST_RANGE:  # members of a group could be exchanged for each other
            continue
        further = [
            each for each in puzzle.values[group] if each <= high - LEAST_RANGE + 1 or each >= low + LEAST_RANGE - 1
        ]
        if not puzzle.can_hold(group, further):
            yield Find((figure, node), group, low, high)


ATTACKS: Mapping[str, Callable] = {"answers": answers_told, "places": places_told}
