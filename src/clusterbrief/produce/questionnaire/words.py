"""Words that every form of the questionnaire shares."""

from clusterbrief.present.wording import number_word
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Question
from clusterbrief.study.sections import count_places, find_bounds, format_condition

MINUTES = 45  # the framework is cut so that a director finishes it in this time
REQUIRED = "*"

PURPOSE = (
    "This questionnaire is for organisations that manage a cluster, or that prepare to do so. Your answers show where "
    "your organisation stands beside European good practice and where support would help most."
)
TIME = f"It takes about {MINUTES} minutes. You can stop at any time and go on later."
HOW_TO = (
    "The head of the organisation or the deputy should answer. Describe things as they are today, not as planned.",
    f"Questions with an asterisk ({REQUIRED}) are required. You may leave any other question empty.",
    "An empty answer never counts as zero or as “no”. Choose “Do not know” where it is offered and you cannot tell.",
    "For a scale, read all five sentences and choose the last one that is true of your organisation.",
)
CONFIDENTIALITY = (
    "Your answers are confidential. Published figures describe groups of organisations. They are shown only where no "
    "single organisation's answers can be worked out from them. Nobody is ranked in public."
)
CONSENT = (
    "Your organisation is named, its success story is published and you are contacted only if you agree to it in the "
    "last questions of the part “{section}”. You can withdraw your consent at any time."
)


def asterisk(required: bool) -> str:
    """The mark behind the text of a required question."""
    return f" {REQUIRED}" if required else ""


def list_hints(framework: Framework, question: Question) -> list[str]:
    """What somebody who answers must know beside the question: when to, its help, and what to enter.

    What the help says already is not said again, and "Choose one." only where there is no help.
    """
    condition = format_condition(framework, question)
    entry = format_entry(framework, question)
    plain = question.type in {"single", "yesno"} and question.help
    said = plain or entry.rstrip(".").casefold() in question.help.casefold()
    hints = [f"{condition}." if condition else "", question.help, "" if said else entry]
    return [hint for hint in hints if hint]


def format_entry(framework: Framework, question: Question) -> str:
    """What to enter, in a sentence: "A whole number, 0 or more (members)."; empty where the question says it."""
    if question.type in {"number", "share"}:
        kind = "A whole number" if question.whole else "A number"
        unit = f" ({question.unit})" if question.unit else ""
        return f"{kind}{_format_bounds(*find_bounds(question))}{unit}."
    if question.type in {"multiple", "ranking"}:
        places = number_word(count_places(framework, question))
        several = (
            f"Choose up to {places}: put an x beside each."
            if question.most_choices
            else "Put an x beside each that applies."
        )
        return several if question.type == "multiple" else f"Rank up to {places}."
    return {"date": "A date.", "scale": "Choose one sentence.", "text": ""}.get(question.type, "Choose one.")


def _format_bounds(least: float | None, most: float | None) -> str:
    if least is not None and most is not None:
        return f" from {least:.12g} to {most:.12g}"
    if least is not None:
        return f", {least:.12g} or more"
    return "" if most is None else f", {most:.12g} or less"
