"""A problem given as a Python mapping: its lists, tuples and arrays as lists, its numbers as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from derive.errors import InputError
from derive.formula.numeral import shortened
from derive.reading.outline import DEEPEST, LARGEST, Outline, Tree


def read_mapping(source: Mapping[str, object]) -> Outline:
    """The outline of a mapping, which has no lines."""
    outline = Outline("")
    outline.tree = plain(source, 0, outline)
    return outline


def plain(value: object, depth: int, outline: Outline) -> Tree:
    """A value with its lists and mappings made plain."""
    outline.seen += 1
    if depth > DEEPEST or outline.seen > LARGEST:
        raise InputError.of("the problem is nested too deep or has too many values", "give a smaller one")
    if isinstance(value, Mapping):
        return {word(key): plain(inner, depth + 1, outline) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [plain(inner, depth + 1, outline) for inner in value]
    if getattr(value, "shape", None):  # an array
        return [plain(inner, depth + 1, outline) for inner in value]  # type: ignore[attr-defined]
    return value


def word(key: object) -> str:
    """A key, which must be text."""
    if not isinstance(key, str):
        raise InputError.of(
            f"the key {shortened(repr(key))} is not text", "use the names of the problem file"
        )
    return key
