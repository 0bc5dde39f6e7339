"""What pydantic found wrong, in the words of the problem file, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from derive.errors import Fault, InputError
from derive.formula import FormulaError, pointed
from derive.formula.numeral import NumeralError, shortened
from derive.reading.layer_parts import Section
from derive.reading.model import SECTIONS
from derive.reading.numbers import kind
from derive.reading.outline import Outline, Path, Place, nearest
from derive.reading.refused import Refused, suggestion

MOST = 20  # faults told at once

Sections = Mapping[tuple[str, ...], type[Section]]

MISSING = {
    "inputs": "give inputs: 2, or a list of names", "layers": "list them, the output layer last",
    "units": "give units: 2", "activation": "give activation: sigmoid", "loss": "give loss: mse",
    "rate": "give rate: 0.5", "mask": "give mask: [1, 0, 1], a number for each value",
    "vocabulary": "give vocabulary: 4, the number of words", "tokens": "give tokens: [3, 1], the words by number",
    "network": "give network: with inputs: and layers:", "name": "give name: adam",
    "filters": "give filters: 1", "kernel": "give kernel: 3, or [rows, columns]", "kind": "give kind: max",
    "size": "give size: 2",
}  # fmt: skip
EXAMPLES = {
    "layers": "- {units: 2, activation: sigmoid}", "frozen": "[biases]", "weights": "[[[0.4, 0.3]]]",
    "biases": "[[0.1]]", "graph": "- q = x + y",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing wrong at a path: with its key (`on_key`), or with its value, at a column of its formula."""

    path: Path
    what: str
    cure: str
    on_key: bool = False
    formula: str = ""
    column: int = 0


def complaints(error: ValidationError, sections: Sections = SECTIONS) -> list[Complaint]:
    """Everything that pydantic found; the sections know their keys."""
    return [complaint(detail, sections) for detail in error.errors(include_url=False)]


def complaint(detail: Mapping[str, Any], sections: Sections) -> Complaint:
    """One fault that pydantic found, by its kind."""
    path = untagged(tuple(detail["loc"]))
    cause = detail.get("ctx", {}).get("error")
    if detail["type"] == "missing":
        return absent_key(path)
    if detail["type"] == "extra_forbidden":
        return unknown_key(path, tuple(detail["loc"]), sections)
    if isinstance(cause, FormulaError):
        said = at(path, cause.what)
        return Complaint(path, said, cause.cure, formula=str(detail["input"]), column=cause.column)
    if isinstance(cause, Refused | NumeralError):
        return Complaint(path, at(path, cause.what), cause.cure)
    return misshapen(path, detail)


def untagged(path: Path) -> Path:
    """A path without the type of a layer, which stands in no file."""
    tagged = path[:2] == ("network", "layers") and len(path) > 3
    return (*path[:3], *path[4:]) if tagged else path


def at(path: Path, what: str) -> str:
    """What is wrong, after the words for where."""
    where = spoken(path)
    return f"{where}: {what}" if where else what


def absent_key(path: Path) -> Complaint:
    """The fault of a section without a key that it must have."""
    key = str(path[-1])
    return Complaint(path[:-1], at(path[:-1], f"{key} is missing"), MISSING.get(key, "add it"), on_key=True)


def unknown_key(path: Path, tagged: Path, sections: Sections) -> Complaint:
    """The fault of a key that its section does not have."""
    section = sections.get(tuple("*" if isinstance(part, int) else part for part in tagged[:-1]))
    known = [field.alias or name for name, field in section.model_fields.items()] if section else []
    key = str(path[-1])
    return Complaint(
        path, at(path[:-1], f"unknown key {shortened(key)}"), suggestion(key, known), on_key=True
    )


def misshapen(path: Path, detail: Mapping[str, Any]) -> Complaint:
    """The fault of a value that is no list or no section where one must stand."""
    found = kind(detail["input"])
    if detail["type"] == "list_type":
        example = EXAMPLES.get(str(path[-1]), "[0.5, 0.1]")
        return Complaint(path, at(path, f"{found} stands in place of a list"), f"write it like {example}")
    if detail["type"] in ("model_type", "dict_type"):
        cure = "write its keys below it, indented" if path else "begin with network:"
        return Complaint(
            path, at(path, f"{found} stands in place of {'a section' if path else 'a problem'}"), cure
        )
    return Complaint(path, at(path, shortened(str(detail["msg"]), 200)), "correct it")


def refusal(outline: Outline, found: Iterable[Complaint]) -> InputError:
    """All complaints as one error, in the order of the file."""
    faults = sorted((located(outline, each) for each in found), key=lambda f: (f.line or 0, f.column or 0))
    if len(faults) > MOST:
        faults[MOST:] = [Fault(f"and {len(faults) - MOST} more faults", "correct these first", outline.file)]
    return InputError(faults)


def located(outline: Outline, each: Complaint) -> Fault:
    """The fault that a complaint is, with its line and column."""
    place = place_of(outline, each)
    cure = each.cure
    if each.formula and each.column:
        place = inside(outline, place, each)
        cure += "\n" + pointed(each.formula, each.column)
    return Fault(each.what, cure, outline.file, *((place.line, place.column) if place else (None, None)))


def place_of(outline: Outline, each: Complaint) -> Place | None:
    """Where the fault stands: at the key, or at the value; one sample alone need not stand in a row."""
    if each.on_key and each.path in outline.keys:
        return outline.keys[each.path]
    alone = (*each.path[:2], *each.path[3:])
    in_data = each.path[:1] == ("data",) and len(each.path) > 3
    path = alone if in_data and each.path not in outline.values else each.path
    return nearest({**outline.keys, **outline.values}, path)


def inside(outline: Outline, start: Place | None, each: Complaint) -> Place | None:
    """The column of a formula's fault, where the formula stands in one line of the file."""
    if start is None or not outline.text:
        return start
    line = outline.text.split("\n")[start.line - 1]
    at = line.find(each.formula, start.column - 1)
    return Place(start.line, at + each.column) if at >= 0 else start


def spoken(path: Path) -> str:
    """A path in the words of the subject: `w[2][1][1]`, `layer 2: units`, `training.steps`."""
    match path:
        case ("network", "layers", int(layer), *rest):
            return ": ".join([f"layer {layer + 1}", *map(str, rest)])
        case ("parameters", "weights" | "biases" as family, int(), int(), *_) if not names_in(path[2:]):
            return family[0] + "".join(f"[{int(part) + 1}]" for part in path[2:])
        case ("data", "inputs", int(number)) | ("data", "inputs", 0, int(number)):
            return f"x[{number + 1}]"
        case ("data", "inputs", int(row), int(number)):
            return f"number {number + 1} in row {row + 1} of the inputs"
        case ("data", "targets", int(sample), int(number)):
            return f"y[{number + 1}]" + (f"@{sample + 1}" if sample else "")
    return "".join(
        f"[{part + 1}]" if isinstance(part, int) else f".{shortened(part)}" for part in path
    ).lstrip(".")


def names_in(path: Path) -> bool:
    """Whether a path goes through a mapping."""
    return any(isinstance(part, str) for part in path)
