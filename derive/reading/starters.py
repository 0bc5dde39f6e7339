"""The problems that ship with the package, each a file to begin with."""

from __future__ import annotations

from derive.errors import InputError
from derive.reading.refused import suggestion
from derive.resources import resource

FIRST = ("article", "deck", "summary", "xor", "softmax")
SUFFIX = ".yaml"


def starters() -> tuple[str, ...]:
    """The names of the starters: those a course begins with, then the others by name."""
    found = {
        file.name.removesuffix(SUFFIX)
        for file in resource("problems").iterdir()
        if file.name.endswith(SUFFIX)
    }
    return tuple(name for name in FIRST if name in found) + tuple(sorted(found - set(FIRST)))


def starter_text(name: str) -> str:
    """The text of a starter, comments and all; InputError where there is none of this name."""
    if name not in starters():
        raise InputError.of(f"there is no starter {name[:40]!r}", suggestion(name, starters()))
    return resource("problems", name + SUFFIX).read_text("utf-8")
