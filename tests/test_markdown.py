"""Hostile text in our Markdown: it reads as it was written and does nothing else."""

import re
import string

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterbrief.present.markdown import Link, escaped, for_attribute, pipe_table, plain

HOSTILE = [
    "{{< include /etc/passwd >}}", "{{< var x >}}", "<script>alert(1)</script>", "<!-- x -->", "<a href='x'>",
    "&lt;b&gt;", "`r system('ls')`", "```{=html}\n<b>\n```", "`<b>`{=html}", "~~~", ":::",
    "::: {.content-hidden}", ":::::", "---", "***", "___", "===", "title: x", "---\ntitle: x\n---", "a|b", "|",
    "||||", "\\|", "\\", "\\\\", "a\\", "a\\|b", "[x](y)", "![x](y)", "[x]: y", "[^1]", "^[note]", "@fig-x",
    "[@key]", "\\@fig-x", "# Heading", "## x {#id}", "- item", "* item", "+ item", "1. item", "(a) item",
    "> quote", "    code", "\tcode", "$x$", "$$x$$", "\\(x\\)", "\\newpage", "*b*", "_i_", "H~2~O", "x^2^",
    "~~s~~", "\u202eabc", "a\u200bb", "a\u2066b", "\x00", "a\x07b", "a\rb", "a\nb", "a\u2028b", "a\u0085b",
    "\ufeffx", "=cmd()", "#+x", "&#60;script&#62;", "{.class}", "…", "«Արևաձոր»", "a\u00a0b",
]  # fmt: skip
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30))


def test_there_are_many_hostile_texts() -> None:
    assert len(set(HOSTILE)) >= 64


@given(texts)
def test_no_ascii_mark_stands_without_its_backslash(text: str) -> None:
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", escaped(text))
    assert not set(bare) & set(string.punctuation)


@given(texts)
def test_escaped_text_reads_as_it_was(text: str) -> None:
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escaped(text)) == plain(text)


@given(texts)
def test_text_stays_on_one_line_without_control_or_direction_marks(text: str) -> None:
    line = plain(text)
    assert len(line.splitlines()) <= 1
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", line)


@given(texts)
def test_attributes_hold_no_mark_that_could_end_or_open_anything(text: str) -> None:
    assert not set(for_attribute(text)) & set('{}<>"\\`*_@$~^[]')


@given(st.lists(st.lists(texts, min_size=3, max_size=3), max_size=5), texts)
def test_table_keeps_its_columns_whatever_the_cells_hold(rows: list[list[str]], heading: str) -> None:
    drawn = pipe_table(pd.DataFrame(rows, columns=[heading, "b", "c"]))
    lines = drawn.split("\n")
    assert len(lines) == len(rows) + 2
    for line in lines:
        assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) == 4
    assert re.fullmatch(r"\|(-+:?\|){3}", lines[1])


def test_empty_tables() -> None:
    assert pipe_table(pd.DataFrame()) == ""
    assert pipe_table(pd.DataFrame({"a": [], "b": []})).count("\n") == 1


@pytest.mark.parametrize("cells", [["1", "–"], ["12 %", "3 %"], ["1 (2)", "–"], ["hidden", "4"], ["few", "30"]])
def test_columns_of_figures_stand_to_the_right(cells: list[str]) -> None:
    assert pipe_table(pd.DataFrame({"n": cells})).split("\n")[1].endswith(":|")


def test_columns_of_words_stand_to_the_left() -> None:
    assert pipe_table(pd.DataFrame({"n": ["Armenia", "3"]})).split("\n")[1].endswith("-|")


def test_no_break_space_stays() -> None:
    assert escaped("35\u00a0%") == "35\u00a0\\%"


def test_cells_may_lead_to_other_pages_whatever_their_words_are() -> None:
    table = pipe_table(pd.DataFrame({"Page": [Link("A|b ](x)", "briefs/am-slides.qmd")]}))
    assert table.splitlines()[2].strip("| ") == r"[A\|b \]\(x\)](<briefs/am-slides.qmd>)"
    assert str(Link("Words", "a.qmd")) == "Words"
