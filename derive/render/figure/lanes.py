"""An edge as a lane along which its weight may be written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import hypot

from derive.render.figure.layout import Neuron
from derive.render.figure.shapes import Box, Point

CLEAR_OF_TAIL = 0.5      # millimetres from the rim where the edge starts
CLEAR_OF_TIP = 2.1       # from the rim where the arrow ends


@dataclass(frozen=True, slots=True)
class Label:
    """A weight written on its edge."""

    source: Neuron
    target: Neuron
    text: str
    box: Box


@dataclass(frozen=True)
class Lane:
    """An edge from centre to centre of two circles, and the text it must carry."""

    source: Neuron
    target: Neuron
    start: Point
    end: Point
    radius: float
    text: str
    width: float
    height: float

    @cached_property
    def length(self) -> float:
        """From centre to centre."""
        return hypot(self.end[0] - self.start[0], self.end[1] - self.start[1])

    @cached_property
    def free(self) -> tuple[float, float]:
        """The fractions of the edge between which the middle of the text may stand."""
        first = self.radius + CLEAR_OF_TAIL + self.width / 2
        last = self.length - self.radius - CLEAR_OF_TIP - self.width / 2
        return first / self.length, last / self.length

    def box(self, fraction: float) -> Box:
        """The rectangle of the text, lying along the edge, its middle at a fraction of it."""
        dx, dy = self.end[0] - self.start[0], self.end[1] - self.start[1]
        middle = self.start[0] + fraction * dx, self.start[1] + fraction * dy
        return Box(middle, self.width, self.height, (dx / self.length, dy / self.length))

    def label(self, fraction: float) -> Label:
        """The text written there."""
        return Label(self.source, self.target, self.text, self.box(fraction))
