"""A problem file as plain lists and words, with the line and column of everything in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from derive.errors import Fault, InputError
from derive.formula.numeral import shortened

Tree = object  # dict, list, str, bool, None; from Python also numbers
Path = tuple[str | int, ...]

DEEPEST = 32
LARGEST = 50_000


@dataclass(frozen=True, slots=True)
class Place:
    """A line and a column, both counted from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Outline:
    """What stands in a file, and where; `seen` counts values while the file is being read."""

    file: str
    text: str = ""
    tree: Tree = None
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    seen: int = 0

    def fault(self, what: str, cure: str, place: Place) -> InputError:
        """An input error at a place of this file."""
        return InputError((Fault(what, cure, self.file, place.line, place.column),))

    def enter(self, path: Path, place: Place) -> None:
        """Notes where a value begins; refuses files that are too deep or too long to be a problem."""
        self.seen += 1
        if len(path) > DEEPEST:
            raise self.fault(f"nested deeper than {DEEPEST} levels", "a problem file has six", place)
        if self.seen > LARGEST:
            raise self.fault(f"more than {LARGEST} values", "give a smaller network", place)
        self.values[path] = place

    def key(self, path: Path, name: str, place: Place) -> Path:
        """Notes where a key stands; refuses one that its mapping already has."""
        own = (*path, name)
        if own in self.keys:
            what = (
                f"the key {shortened(name)} of line {self.keys[own].line} is given again in line {place.line}"
            )
            raise self.fault(what, "keep one of the two", place)
        self.keys[own] = place
        return own


def nearest(places: Mapping[Path, Place], path: Path) -> Place | None:
    """The place of the longest beginning of a path that has one."""
    for length in range(len(path), -1, -1):
        if path[:length] in places:
            return places[path[:length]]
    return None
