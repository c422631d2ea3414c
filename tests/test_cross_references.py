"""Numbers of figures and tables, and references that lead to them."""

import re

import pytest

from clusterbrief.produce.cross_references import REFERENCE, number_references

PAGE = """## Own title {#sec-own}

See @fig-b, @tbl-a and @sec-own.

![First](a.svg){#fig-a fig-alt="One"}

: Counts {#tbl-a}

![Second \\]](b.svg){#fig-b fig-alt="Two"}
"""


def resolved(sentence):
    return number_references(PAGE.replace("See @fig-b, @tbl-a and @sec-own.", sentence)).splitlines()[2]


def test_figures_and_tables_are_numbered_apart_in_order_of_appearance():
    lines = number_references(PAGE).splitlines()
    assert lines[4] == '![Figure 1: First](a.svg){#fig-a fig-alt="One"}'
    assert lines[6] == ": Table 1: Counts {#tbl-a}"
    assert lines[8] == '![Figure 2: Second \\]](b.svg){#fig-b fig-alt="Two"}'


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("See @fig-b.", "See [Figure 2](#fig-b)."),
        ("See [@fig-b].", "See [Figure 2](#fig-b)."),
        ("See figure [-@fig-b].", "See figure [2](#fig-b)."),
        ("(@tbl-a)", "([Table 1](#tbl-a))"),
        ("@sec-own says", "[“Own title”](#sec-own) says"),
        ("[@fig-a; @fig-b]", "[Figure 1](#fig-a); [Figure 2](#fig-b)"),
        ("@fig-a, @fig-a", "[Figure 1](#fig-a), [Figure 1](#fig-a)"),
        ("@fig-unknown and @tbl-b", "@fig-unknown and @tbl-b"),
        ("mail\\@fig-a and x@fig-a", "mail\\@fig-a and x@fig-a"),
    ],
)
def test_reference_becomes_a_link_with_the_number(sentence, shown):
    assert resolved(sentence) == shown


def test_reference_in_a_caption_is_resolved_too():
    text = "![As in @fig-b](a.svg){#fig-a}\n\n![B](b.svg){#fig-b}"
    assert number_references(text).splitlines()[0] == "![Figure 1: As in [Figure 2](#fig-b)](a.svg){#fig-a}"


def test_image_without_an_id_takes_no_number():
    assert number_references("![Logo](a.svg)\n\n![B](b.svg){#fig-b}").splitlines()[2].startswith("![Figure 1: B]")


@pytest.mark.slow
def test_every_reference_on_our_pages_is_resolved(small_edition):
    pages = sorted((small_edition.build / "project" / "public").rglob("*.qmd"))
    assert any(REFERENCE.search(page.read_text(encoding="utf-8")) for page in pages)
    for page in pages:
        numbered = number_references(page.read_text(encoding="utf-8"))
        assert not REFERENCE.search(numbered), page
        for target in re.findall(r"\[(?:Figure|Table) \d+\]\(#([\w-]+)\)", numbered):
            assert f"{{#{target}" in numbered
