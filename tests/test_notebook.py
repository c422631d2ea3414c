"""What notebooks leave: found again by name, harmless in a spreadsheet, the same bytes each time."""

import nbformat
import pandas as pd
import pytest
from plotnine import aes, geom_point, ggplot

from clusterbrief.present import notebook
from clusterbrief.produce.notebook_results import read_results

DATA = pd.DataFrame({"label": ["=1+1", "Հայ"], "points": [-1.5, 2.0]})
PLOT = ggplot(DATA, aes("label", "points")) + geom_point()


@pytest.fixture
def left(monkeypatch, tmp_path):
    """Read what a notebook would hold after some calls."""
    outputs = []

    def display(bundle, raw, metadata):
        outputs.append(nbformat.v4.new_output("display_data", data=bundle, metadata=metadata))

    def read():
        node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=outputs)])
        nbformat.write(node, tmp_path / "executed.ipynb")
        return read_results(tmp_path / "executed.ipynb")

    monkeypatch.setattr(notebook, "display", display)
    return read


def test_figure_is_found_with_its_texts_images_and_data(left):
    notebook.figure("fig-a", PLOT, caption="C", alt="A", source="S", data=DATA)
    figure = left().figures["fig-a"]
    assert (figure.caption, figure.alt, figure.source, figure.width) == ("C", "A", "S", 17.0)
    assert figure.images["svg"].startswith(b"<?xml")
    assert figure.images["png"].startswith(b"\x89PNG")
    assert figure.data == "label,points\n'=1+1,-1.5\nՀայ,2.0\n"


def test_table_is_found_with_its_markdown_and_data(left):
    notebook.table("tbl-a", pd.DataFrame({"What": ["a|b"]}), caption="C", source="S", data=DATA)
    notebook.table("tbl-b", pd.DataFrame({"What": ["x"]}), caption="C", source="S")
    tables = left().tables
    assert "a\\|b" in tables["tbl-a"].markdown
    assert tables["tbl-a"].data.startswith("label,points")
    assert tables["tbl-b"].data == "What\nx\n"


@pytest.mark.parametrize("text", ["words", 3, True, False, ""])
def test_value_keeps_its_kind(left, text):
    notebook.value("x", text)
    assert left().values["x"] is text or left().values["x"] == text
    assert type(left().values["x"]) is type(text)


def test_profile_is_read_as_it_was_written(profiles, tmp_path):
    profile = profiles["country", "MD"]
    (tmp_path / "p.json").write_text(profile.to_json(), encoding="utf-8")
    assert notebook.open_profile(str(tmp_path / "p.json")).to_json() == profile.to_json()
