"""Small notebooks to run, and what they left."""

import json
import re

import nbformat

from clusterbrief.produce.running.run import NotebookRun

PARAMETERS = 'profile_path: str = ""  # a file\ncountry_code: str = ""  # a country'


def run_of(*cells, unit="AM", profile='{"facts": {}}'):
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(PARAMETERS)])
    node.cells[0].metadata["tags"] = ["parameters"]
    node.cells += [nbformat.v4.new_markdown_cell("Words"), *map(nbformat.v4.new_code_cell, cells)]
    return NotebookRun("country", unit, nbformat.writes(node), profile, {"country_code": unit})


def outputs(executed):
    cells = nbformat.reads(executed.notebook, as_version=4).cells
    return [output for cell in cells for output in cell.get("outputs", [])]


def printed(executed):
    return "".join(each.text for each in outputs(executed) if each.output_type == "stream")


def comparable(executed):
    """Each cell with its outputs, without what no two processes share: addresses in memory and names of cells."""
    told = []
    for cell in nbformat.reads(executed.notebook, as_version=4).cells:
        text = json.dumps([cell.get("execution_count"), cell.get("outputs", [])], sort_keys=True)
        text = re.sub(r"0x[0-9a-f]+", "0x", text)
        told.append((cell.source, re.sub(r"(/[\w.-]+)*/?ipykernel_\d+/(\d+\.py)", r"\2", text)))
    return told
