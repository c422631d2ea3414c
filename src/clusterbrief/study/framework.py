"""The framework: what is asked, how answers score, and what scores are measured against."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd
from pydantic import BaseModel

from clusterbrief.errors import Faults, Place, shown_path
from clusterbrief.study.country_model_checks import check_country_models
from clusterbrief.study.country_model_settings import CountryModelFile
from clusterbrief.study.framework_checks import OVERALL, FrameworkFiles, check_framework
from clusterbrief.study.framework_model import (
    ClassFile,
    Country,
    CountryFile,
    Indicator,
    IndicatorFile,
    Option,
    Question,
    QuestionFile,
    Role,
    ScaleFile,
    Structure,
)
from clusterbrief.study.hypothesis_model import HypothesisFile
from clusterbrief.study.placed_yaml import read_yaml
from clusterbrief.study.programme_model import Programme, ProgrammeFile
from clusterbrief.study.recommendation_checks import FOLDER, SETTINGS, rule_files
from clusterbrief.study.recommendation_model import RecommendationFile, Recommendations, RecommendationSettings
from clusterbrief.study.robustness_model import RobustnessFile
from clusterbrief.study.rule_model import Rule, RuleFile
from clusterbrief.study.similarity_model import SimilarityFile, check_similarity
from clusterbrief.study.stage_model import StageFile


@dataclass(frozen=True)
class Framework:
    """Everything in data/framework, validated: questions and indicators in the order of the files."""

    structure: Structure
    questions: Mapping[str, Question]
    indicators: Mapping[str, Indicator]
    scales: Mapping[str, tuple[Option, ...]]
    classes: ClassFile
    country_file: CountryFile
    rules: tuple[Rule, ...] = ()
    programmes: tuple[Programme, ...] = ()
    similarity: SimilarityFile | None = None  # none: nobody has similar organisations
    robustness: RobustnessFile = field(default_factory=RobustnessFile)
    stages: StageFile = field(default_factory=StageFile)
    hypotheses: HypothesisFile = field(default_factory=HypothesisFile)
    country_models: CountryModelFile = field(default_factory=CountryModelFile)
    recommendations: Recommendations = field(default_factory=Recommendations)

    def options(self, question: Question) -> tuple[Option, ...]:
        """The options of a question, its own or those of the list it shares."""
        return question.options or self.scales.get(question.options_from or "", ())

    def with_role(self, role: Role) -> Question | None:
        """The question that asks for something the software itself needs, such as the name."""
        return next((question for question in self.questions.values() if question.role == role), None)

    @property
    def countries(self) -> Mapping[str, Country]:
        """Countries by code, in the order in which they are listed."""
        return {country.code: country for country in self.country_file.countries}

    @cached_property
    def nodes(self) -> pd.DataFrame:
        """The scored tree.

        Returns
        -------
        DataFrame, one row per node, parents before children
            ``node_code``, ``parent_code`` (empty for the overall node), ``level`` (overall, block,
            dimension, part or indicator), ``label`` and ``weight`` (a proportion among siblings).
        """
        return pd.DataFrame(self._nodes(), columns=["node_code", "parent_code", "level", "label", "weight"])

    def _nodes(self) -> Iterator[tuple[str, str, str, str, float]]:
        yield OVERALL, "", "overall", "Overall", 1.0
        for block in (each for each in self.structure.blocks if each.scored):
            yield block.code, OVERALL, "block", block.label, block.weight
            for dimension in block.dimensions:
                yield dimension.code, block.code, "dimension", dimension.label, dimension.weight
                for part in dimension.parts:
                    yield part.code, dimension.code, "part", part.label, part.weight
        for indicator in self.indicators.values():
            yield indicator.code, indicator.node, "indicator", indicator.label, indicator.weight


SINGLE_FILES: dict[str, type[BaseModel]] = {  # by the name of the file, which must be there
    "structure": Structure,  # framework.yml
    "indicators": IndicatorFile,
    "scales": ScaleFile,
    "classes": ClassFile,
    "countries": CountryFile,
    "rules": RuleFile,
    "programmes": ProgrammeFile,
    "similarity": SimilarityFile,
    "robustness": RobustnessFile,
    "stages": StageFile,
    "hypotheses": HypothesisFile,
    "country_models": CountryModelFile,
}


def read_framework(folder: Path) -> Framework:
    """Read and check every file of data/framework.

    Raises
    ------
    InputError
        With all faults of all files: broken YAML, unknown or missing keys, values out of range, and
        what does not fit together across files (see ``check_framework``).
    """
    faults = Faults()
    parts: FrameworkFiles = {}

    def read(kind: str, path: Path, model: type[BaseModel]) -> None:
        with faults.collect():
            parts.setdefault(kind, []).append(read_yaml(path, model))

    for kind, model in SINGLE_FILES.items():
        read(kind, folder / f"{'framework' if kind == 'structure' else kind}.yml", model)
    for path in sorted((folder / "questions").glob("*.yml")):
        read("questions", path, QuestionFile)
    if "questions" not in parts and not faults:
        faults.add(Place(shown_path(folder / "questions")), "Cannot find any file of questions", "Name them *.yml.")
    if (folder / FOLDER).is_dir():  # a framework may do without
        read("recommendation settings", folder / FOLDER / SETTINGS, RecommendationSettings)
        for path in rule_files(folder):
            read("recommendations", path, RecommendationFile)
    faults.stop_if_any()
    check_framework(parts, faults)
    check_similarity(parts["similarity"][0], faults)
    faults.stop_if_any()  # country models name what stands elsewhere: mend that first
    check_country_models(parts, faults)
    faults.stop_if_any()
    return Framework(
        structure=parts["structure"][0][0],
        questions={each.code: each for file, _ in parts["questions"] for each in file.questions},
        indicators={each.code: each for file, _ in parts["indicators"] for each in file.indicators},
        scales=parts["scales"][0][0].scales,
        classes=parts["classes"][0][0],
        country_file=parts["countries"][0][0],
        rules=parts["rules"][0][0].rules,
        programmes=parts["programmes"][0][0].programmes,
        similarity=parts["similarity"][0][0],
        robustness=parts["robustness"][0][0],
        stages=parts["stages"][0][0],
        hypotheses=parts["hypotheses"][0][0],
        country_models=parts["country_models"][0][0],
        recommendations=_library(parts),
    )


def _library(parts: FrameworkFiles) -> Recommendations:
    if "recommendation settings" not in parts:
        return Recommendations()
    rules = [rule for file, _ in parts.get("recommendations", []) for rule in file.rules]
    return Recommendations(settings=parts["recommendation settings"][0][0], rules=tuple(rules))
