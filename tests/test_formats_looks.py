"""Looks of Word files, slides and PDF: made by code, with fonts and licences in the project."""

import re
import subprocess

import pytest

from clusterbrief.produce.formats.fonts import MARK, breakable, letters_of, settle_letters
from clusterbrief.produce.formats.office_files import core_properties, fill_in, read_parts, write_parts, xml_text
from clusterbrief.produce.formats.slides_reference import make_slides_reference
from clusterbrief.produce.formats.source import front_matter, page_formats
from clusterbrief.produce.formats.table_widths import SIZES, fit_columns
from clusterbrief.produce.formats.word_reference import make_word_reference


@pytest.mark.parametrize(
    ("maker", "place"),
    [(make_word_reference, "word/reference.docx"), (make_slides_reference, "slides/reference.pptx")],
)
def test_reference_files_are_what_the_code_makes(tmp_path, project_root, maker, place):
    made = tmp_path / "folder" / "made"
    maker(made)
    assert read_parts(made) == read_parts(project_root / "templates" / place)
    again = tmp_path / "again"
    maker(again)
    assert made.read_bytes() == again.read_bytes()


def test_placeholders_of_header_and_footer_are_filled_in(tmp_path, project_root):
    fill_in(project_root / "templates/word/reference.docx", tmp_path / "a.docx", {"edition": "A & <B>", "note": "N"})
    parts = read_parts(tmp_path / "a.docx")
    assert b"A &amp; &lt;B&gt;" in parts["word/header1.xml"]
    assert b"{note}" not in parts["word/footer1.xml"]


def test_parts_are_written_in_order_with_a_fixed_time(tmp_path):
    parts = {"b.xml": b"b", "[Content_Types].xml": b"c", "a.xml": b"a"}
    for name, given in (("one", parts), ("two", dict(reversed(parts.items())))):
        write_parts(given, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert next(iter(read_parts(tmp_path / "one"))) == "[Content_Types].xml"


def test_properties_hold_what_is_told_and_nothing_else():
    text = core_properties({"title": 'A "<b>" \x00', "creator": ""}, "2024-12-16").decode()
    assert "<dc:title>A &quot;&lt;b&gt;&quot;  </dc:title>" in text
    assert "creator" not in text
    assert xml_text("\ud800") == " "


def test_fonts_have_the_letters_of_all_countries_and_their_licences(project_root):
    folder = project_root / "templates" / "fonts"
    known = letters_of(folder)
    needed = {
        *range(0x531, 0x557), *range(0x561, 0x588), *range(0x10D0, 0x10F7), *range(0x1C90, 0x1CBB), *range(0x400, 0x460),
        *map(ord, "ҐґЄєІіЇїЎўƏəĞğİıŞşÇçÖöÜüĂăÂâÎîȘșȚț€«»„“”’–—−≥≤→▲✓☐☒•…"), *range(0x20, 0x7F),
    }  # fmt: skip
    assert sorted(map(chr, needed - known)) == []
    assert {path.name for path in folder.glob("*.txt")} == {"OFL-NotoSans.txt", "LICENSE-DejaVu.txt"}


def test_letters_without_a_font_are_marked(project_root, tmp_path):
    assert settle_letters(project_root / "templates" / "fonts")("a漢b") == f"a{MARK}b"
    assert settle_letters(tmp_path)("a漢b") == "a漢b"  # nothing is known of no fonts


def test_only_endless_words_are_made_breakable():
    assert breakable("Short words stay\u00a0so") == "Short words stay\u00a0so"
    assert breakable("x" * 100).replace("\u200b", "") == "x" * 100


def test_columns_fill_the_line_and_hold_their_words():
    fit = fit_columns([["Service", "n", "Share"], *[["words " * 40, "83", "12 %"]] * 200])
    assert sum(fit.shares) == pytest.approx(1, abs=0.001)
    assert fit.shares[0] > 0.6
    assert min(fit.shares) > 0.03
    assert fit.lines > 200


def test_many_columns_are_set_smaller():
    row = [["organisation"] * 12]
    assert fit_columns(row).size == SIZES[-1]
    assert len(fit_columns(row).shares) == 12


@pytest.mark.parametrize("rows", [[], [[]], [[""]], [["a", ""], ["", ""]], [["x" * 10_000, "y"]]])
def test_any_table_has_widths(rows):
    fit = fit_columns(rows)
    assert all(share > 0 for share in fit.shares)


@pytest.mark.parametrize(
    ("text", "formats"),
    [
        ("Words.\n\n---\n\nMore.\n", ("html",)),
        ("---\ntitle: A\n---\nWords.\n---\nformat: x\n---\n", ("html",)),
        ("---\nformat:\n  html: default\n  typst: default\n---\nWords.\n", ("html", "pdf")),
    ],
)
def test_page_says_its_formats_in_front(text, formats):
    assert page_formats(front_matter(text)[0]) == formats


@pytest.mark.parametrize(("form", "image"), [("docx", 'Str "Alt"'), ("typst", 'Str "Cap"')])
def test_filter_for_quarto_drops_dead_links_and_keeps_alternative_texts(tmp_path, project_root, form, image):
    import pypandoc

    code = (project_root / "templates/typst/print.lua").read_text(encoding="utf-8").replace("FORMAT", f"'{form}'")
    (tmp_path / "print.lua").write_text(code)
    text = '[a](x.csv) [b](y.qmd) [c](#z) [d](https://e.org)\n\nSee ![Cap](f.svg){fig-alt="Alt"}\n'
    command = [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "native", f"--lua-filter={tmp_path}/print.lua"]
    shown = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    assert re.findall(r'"(x.csv|y.qmd|#z|https://e.org)"', shown) == ["#z", "https://e.org"]
    assert 'Str "b"' in shown
    assert image in shown
    assert ("f.png" in shown) == (form == "docx")
