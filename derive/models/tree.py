"""The trees of JSON that models carry: read within limits, every value asked for by its kind."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from math import isfinite

from derive.errors import InputError
from derive.formula.numeral import shortened

Tree = Mapping[str, object]


def parsed(data: bytes, part: str) -> Tree:
    """The mapping in a part of a file; InputError where it is no JSON."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        said = shortened(str(error), 80)
        raise InputError.of(f"its part {part} is no JSON ({said})", "save the model again") from None
    return mapping(found, part)


def mapping(value: object, what: str) -> Tree:
    """A mapping; ValueError where it is none."""
    if not isinstance(value, dict):
        raise ValueError(f"{shortened(what)} is no mapping")
    return value


def listed(value: object, what: str) -> Sequence[object]:
    """A list; ValueError where it is none."""
    if not isinstance(value, list):
        raise ValueError(f"{shortened(what)} is no list")
    return value


def word(value: object, what: str) -> str:
    """A text; ValueError where it is none."""
    if not isinstance(value, str):
        raise ValueError(f"{shortened(what)} is no text")
    return value


def number(value: object, what: str) -> float:
    """A finite number; ValueError where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError(f"{shortened(what)} is no number")
    return float(value)
