"""What can be chosen: how much of the page the network takes, and how its weights and biases are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from derive.render.figure.captions import Biases, captions
from derive.render.figure.extent import extent
from derive.render.figure.inscriptions import Inscriptions
from derive.render.figure.layout import LOSS_GAP, WIDEST, Layout, Neuron, units

# From compact to wide, each with its price against the prices of the styles below.
DISTANCES = ((44.0, 0.0), (54.0, 0.4), (64.0, 0.8))
STRETCHES = ((1.0, 0.0), (1.2, 1.2), (1.4, 3.0))


@dataclass(frozen=True, slots=True)
class Style:
    """How weights and biases are written: with symbols or not, at what size, and how tidily.

    Tidy means that the weights stand in columns and that no caption lies on an edge.
    """

    price: float
    weight_symbols: bool
    biases: Biases
    points: int
    tidy: bool = True


STYLES = (
    Style(0.0, True, "equation", 9),
    Style(1.5, True, "equation", 8),
    Style(5.0, False, "equation", 9),
    Style(6.0, False, "equation", 8),
    Style(7.0, False, "number", 9),
    Style(8.0, False, "number", 8),
    Style(10.5, False, "number", 7),
    Style(14.0, False, "number", 8, tidy=False),
    Style(16.0, False, "number", 7, tidy=False),
    Style(19.0, False, "none", 8),
    Style(23.0, False, "none", 7, tidy=False),
)


def layouts(says: Inscriptions) -> Iterator[Layout]:
    """Every layout that fits the page, the most compact first."""
    columns = units(says.problem)
    neurons = (Neuron(layer, unit) for layer, count in enumerate(columns) for unit in range(1, count + 1))
    widest = max(extent(says.symbol(neuron), 9).width for neuron in neurons)
    value = max((extent(text, 9).width for text in says.widest), default=0.0)
    most = farthest(says, Layout(columns, 100.0, 1.0, widest, value))
    distances = {min(distance, most): price for distance, price in reversed(DISTANCES)}
    for (stretch, tall), (distance, wide) in product(STRETCHES, sorted(distances.items())):
        yield Layout(columns, distance, stretch, widest, value, tall + wide)


def farthest(says: Inscriptions, layout: Layout) -> float:
    """How far apart the columns can stand on the page, from a layout with circles of the largest size."""
    boxes = [caption.box for caption in captions(says, layout, STYLES[0].points, STYLES[0].biases)]
    span = layout.distance * (len(layout.units) - 1)
    left = max([layout.radius, *(-box.left for box in boxes)])
    right = max([layout.radius, *(box.right - span for box in boxes)])
    right += 0.0 if says.room is None else LOSS_GAP + 2 * layout.radius
    return (WIDEST - left - right) / (len(layout.units) - 1)
