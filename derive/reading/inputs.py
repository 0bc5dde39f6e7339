"""The inputs of a network: in a row, by name, or on a grid of channels and places."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from pydantic_core import InitErrorDetails

from derive.formula.numeral import shortened
from derive.layers import Shape
from derive.reading.nests import attempt, unless
from derive.reading.numbers import MOST_UNITS, units
from derive.reading.refused import Refused, suggestion
from derive.reading.words import line

# the keys of each shape of inputs, in the order of their indices; what may be left out is in DEFAULTS
FORMS = (("channels", "length"), ("channels", "height", "width"), ("tokens", "features"))
DEFAULTS = {"channels": 1}


@dataclass(frozen=True, slots=True)
class InputsPart:
    """How the inputs are indexed, and their names where they have some."""

    shape: Shape
    names: tuple[str, ...] = ()


NO_INPUTS = InputsPart((0,))         # where the first layer looks up its own tokens


def inputs(value: object) -> InputsPart:
    """How many inputs there are, their names, or their shape."""
    if isinstance(value, InputsPart):
        return value
    if isinstance(value, dict):
        return InputsPart(shaped(value))
    if not isinstance(value, list):
        return InputsPart((units(value),))
    names = tuple(line(name) for name in value)
    if not names or not all(names) or len(set(names)) < len(names):
        raise Refused("the names of the inputs are empty or repeated", "give each input its own name")
    return InputsPart((len(names),), names)


def shaped(sizes: dict[str, object]) -> Shape:
    """The shape that a mapping tells, such as {channels: 1, height: 4, width: 4}."""
    known = tuple(dict.fromkeys(key for keys in FORMS for key in keys))
    for key in sizes:
        if key not in known:
            raise Refused(f"unknown key {shortened(key)}", suggestion(key, known))
    for keys in FORMS:
        if set(keys) - DEFAULTS.keys() <= sizes.keys() <= set(keys):
            return counted({**DEFAULTS, **sizes}, keys)
    raise Refused(f"{' and '.join(sizes) or 'nothing'} tells no shape", f"give {choice()}")


def counted(sizes: dict[str, object], keys: tuple[str, ...]) -> Shape:
    """The sizes as numbers, in this order."""
    wrong: list[InitErrorDetails] = []
    read = tuple(attempt(units, sizes[key], (key,), wrong) for key in keys)
    shape: Shape = unless(wrong, read)
    if prod(shape) > MOST_UNITS:
        raise Refused(f"{prod(shape)} inputs are out of range", f"give at most {MOST_UNITS} in all")
    return shape


def choice() -> str:
    """The sets of keys to choose from."""
    return ", or ".join(" and ".join(key for key in keys if key not in DEFAULTS) for keys in FORMS)
