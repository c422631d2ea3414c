"""An edition's answers analysed: scores, comparisons and classes, how firm they are, and what may be shown."""

from clusterbrief.analysis.disclosed import Analysis, disclose_study
from clusterbrief.analysis.results import Results, compute_results
from clusterbrief.analysis.uncertainty.robustness import analyse_robustness
from clusterbrief.study.intake import Study


def results_of(study: Study) -> Results:
    """Scores, comparisons and classes of an edition's organisations."""
    answers, settings = study.answers, study.edition.settings
    return compute_results(
        answers.responses, answers.organisations, study.framework, study.reference, settings.collected_to
    )


def analyse(study: Study) -> Analysis:
    """Everything that an edition's answers amount to, and what of it may be shown."""
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
