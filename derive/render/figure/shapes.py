"""Rectangles, circles and lines on the page, and how far they run into each other; millimetres."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Circle:
    """A neuron's circle."""

    centre: Point
    radius: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle about its centre, lying along the unit vector `along`."""

    centre: Point
    width: float
    height: float
    along: Point = (1.0, 0.0)

    @property
    def left(self) -> float:
        """The left side of a box that lies level."""
        return self.centre[0] - self.width / 2

    @property
    def right(self) -> float:
        """The right side of a box that lies level."""
        return self.centre[0] + self.width / 2

    @property
    def corners(self) -> tuple[Point, ...]:
        """The four corners, in turn."""
        (x, y), (c, s) = self.centre, self.along
        halves = ((i * self.width / 2, j * self.height / 2) for i, j in ((1, 1), (-1, 1), (-1, -1), (1, -1)))
        return tuple((x + u * c - v * s, y + u * s + v * c) for u, v in halves)

    def grown(self, margin: float) -> Box:
        """The box with so much more on every side."""
        return Box(self.centre, self.width + 2 * margin, self.height + 2 * margin, self.along)

    def local(self, point: Point) -> Point:
        """A point as seen from the box: along it and across it."""
        dx, dy = point[0] - self.centre[0], point[1] - self.centre[1]
        return dx * self.along[0] + dy * self.along[1], dy * self.along[0] - dx * self.along[1]


def depth(one: Box, other: Box) -> float:
    """How far two boxes run into each other; 0 where they are apart (separating axes)."""
    x, y = one.local(other.centre)
    cosine = abs(one.along[0] * other.along[0] + one.along[1] * other.along[1])
    sine = abs(one.along[0] * other.along[1] - one.along[1] * other.along[0])
    least = min(
        one.width + cosine * other.width + sine * other.height - 2 * abs(x),
        one.height + sine * other.width + cosine * other.height - 2 * abs(y),
    )
    if least <= 0:
        return 0.0
    x, y = other.local(one.centre)
    along = other.width + cosine * one.width + sine * one.height - 2 * abs(x)
    across = other.height + sine * one.width + cosine * one.height - 2 * abs(y)
    return max(min(least, along, across) / 2, 0.0)


def depth_in_circle(box: Box, circle: Circle) -> float:
    """How far a box runs into a circle; 0 where they are apart."""
    x, y = box.local(circle.centre)
    gap = hypot(max(abs(x) - box.width / 2, 0.0), max(abs(y) - box.height / 2, 0.0))
    return max(circle.radius - gap, 0.0)


def length_inside(box: Box, start: Point, end: Point) -> float:
    """How much of a line lies in a box (Liang and Barsky 1984)."""
    (x, y), (x_end, y_end) = box.local(start), box.local(end)
    enter, leave = 0.0, 1.0
    for at, step, half in ((x, x_end - x, box.width / 2), (y, y_end - y, box.height / 2)):
        if abs(step) < 1e-9:
            if abs(at) >= half:
                return 0.0
            continue
        first, last = sorted(((-half - at) / step, (half - at) / step))
        enter, leave = max(enter, first), min(leave, last)
    return max(leave - enter, 0.0) * hypot(x_end - x, y_end - y)
