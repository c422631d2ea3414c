"""Quarto Markdown that assembly reads: what is not shown is gone, code is left alone."""

import pytest

from clusterbrief.produce.quarto_text import (
    conditions,
    keep_conditional,
    shortcodes,
    text_lines,
    unpaired_fences,
    unread_conditions,
)

VISIBLE = '::: {{.content-visible when-meta="{}"}}'
HIDDEN = '::: {{.content-hidden when-meta="{}"}}'


def lines(*each: str) -> str:
    return "\n".join(each)


@pytest.mark.parametrize(
    ("opening", "shown_when"),
    [
        ('::: {.content-visible when-meta="a.b"}', True),
        ('::: {.content-hidden when-meta="a.b"}', False),
        ('::: {.content-visible unless-meta="a.b"}', False),
        ('::: {.content-hidden unless-meta="a.b"}', True),
    ],
)
@pytest.mark.parametrize("value", [True, False])
def test_each_kind_of_condition_shows_or_removes_its_text(opening, shown_when, value):
    kept = keep_conditional(lines("before", opening, "inside", ":::", "after"), {"a.b": value})
    assert kept.split() == (["before", "inside", "after"] if value == shown_when else ["before", "after"])
    assert [each.shown_when for each in conditions(opening)] == [shown_when]


def test_text_shows_only_when_every_condition_around_it_holds():
    text = lines(VISIBLE.format("a"), "outer", VISIBLE.format("b"), "inner", ":::", "tail", ":::", "end")
    assert keep_conditional(text, {"a": True, "b": True}).split() == ["outer", "inner", "tail", "end"]
    assert keep_conditional(text, {"a": True, "b": False}).split() == ["outer", "tail", "end"]
    assert keep_conditional(text, {"a": False, "b": True}).split() == ["end"]


def test_ordinary_divs_stay_whole_and_go_with_what_hides_them():
    note = (":::: {.callout-note}", "words", "::::")
    assert keep_conditional(lines(*note), {}) == lines(*note)
    hidden = lines(HIDDEN.format("a"), *note, "more", ":::", "end")
    assert keep_conditional(hidden, {"a": True}) == "end"
    assert keep_conditional(hidden, {"a": False}) == lines(*note, "more", "end")


@pytest.mark.parametrize("fence", ["```", "~~~", "`````"])
def test_colons_in_code_open_and_close_nothing(fence):
    code = (fence, ":::", VISIBLE.format("x"), fence)
    text = lines(VISIBLE.format("a"), *code, "inside", ":::", "end")
    assert keep_conditional(text, {"a": True}) == lines(*code, "inside", "end")
    assert keep_conditional(text, {"a": False}) == "end"
    assert [each.key for each in conditions(text)] == ["a"]
    assert not list(unpaired_fences(text))


def test_block_of_code_ends_only_at_a_fence_of_its_own_kind_and_length():
    text = lines("````", "~~~", "```", "``` more", "````", "after", "~~~ {.r}", "```", "~~~", "end")
    assert [line for _, line, in_code in text_lines(text) if not in_code] == ["after", "end"]


def test_inline_code_of_three_backticks_opens_no_block():
    assert [in_code for _, _, in_code in text_lines("```x``` and\nmore")] == [False, False]


def test_shortcodes_are_told_with_name_argument_line_and_company():
    text = lines(
        "{{< embed a.ipynb#fig-b >}}", "", "See {{<var a.b>}} and {{< pagebreak >}}", "```", "{{< env X >}}", "```"
    )
    found = [(each.name, each.argument, each.line, each.alone, each.in_code) for each in shortcodes(text, 10)]
    assert found == [
        ("embed", "a.ipynb#fig-b", 10, True, False),
        ("var", "a.b", 12, False, False),
        ("pagebreak", "", 12, False, False),
        ("env", "X", 14, True, True),
    ]


@pytest.mark.parametrize(
    "line",
    [
        '[words]{.content-visible when-meta="a.b"}',
        "::: {.content-visible when-meta='a.b'}",
        "::: {.content-visible when-meta=a.b}",
        '::: {.content-visible when-meta="a" unless-meta="b"}',
    ],
)
def test_condition_that_would_leave_its_text_in_the_source_is_found(line):
    assert list(unread_conditions(lines("words", line), 5)) == [6]
    assert not list(unread_conditions(VISIBLE.format("a.b")))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (("::: {.a}", "x", ":::"), []),
        (("x", ":::"), [2]),
        (("::: {.a}", "::: {.b}", ":::"), [1]),
        (("::: {.a}", "", ":::", ":::"), [4]),
    ],
)
def test_divs_without_a_partner_are_found(text, places):
    assert list(unpaired_fences(lines(*text))) == places
