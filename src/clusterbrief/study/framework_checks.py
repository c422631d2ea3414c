"""What must hold across the files of the framework, each fault with its file, line and key."""

from collections.abc import Iterator
from typing import Any

from clusterbrief.errors import Faults, nearest_name
from clusterbrief.study.framework_model import Indicator, Question, Structure
from clusterbrief.study.hypothesis_checks import check_hypotheses
from clusterbrief.study.placed_yaml import Placed, PlacedDocument
from clusterbrief.study.programme_checks import check_programmes
from clusterbrief.study.question_checks import Scales, check_chosen, check_questions, options_of
from clusterbrief.study.recommendation_checks import check_recommendations, gather_known
from clusterbrief.study.rule_checks import check_rules
from clusterbrief.study.stage_checks import check_stages

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
OVERALL = "overall"  # the node above all blocks


def check_framework(files: FrameworkFiles, faults: Faults) -> None:
    """Note every fault that only shows when the files are read together."""
    structure, structure_document = files["structure"][0]
    questions = list(_entries(files["questions"], "questions"))
    indicators = list(_entries(files["indicators"], "indicators"))
    scales = files["scales"][0][0].scales
    nodes = list(_tree(structure, structure_document))
    for entries in (questions, [*nodes, *indicators]):  # nodes and indicators form one tree
        _check_unique(entries, faults)
    known = {each.entry.code: each.entry for each in questions}
    check_questions(questions, structure, files["scales"][0], files["countries"][0], faults)
    for indicator in indicators:
        _check_indicator(indicator, known, scales, nodes, faults)
    _check_all_scored(questions, indicators, structure, faults)
    _check_weights(nodes, indicators, faults)
    _check_phase_rules(files["classes"][0], known, scales, faults)
    check_rules(_entries(files["rules"], "rules"), known, scales, faults)
    check_programmes(_entries(files["programmes"], "programmes"), known, scales, faults)
    check_stages(files["stages"][0], known, faults)
    check_hypotheses(files["hypotheses"][0], known, scales, faults)
    for key in ("classes", "countries", "rules", "programmes", "stages", "hypotheses"):
        _check_unique(list(_entries(files[key], key)), faults)
    if "recommendation settings" in files and not faults:  # rules name what stands elsewhere: mend that first
        nameable = gather_known(files, questions, indicators, scales)
        rules = files.get("recommendations", [])
        check_recommendations(files["recommendation settings"][0], rules, nameable, faults)


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
        if code == OVERALL:
            faults.add(each.place("code"), f'Cannot use the code "{OVERALL}": it means the score above all blocks')
        if code in first:
            faults.add(
                each.place("code"),
                f'Cannot use the code "{code}" twice',
                f"It is first used at {first[code].place()}.",
            )
        first.setdefault(code, each)


def _check_indicator(
    placed: Placed, known: dict[str, Question], scales: Scales, nodes: list[Placed], faults: Faults
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


def _check_scored_options(placed: Placed, question: Question, scales: Scales, faults: Faults) -> None:
    scoring = placed.entry.scoring
    options = options_of(question, scales)
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
    if scoring.method == "count":
        for code in sorted(set(scoring.leave_out) - codes):
            faults.add(
                placed.place("scoring", "leave_out"), f'Cannot find the option "{code}"', nearest_name(code, codes)
            )
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
    blocks = [each for each in nodes if getattr(each.entry, "scored", False)]
    if sum(block.entry.weight for block in blocks) == 0:
        place = nodes[0].document.place("blocks")
        faults.add(place, "Cannot find a scored block with a weight above zero", 'Write "scored: true" in a block.')
    for block in blocks:
        if not block.entry.dimensions:
            faults.add(block.place("code"), f'Cannot find any dimension of the scored block "{block.entry.code}"')
    for each in nodes:
        children = getattr(each.entry, "dimensions", ()) or getattr(each.entry, "parts", ())
        if children and sum(child.weight for child in children) == 0:
            faults.add(each.place("code"), f'Cannot weigh the children of "{each.entry.code}": all weights are zero')


def _check_phase_rules(
    file: tuple[Any, PlacedDocument], known: dict[str, Question], scales: Scales, faults: Faults
) -> None:
    value, document = file
    for index, rule in enumerate(value.cluster_organisation):
        placed = Placed(rule, document, ("cluster_organisation", index))
        question = known.get(rule.question)
        if question is None:
            problem = f'Cannot find the question "{rule.question}"'
            faults.add(placed.place("question"), problem, nearest_name(rule.question, known))
        elif rule.least is not None and question.type not in {"number", "share"}:
            faults.add(placed.place("least"), f'Cannot compare answers of type "{question.type}" with a number')
        else:
            check_chosen(placed, rule.options, question, scales, faults)
        amount = known.get(rule.amount) if rule.amount else None
        if rule.amount and amount is None:
            problem = f'Cannot find the question "{rule.amount}"'
            faults.add(placed.place("amount"), problem, nearest_name(rule.amount, known))
        elif amount is not None and amount.type not in {"number", "share"}:
            faults.add(placed.place("amount"), f'Cannot compare answers of type "{amount.type}" with a number')
