"""Tables of the questionnaire page: each block's questions with their answers, points and EU values."""

import pandas as pd

from clusterbrief.present.wording import MISSING, format_points, lowered, sentence_start

WIDTHS = (34, 40, 26)  # of the columns, in proportion
ANNEX_WIDTHS = (9, 66, 25)
KINDS = {  # of answers, in the annex of the report
    "number": "a number", "share": "a share", "scale": "a level, 0 to 4", "yesno": "yes or no", "single": "one of {n}",
    "multiple": "any of {n}", "ranking": "a ranking of {n}", "text": "words", "date": "a date",
}  # fmt: skip


def tabulate_questions(questions: pd.DataFrame, block_code: str) -> pd.DataFrame:
    """One block of the questionnaire; where most questions are scored, with how, and the EU value."""
    rows = questions[questions["block_code"] == block_code].to_dict("records")
    shown = {"Question": [_question(row) for row in rows], "Answers": [_answers(row) for row in rows]}
    if sum(bool(row["indicators"]) for row in rows) * 2 > len(rows):
        shown["Points and EU value"] = [_points(row) for row in rows]
    return pd.DataFrame(shown)


def column_widths(shown: pd.DataFrame) -> tuple[int, ...]:
    """Widths of the columns of such a table."""
    return WIDTHS[: shown.shape[1]]


def _points(row: dict) -> str:
    if not row["indicators"]:
        return "Not scored"
    value = format_points(row["benchmark"])
    against = f"EU value: {value} ({row['standing']})" if value != MISSING else f"Measured against: {row['standing']}"
    return f"{row['scoring']}. {against if row['standing'] != 'none' else 'No EU value'}."


def _question(row: dict) -> str:
    """Text with its asterisk, then the group it stands in, the condition, help and the ECEI number."""
    group = f"{row['group_title']}: " if row["group_title"] else ""
    required = " *" if row["required"] == "yes" else ""
    unconfirmed = ", not confirmed" if row["ecei_confirmed"] == "no" else ""
    ecei = f"(ECEI {row['ecei']}{unconfirmed})" if row["ecei"] else ""
    condition = f"{row['condition']}." if row["condition"] else ""
    text = f"{row['number']}. {group}{row['text']}{required}"
    return " ".join(each for each in (text, condition, row["help"], ecei) if each)


def _answers(row: dict) -> str:
    options = [option.partition(" = ") for option in row["options"].split("; ") if option]
    if row["type"] == "scale":
        return " ".join(f"{code}: {text}" for code, _, text in options)
    if len(options) > 20:
        first, last = options[0][2], options[-1][2]
        return f"One of {len(options)}, from “{first}” to “{last}”"
    if options:
        return _how_many(row) + "; ".join(text for _, _, text in options)
    if row["type"] in {"number", "share"}:
        bounds = [f"{word} {row[key]:g}" for word, key in (("from", "least"), ("to", "most")) if not pd.isna(row[key])]
        kind = "Whole number" if row["whole"] == "yes" else "Number"
        unit = f"({row['unit']})" if row["unit"] else ""
        return " ".join(each for each in (kind, *bounds, unit) if each)
    return sentence_start(row["type"])


def _how_many(row: dict) -> str:
    most = f"Up to {row['most_choices']}" if row["most_choices"] else "Any number"
    return {"multiple": f"{most}: ", "ranking": f"{most}, ranked: "}.get(row["type"], "")


def count_required(questions: pd.DataFrame) -> int:
    """How many questions are required."""
    return int((questions["required"] == "yes").sum())


def tabulate_annex(questions: pd.DataFrame, block_code: str) -> pd.DataFrame:
    """One block in short: questions that are asked as rows of one table share a row here."""
    shown: list[dict[str, str]] = []
    rows = questions[questions["block_code"] == block_code]
    grouped = (rows["group_title"] == "") | (rows["group_title"] != rows["group_title"].shift())
    for _, asked in rows.groupby(grouped.cumsum()):
        first, last = asked.iloc[0], asked.iloc[-1]
        single = len(asked) == 1
        texts = [lowered(text) for text in asked["text"]]
        shown.append(
            {
                "No.": str(first["number"]) if single else f"{first['number']}–{last['number']}",
                "Question": first["text"] if single else f"{first['group_title']}: {'; '.join(texts)}",
                "Answer": _kind(first) if single else f"For each, {_kind(first)}",
            }
        )
    table = pd.DataFrame(shown, columns=["No.", "Question", "Answer"])
    return table.assign(Answer=table["Answer"].map(sentence_start))


def _kind(row: pd.Series) -> str:
    options = len([option for option in row["options"].split("; ") if option])
    kind = KINDS[row["type"]].format(n=options)
    return f"{kind}, up to {row['most_choices']}" if row["most_choices"] and row["type"] != "single" else kind
