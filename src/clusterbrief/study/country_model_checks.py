"""What the codes of country_models.yml must name, each fault with its line and key."""

from collections.abc import Collection, Iterator, Mapping

from clusterbrief.errors import Faults, nearest_name
from clusterbrief.study.country_model_settings import AnswerShare, Component, CountryModelFile
from clusterbrief.study.framework_checks import OVERALL, FrameworkFiles
from clusterbrief.study.framework_model import Question
from clusterbrief.study.placed_yaml import PlacedDocument
from clusterbrief.study.question_checks import Scales, options_of

CHOICES = {"single", "yesno"}
SIDES = ("private", "public")
FIGURES = ("commitment", "potential")
Keys = tuple[str | int, ...]


def check_country_models(files: FrameworkFiles, faults: Faults) -> None:
    """Note every code that names nothing or is used twice, and answers that cannot be counted."""
    value, document = files["country_models"][0]
    _check_unique(value, document, faults)
    _check_weights(value, document, faults)
    known = _known_codes(files)
    for kind, code, keys in _named_codes(value):
        if code not in known[kind]:
            faults.add(document.place(*keys), f'Cannot find the {kind} "{code}"', nearest_name(code, known[kind]))
    questions = {each.code: each for file, _ in files["questions"] for each in file.questions}
    for keys, share in _answer_shares(value):
        if share.question in questions:
            question = questions[share.question]
            _check_options(share.options, question, files["scales"][0][0].scales, (document, keys), faults)
    _check_income(value, document, questions, faults)
    _check_horizons(files, faults)


def _known_codes(files: FrameworkFiles) -> dict[str, Collection[str]]:
    nodes = [OVERALL]
    for block in files["structure"][0][0].blocks:
        nodes.append(block.code)
        for dimension in block.dimensions:
            nodes += [dimension.code, *[part.code for part in dimension.parts]]
    indicators = [each.code for file, _ in files["indicators"] for each in file.indicators]
    return {
        "question": [each.code for file, _ in files["questions"] for each in file.questions],
        "node": [*nodes, *indicators],
        "indicator": indicators,
        "class": [each.code for each in files["classes"][0][0].classes],
        "stage": [each.code for each in files["stages"][0][0].stages],
        "programme": [each.code for each in files["programmes"][0][0].programmes],
    }


def _named_codes(value: CountryModelFile) -> Iterator[tuple[str, str, Keys]]:
    """Kind of thing, its code and the keys under which it is named."""
    for keys, component in _components(value):
        if component.node:
            yield "node", component.node, (*keys, "node")
        for index, code in enumerate(component.classes):
            yield "class", code, (*keys, "classes", index)
    for keys, share in _answer_shares(value):
        if share.question:
            yield "question", share.question, (*keys, "question")
    for key, kind in (("programmes", "programme"), ("room_to_grow", "stage"), ("under_pressure", "stage")):
        for index, code in enumerate(getattr(value.swot, key)):
            yield kind, code, ("swot", key, index)
    if value.swot.funding:
        yield "indicator", value.swot.funding, ("swot", "funding")
    for keys, code in _income(value):
        yield "question", code, keys


def _components(value: CountryModelFile) -> Iterator[tuple[Keys, Component]]:
    for figure in FIGURES:
        for index, component in enumerate(getattr(value, figure)):
            yield (figure, index), component


def _answer_shares(value: CountryModelFile) -> Iterator[tuple[Keys, AnswerShare | Component]]:
    """Everything that counts the answers to a question."""
    for keys, component in _components(value):
        if component.question:
            yield keys, component
    for index, limit in enumerate(value.limits):
        yield ("limits", index), limit


def _income(value: CountryModelFile) -> Iterator[tuple[Keys, str]]:
    for side in SIDES:
        for index, code in enumerate(getattr(value.funding, side)):
            yield ("funding", side, index), code


def _check_options(
    options: Collection[str], question: Question, scales: Scales, spot: tuple[PlacedDocument, Keys], faults: Faults
) -> None:
    document, keys = spot
    if question.type not in CHOICES:
        problem = f'Cannot count answers to the question "{question.code}" of type "{question.type}"'
        remedy = f"Here questions are of type {' or '.join(sorted(CHOICES))}."
        faults.add(document.place(*keys, "question"), problem, remedy)
        return
    known = [each.code for each in options_of(question, scales) if each.state == "answered"]
    known = ["yes", "no"] if question.type == "yesno" else known
    for index, code in enumerate(options):
        if code not in known:
            problem = f'Cannot find the option "{code}" of the question "{question.code}"'
            faults.add(document.place(*keys, "options", index), problem, nearest_name(code, known))


def _check_income(
    value: CountryModelFile, document: PlacedDocument, questions: Mapping[str, Question], faults: Faults
) -> None:
    for keys, code in _income(value):
        if code in questions and questions[code].type != "share":
            problem = f'Cannot take the question "{code}" of type "{questions[code].type}" as a share of income'
            faults.add(document.place(*keys), problem, 'Here questions are of type "share".')


def _check_horizons(files: FrameworkFiles, faults: Faults) -> None:
    """Every horizon that a recommendation may have must say how far its measures aim."""
    value, document = files["country_models"][0]
    known = [each.code for each in value.horizons]
    for settings, _ in files.get("recommendation settings", []):
        for each in settings.horizons:
            if known and each.code not in known:
                problem = f'Cannot find the horizon "{each.code}" of the recommendations'
                faults.add(document.place("horizons"), problem, "Add it, with the way that its measures aim at.")


def _check_unique(value: CountryModelFile, document: PlacedDocument, faults: Faults) -> None:
    lists: list[list[tuple[Keys, str]]] = [
        [((key, index, "code"), each.code) for index, each in enumerate(getattr(value, key))]
        for key in ("steps", "roles", "horizons", "limits", "policies")
    ]
    lists.append([((*keys, "code"), each.code) for keys, each in _components(value)])
    lists.append(list(_income(value)))
    for entries in lists:
        first: dict[str, Keys] = {}
        for keys, code in entries:
            if code in first:
                remedy = f"It is first used at {document.place(*first[code])}."
                faults.add(document.place(*keys), f'Cannot use the code "{code}" twice', remedy)
            first.setdefault(code, keys)


def _check_weights(value: CountryModelFile, document: PlacedDocument, faults: Faults) -> None:
    for figure in FIGURES:
        components = getattr(value, figure)
        if components and sum(each.weight for each in components) == 0:
            faults.add(document.place(figure), f'Cannot weigh the components of "{figure}": all weights are zero')
