"""Values beside the neurons: inputs at their left, targets at their right, biases above or below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from derive.quantity import Quantity
from derive.render.figure.extent import extent
from derive.render.figure.inscriptions import Inscriptions
from derive.render.figure.layout import Layout, Neuron
from derive.render.figure.shapes import Box, Point

PADDING_X, PADDING_Y = 0.6, 0.35  # inside the white rectangle of a label, on each side
ASIDE = 1.0                       # between a circle and the value at its side
ABOVE = 0.7                       # between a circle and the bias above or below it
FRAME = 2.4                       # between the circles of a layer and the frame of its shared bias

# How a caption's middle is found from the edge it is anchored at, in halves of its width and height.
ANCHORS = {"east": (-1, 0), "west": (1, 0), "south": (0, 1), "north": (0, -1)}


Biases = Literal["equation", "number", "none"]  # how they are written


@dataclass(frozen=True, slots=True)
class Caption:
    """A short formula anchored at a point by one of its sides."""

    text: str
    anchor: str
    at: Point
    box: Box
    of: str                          # the id of what it tells


def size(text: str, points: int) -> tuple[float, float]:
    """Width and height of a formula with its padding."""
    room = extent(text, points)
    return room.width + 2 * PADDING_X, room.above + room.below + 2 * PADDING_Y


def caption(of: Quantity, text: str, anchor: str, at: Point, points: int) -> Caption:
    """A formula with the rectangle it takes."""
    width, height = size(text, points)
    across, up = ANCHORS[anchor]
    middle = at[0] + across * width / 2, at[1] + up * height / 2
    return Caption(text, anchor, at, Box(middle, width, height), of.id)


def captions(says: Inscriptions, layout: Layout, points: int, biases: Biases) -> tuple[Caption, ...]:
    """Every caption that has something to say."""
    beside = (*_values(says, layout, points), *_targets(says, layout, points))
    near = () if biases == "none" else _biases(says, layout, points, biases == "equation")
    return tuple(caption for caption in (*beside, *near) if caption.text)


def _values(says: Inscriptions, layout: Layout, points: int) -> Iterator[Caption]:
    for unit in layout.shown(0):
        x, y = layout.centre(Neuron(0, unit))
        yield caption(Quantity("x", (unit,)), says.value(unit), "east", (x - layout.radius - ASIDE, y), points)


def _targets(says: Inscriptions, layout: Layout, points: int) -> Iterator[Caption]:
    last = len(layout.units) - 1
    aside = layout.radius + ASIDE + (FRAME if says.frames(last) else 0.0)
    for unit in layout.shown(last):
        x, y = layout.centre(Neuron(last, unit))
        yield caption(Quantity("y", (unit,)), says.target(unit), "west", (x + aside, y), points)


def _biases(says: Inscriptions, layout: Layout, points: int, symbols: bool) -> Iterator[Caption]:
    for layer in range(1, len(layout.units)):
        if says.frames(layer):
            left, top, right, _ = frame(layout, layer)
            middle = (left + right) / 2
            yield caption(Quantity("b", (layer,)), says.shared(layer), "south", (middle, top + ABOVE), points)
            continue
        if layout.dense(layer):
            continue
        for unit in layout.shown(layer):
            neuron = Neuron(layer, unit)
            x, y = layout.centre(neuron)
            # Edges come in from the middle of the figure, so the outer side of a circle is the emptier one.
            side = 1 if y > -0.01 else -1
            anchor = "south" if side == 1 else "north"
            at = x, y + side * (layout.radius + ABOVE)
            yield caption(says.bias_of(neuron), says.bias(neuron, symbols), anchor, at, points)


def frame(layout: Layout, layer: int) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the frame around a layer that shares one bias."""
    x, top = layout.centre(Neuron(layer, 1))
    room = layout.radius + FRAME
    return x - room, top + room, x + room, -top - room


def frame_sides(layout: Layout, layer: int) -> tuple[Box, Box]:
    """The two upright lines of that frame, for labels to keep off."""
    left, top, right, bottom = frame(layout, layer)
    middle, height = (top + bottom) / 2, top - bottom
    return Box((left, middle), 0.3, height), Box((right, middle), 0.3, height)
