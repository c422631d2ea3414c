"""The same answers, through whichever survey tool they came, are the same responses."""

from itertools import product
from pathlib import Path

import pytest

from clusterbrief.study.exports.recognise import read_exports
from clusterbrief.study.responses import read_answers
from survey_files import (
    common_answers,
    eusurvey_rows,
    expected_responses,
    form_sheets,
    google_rows,
    kobo_rows,
    limesurvey_rows,
    microsoft_rows,
    on_sheets,
    write_csv,
    write_eusurvey_xml,
    write_ods,
    write_sheets,
)
from survey_inputs import edition_of


def _forms(folder: Path, framework, rows) -> Path:
    folder.mkdir()
    for number, row in enumerate(rows):
        write_sheets(folder / f"form {number}.xlsx", form_sheets(framework, row, tick="yes" if number else "X"))
    (folder / "~$form 0.xlsx").write_bytes(b"a lock of Excel")
    return folder


def _kobo(mode: str, words: str, groups: str):
    return lambda at, f, rows: write_csv(
        at / "a.csv", kobo_rows(f, rows, mode, words == "labels", groups == "in groups"), ";", quoted=True
    )


KOBO = product(("both", "summary", "details"), ("names", "labels"), ("no groups", "in groups"))
WRITERS = {
    "EUSurvey XLSX": lambda at, f, rows: write_sheets(at / "a.xlsx", {"Content": eusurvey_rows(f, rows)}),
    "EUSurvey XLSX, direct path": lambda at, f, rows: write_sheets(
        at / "a.xlsx", {"Content": eusurvey_rows(f, rows, separator=";")}
    ),
    "EUSurvey XLSX, split": lambda at, f, rows: write_sheets(
        at / "a.xlsx", {"Content": eusurvey_rows(f, rows, split=True)}
    ),
    "EUSurvey XLSX, split, short names": lambda at, f, rows: write_sheets(
        at / "a.xlsx", {"Content": eusurvey_rows(f, rows, split=True, short_names=True)}
    ),
    "EUSurvey XLSX, several sheets": lambda at, f, rows: write_sheets(
        at / "a.xlsx", on_sheets(eusurvey_rows(f, rows, split=True), 50)
    ),
    "EUSurvey ODS": lambda at, f, rows: write_ods(at / "a.ods", eusurvey_rows(f, rows)),
    "EUSurvey CSV": lambda at, f, rows: write_csv(at / "a.csv", eusurvey_rows(f, rows), ";", "utf-8-sig"),
    "EUSurvey XML": lambda at, f, rows: write_eusurvey_xml(at / "a.xml", f, rows),
    "EUSurvey XML, short names": lambda at, f, rows: write_eusurvey_xml(at / "a.xml", f, rows, short_names=True),
    **{
        f"LimeSurvey, {headings}, {'full' if full else 'short'}": lambda at, f, rows, headings=headings, full=full: (
            write_csv(at / "a.csv", limesurvey_rows(f, rows, headings, full), ";", "utf-8-sig", quoted=True)
        )
        for headings in ("code", "em", "text", "both")
        for full in (False, True)
    },
    "LimeSurvey, commas": lambda at, f, rows: write_csv(
        at / "a.csv", limesurvey_rows(f, rows, "both", True), ",", "utf-8-sig", quoted=True
    ),
    "LimeSurvey, tabs": lambda at, f, rows: write_csv(
        at / "a.csv", limesurvey_rows(f, rows, "text", True), "\t", quoted=True
    ),
    "Form": lambda at, f, rows: _forms(at / "forms", f, rows),
    "Microsoft Forms XLSX": lambda at, f, rows: write_sheets(at / "a.xlsx", {"Sheet1": microsoft_rows(f, rows)}),
    "Microsoft Forms CSV": lambda at, f, rows: write_csv(at / "a.csv", microsoft_rows(f, rows)),
    "Google Forms, sheet": lambda at, f, rows: write_csv(at / "a.csv", google_rows(f, rows)),
    "Google Forms, download": lambda at, f, rows: write_csv(at / "a.csv", google_rows(f, rows, ";"), quoted=True),
    **{f"KoboToolbox, {', '.join(chosen)}": _kobo(*chosen) for chosen in KOBO},
    "KoboToolbox XLSX": lambda at, f, rows: write_sheets(at / "a.xlsx", {"Survey": kobo_rows(f, rows)}),
}


@pytest.mark.parametrize("way", WRITERS)
def test_every_tool_gives_the_same_responses(tmp_path, framework, way):
    rows = common_answers(framework)
    path = WRITERS[way](tmp_path, framework, rows)
    answers = read_answers(read_exports(path), framework, edition_of())
    found = answers.responses[["organisation_code", "question_code", "state", "value"]].values.tolist()
    expected = [list(each) for each in expected_responses(framework, rows)]
    differing = [(one, other) for one, other in zip(found, expected, strict=True) if one != other]
    assert not differing
    assert answers.findings["problem"].tolist() == []
