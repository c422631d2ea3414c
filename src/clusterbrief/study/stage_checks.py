"""What must hold of the stages of stages.yml, each fault with its line and key."""

from collections.abc import Mapping, Sequence
from typing import Any

from clusterbrief.errors import Faults, nearest_name
from clusterbrief.study.framework_model import Question
from clusterbrief.study.placed_yaml import Placed, PlacedDocument
from clusterbrief.study.stage_model import Stage, StageFile

UNKNOWN = "unknown"  # what the stage is called where too little was answered


def check_stages(file: tuple[Any, PlacedDocument], known: Mapping[str, Question], faults: Faults) -> None:
    """Note every profile that cannot be compared with answers, or with the other profiles."""
    value, document = file
    stages: StageFile = value
    if len(stages.stages) < 2:
        faults.add(document.place("stages"), "Cannot find two stages to compare", "Describe at least two.")
    placed = [Placed(stage, document, ("stages", index)) for index, stage in enumerate(stages.stages)]
    features = dict.fromkeys(code for stage in stages.stages for code in stage.levels)
    features |= dict.fromkeys(code for code, question in known.items() if "stage" in question.use)
    for each in placed:
        _check_levels(each, list(features), known, faults)
        if each.entry.code == UNKNOWN:
            problem = f'Cannot use the code "{UNKNOWN}": it means that too little was answered'
            faults.add(each.place("code"), problem, "Give the stage another code.")
    _check_apart(placed, faults)


def _check_levels(placed: Placed, features: Sequence[str], known: Mapping[str, Question], faults: Faults) -> None:
    stage: Stage = placed.entry
    scales = [code for code, question in known.items() if question.type == "scale"]
    for code in stage.levels:
        question = known.get(code)
        if question is None:
            place = placed.place("levels", code)
            faults.add(place, f'Cannot find the question "{code}"', nearest_name(code, scales))
        elif question.type != "scale":
            problem = f'Cannot give a level of the question "{code}" of type "{question.type}"'
            faults.add(placed.place("levels", code), problem, "Stages are told from questions of type scale.")
    for code in features:
        if code not in stage.levels and code in scales:
            problem = f'Cannot find the level of the question "{code}" for the stage "{stage.code}"'
            faults.add(placed.place("levels"), problem, "Every stage needs a level for each of the same questions.")
    for index, code in enumerate(stage.assumed):
        if code not in stage.levels:
            problem = f'Cannot find the question "{code}" among the levels of the stage "{stage.code}"'
            faults.add(placed.place("assumed", index), problem, nearest_name(code, stage.levels))


def _check_apart(placed: Sequence[Placed], faults: Faults) -> None:
    """Of two stages with the same profile the later one could never be given."""
    for number, later in enumerate(placed):
        for earlier in placed[:number]:
            if later.entry.levels == earlier.entry.levels:
                problem = f'Cannot tell the stages "{earlier.entry.code}" and "{later.entry.code}" apart'
                remedy = f"They have the same levels; the other is at {earlier.place()}."
                faults.add(later.place("levels"), problem, remedy)
                break
