"""A picture as shapes: what every file format draws. Lengths are in points, from the left and from the top."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

POWER = re.compile(r"(-?[\d.]+)e(-?\d+)")
Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Path:
    """A line through some points."""

    points: tuple[Point, ...]
    colour: str                      # "1F2933"
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled mark around a point: a circle, a square, a triangle or a diamond."""

    at: Point
    shape: str
    colour: str
    radius: float = 2.6


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text on its base line; numbers may have a power of ten: 1e-3."""

    at: Point
    text: str
    anchor: Anchor = "start"
    size: float = 9
    colour: str = "1F2933"
    bold: bool = False
    upright: bool = False            # whether it is read from below
    number: bool = False             # whether it is a number, whose power of ten is raised


Shape = Path | Dot | Text

# the corners of a mark, for a radius of one
CORNERS: dict[str, tuple[Point, ...]] = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "triangle": ((0, -1.2), (1.1, 0.8), (-1.1, 0.8)),
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes, one over the other, on a page of this size."""

    width: float
    height: float
    title: str
    shapes: tuple[Shape, ...]


def corners(dot: Dot) -> tuple[Point, ...]:
    """The corners of a mark that has some."""
    return tuple((dot.at[0] + dot.radius * x, dot.at[1] + dot.radius * y) for x, y in CORNERS[dot.shape])


def powered(text: str) -> tuple[str, str]:
    """A number as its digits and its power of ten: 2e-3 is 2·10 and −3, 0.02 has none; nor has a name."""
    match = POWER.fullmatch(text)
    if match is None:
        return text.replace("-", "−"), ""
    digits, power = (part.replace("-", "−") for part in match.groups())
    return "10" if digits == "1" else f"{digits}·10", power
