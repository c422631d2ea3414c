"""How an indicator scores, in words that need no knowledge of the framework's files."""

from collections.abc import Sequence

from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Indicator
from clusterbrief.study.scoring_model import (
    CountScoring,
    Line,
    OptionsScoring,
    ProvidedScoring,
    RatioScoring,
    SumScoring,
    YesNoScoring,
)


def word_scoring(indicator: Indicator, framework: Framework) -> str:
    """One sentence, without a full stop, on how the answers of an indicator turn into points."""
    texts = {
        option.code: option.text
        for code in indicator.questions
        for option in framework.options(framework.questions[code])
    }

    def named(codes: Sequence[str]) -> str:
        return ", ".join(f'"{texts.get(code, code)}"' for code in codes)

    words = "25 points for each level from 0 to 4"
    match indicator.scoring:
        case YesNoScoring(counts=counts):
            words = f'100 points for "{counts}", none for the other answer'
        case OptionsScoring(points=points):
            each = ", ".join(f"{named([code])} {number:g}" for code, number in points.items())
            words = f"Points of the option chosen, of several the highest: {each}"
        case CountScoring(out_of=out_of, leave_out=leave_out):
            without = f", without {named(leave_out)}" if leave_out else ""
            words = f"Options chosen{without}: {out_of} or more give 100 points, fewer in proportion"
        case ProvidedScoring(counts=counts):
            words = f"Share of the questions answered {named([counts])}, where at least two thirds are answered"
        case Line(through=through) as line:
            read = {SumScoring: "The sum of the answers", RatioScoring: "The first answer divided by the second"}
            pairs = ", ".join(f"{answer:g} gives {points:g}" for answer, points in through)
            words = f"{read.get(type(line), 'The answer')}, on straight lines in between: {pairs} points"
    return words
