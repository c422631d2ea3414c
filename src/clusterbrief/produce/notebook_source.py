"""What a notebook's source tells before it runs: its parameters and the results it leaves."""

import ast
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode, ValidationError

from clusterbrief.errors import Fault, Faults, InputError, Place, nearest_name, shown_path

SHOWING = {"figure", "table", "value"}
NO_NOTEBOOK = (ValidationError, ValueError, KeyError, TypeError, AttributeError)  # what nbformat raises then


@dataclass(frozen=True)
class Parameter:
    """A parameter of a notebook: its annotated type and the comment that explains it."""

    name: str
    type: str
    about: str


@dataclass(frozen=True)
class NotebookSource:
    """A notebook as authors keep it, without outputs."""

    name: str
    path: Path
    node: NotebookNode
    parameters: tuple[Parameter, ...]
    figures: frozenset[str]  # names of figures and tables
    values: frozenset[str]

    @cached_property
    def text(self) -> str:
        """The notebook as JSON."""
        return str(nbformat.writes(self.node))

    @cached_property
    def code(self) -> str:
        """Everything that decides what a run gives."""
        return json.dumps([(cell.cell_type, cell.source) for cell in self.node.cells])


def read_notebooks(folder: Path) -> dict[str, NotebookSource]:
    """Read every notebook of a folder, by name; all faults at once."""
    faults, sources = Faults(), {}
    for path in sorted(folder.glob("*.ipynb")):
        with faults.collect():
            sources[path.stem] = read_notebook(path)
    faults.stop_if_any()
    return sources


def read_notebook(path: Path) -> NotebookSource:
    """Read a notebook's source.

    Raises
    ------
    InputError
        It is no notebook, a cell has a syntax error, or its parameters cell is missing, or a parameter in it
        has no type or no comment.
    """
    file = shown_path(path)
    try:
        node = nbformat.read(path, as_version=4)
    except OSError as error:
        raise InputError([Fault(Place(file), f"Cannot open the file: {error.strerror}")]) from None
    except NO_NOTEBOOK:
        remedy = "Open it in Jupyter or VS Code and save it again, or take an earlier version."
        raise InputError([Fault(Place(file), "Cannot read the file as a notebook", remedy)]) from None
    faults = Faults()
    figures: set[str] = set()
    values: set[str] = set()
    for number, cell in enumerate(node.cells, start=1):
        if cell.cell_type == "code":
            made = _results_made(cell.source, Place(file, detail=f"cell {number}"), faults)
            figures |= {name for kind, name in made if kind != "value"}
            values |= {name for kind, name in made if kind == "value"}
    parameters = _parameters(node, file, faults)
    faults.stop_if_any()
    return NotebookSource(path.stem, path, node, parameters, frozenset(figures), frozenset(values))


def _results_made(source: str, place: Place, faults: Faults) -> set[tuple[str, str]]:
    """Names given to figure(), table() and value() as literal first arguments."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        faults.add(place, f"Cannot read the cell as Python: {error.msg}, line {error.lineno}")
        return set()
    return {
        (call.func.id, call.args[0].value)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in SHOWING
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def _parameters(node: NotebookNode, file: str, faults: Faults) -> tuple[Parameter, ...]:
    tagged = [
        (number, cell)
        for number, cell in enumerate(node.cells, start=1)
        if "parameters" in cell.metadata.get("tags", [])
    ]
    if len(tagged) != 1:
        remedy = 'Tag the one cell that declares them with "parameters".'
        faults.add(Place(file), f"Cannot find the cell of parameters: {len(tagged)} cells are tagged so", remedy)
        return ()
    number, cell = tagged[0]
    parameters = []
    for line in cell.source.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        declaration, _, about = line.partition("#")
        name, _, annotation = declaration.partition("=")[0].partition(":")
        if not annotation.strip() or not about.strip():
            place = Place(file, detail=f"cell {number}")
            faults.add(place, f'Cannot use the parameter "{name.strip()}": it lacks a type or a comment',
                       f'Write: {name.strip()}: str = ""  # what it is')  # fmt: skip
        parameters.append(Parameter(name.strip(), annotation.strip(), about.strip()))
    return tuple(parameters)


def check_parameters(source: NotebookSource, given: set[str], unit: str) -> list[Fault]:
    """Faults for parameters that the notebook does not declare, and for declared ones that are not given."""
    declared = {parameter.name for parameter in source.parameters}
    place = Place(shown_path(source.path), detail=unit)
    unknown = [
        Fault(
            place, f'Cannot give the parameter "{name}": the notebook does not declare it', nearest_name(name, declared)
        )
        for name in sorted(given - declared)
    ]
    missing = [
        Fault(place, f'Cannot find a value for the parameter "{name}"', nearest_name(name, given))
        for name in sorted(declared - given)
    ]
    return unknown + missing
