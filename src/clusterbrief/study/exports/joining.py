"""One column for each question: what tools write into several columns is joined, as they mean it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from clusterbrief.study.export import NOT_ASKED_CELL, Contribution, Export, Heading, Note
from clusterbrief.study.exports import eusurvey, kobotoolbox, limesurvey
from clusterbrief.study.exports.columns import OTHER, OTHER_WORDS, PLACE, Target, Targets
from clusterbrief.study.exports.files import is_blank
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Question
from clusterbrief.study.headings import normalised

TICKED = {"yes", "y", "true", "1", "1.0", "x", "✓", "✔", "oui", "da", "так", "да"}
UNTICKED = {"no", "n", "false", "0", "0.0", "non", "nu", "ні", "нет", "-"}
PLACES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}

Parts = Sequence[tuple[int, str]]  # columns, each with the option, place or other text it holds


@dataclass
class _Question:
    """The columns of one question."""

    question: Question
    whole: Heading | None = None
    parts: tuple[tuple[int, str], ...] = ()

    @cached_property
    def column(self) -> int:
        """Where the joined answer stands, once all columns are known."""
        first = [] if self.whole is None else [self.whole.column]
        return min([*first, *(column for column, _ in self.parts)])


def join_columns(export: Export, framework: Framework, own: Mapping[str, str]) -> Export:
    """Join the columns of each multiple choice and ranking, and name the question of each column that is known.

    A cell of several answers becomes a tuple of option codes, in order; what names no option is kept in it
    as it is. Nothing ticked is no answer, whatever the tool writes for it.
    """
    targets = Targets(framework, own, export.tool)
    found = _targets(export, targets)
    asked: dict[str, _Question] = {}
    headings: list[Heading] = []
    for heading in export.headings:
        target = found.get(heading.column)
        if target is None:
            headings.append(heading)
            continue
        each = asked.setdefault(target.question, _Question(framework.questions[target.question]))
        if target.part:
            each.parts += ((heading.column, target.part),)
        elif each.whole is None:
            each.whole = heading
        else:  # two columns for one question: told when headings are matched
            headings.append(replace(heading, code=target.question))
    texts = {heading.column: heading.text for heading in export.headings}
    headings += [Heading(each.column, texts[each.column], code) for code, each in asked.items()]
    contributions, notes = [], list(export.notes)
    for contribution in export.contributions:
        joined = _joined(contribution, list(asked.values()), targets, notes)
        if joined is not None:
            contributions.append(joined)
    headings.sort(key=lambda heading: heading.column)
    return replace(export, headings=tuple(headings), contributions=tuple(contributions), notes=tuple(notes))


def _targets(export: Export, targets: Targets) -> dict[int, Target]:
    """What each column answers; EUSurvey's split options follow their question and bear the option's text alone."""
    found: dict[int, Target] = {}
    splitting = ""
    for heading in export.headings:
        option = targets.option(splitting, heading.text) if splitting else ""
        if option:
            found[heading.column] = Target(splitting, option)
            continue
        target = targets.find(heading.text)
        splits = export.tool == eusurvey.TOOL and target and not target.part
        chosen = targets.framework.questions[target.question].type == "multiple" if target and splits else False
        splitting = target.question if target and chosen else ""
        if target:
            found[heading.column] = target
    strong = {each.question for each in found.values() if not each.weak and not each.part}
    weak = Counter(each.question for each in found.values() if each.weak)
    return {
        column: each
        for column, each in found.items()
        if not each.weak or (each.question not in strong and weak[each.question] == 1)
    }


def _joined(
    contribution: Contribution, asked: Sequence[_Question], targets: Targets, notes: list[Note]
) -> Contribution | None:
    """A contribution with one cell for each question; None where its cells have moved to other columns."""
    cells = dict(contribution.cells)
    for each in asked:
        code = each.question.code
        whole = _translated(cells.get(each.whole.column), each.question, targets) if each.whole else None
        if each.parts and each.question.type == "single":
            whole = _with_other(whole, each, cells, targets, contribution.row, notes)
        elif each.parts:
            moved = next((column for column, part in each.parts if _has_moved(cells.get(column), part, targets)), None)
            if moved is not None:
                problem = f'A cell of "{code}" says neither Yes nor No: the row has moved to the left'
                action = 'Contribution left out. Export without "Split MCQ answers per columns".'
                notes.append(Note(contribution.row, moved, "row moved", problem, action))
                return None
            joined = _combined(each, cells, targets)
            whole = whole if joined is None else joined
        for column, _ in each.parts:
            cells.pop(column, None)
        if each.parts or each.whole:
            cells[each.column] = whole
    return replace(contribution, cells=cells)


def _has_moved(cell: Any, part: str, targets: Targets) -> bool:
    if targets.tool != eusurvey.TOOL or is_blank(cell) or part == OTHER:
        return False
    return normalised(cell) not in TICKED | UNTICKED


def _translated(cell: Any, question: Question, targets: Targets) -> Any:
    """A cell of a whole question, with the codes and separators that only one tool uses."""
    if not isinstance(cell, str) or not cell.strip():
        return cell
    if targets.tool == limesurvey.TOOL and question.type == "single":
        other = targets.other_option(question.code) if normalised(cell) in OTHER_WORDS else ""
        return targets.option(question.code, cell) or other or cell
    if targets.tool == kobotoolbox.TOOL and question.type in {"multiple", "ranking"}:
        return _parted_by_blanks(cell, question, targets) or cell
    return cell


def _parted_by_blanks(cell: str, question: Question, targets: Targets) -> tuple[str, ...]:
    """Codes of options whose names or labels are joined by blanks; none where one of them cannot be told."""
    words, codes = cell.split(), []
    while words:
        for count in range(len(words), 0, -1):
            option = targets.option(question.code, " ".join(words[:count]))
            if option:
                codes.append(option)
                words = words[count:]
                break
        else:
            return ()
    return tuple(codes)


def _with_other(
    whole: Any, each: _Question, cells: Mapping[int, Any], targets: Targets, row: int, notes: list[Note]
) -> Any:
    """A single choice whose "other" came with a text of its own."""
    for column, _ in each.parts:
        text = cells.get(column)
        if is_blank(text) or text is NOT_ASKED_CELL:
            continue
        notes.append(Note(row, column, "other text", f'Beside "other": "{str(text)[:80]}"', "Text left out."))
        if is_blank(whole):
            whole = targets.other_option(each.question.code) or str(text)
    return whole


def _combined(each: _Question, cells: Mapping[int, Any], targets: Targets) -> Any:
    """The options chosen, in the order of places where there are any; None where there are none."""
    code = each.question.code
    seen = [(part, cells.get(column)) for column, part in each.parts]
    if all(cell is NOT_ASKED_CELL for _, cell in seen):
        return NOT_ASKED_CELL
    chosen: list[tuple[int, str]] = []
    for part, cell in seen:
        if is_blank(cell) or cell is NOT_ASKED_CELL:
            continue
        word = normalised(cell)
        if part.startswith("#"):
            chosen.append((int(part[1:]), targets.option(code, str(cell)) or str(cell)))
        elif part == OTHER:
            chosen.append((99, targets.other_option(code) or str(cell)))
        elif each.question.type == "ranking":
            place = PLACE.fullmatch(word)
            chosen.append((int(place[1]) if place else PLACES.get(word.split()[0], 98), part))
        elif word in TICKED or targets.option(code, str(cell)) == part:
            chosen.append((0, part))
        elif word not in UNTICKED:
            chosen.append((0, str(cell)))
    chosen.sort(key=lambda one: one[0])
    return tuple(option for _, option in chosen) or None
