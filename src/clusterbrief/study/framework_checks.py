"""What must hold across the files of the framework, each fault with its file, line and key."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from clusterbrief.errors import Faults, Place, nearest_name
from clusterbrief.study.framework_model import Indicator, Option, Question, Structure
from clusterbrief.study.placed_yaml import PlacedDocument

FrameworkFiles = dict[str, list[tuple[Any, PlacedDocument]]]

FITS = {  # scoring method -> types of question it can read, and how many of them
    "scale": ({"scale"}, 1),
    "yesno": ({"yesno"}, 1),
    "options": ({"single", "multiple"}, 1),
    "line": ({"number", "share"}, 1),
    "count": ({"multiple"}, 1),
    "provided": ({"single"}, None),
    "sum": ({"number", "share"}, None),
    "ratio": ({"number", "share"}, 2),
}
NEEDED_ROLES = ("name", "country", "consent_name", "consent_story", "consent_contact")


@dataclass(frozen=True)
class Placed:
    """An entry of a file and where it stands."""

    entry: Any
    document: PlacedDocument
    keys: tuple[str | int, ...]

    def place(self, *keys: str | int) -> Place:
        """Where the entry, or a key inside it, stands."""
        return self.document.place(*self.keys, *keys)


def check_framework(files: FrameworkFiles, faults: Faults) -> None:
    """Note every fault that only shows when the files are read together."""
    structure, structure_document = files["structure"][0]
    questions = list(_entries(files["questions"], "questions"))
    indicators = list(_entries(files["indicators"], "indicators"))
    scales = files["scales"][0][0].scales
    nodes = list(_tree(structure, structure_document))
    for entries in (questions, indicators, nodes):
        _check_unique(entries, faults)
    known = {each.entry.code: each.entry for each in questions}
    for question in questions:
        _check_question(question, structure, known, scales, faults)
    _check_texts(questions, scales, faults)
    _check_roles(questions, faults)
    for indicator in indicators:
        _check_indicator(indicator, known, scales, nodes, faults)
    _check_all_scored(questions, indicators, structure, faults)
    _check_weights(nodes, indicators, faults)
    _check_phase_rules(files["classes"][0], known, faults)
    for kind, key in (("classes", "classes"), ("countries", "countries")):
        _check_unique(list(_entries(files[kind], key)), faults)


def _entries(files: list[tuple[Any, PlacedDocument]], key: str) -> Iterator[Placed]:
    for value, document in files:
        for index, entry in enumerate(getattr(value, key)):
            yield Placed(entry, document, (key, index))


def _tree(structure: Structure, document: PlacedDocument) -> Iterator[Placed]:
    for b, block in enumerate(structure.blocks):
        yield Placed(block, document, ("blocks", b))
        for d, dimension in enumerate(block.dimensions):
            yield Placed(dimension, document, ("blocks", b, "dimensions", d))
            for p, part in enumerate(dimension.parts):
                yield Placed(part, document, ("blocks", b, "dimensions", d, "parts", p))


def _check_unique(entries: list[Placed], faults: Faults) -> None:
    first: dict[str, Placed] = {}
    for each in entries:
        code = each.entry.code
        if code in first:
            faults.add(
                each.place("code"),
                f'Cannot use the code "{code}" twice',
                f"It is first used at {first[code].place()}.",
            )
        first.setdefault(code, each)


def _options(question: Question, scales: dict[str, tuple[Option, ...]]) -> tuple[Option, ...]:
    return question.options or scales.get(question.options_from or "", ())


def _check_question(
    placed: Placed, structure: Structure, known: dict[str, Question], scales: dict[str, Any], faults: Faults
) -> None:
    question: Question = placed.entry
    blocks = [block.code for block in structure.blocks]
    if question.block not in blocks:
        faults.add(
            placed.place("block"),
            f'Cannot find the block "{question.block}"',
            nearest_name(question.block, blocks),
        )
    if question.options_from and question.options_from not in scales:
        remedy = nearest_name(question.options_from, scales)
        faults.add(
            placed.place("options_from"),
            f'Cannot find the list "{question.options_from}" in scales.yml',
            remedy,
        )
    codes = [option.code for option in _options(question, scales)]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        faults.add(placed.place("options"), f'Cannot use the option code "{code}" twice')
    if question.asked_if:
        _check_condition(placed, known, scales, faults)


def _check_condition(placed: Placed, known: dict[str, Question], scales: dict[str, Any], faults: Faults) -> None:
    condition = placed.entry.asked_if
    other = known.get(condition.question)
    if other is None:
        remedy = nearest_name(condition.question, known)
        faults.add(placed.place("asked_if", "question"), f'Cannot find the question "{condition.question}"', remedy)
        return
    codes = ["yes", "no"] if other.type == "yesno" else [option.code for option in _options(other, scales)]
    for code in condition.options:
        if code not in codes:
            faults.add(
                placed.place("asked_if", "options"),
                f'Cannot find the option "{code}"',
                nearest_name(code, codes),
            )


def _check_texts(questions: list[Placed], scales: dict[str, Any], faults: Faults) -> None:
    """Exports name questions and options by their text, so texts must tell them apart."""
    seen: dict[tuple[str, str], Placed] = {}
    for each in questions:
        question: Question = each.entry
        key = (question.group.title if question.group else "", question.text.casefold())
        if key in seen:
            faults.add(
                each.place("text"),
                "Cannot use the same text for two questions",
                f"The other is at {seen[key].place()}.",
            )
        seen[key] = each
        texts = [option.text.casefold() for option in _options(question, scales)]
        for text in sorted({text for text in texts if texts.count(text) > 1}):
            faults.add(each.place("options"), f'Cannot tell two options with the text "{text}" apart')
        if any(";" in text for text in texts):
            faults.add(each.place("options"), 'Cannot use ";" in an option: survey tools join answers with it')


def _check_roles(questions: list[Placed], faults: Faults) -> None:
    seen: dict[str, Placed] = {}
    for each in questions:
        role = each.entry.role
        if role and role in seen:
            faults.add(
                each.place("role"),
                f'Cannot give the role "{role}" to two questions',
                f"The other is at {seen[role].place()}.",
            )
        if role:
            seen[role] = each
    missing = [role for role in NEEDED_ROLES if role not in seen]
    if missing and questions:
        where = Place(questions[0].place().file)
        faults.add(where, f"Cannot find questions with the roles {', '.join(missing)}", 'Add "role:" to them.')


def _check_indicator(
    placed: Placed, known: dict[str, Question], scales: dict[str, Any], nodes: list[Placed], faults: Faults
) -> None:
    indicator: Indicator = placed.entry
    leaves = _leaf_nodes(nodes)
    if indicator.node not in leaves:
        remedy = nearest_name(indicator.node, leaves)
        faults.add(placed.place("node"), f'Cannot put an indicator at "{indicator.node}"', remedy)
    types, count = FITS[indicator.scoring.method]
    if count and len(indicator.questions) != count:
        faults.add(
            placed.place("questions"),
            f'Cannot score {len(indicator.questions)} questions by "{indicator.scoring.method}"',
        )
    for code in indicator.questions:
        question = known.get(code)
        if question is None:
            faults.add(placed.place("questions"), f'Cannot find the question "{code}"', nearest_name(code, known))
        elif question.type not in types:
            problem = f'Cannot score the question "{code}" of type "{question.type}" by "{indicator.scoring.method}"'
            faults.add(placed.place("scoring"), problem, f"It reads questions of type {', '.join(sorted(types))}.")
        else:
            _check_scored_options(placed, question, scales, faults)


def _check_scored_options(placed: Placed, question: Question, scales: dict[str, Any], faults: Faults) -> None:
    scoring = placed.entry.scoring
    options = _options(question, scales)
    codes = {option.code for option in options}
    if scoring.method == "options":
        answers = {option.code for option in options if option.state == "answered"}
        for code in sorted(set(scoring.points) - codes):
            faults.add(
                placed.place("scoring", "points"),
                f'Cannot find the option "{code}"',
                nearest_name(code, codes),
            )
        for code in sorted(answers - set(scoring.points)):
            faults.add(placed.place("scoring", "points"), f'Cannot score the option "{code}"', "Give it points.")
    if scoring.method == "provided" and scoring.counts not in codes:
        faults.add(
            placed.place("scoring"),
            f'Cannot find the option "{scoring.counts}"',
            nearest_name(scoring.counts, codes),
        )


def _leaf_nodes(nodes: list[Placed]) -> list[str]:
    """Codes of parts, and of dimensions without parts, in scored blocks."""
    leaves = []
    for each in nodes:
        if getattr(each.entry, "scored", False):
            for dimension in each.entry.dimensions:
                leaves += [part.code for part in dimension.parts] or [dimension.code]
    return leaves


def _check_all_scored(questions: list[Placed], indicators: list[Placed], structure: Structure, faults: Faults) -> None:
    scored = {code for each in indicators for code in each.entry.questions}
    for each in questions:
        if each.entry.code not in scored and not each.entry.use and not each.entry.role:
            problem = f'Cannot find any indicator that scores the question "{each.entry.code}"'
            faults.add(each.place("code"), problem, 'Name it in indicators.yml, or say with "use:" what it is for.')


def _check_weights(nodes: list[Placed], indicators: list[Placed], faults: Faults) -> None:
    """A parent whose children weigh nothing, or that has none, could never be scored."""
    leaves = _leaf_nodes(nodes)
    for leaf in leaves:
        weights = [each.entry.weight for each in indicators if each.entry.node == leaf]
        if not weights or sum(weights) == 0:
            placed = next(each for each in nodes if each.entry.code == leaf)
            what = "any indicator" if not weights else "a weight above zero among the indicators"
            faults.add(placed.place("code"), f'Cannot find {what} of "{leaf}"')
    for each in nodes:
        children = getattr(each.entry, "dimensions", ()) or getattr(each.entry, "parts", ())
        if children and sum(child.weight for child in children) == 0:
            faults.add(each.place("code"), f'Cannot weigh the children of "{each.entry.code}": all weights are zero')


def _check_phase_rules(file: tuple[Any, PlacedDocument], known: dict[str, Question], faults: Faults) -> None:
    value, document = file
    for index, rule in enumerate(value.cluster_organisation):
        if rule.question not in known:
            place = document.place("cluster_organisation", index, "question")
            faults.add(place, f'Cannot find the question "{rule.question}"', nearest_name(rule.question, known))
