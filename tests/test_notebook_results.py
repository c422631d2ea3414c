"""Reading executed notebooks: only what ours left, whatever else a cell printed."""

import nbformat

from clusterbrief.produce.notebook_results import read_results


def test_outputs_of_others_are_passed_over(tmp_path):
    outputs = [
        nbformat.v4.new_output("stream", text="printed"),
        nbformat.v4.new_output("display_data", data={"text/plain": "x"}),
        nbformat.v4.new_output(
            "display_data",
            data={"text/plain": "x"},
            metadata={"clusterbrief": {"kind": "value", "name": "a", "value": 1}},
        ),
    ]
    cells = [nbformat.v4.new_markdown_cell("Words"), nbformat.v4.new_code_cell("", outputs=outputs)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "a.ipynb")
    results = read_results(tmp_path / "a.ipynb")
    assert (results.values, results.figures, results.tables) == ({"a": 1}, {}, {})
