"""The network as slides show it: a small picture whose circles and edges are lit and filled with values by id."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from derive.problem import Problem
from derive.quantity import Quantity, gradient
from derive.render.figure.extent import extent
from derive.render.figure.inscriptions import Inscriptions
from derive.render.figure.layout import Neuron

RADIUS, TIGHT, SMALLEST = 4.6, 3.8, 3.2  # millimetres of a circle: where there is room, in tall columns, at least
LOSS_GAP = 14.0                      # from the outputs to the loss
MOST_GAP, MOST_PITCH = 24.0, 24.0    # between columns, and between the neurons of one
MOST_ROWS = 6                        # of a column; of more, the first ones and the last are drawn
LINE, OFF = 3.6, 0.6                 # that a value of a neuron takes above or below it, and how far off it stands
BIAS = 2.4                           # that half of the room between two biases takes
LABEL = 3.5                          # that a weight on an edge is high
ALONG = 0.4                          # how far along its edge a weight stands


@dataclass(frozen=True)
class Picture:
    """A dense network in a box of so many millimetres."""

    says: Inscriptions
    width: float
    height: float

    @property
    def problem(self) -> Problem:
        """The problem that it shows."""
        return self.says.problem

    @cached_property
    def units(self) -> tuple[int, ...]:
        """How many neurons each column has, inputs first."""
        return self.problem.network.units

    @property
    def gap(self) -> float:
        """From column to column."""
        return min(MOST_GAP, (self.width - 2 * RADIUS - LOSS_GAP - 4) / max(1, len(self.units) - 1))

    def shown(self, layer: int) -> tuple[int, ...]:
        """The units of a column that are drawn."""
        units = self.units[layer]
        return tuple(range(1, units + 1)) if units <= MOST_ROWS else (*range(1, MOST_ROWS - 1), units)

    def rows(self, layer: int) -> int:
        """How many places a column has; a cut column keeps one free for the dots."""
        return min(self.units[layer], MOST_ROWS)

    @cached_property
    def rows_of_tallest(self) -> int:
        """How many places the tallest column has."""
        return max(self.rows(layer) for layer in range(len(self.units)))

    @property
    def lettered(self) -> bool:
        """Whether the letter that a value belongs to stands before it."""
        rounding = self.problem.rounding
        return extent("a=-0." + "0" * rounding.digits, 8).width < self.gap

    @property
    def outward(self) -> bool:
        """Whether values stand away from the middle of their column; else below their circle."""
        return self.rows_of_tallest <= 2

    @cached_property
    def lines(self) -> int:
        """How many values each neuron carries: as many as there is room for."""
        return next((lines for lines in (2, 1) if self.room(lines) >= self.needed(lines)), 0)

    def stack(self, lines: int) -> float:
        """How high so many values are, with what is between them and the circle."""
        return lines * LINE + OFF if lines else 0.0

    def room(self, lines: int) -> float:
        """What is left from neuron to neuron of the tallest column, beside its values at the ends."""
        ends = self.stack(lines) * (2 if self.outward else 1) + 2 * self.widest
        return min(MOST_PITCH, (self.height - ends) / max(1, self.rows_of_tallest - 1))

    def needed(self, lines: int) -> float:
        """What is needed from neuron to neuron: for biases between them, or for their values."""
        between = 2 * BIAS if self.outward else self.stack(lines) + 0.2
        return 2 * self.widest + between if self.rows_of_tallest > 1 else 0.0

    def pitch(self, layer: int) -> float:
        """From neuron to neuron of a column."""
        return self.room(self.lines) if self.units[layer] > 1 else 0.0

    @property
    def widest(self) -> float:
        """The radius of a circle where columns allow it."""
        return max(SMALLEST, min(RADIUS if self.rows_of_tallest < 3 else TIGHT, self.gap / 3))

    @cached_property
    def radius(self) -> float:
        """Of every circle: as large as the closest neurons allow."""
        return max(SMALLEST, min(self.widest, (self.room(self.lines) - 1) / 2))

    def centre(self, neuron: Neuron) -> tuple[float, float]:
        """Where a neuron stands."""
        units = self.units[neuron.layer]
        row = self.rows(neuron.layer) - 1 if neuron.unit == units else neuron.unit - 1
        middle = (self.rows(neuron.layer) - 1) / 2
        return neuron.layer * self.gap, (middle - row) * self.pitch(neuron.layer)

    @property
    def legible(self) -> bool:
        """Whether circles of a size that is seen from afar have room."""
        return self.room(self.lines) >= (2 * SMALLEST + 1 if self.rows_of_tallest > 1 else 0) and self.gap >= 10.5

    def labelled(self, layer: int) -> bool:
        """Whether the edges into a layer have room for their weights."""
        heights = sorted(self.label(a, b)[0][1] for a, b in self.edges(layer))
        apart = min((high - low for low, high in zip(heights, heights[1:], strict=False)), default=LABEL)
        return apart >= LABEL - 0.01 and self.gap - 2 * self.radius >= 6.0

    def edges(self, layer: int) -> list[tuple[Neuron, Neuron]]:
        """The edges into a layer."""
        return [
            (Neuron(layer - 1, source), Neuron(layer, target))
            for target in self.shown(layer)
            for source in self.shown(layer - 1)
        ]

    def label(self, source: Neuron, target: Neuron) -> tuple[tuple[float, float], str]:
        """Where the weight of an edge stands, and what of it: on a slope nearer to its source, above a level edge."""
        (x, y), (x_end, y_end) = self.centre(source), self.centre(target)
        if abs(y_end - y) < LABEL:
            return ((x + x_end) / 2, (y + y_end) / 2 + OFF), "b"
        return (x + ALONG * (x_end - x), y + ALONG * (y_end - y)), "c"


def values_of(neuron: Neuron) -> list[tuple[str, str]]:
    """The ids of the values that a circle carries, nearest first, each with the letter that tells it."""
    if neuron.layer == 0:
        return [(neuron.of.id, "")]
    return [(neuron.of.id, "a"), (gradient(weighted_sum(neuron)).id, r"\delta")]


def weighted_sum(neuron: Neuron) -> Quantity:
    """What a neuron adds up, whose value it carries until its activation is known."""
    return Quantity("z", (neuron.layer, neuron.unit))


def weight_id(source: Neuron, target: Neuron) -> str:
    """The id of the weight of an edge."""
    return Quantity("w", (target.layer, target.unit, source.unit)).id
