"""Synthetic answers: what an imagined organisation of a given quality would say to each question."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Indicator, Question

STORY = "Synthetic example: members lacked {what}; the organisation brought them together, and {count} of them changed."


class AnswerMaker:
    """Answers of one imagined organisation.

    ``quality`` [0-1] is how good it is, ``cluster`` whether it acts as a cluster organisation already.
    """

    def __init__(self, framework: Framework, rng: np.random.Generator, quality: float, cluster: bool) -> None:
        self.framework = framework
        self.rng = rng
        self.quality = quality
        self.cluster = cluster
        self.indicator_of = {
            code: indicator for indicator in framework.indicators.values() for code in indicator.questions
        }

    def answers(self, known: Mapping[str, Any]) -> dict[str, Any]:
        """Answers by question code: ``known`` ones as given, the rest made to fit; None is left blank."""
        made: dict[str, Any] = self._members() | self._shares()
        for code, question in self.framework.questions.items():
            if code not in made:
                made[code] = self._answer(question)
        made |= known
        self._fit_together(made)
        made["main_services"] = self._main_services(made)
        for code, question in self.framework.questions.items():
            if question.asked_if and made[question.asked_if.question] not in question.asked_if.options:
                made[code] = None
        return made

    @staticmethod
    def _fit_together(made: dict[str, Any]) -> None:
        """Change what contradicts another answer; see rules.yml."""
        if made.get("has_team") == "no" and "team_fte" in made:
            made["team_fte"] = 0.0
        if made.get("fee_model") == "no_fee" and {"income_fees", "income_services"} <= set(made):
            made["income_services"] += made["income_fees"]
            made["income_fees"] = 0
        if "no_area" in (made.get("priority_areas") or ()) and "activities_number" in made:
            made["activities_number"] = 0.0

    def _answer(self, question: Question) -> Any:
        noise = self.rng.normal(0, 0.16)
        if "stage" in question.use and self.framework.stages.stages:
            return self._feature(question.code, noise)
        quality = float(np.clip(self.quality + noise, 0, 1))
        indicator = self.indicator_of.get(question.code)
        makers: dict[str, Callable[[], Any]] = {
            "scale": lambda: int(np.clip(round(quality * 4.3 - 0.15), 0, 4)),
            "yesno": lambda: "yes" if self.rng.random() < 0.25 + 0.7 * quality else "no",
            "single": lambda: self._option(question, indicator, quality),
            "multiple": lambda: self._some_options(question, quality),
            "ranking": lambda: self._ranking(question),
            "number": lambda: self._number(question, indicator, quality),
            "share": lambda: self._number(question, indicator, quality),
            "text": self._text,
        }
        return makers[question.type]() if question.type in makers else None

    def _feature(self, question_code: str, noise: float) -> int:
        """The level of a feature of the cluster, near the profile of the stage that it is imagined in."""
        stages = self.framework.stages.stages
        # a stage follows quality only loosely: good organisations manage young clusters, too
        place = int((self.quality * 0.6 + (self.quality * 97) % 1 * 0.5) * len(stages))
        level = stages[min(place, len(stages) - 1)].levels[question_code]
        return int(np.clip(round(level + noise * 4), 0, 4))

    def _text(self) -> str:
        count = int(self.rng.integers(3, 20))
        return STORY.format(what=self.rng.choice(["digital skills", "buyers abroad", "finance"]), count=count)

    def _codes(self, question: Question, state: str = "answered") -> list[str]:
        return [option.code for option in self.framework.options(question) if option.state == state]

    def _option(self, question: Question, indicator: Indicator | None, quality: float) -> str:
        codes, unsure = self._codes(question), self._codes(question, "do not know")
        if unsure and self.rng.random() < 0.02:
            return unsure[0]
        if codes[:3] == ["provided", "planned", "not_provided"]:
            liked = self._popularity(question)
            weights = np.array([(0.1 + 0.75 * quality) * liked, 0.3, (0.75 - 0.6 * quality) / liked])
            return str(self.rng.choice(codes[:3], p=weights / weights.sum()))
        if indicator is not None and indicator.scoring.method == "options":
            points = indicator.scoring.points
            return min(points, key=lambda code: abs(points[code] - 100 * quality))
        return str(self.rng.choice(codes))

    def _popularity(self, question: Question) -> float:
        """The first services of a matrix are offered more often than its last ones."""
        rows = [each.code for each in self.framework.questions.values() if each.group == question.group]
        return float(np.linspace(1.9, 0.5, len(rows))[rows.index(question.code)])

    def _some_options(self, question: Question, quality: float) -> tuple[str, ...]:
        real = [code for code in self._codes(question) if not code.startswith("no_")]
        none = [code for code in self._codes(question) if code.startswith("no_")]
        most = min(question.most_choices or len(real), len(real))
        count = int(np.clip(round(quality * most + self.rng.normal(0, 0.7)), 0, most))
        if count == 0:
            return tuple(none[:1]) or (real[0],)
        return tuple(real[place] for place in sorted(self.rng.choice(len(real), count, replace=False)))

    def _ranking(self, question: Question) -> tuple[str, ...]:
        codes = self._codes(question)
        taste = np.linspace(3, 1, len(codes))  # the first options are wanted most
        count = min(question.most_choices or len(codes), len(codes), int(self.rng.integers(2, 6)))
        return tuple(str(code) for code in self.rng.choice(codes, count, replace=False, p=taste / taste.sum()))

    def _number(self, question: Question, indicator: Indicator | None, quality: float) -> float:
        if indicator is not None and indicator.scoring.method == "line":
            answers, points = zip(*indicator.scoring.through, strict=True)
            number = float(np.interp(100 * quality, points, answers))
        else:
            number = quality * (question.most if question.most is not None else 10)
        if question.code == "team_fte" and not self.cluster:
            number = min(number, 1.0)
        return float(round(number)) if question.whole or number > 10 else round(number * 2) / 2

    def _members(self) -> dict[str, Any]:
        """Members of each kind, which add up to the total; half the organisations have too few."""
        mean = 4.2 if self.cluster else 2.5
        total = int(np.clip(np.exp(self.rng.normal(mean, 0.6)), 2, 420))
        kinds = [
            "members_sme",
            "members_large",
            "members_research",
            "members_public",
            "members_civil",
            "members_finance",
        ]
        counts = self.rng.multinomial(total, [0.74, 0.09, 0.08, 0.04, 0.03, 0.02])
        committed = total if self.cluster and total >= 15 else max(1, int(total * self.rng.uniform(0.4, 0.95)))
        active = int(committed * self.rng.uniform(0.5, 1))
        present = {code: int(count) for code, count in zip(kinds, counts, strict=True)}
        near = int(self.rng.integers(45, 101))
        more = {"members_total": total, "members_committed": committed, "members_active": active, "members_near": near}
        assessed = int(total * max(0.0, self.quality - 0.3) * self.rng.uniform(0.2, 1))
        made = {**present, **more, "maturity_assessments": assessed}
        return {code: value for code, value in made.items() if code in self.framework.questions}

    def _shares(self) -> dict[str, Any]:
        """Shares of a table that add up to 100, in steps of five; good organisations earn more themselves."""
        codes = [code for code, each in self.framework.questions.items() if each.type == "share" and each.group]
        own = np.linspace(2.2, 0.4, len(codes)) * (0.3 + self.quality)
        public = np.linspace(0.3, 1.8, len(codes)) * (1.3 - self.quality)
        counts: Sequence[int] = self.rng.multinomial(20, self.rng.dirichlet(own + public)).tolist() if codes else []
        return {code: int(count) * 5 for code, count in zip(codes, counts, strict=True)}

    def _main_services(self, made: Mapping[str, Any]) -> tuple[str, ...]:
        questions: Sequence[Question] = list(self.framework.questions.values())
        provided = [
            each.service
            for each in questions
            if each.service and each.code.startswith("gen_") and made[each.code] == "provided"
        ]
        count = min(5, len(provided), 3 + int(self.rng.integers(0, 3)))
        return tuple(str(service) for service in provided[:count]) or ("no_service",)
