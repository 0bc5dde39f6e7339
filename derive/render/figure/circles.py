"""The circles of neurons and of the loss: a symbol in the middle, or above the middle with a value below it."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

from derive.quantity import LOSS, Quantity
from derive.render.figure.extent import extent
from derive.render.figure.layout import DOWN, RIM, UP, Layout
from derive.render.figure.loss import place
from derive.render.figure.marks import Marks
from derive.render.figure.plan import Plan
from derive.render.figure.scene import Node, Note, Text
from derive.render.figure.shapes import Box, Point

SIZES = (10, 9, 8, 7)
SMALL = (9, 8, 7, 6)                 # of a symbol and a value, one above the other


def circles(plan: Plan, marks: Marks) -> Iterator[Node | Note]:
    """Every circle with what stands in it."""
    last = len(plan.layout.units) - 1
    for neuron in plan.layout.neurons:
        style = "input" if neuron.layer == 0 else "output" if neuron.layer == last else "neuron"
        yield from circle(plan, marks, neuron.of, plan.layout.centre(neuron), style, neuron.handle)
    if plan.says.room is not None:
        yield from circle(plan, marks, LOSS, place(plan), "input", "loss")


def circle(plan: Plan, marks: Marks, of: Quantity, at: Point, style: str, name: str) -> Iterator[Node | Note]:
    """The circle of a quantity; of one that may have a value, with its symbol above the place for it."""
    layout, symbol = plan.layout, plan.says.name(of)
    valued = layout.holds_values and of.kind != "x"
    texts = () if valued else (alone(symbol, layout.radius),)
    yield Node(at, 2 * layout.radius, 2 * layout.radius, style, texts, name, of.id in marks.lit)
    if valued:
        yield inside(layout, symbol, at, UP * layout.radius)
        if of.id in marks.known:
            yield inside(layout, marks.known[of.id], at, -DOWN * layout.radius)


def alone(symbol: str, radius: float) -> Text:
    """A symbol in the middle of a circle, as large as it fits."""
    size = next((size for size in SIZES if fits(symbol, size, radius)), SIZES[-1])
    return Text(symbol, size, squeezed=None if fits(symbol, size, radius) else 2 * radius - 1.6)


def fits(symbol: str, points: int, radius: float) -> bool:
    """Whether a symbol of this size lies within a circle with a little air around it."""
    room = extent(symbol, points)
    return hypot(room.width / 2, (room.above + room.below) / 2 * 0.8) <= radius - RIM


def inside(layout: Layout, formula: str, at: Point, up: float) -> Note:
    """A formula so far above the middle of a circle, as large as it fits."""
    widest, middle = layout.chord(up), (at[0], at[1] + up)
    rooms = {size: extent(formula, size) for size in SMALL}
    size = next((size for size, room in rooms.items() if room.width <= widest), SMALL[-1])
    room = rooms[size]
    squeezed = widest if room.width > widest else None
    box = Box(middle, min(room.width, widest), room.above + room.below)
    return Note(Text(formula, size, squeezed=squeezed), box, "inside", middle, sized=True)
