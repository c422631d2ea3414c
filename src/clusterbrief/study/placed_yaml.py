"""YAML documents read with the line of every key, so that a fault can name its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from clusterbrief.errors import Fault, Faults, InputError, Place, nearest_name, shown_path
from clusterbrief.study.value_faults import word_value_fault

TAGS = ("method", "kind")  # keys whose value says which of several models an entry is
MENDS = {  # how a complaint of the parser begins -> what most often mends it
    "mapping values are not allowed": "Put text that holds a colon in double quotes.",
    "found character '\\t'": "Indent with blanks, not with tabs.",
    "found duplicate key": "Delete one of the two.",
    "": "Look here and just above for a missing quote, bracket, comma or colon, or for lines that are not aligned.",
}

Key = str | int
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class PlacedDocument:
    """A YAML document together with where each of its keys stands."""

    path: Path
    data: Any

    def place(self, *keys: Key) -> Place:
        """Where a key stands; for a key that is missing, where its nearest parent stands."""
        return Place(shown_path(self.path), self._line(keys), self._dotted(keys))

    def _line(self, keys: Sequence[Key]) -> int:
        node, line = self.data, 1
        for key in keys:
            try:
                spot = node.lc.key(key) if isinstance(node, CommentedMap) else node.lc.item(key)
                node = node[key]
            except (AttributeError, KeyError, IndexError, TypeError):
                break
            line = spot[0] + 1
        return line

    def _dotted(self, keys: Sequence[Key]) -> str:
        """Keys joined by dots, with list entries named by their code where they have one."""
        node, names = self.data, []
        for key in keys:
            node = _child(node, key)
            names.append(str(node.get("code", key)) if isinstance(node, dict) and isinstance(key, int) else str(key))
        return ".".join(names)


@dataclass(frozen=True)
class Placed:
    """An entry of a file and where it stands."""

    entry: Any
    document: PlacedDocument
    keys: tuple[str | int, ...]

    def place(self, *keys: str | int) -> Place:
        """Where the entry, or a key inside it, stands."""
        return self.document.place(*self.keys, *keys)


class PlainDates(RoundTripConstructor):
    """Leaves dates as text, for the models to read: one that no calendar has must not stop the parser."""


PlainDates.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_yaml_str)


def parse_yaml(text: str) -> Any:
    """YAML as data that knows its lines; raises YAMLError."""
    yaml = YAML(typ="rt")
    yaml.Constructor = PlainDates
    return yaml.load(text)


def load_yaml(path: Path) -> PlacedDocument:
    """Read a YAML file as data with lines; a missing or broken file is an InputError."""
    try:
        data = parse_yaml(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise InputError([Fault(Place(shown_path(path)), "Cannot find the file")]) from None
    except OSError as error:
        raise InputError([Fault(Place(shown_path(path)), f"Cannot open the file: {error.strerror}")]) from None
    except UnicodeDecodeError as error:
        place = Place(shown_path(path), error.object[: error.start].count(b"\n") + 1)
        remedy = "Save the file again with the encoding UTF-8."
        raise InputError([Fault(place, "Cannot read the letters of this line", remedy)]) from None
    except YAMLError as error:
        raise InputError([_broken_yaml(path, error)]) from None
    return PlacedDocument(path, data)


def read_yaml(path: Path, model: type[Model]) -> tuple[Model, PlacedDocument]:
    """Read a YAML file as a validated value, and the document it came from.

    Raises
    ------
    InputError
        With one fault per key that is unknown, missing or of the wrong kind.
    """
    document = load_yaml(path)
    if not isinstance(document.data, CommentedMap):
        remedy = "Write a key, a colon and a value on each line; the example edition and docs/ show which."
        raise InputError([Fault(Place(shown_path(path), 1), "Cannot find any keys in the file", remedy)])
    try:
        return model.model_validate(_plain(document.data)), document
    except ValidationError as error:
        raise InputError(_faults_of(error, document, model)) from None


def _plain(node: Any) -> Any:
    """The same data in plain Python types, which pydantic validates strictly."""
    if isinstance(node, CommentedMap):
        return {key: _plain(value) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        return [_plain(value) for value in node]
    if isinstance(node, str):
        return str(node)
    if isinstance(node, bool):
        return bool(node)
    if isinstance(node, int):
        return int(node)
    return float(node) if isinstance(node, float) else node


def _child(node: Any, key: Key) -> Any:
    try:
        return node[key]
    except (KeyError, IndexError, TypeError):
        return None


def _broken_yaml(path: Path, error: YAMLError) -> Fault:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    problem = (error.problem if isinstance(error, MarkedYAMLError) else str(error)) or "unknown problem"
    line = mark.line + 1 if mark else None
    remedy = next((words for start, words in MENDS.items() if problem.startswith(start)), MENDS[""])
    return Fault(Place(shown_path(path), line), f"Cannot read the file as YAML: {problem.splitlines()[0]}", remedy)


def _faults_of(error: ValidationError, document: PlacedDocument, model: type[BaseModel]) -> Faults:
    faults = Faults()
    places = [each["loc"] for each in error.errors()]
    for each in error.errors():
        location = each["loc"]
        if each["type"] == "too_short" and any(_is_inside(place, location) for place in places):
            continue  # only because its entries are faulty, which is told already
        keys = _keys_in_document(location, document.data)
        if each["type"].startswith("union_tag"):
            keys.append(each["ctx"]["discriminator"].strip("'"))
        place = document.place(*keys)
        if each["type"] == "extra_forbidden":
            known = _known_keys(model, location[:-1])
            faults.add(place, f'Cannot use the key "{location[-1]}"', nearest_name(str(location[-1]), known))
        else:
            faults.add(place, *word_value_fault(each))
    return faults


def _is_inside(place: Sequence[Key], location: Sequence[Key]) -> bool:
    return len(place) > len(location) and tuple(place[: len(location)]) == tuple(location)


def _keys_in_document(location: Sequence[Key], data: Any) -> list[Key]:
    """The part of a pydantic location that names keys: its labels of union members and of keys left out."""
    keys: list[Key] = []
    node = data
    for key in location:
        if key == "[key]":
            continue
        if isinstance(node, dict) and key not in node and key in [node.get(tag) for tag in TAGS]:
            continue
        child = _child(node, key)
        keys.append(key)
        node = child
    return keys


def _known_keys(model: type[BaseModel], location: Sequence[Key]) -> list[str]:
    """The keys that the model at a location allows, for the remedy; empty where that is unclear."""
    known: Any = model
    for key in location:
        entry = _model_in(known, key)
        field = getattr(entry, "model_fields", {}).get(key) if isinstance(key, str) else None
        known = entry if field is None else field.annotation
    return list(getattr(_model_in(known, None), "model_fields", {}))


def _model_in(annotation: Any, tag: Key | None) -> Any:
    """The model inside tuple[Model, ...], Model | None or a tagged union of models."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = [_model_in(each, tag) for each in getattr(annotation, "__args__", ())]
    models = [each for each in inner if each is not None]
    tagged = [each for each in models if isinstance(tag, str) and _tag_of(each) == tag]
    return (tagged or models or [None])[0]


def _tag_of(model: type[BaseModel]) -> str | None:
    field = next((model.model_fields[tag] for tag in TAGS if tag in model.model_fields), None)
    tags = getattr(field.annotation, "__args__", ()) if field else ()
    return str(tags[0]) if tags else None
