"""Errors of Quarto, in the forms it prints them, brought back with document and line."""

import pytest

from clusterbrief.produce.quarto import QuartoRenderer, quarto_version, read_error

FRONT_MATTER = """\x1b[1m\x1b[34m[ 1/12] index.qmd\x1b[39m\x1b[22m
[ 2/12] countries/am.qmd
\x1b[91mERROR: Validation of YAML front matter failed.\x1b[39m
ERROR: In file countries/am.qmd
(line 3, columns 6--10) Field "toc" has value maybe, which must instead be `true` or `false`
2: title: x
3: toc: maybe
        ~~~~~

ERROR: Render failed due to invalid YAML.

Stack trace:
    at renderFileInternal (file:///quarto/bin/quarto.js:86657:30)
"""
YAML = "[1/2] a.qmd\nERROR: YAMLException: can not read a block mapping entry (a.qmd, 8:19)\n7: x\n8: y\n"
LUA = "[1/2] a.qmd\n\n[2/2] b/c.qmd\nERROR: Error resolving header-includes- unable to open file x.html\nERROR: Error\n    at renderFiles (file:///quarto/bin/quarto.js:8:30)\n"
NAMELESS = """ERROR: YAMLException: can not read a block mapping entry; a multiline key may not be an implicit key (5:9)

 2 | title: "a: b
 3 |  x: [1
 5 | subtitle: "Cluster management organisati ...
-------------^

Stack trace:
    at readYamlFromMarkdown (file:///quarto/bin/quarto.js:18762:9)
"""
PROJECT = """ERROR: Project /p/_quarto.yml validation failed.

In file p/_quarto.yml
(line 7, columns 16--20) Field "toc-depth" has value deep, which must instead be a number
6:     toc: true
"""
WARNED = "[1/1] a.qmd\nERROR (x.lua:200) cannot open f.lua\nWARN: Error encountered when rendering files\n"
INCLUDE = "ERROR: Include directive failed.\n  in file {}/b/c.qmd, \n  could not find file {}/_x.md.\n"


@pytest.mark.parametrize(
    ("output", "file", "parts", "absent"),
    [
        (FRONT_MATTER, "countries/am.qmd", ["line 3", 'Field "toc" has value maybe'], ["quarto.js", "\x1b"]),
        (YAML, "a.qmd", ["line 8: ", "can not read a block mapping entry"], []),
        (LUA, "b/c.qmd", ["unable to open file x.html"], ["quarto.js", "line 8"]),
        (INCLUDE.format("/p", "/p"), "/p/b/c.qmd", ["could not find file /p/_x.md"], []),
        (NAMELESS, "", ["line 5: ", "implicit key"], ["title:", "^", "quarto.js"]),
        (PROJECT, "", ["line 7", "p/_quarto.yml", "must instead be a number"], ["toc: true"]),
        (WARNED, "a.qmd", ["cannot open f.lua"], ["WARN"]),
        ("[1/1] a.qmd\nSegmentation fault\n", "a.qmd", ["Segmentation fault"], []),
        ("", "", ["Quarto stopped without a message"], []),
    ],
)
def test_error_names_document_line_and_message(output, file, parts, absent):
    found, reason = read_error(output)
    assert found == file
    assert all(part in reason for part in parts), reason
    assert not any(part in reason for part in absent), reason
    assert "\n" not in reason


def stub(folder, script):
    path = folder / "quarto"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_failed_document_is_told_by_its_name_inside_the_project(tmp_path):
    program = stub(tmp_path, f"cat >&2 <<'END'\n{INCLUDE.format(tmp_path, tmp_path)}END\nexit 1")
    [(file, reason)] = QuartoRenderer(program, (1, 4, 0)).render(tmp_path, tmp_path / "out", ["html"])
    assert file == "b/c.qmd"
    assert "could not find file" in reason


def test_document_is_told_where_quarto_counts_from_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    message = FRONT_MATTER.replace("In file ", "In file p/")
    program = stub(tmp_path, f"cat >&2 <<'END'\n{message}END\nexit 1")
    [(file, reason)] = QuartoRenderer(program, (1, 10, 18)).render(tmp_path / "p", tmp_path / "out", ["html"])
    assert file == "countries/am.qmd"
    assert "line 3" in reason


def test_document_is_told_by_the_lines_quoted_where_quarto_names_none(tmp_path):
    (tmp_path / "p/b").mkdir(parents=True)
    (tmp_path / "p/a.qmd").write_text('---\ntitle: "A"\n---\n')
    (tmp_path / "p/b/c.qmd").write_text('---\ntitle: "a: b\n x: [1\nsubtitle: "Cluster management organisations"\n')
    program = stub(tmp_path, f"cat >&2 <<'END'\n{NAMELESS}END\nexit 1")
    [(file, reason)] = QuartoRenderer(program, (1, 10, 18)).render(tmp_path / "p", tmp_path / "out", ["html"])
    assert file == "b/c.qmd"
    assert "line 5" in reason


def test_what_an_interrupted_build_left_is_gone(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/old.html").touch()
    assert QuartoRenderer(stub(tmp_path, "exit 0"), (1, 10)).render(tmp_path / "p", tmp_path / "out", ["html"]) == []
    assert not (tmp_path / "out/old.html").exists()


def test_one_run_makes_the_formats_that_pages_name_and_runs_no_code(tmp_path):
    program = stub(tmp_path, f'echo "$@" "$TYPST_FONT_PATHS" "$SOURCE_DATE_EPOCH" >> {tmp_path}/calls')
    project = tmp_path / "p"
    project.mkdir()
    settings = "project: {render: []}\nformat:\n  html: {}\n  typst: {font-paths: ../fonts, date: '2024-12-16'}\n"
    (project / "_quarto.yml").write_text(settings)
    assert QuartoRenderer(program, (1, 4, 0)).render(project, tmp_path / "out", ["html", "docx", "pdf"]) == []
    [call] = (tmp_path / "calls").read_text().splitlines()
    assert call == f"render {project} --output-dir {tmp_path}/out --no-execute {tmp_path}/fonts 1734307200"


def test_program_that_cannot_be_run_is_a_reason(tmp_path):
    [(file, reason)] = QuartoRenderer(str(tmp_path / "none"), (1, 4)).render(tmp_path, tmp_path, ["html"])
    assert file == ""
    assert reason.startswith("Quarto could not be run")


@pytest.mark.parametrize(("printed", "version"), [("1.4.550", (1, 4, 550)), ("99.9.9", (99, 9, 9)), ("", None)])
def test_version_is_read_from_the_program(tmp_path, printed, version):
    assert quarto_version(stub(tmp_path, f"echo {printed}")) == version
    assert quarto_version(stub(tmp_path, "exit 1")) is None
