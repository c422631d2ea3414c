"""A framework whose texts try to harm whoever opens what is written from it."""

from collections.abc import Mapping
from dataclasses import replace

from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Condition, Group, Option, Question

HOSTILE = ("=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "{TOKEN:EMAIL}", '<script>alert(1)</script> "q"', "a, b")
LONG = "Many words, " * 30  # 360 characters with commas
OPTIONS = tuple(Option(code=f"option_{number}", text=text) for number, text in enumerate((*HOSTILE, LONG.strip())))


def hostile_questions() -> list[Question]:
    """A question of each type, with hostile texts; one depends on an option of multiple choice, one on a ranking."""
    group = Group(title="=1+1 {x}", kind="matrix")
    return [
        Question(code="bad_single", block="I", text=HOSTILE[0], help=HOSTILE[5], type="single", options=OPTIONS),
        Question(code="bad_multiple", block="I", text=HOSTILE[1], type="multiple", options=OPTIONS, most_choices=2),
        Question(code="bad_ranking", block="I", text=HOSTILE[2], type="ranking", options=OPTIONS, most_choices=2),
        Question(code="bad_scale", block="I", text=HOSTILE[3], type="scale", levels=(*HOSTILE[:4], LONG)),
        Question(code="bad_row", block="I", text="=2", type="single", options=OPTIONS, group=group),
        Question(code="bad_other_row", block="I", text="=3", type="single", options=OPTIONS, group=group),
        Question(
            code="after_tick", block="I", text="*a* | b `c` {{< x >}}", type="text",
            asked_if=Condition(question="bad_multiple", options=("option_1", "option_2")),
        ),
        Question(
            code="after_rank", block="I", text="Reached by rank", type="number", least=-2.5, most=7,
            asked_if=Condition(question="bad_ranking", options=("option_3",)),
        ),
        Question(
            code="after_row", block="I", text="Reached by row", type="date",
            asked_if=Condition(question="bad_row", options=("option_4",)),
        ),
    ]  # fmt: skip


def with_questions(framework: Framework, *more: Question) -> Framework:
    """The framework with more questions at the end."""
    questions: Mapping[str, Question] = {**framework.questions, **{each.code: each for each in more}}
    return replace(framework, questions=questions)
