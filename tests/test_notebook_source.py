"""What notebooks tell before they run, and that ours only call the package."""

import ast

import nbformat
import pytest

from clusterbrief.errors import InputError
from clusterbrief.produce.notebook_source import check_parameters, read_notebook, read_notebooks
from clusterbrief.produce.plan import unit_parameters

PARAMETERS = 'profile_path: str = ""  # JSON file\ncountry_code: str = ""  # code of the country'


def write_notebook(path, *cells, tagged=(0,)):
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    for place in tagged:
        node.cells[place].metadata["tags"] = ["parameters"]
    nbformat.write(node, path)
    return path


def faults_of(path):
    with pytest.raises(InputError) as caught:
        read_notebook(path)
    return [(each.place.detail, each.problem) for each in caught.value.faults]


def test_names_of_results_are_found_wherever_they_are_left(tmp_path):
    code = 'value("score", 1)\nif score:\n    figure("fig-a", plot, caption="x")\n    table("tbl-b", shown)\nfigure(name)\nother("fig-c")'
    source = read_notebook(write_notebook(tmp_path / "a.ipynb", PARAMETERS, code))
    assert source.figures == {"fig-a", "tbl-b"}
    assert source.values == {"score"}
    assert [(each.name, each.type, each.about) for each in source.parameters] == [
        ("profile_path", "str", "JSON file"),
        ("country_code", "str", "code of the country"),
    ]


@pytest.mark.parametrize(("tagged", "count"), [((), 0), ((0, 1), 2)])
def test_exactly_one_cell_declares_parameters(tmp_path, tagged, count):
    [(_, problem)] = faults_of(write_notebook(tmp_path / "a.ipynb", PARAMETERS, PARAMETERS, tagged=tagged))
    assert problem == f"Cannot find the cell of parameters: {count} cells are tagged so"


@pytest.mark.parametrize("line", ['code = ""  # no type', 'code: str = ""', "code", "code: str  #  "])
def test_parameter_needs_a_type_and_a_comment(tmp_path, line):
    path = write_notebook(tmp_path / "a.ipynb", "x = 1", f"# a remark\n\n{line}\n{PARAMETERS}", tagged=(1,))
    assert faults_of(path) == [("cell 2", 'Cannot use the parameter "code": it lacks a type or a comment')]


def test_cells_that_are_no_python_are_told_together(tmp_path):
    found = faults_of(write_notebook(tmp_path / "a.ipynb", PARAMETERS, "x = (", "%matplotlib inline", "x = 1"))
    assert [detail for detail, _ in found] == ["cell 2", "cell 3"]
    assert all(problem.startswith("Cannot read the cell as Python") for _, problem in found)


@pytest.mark.parametrize("text", ["", "words", "[]", "{}", '{"cells": []}', '{"nbformat": 4, "cells": 3}'])
def test_file_that_is_no_notebook_is_a_fault(tmp_path, text):
    path = tmp_path / "a.ipynb"
    path.write_text(text)
    assert [problem.startswith("Cannot ") for _, problem in faults_of(path)] == [True]


def test_faults_of_all_notebooks_are_told_at_once(tmp_path):
    write_notebook(tmp_path / "a.ipynb", PARAMETERS, "x = (")
    write_notebook(tmp_path / "b.ipynb", "x = 1", tagged=())
    with pytest.raises(InputError) as caught:
        read_notebooks(tmp_path)
    assert [each.place.file.split("/")[-1] for each in caught.value.faults] == ["a.ipynb", "b.ipynb"]


def test_unknown_and_missing_parameters_are_told_with_the_nearest(tmp_path):
    source = read_notebook(write_notebook(tmp_path / "a.ipynb", PARAMETERS))
    faults = check_parameters(source, {"profile_path", "contry_code"}, "for a.qmd")
    assert [(each.problem, each.remedy) for each in faults] == [
        (
            'Cannot give the parameter "contry_code": the notebook does not declare it',
            'Did you mean "country_code"?',
        ),
        ('Cannot find a value for the parameter "country_code"', 'Did you mean "contry_code"?'),
    ]
    assert not check_parameters(source, {"profile_path", "country_code"}, "")


def test_code_changes_with_a_cell_and_not_with_metadata(tmp_path):
    path = write_notebook(tmp_path / "a.ipynb", PARAMETERS, "x = 1")
    before = read_notebook(path).code
    node = nbformat.read(path, as_version=4)
    node.metadata["kernelspec"] = {"name": "python3", "display_name": "Other"}
    nbformat.write(node, path)
    assert read_notebook(path).code == before
    assert read_notebook(write_notebook(path, PARAMETERS, "x = 2")).code != before


@pytest.fixture(scope="module")
def own(project_root):
    return read_notebooks(project_root / "notebooks")


def trees(source):
    return [ast.parse(cell.source) for cell in source.node.cells if cell.cell_type == "code"]


def test_own_notebooks_are_kept_without_outputs(own):
    for source in own.values():
        for cell in source.node.cells:
            assert not cell.get("outputs"), source.name
            assert cell.get("execution_count") is None, source.name


def test_own_notebooks_define_nothing_and_compute_nothing(own):
    for source in own.values():
        for node in [each for tree in trees(source) for each in ast.walk(tree)]:
            assert not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)), source.name
            if isinstance(node, ast.BinOp):
                assert isinstance(node.op, ast.Add), ast.unparse(node)
                assert not any(isinstance(each, ast.Constant) and not isinstance(each.value, str) for each in
                               (node.left, node.right)), ast.unparse(node)  # fmt: skip
            assert not isinstance(node, (ast.AugAssign, ast.For, ast.While, ast.ListComp, ast.DictComp)), source.name


def test_own_notebooks_use_every_name_they_import(own):
    for source in own.values():
        nodes = [each for tree in trees(source) for each in ast.walk(tree)]
        used = {each.id for each in nodes if isinstance(each, ast.Name)}
        imported = {
            alias.asname or alias.name
            for each in nodes
            if isinstance(each, (ast.Import, ast.ImportFrom))
            for alias in each.names
        }
        # figure, table and value belong together: every notebook offers them
        assert imported - {"figure", "table", "value"} <= used, (source.name, imported - used)


def test_own_notebooks_declare_what_a_unit_gives(own):
    for name, each in (("region", "edition"), ("country", "country"), ("organisation", "organisation")):
        declared = {parameter.name for parameter in own[name].parameters}
        assert declared == {"profile_path", *unit_parameters(each, "")}


def test_own_notebooks_leave_each_figure_and_table_once(own):
    for source in own.values():
        calls = [
            node.args[0].value
            for tree in trees(source)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"figure", "table"}
        ]
        assert len(calls) == len(set(calls)), source.name
