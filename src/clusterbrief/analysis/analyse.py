"""An edition's answers analysed: scores, comparisons and classes, how firm they are, and what may be shown."""

import pandas as pd

from clusterbrief.analysis.disclosed import Analysis, disclose_study
from clusterbrief.analysis.results import Results, compute_results
from clusterbrief.analysis.uncertainty.robustness import analyse_robustness
from clusterbrief.study.answers import ANSWERED
from clusterbrief.study.intake import Study
from clusterbrief.study.responses import Answers

SOME_TEXT = "..."  # stands for whatever somebody wrote


def results_of(study: Study) -> Results:
    """Scores, comparisons and classes of an edition's organisations."""
    answers, settings = study.answers, study.edition.settings
    return compute_results(
        answers.responses, answers.organisations, study.framework, study.reference, settings.collected_to
    )


def analyse(study: Study) -> Analysis:
    """Everything that an edition's answers amount to, and what of it may be shown.

    It rests on what ``analysed_part`` leaves of the study, and on nothing else.
    """
    study = analysed_part(study)
    results = results_of(study)
    robustness = analyse_robustness(
        results.indicator_scores,
        study.answers.organisations,
        study.edition.invited,
        study.framework,
        results.benchmarks,
        study.reference,
    )
    return disclose_study(study, results, robustness)


def analysed_part(study: Study) -> Study:
    """Of a study what figures can rest on: framework, reference, edition, publications and answers.

    Answers in free words only say that something was written, not what: other words are no other figures.
    """
    answers = Answers(_without_words(study), study.answers.organisations, study.answers.findings.iloc[:0])
    return Study(study.framework, study.reference, study.edition, answers, publications=study.publications)


def _without_words(study: Study) -> pd.DataFrame:
    responses = study.answers.responses
    free = {code for code, question in study.framework.questions.items() if question.type == "text"}
    written = responses["question_code"].isin(free) & (responses["state"] == ANSWERED)
    return responses.assign(value=responses["value"].mask(written, SOME_TEXT))
