"""One set of answers written as each survey tool writes it, with the traps of its layout."""

import csv
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook

from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Question
from clusterbrief.study.headings import expected_heading
from clusterbrief.study.limesurvey_codes import LimeSurveyCodes, list_limesurvey_codes
from clusterbrief.study.sections import count_places, list_choices

EXPORTED = datetime(2024, 6, 3, 10, 30)
SENT = datetime(2024, 5, 1, 9, 30)
Answers = Mapping[str, Any]  # by question code: a number, a text, an option's code, a level, codes; None: blank
Row = Sequence[Any]


def common_answers(framework: Framework) -> list[dict[str, Any]]:
    """Three organisations: one that answers everything, one that says no or nothing, one with traps in its answers."""
    full = {code: _full(framework, question) for code, question in framework.questions.items()}
    full |= {"organisation_code": "AM-001", "organisation_name": "Արարատ կլաստեր", "country": "AM"}
    full |= {
        "technologies": ("data_cloud", "manufacturing", "space"),
        "networks": ("support_network", "european_partnership"),
        "support_needs": ("skills", "access_to_finance", "legal_basis"),
        "legal_basis": "partly",
        "members_total": 72,
        "income_fees": 40, "income_services": 0, "income_private": 0, "income_public": 30, "income_donors": 30,
        "income_other": 0, "year_started": 2015,
        "main_services": ("human_resources", "communication"),
        "gen_human_resources": "provided", "gen_communication": "provided",
    }  # fmt: skip
    nothing: dict[str, Any] = dict.fromkeys(framework.questions)
    nothing |= {code: "no" for code, each in framework.questions.items() if each.type == "yesno"}
    nothing |= {"organisation_name": "Third cluster", "country": "GE", "legal_basis": "no", "members_total": 0}
    traps = full | {
        "organisation_code": "MD-001",
        "organisation_name": 'Кластер "Молдова"; IT, and more',
        "country": "MD",
        "city": "=1+1",
        "main_achievement": "First line\nsecond; line, with [brackets] and N/A",
        "labels": ("no_label",),
        "main_services": ("human_resources",),
        "legal_fit": "do_not_know",
        "team_fte": 1.5,
        "success_stories": None,
        "networks": None,
        "consent_contact": "no",
        "contact_email": None,
        "legal_form": "other_form",
    }
    return [full, nothing, traps]


def _full(framework: Framework, question: Question) -> Any:
    choices = [each.code for each in list_choices(framework, question)]
    known: dict[str, Any] = {
        "number": max(question.least or 0, 12), "share": 12, "scale": 3, "yesno": "yes", "date": "2024-03-01",
        "text": f"Words about {question.code}", "multiple": tuple(choices[:2]), "ranking": tuple(choices[:2]),
    }  # fmt: skip
    return choices[1] if question.type == "single" else known[question.type]


def expected_responses(framework: Framework, rows: Sequence[Answers]) -> list[tuple[str, str, str, Any]]:
    """What any tool's file of these answers must be read as."""
    codes = {"Third cluster": "GE-001"}
    expected = []
    for row in rows:
        organisation = row["organisation_code"] or codes[row["organisation_name"]]
        for code, question in framework.questions.items():
            expected.append((organisation, code, *_expected(framework, question, row)))
    return sorted(expected, key=lambda each: each[0])


def _expected(framework: Framework, question: Question, row: Answers) -> tuple[str, Any]:
    value, condition = row[question.code], question.asked_if
    if condition and row[condition.question] not in condition.options:
        return "not asked", None
    if value is None:
        return "not answered", None
    states = {option.code: option.state for option in framework.options(question)}
    if isinstance(value, str) and states.get(value, "answered") != "answered":
        return states[value], None
    if question.type == "multiple":
        order = [option.code for option in framework.options(question)]
        value = tuple(sorted(value, key=order.index))
    return "answered", float(value) if isinstance(value, (int, float)) else value


def text_of(framework: Framework, question: Question, code: Any) -> Any:
    """The words of an option or level; anything else as it is."""
    texts = {each.code: each.text for each in list_choices(framework, question)}
    return texts.get(str(code), code)


def joined(framework: Framework, question: Question, value: Any, separator: str) -> Any:
    if isinstance(value, tuple):
        return separator.join(text_of(framework, question, each) for each in value)
    return text_of(framework, question, value)


def write_csv(
    path: Path, rows: Sequence[Row], separator: str = ",", encoding: str = "utf-8", quoted: bool = False
) -> Path:
    text = StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=separator, quoting=quoting, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_sheets(path: Path, sheets: Mapping[str, Sequence[Row]]) -> Path:
    book = Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    cell = sheet.cell(number, column, value)
                    cell.data_type = "s" if isinstance(value, str) else cell.data_type  # "=1+1" is a text
    book.save(path)
    return path


# EUSurvey


def eusurvey_rows(
    framework: Framework, rows: Sequence[Answers], split: bool = False, short_names: bool = False, separator: str = "; "
) -> list[list[Any]]:
    heading: list[Any] = []
    table: list[list[Any]] = [[] for _ in rows]
    for question in framework.questions.values():
        heading.append(expected_heading(question) + (f" ({question.code})" if short_names else ""))
        splits = split and question.type == "multiple"
        options = framework.options(question) if splits else ()
        heading += [each.text + (f" ({each.code})" if short_names else "") for each in options]
        for cells, row in zip(table, rows, strict=True):
            value = row[question.code]
            cells.append(None if splits else joined(framework, question, value, separator))
            cells += ["Yes" if each.code in (value or ()) else "No" for each in options]
    heading += ["Contribution ID", "User name", "Creation date", "Last update", "Languages"]
    for number, cells in enumerate(table):
        cells += ["Anonymous", "Anonymous", SENT, SENT + timedelta(days=number), "EN"]
    return [["Alias", "TheSurvey"], ["Export Date", EXPORTED], [], heading, *table]


def on_sheets(rows: Sequence[Row], width: int) -> dict[str, list[Row]]:
    """Rows of EUSurvey with its columns on further sheets, each with a top of its own."""
    columns = max(map(len, rows))
    sheets: dict[str, list[Row]] = {}
    for number, first in enumerate(range(0, columns, width)):
        below = [row[first : first + width] for row in rows[3:]]
        sheets[f"Content{number or ''}"] = [*rows[:3], *below]
    return sheets


def write_ods(path: Path, rows: Sequence[Row]) -> Path:
    def cell(value: Any) -> str:
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, datetime):
            return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
        if isinstance(value, (int, float)):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'

    spaces = " ".join(
        f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "table", "text")
    )
    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="Content">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("content.xml", content)
        book.writestr("META-INF/manifest.xml", manifest)
    return path


def write_eusurvey_xml(path: Path, framework: Framework, rows: Sequence[Answers], short_names: bool = False) -> Path:
    """Results as XML: markup in titles, options by id, ids as EUSurvey's: no codes of ours."""
    ids = {code: f"q-{number}" for number, code in enumerate(framework.questions)}
    groups: dict[str, list[Question]] = {}
    for question in framework.questions.values():
        groups.setdefault(question.group.title if question.group else question.code, []).append(question)
    lines: list[str] = []
    for title, questions in groups.items():
        for tag, identifier, text, code in _xml_elements(framework, title, questions, ids):
            bid = f" bid={quoteattr(code)}" if short_names and code else ""
            lines.append(f'<{tag} id="{identifier}" type="any"{bid}>{escape(f"<p>{escape(text)}</p>")}</{tag}>')
    sets = []
    for number, row in enumerate(rows):
        said = [
            answer
            for questions in groups.values()
            for each in questions
            for answer in _xml_answers(framework, each, row[each.code], ids[each.code], ids[questions[0].code])
        ]
        last = (SENT + timedelta(days=number)).strftime("%Y-%m-%d_%H-%M-%S")
        about = f'id="Anonymous" create="{last}" last="{last}" list="1" lang="EN"'
        sets.append(f"<AnswerSet {about}>{''.join(said)}</AnswerSet>")
    other = '<Elements lang="FR"><Question id="q-0" type="Free Text">Quel est le code ?</Question></Elements>'
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<Results create="2024-06-03_10-30-00">'
        f'<Survey id="1" uid="u" alias="S">{other}<Elements lang="EN"><Section id="s" type="Section">Block</Section>'
        f"{''.join(lines)}</Elements></Survey><Answers>{''.join(sets)}</Answers></Results>",
        encoding="utf-8",
    )
    return path


def _xml_elements(
    framework: Framework, title: str, questions: Sequence[Question], ids: Mapping[str, str]
) -> Iterator[tuple[str, str, str, str]]:
    first, group = ids[questions[0].code], questions[0].group
    kind = "" if group is None else group.kind.capitalize()
    if group:
        yield f"{kind}Title", f"g-{first}", title, ""
    for each in questions:
        yield f"{kind}Question", ids[each.code], each.text, each.code
    if group and group.kind == "table":
        yield "TableAnswer", f"c-{first}", group.column, ""
        return
    option_tag = "RankingItem" if questions[0].type == "ranking" else f"{kind}Answer"
    for option in list_choices(framework, questions[0]):
        yield option_tag, f"a-{first}-{option.code}", option.text, option.code


def _xml_answers(framework: Framework, question: Question, value: Any, qid: str, first: str) -> Iterator[str]:
    text = "" if value is None else escape(str(value))
    if question.group and question.group.kind == "table":
        yield f'<Answer qid="{qid}" aid="c-{first}">{text}</Answer>'
    elif value is not None and question.type == "ranking":
        yield f'<Answer qid="{qid}">{";".join(f"a-{first}-{each}" for each in value)}</Answer>'
    elif value is not None and list_choices(framework, question):
        for each in value if isinstance(value, tuple) else (value,):
            yield f'<Answer qid="{qid}" aid="a-{first}-{each}"/>'
    elif value is not None:
        yield f'<Answer qid="{qid}">{text}</Answer>'


# LimeSurvey

SYSTEM = {
    "id": "Response ID", "submitdate": "Date submitted", "lastpage": "Last page", "startlanguage": "Start language",
    "seed": "Seed", "startdate": "Date started", "datestamp": "Date last action",
}  # fmt: skip


def limesurvey_rows(
    framework: Framework, rows: Sequence[Answers], headings: str = "code", full_answers: bool = False
) -> list[list[Any]]:
    """Responses; ``headings`` is code, em, text, both or short (abbreviated)."""
    codes = list_limesurvey_codes(framework)
    head = [_lime_heading(code, "", text, "", headings) for code, text in SYSTEM.items()]
    table: list[list[Any]] = []
    for number in range(len(rows)):
        moment = str(SENT + timedelta(days=number))
        table.append([str(number + 1), moment, "6", "en", "1234", moment, moment])
    for question in framework.questions.values():
        own = codes.questions[question.code]
        array = codes.array_of.get(question.code, "")
        title = question.group.title if question.group else question.text
        parts: list[tuple[str, str]] = [(own, question.text)] if array else [("", "")]
        if question.type == "multiple":
            parts = [(codes.answers[question.code, each.code], each.text) for each in framework.options(question)]
        elif question.type == "ranking":
            parts = [(str(place), f"Rank {place}") for place in range(1, count_places(framework, question) + 1)]
        head += [_lime_heading(array or own, part, title, text, headings) for part, text in parts]
        for cells, row in zip(table, rows, strict=True):
            cells.extend(_lime_cells(framework, codes, question, row, full_answers))
    head += [_lime_heading("interviewtime", "", "Total time", "", headings), "groupTime12"]
    return [head, *([*cells, "612.5", "30.1"] for cells in table), []]


def _lime_heading(code: str, part: str, text: str, part_text: str, headings: str) -> str:
    by_code = f"{code}[{part}]" if part else code
    by_text = f"{text} [{part_text}]" if part_text else text
    match headings:
        case "code":
            return by_code
        case "em":
            return f"{code}_{part}" if part else code
        case "text":
            return by_text
        case "short":
            cut = f"{text[:15]}.. " if len(text) > 15 else text
            return f"{cut} [{part_text}]" if part_text else cut
        case _:
            return f"{by_code}. {by_text}"


def _lime_cells(
    framework: Framework, codes: LimeSurveyCodes, question: Question, row: Answers, full: bool
) -> list[str]:
    short = codes.answers
    value, condition = row[question.code], question.asked_if
    shown = not condition or row[condition.question] in condition.options

    def said(code: Any) -> str:
        if full:
            return str(text_of(framework, question, code))
        return short.get((question.code, str(code)), str(code))

    if question.type == "multiple":
        words = ("Yes", "No") if full else ("Y", "")
        return [words[0] if each.code in (value or ()) else words[1] for each in framework.options(question)]
    if question.type == "ranking":
        places = count_places(framework, question)
        return [*map(said, value or ()), *[""] * (places - len(value or ()))]
    if not shown and full and question.type == "yesno":
        return ["N/A"]
    text = "" if value is None else said(value)
    return [f"'{text}" if text.startswith("=") else text]


# Forms


def microsoft_rows(framework: Framework, rows: Sequence[Answers]) -> list[list[Any]]:
    questions = framework.questions.values()
    head = ["Id", "Start time", "Completion time", "Email", "Name"]
    head += [each.text.replace(" ", "\u00a0", 1) + ("\n" if each.required else "") for each in questions]
    head += ["Total points", "Quiz feedback", "Points - Country", "Feedback - Country"]
    table = []
    for number, row in enumerate(rows):
        moment = SENT + timedelta(days=number)
        cells = []
        for each in questions:
            text = joined(framework, each, row[each.code], ";")
            cells.append(f"{text};" if isinstance(row[each.code], tuple) else text)
        table.append([number + 1, moment, moment, "anonymous", None, *cells, 0, None, 0, None])
    return [head, *table]


def google_rows(framework: Framework, rows: Sequence[Answers], separator: str = ", ") -> list[list[Any]]:
    """Grids as ``Question [Row]``; rankings as a grid of options against places."""
    head = ["Timestamp", "Email Address"]
    table: list[list[Any]] = []
    for number in range(len(rows)):
        moment = SENT + timedelta(days=13 * number)
        stamp = f"{moment.month}/{moment.day}/{moment.year} {moment:%H:%M:%S}"
        if separator == ";":
            stamp = f"{moment:%Y/%m/%d %I:%M:%S %p} GMT+4"
        table.append([stamp, "a@example.org"])
    for question in framework.questions.values():
        title = f"{question.group.title} [{question.text}]" if question.group else f"{question.text} "
        if question.type == "ranking":
            head += [f"{question.text} [{each.text}]" for each in framework.options(question)]
        else:
            head.append(title)
        for cells, row in zip(table, rows, strict=True):
            value = row[question.code]
            if question.type == "ranking":
                places = {code: f"{place}. choice" for place, code in enumerate(value or (), 1)}
                cells += [places.get(each.code, "") for each in framework.options(question)]
            else:
                cells.append(joined(framework, question, value, separator))
    return [head, *table]


def kobo_rows(
    framework: Framework, rows: Sequence[Answers], mode: str = "both", labels: bool = False, groups: bool = False
) -> list[list[Any]]:
    """Submissions; ``mode`` of multiple choice is both, summary or details."""
    head: list[str] = ["start", "end"]
    table: list[list[Any]] = [[str(SENT), str(SENT)] for _ in rows]
    for question in framework.questions.values():
        name = question.text if labels else question.code
        if groups:
            name = f"{question.group.title if question.group and labels else 'Block_' + question.block}/{name}"
        options = framework.options(question) if question.type == "multiple" else ()
        summary = not options or mode != "details"
        details = options if mode != "summary" else ()
        head += [name] * summary + [f"{name}/{each.text if labels else each.code}" for each in details]
        for cells, row in zip(table, rows, strict=True):
            value = row[question.code]
            word: Callable[[Any], Any] = (lambda code, each=question: text_of(framework, each, code)) if labels else str
            said = " ".join(map(word, value)) if isinstance(value, tuple) else "" if value is None else word(value)
            cells.extend([said] * summary)
            cells.extend(["" if value is None else "1" if each.code in value else "0" for each in details])
    head += ["_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "__version__", "_index"]
    for number, cells in enumerate(table):
        sent = (SENT + timedelta(days=number)).isoformat()
        cells += [
            str(number),
            f"uuid-{number}",
            sent,
            "validation_status_approved",
            "",
            "submitted_via_web",
            "v1",
            number + 1,
        ]
    return [head, *table]


# Our own form


def form_sheets(framework: Framework, row: Answers, tick: str = "x") -> dict[str, list[Row]]:
    sheets: dict[str, list[Row]] = {"About": [["clusterbrief form", "1"], [], [None, "Purpose"]]}
    for code, question in framework.questions.items():
        sheet = sheets.setdefault(f"Block {question.block}", [[None, "Block"], [], [None, "Question", "Your answer"]])
        value = row[code]
        if question.type == "multiple":
            sheet.append([None, question.text])
            sheet += [
                [f"{code}/{each.code}", each.text, tick if each.code in (value or ()) else None]
                for each in framework.options(question)
            ]
        elif question.type == "ranking":
            sheet.append([None, question.text])
            for place in range(1, count_places(framework, question) + 1):
                said = text_of(framework, question, value[place - 1]) if value and place <= len(value) else None
                sheet.append([f"{code}#{place}", f"Place {place}", said])
        else:
            sheet.append([code, question.text, text_of(framework, question, value)])
    sheets["Lists"] = [["options_country"], ["Armenia"], ["Georgia"]]
    return sheets
