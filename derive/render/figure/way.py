"""The line of an arrow on a page: with round corners, up to its tip, and the tip."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from derive.render.figure.shapes import Point


def toward(start: Point, end: Point, length: float) -> Point:
    """The point so far from the start towards the end."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    share = length / (hypot(dx, dy) or 1.0)
    return start[0] + share * dx, start[1] + share * dy


def shortened(way: Sequence[Point], tip: float) -> list[Point]:
    """The points, the last one where the tip begins."""
    return [*way[:-1], toward(way[-1], way[-2], tip * 0.9)]


def rounded(way: Sequence[Point], corner: float) -> str:
    """The line through some points, its corners rounded."""
    line = [f"M{pair(way[0])}"]
    for before, here, after in zip(way, way[1:], way[2:], strict=False):
        room = min(corner, *(hypot(here[0] - each[0], here[1] - each[1]) / 2 for each in (before, after)))
        line.append(f"L{pair(toward(here, before, room))}Q{pair(here)} {pair(toward(here, after, room))}")
    return "".join([*line, f"L{pair(way[-1])}"])


def tip(way: Sequence[Point], length: float, width: float) -> str:
    """The outline of the tip, its sides bent inwards."""
    (x, y), (bx, by) = way[-1], toward(way[-1], way[-2], length)
    nx, ny = (by - y) / length * width / 2, (x - bx) / length * width / 2
    middle = (0.6 * x + 0.4 * bx, 0.6 * y + 0.4 * by)
    bends = [(middle[0] + side * 0.25 * nx, middle[1] + side * 0.25 * ny) for side in (1, -1)]
    one, other = (bx + nx, by + ny), (bx - nx, by - ny)
    return f"M{pair((x, y))}Q{pair(bends[0])} {pair(one)}L{pair(other)}Q{pair(bends[1])} {pair((x, y))}Z"


def pair(point: Point) -> str:
    """A point as SVG takes it."""
    return " ".join(f"{round(value, 2) + 0.0:g}" for value in point)
