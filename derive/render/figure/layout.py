"""Where the neurons stand: one column a layer, inputs first, each column centred; millimetres."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import hypot, sqrt

from derive.problem import Problem
from derive.quantity import Quantity
from derive.render.figure.shapes import Point

WIDEST = 164.0    # the text block of a worksheet, and a little for letters wider than estimated
TALLEST = 96.0    # between the centres of the first and the last neuron of a column
USUAL = 5.5       # radius of a circle where there is room
LARGEST = 8.0     # with long symbols, or values
SMALLEST = 3.2
MOST_SHOWN = 10   # neurons of one layer; of more, the first ones and the last are drawn
MOST_LABELS = 20  # edges between two layers; of more, weights and biases stand in the table alone
BIAS_ROOM = 6.0   # kept free between two circles of a column, for a bias nearer to its own
AIR = 3.0         # between circles without biases
LOSS_GAP = 9.0    # between the targets and the circle of the loss
UP, DOWN = 0.4, 0.2   # in radii: from the middle of a circle up to its symbol and down to the value below that
HALF = 0.8        # of the height of such a line
ROOMY = 6.2       # radius of a circle with two lines, at least
SMALLER = 0.92    # what stands in a circle with something else, beside what stands alone
RIM = 0.4         # kept free within a circle
SHRUNK = 0.6      # at most, of a value that does not fit


@dataclass(frozen=True, slots=True)
class Neuron:
    """One circle: layer 0 holds the inputs, units count from 1."""

    layer: int
    unit: int

    @property
    def of(self) -> Quantity:
        """What stands in it: an input or an activation."""
        return Quantity("a", (self.layer, self.unit)) if self.layer else Quantity("x", (self.unit,))

    @property
    def handle(self) -> str:
        """What its circle is called in TikZ."""
        return f"n{self.layer}-{self.unit}"


@dataclass(frozen=True)
class Layout:
    """The columns of a network: how many units each has, how far apart they stand, and how tall they are."""

    units: tuple[int, ...]
    distance: float
    stretch: float
    widest_symbol: float = 0.0
    widest_value: float = 0.0  # of those in circles
    price: float = 0.0  # how much of the page it takes, against the gain in legibility

    def shown(self, layer: int) -> tuple[int, ...]:
        """The units of a layer that are drawn."""
        units = self.units[layer]
        return tuple(range(1, units + 1)) if units <= MOST_SHOWN else (*range(1, MOST_SHOWN - 1), units)

    def rows(self, layer: int) -> int:
        """How many places a column has; a cut column keeps one free for the dots."""
        return min(self.units[layer], MOST_SHOWN)

    def pitch(self, layer: int) -> float:
        """From neuron to neuron of a column."""
        rows = self.rows(layer)
        return min((16 + 10 * rows) * self.stretch, TALLEST) / (rows - 1) if rows > 1 else 0.0

    def height(self, layer: int, row: int) -> float:
        """How high above the middle of the figure a row of a column stands; rows count from 0."""
        return ((self.rows(layer) - 1) / 2 - row) * self.pitch(layer)

    def centre(self, neuron: Neuron) -> Point:
        """Where a neuron stands."""
        units = self.units[neuron.layer]
        row = self.rows(neuron.layer) - 1 if neuron.unit == units else neuron.unit - 1
        return neuron.layer * self.distance, self.height(neuron.layer, row)

    def kept(self, layer: int) -> float:
        """What two neighbours of a column leave free between their circles."""
        return AIR if layer == 0 or self.dense(layer) else BIAS_ROOM

    @cached_property
    def radius(self) -> float:
        """The radius of every circle: as large as the closest neurons allow."""
        columns = [layer for layer, units in enumerate(self.units) if units > 1]
        room = min((self.pitch(layer) - self.kept(layer) for layer in columns), default=2 * LARGEST) / 2
        symbol = hypot(self.widest_symbol / 2, 1.6) + 0.5
        wanted = min(max(USUAL, symbol, self._for_values()), LARGEST)
        return max(SMALLEST, min(wanted, room, self.distance / 5))

    def _for_values(self) -> float:
        """The radius of circles that hold a symbol and a value."""
        if not self.widest_value:
            return 0.0
        lines = ((self.widest_symbol * SMALLER, UP), (self.widest_value * SMALLER, DOWN))
        return max(max(hypot(wide / 2, share * USUAL + HALF) for wide, share in lines) + RIM + 0.3, ROOMY)

    def chord(self, up: float) -> float:
        """How much room a line of writing has in a circle, so far above its middle."""
        radius = self.radius - RIM
        return 2 * sqrt(max(radius * radius - (abs(up) + HALF) ** 2, 0.0))

    @property
    def holds_values(self) -> bool:
        """Whether a value can be read in a circle."""
        return 0 < SHRUNK * self.widest_value <= self.chord(DOWN * self.radius)

    @cached_property
    def neurons(self) -> tuple[Neuron, ...]:
        """Every neuron that is drawn, layer after layer."""
        return tuple(Neuron(layer, unit) for layer in range(len(self.units)) for unit in self.shown(layer))

    def dense(self, layer: int) -> bool:
        """Whether too many edges lead into a layer to write on them."""
        return len(self.shown(layer)) * len(self.shown(layer - 1)) > MOST_LABELS

    @property
    def sparse(self) -> tuple[int, ...]:
        """The layers whose incoming edges carry their weights."""
        return tuple(layer for layer in range(1, len(self.units)) if not self.dense(layer))

    def edges(self, layer: int) -> Iterator[tuple[Neuron, Neuron]]:
        """The edges into a layer, in the order of its weight matrix."""
        for unit in self.shown(layer):
            for source in self.shown(layer - 1):
                yield Neuron(layer - 1, source), Neuron(layer, unit)

    def ends(self, source: Neuron, target: Neuron, length: float) -> tuple[tuple[Point, Point], ...]:
        """The first and the last millimetres of an edge, each from the rim of its circle."""
        (x, y), (x_end, y_end) = self.centre(source), self.centre(target)
        whole = hypot(x_end - x, y_end - y)
        dx, dy = (x_end - x) / whole, (y_end - y) / whole
        rim, off = self.radius, min(self.radius + length, whole - self.radius)
        tail = (x + rim * dx, y + rim * dy), (x + off * dx, y + off * dy)
        tip = (x_end - off * dx, y_end - off * dy), (x_end - rim * dx, y_end - rim * dy)
        return tail, tip


def units(problem: Problem) -> tuple[int, ...]:
    """How many neurons each column has, inputs first."""
    return problem.network.units
