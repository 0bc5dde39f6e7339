"""The circles of neurons and of the loss: a symbol in the middle, or above the middle with a value below it."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

from derive.quantity import LOSS, Quantity
from derive.render.figure.extent import MM_PER_POINT, WIDTH_OF_SIZE, extent
from derive.render.figure.layout import DOWN, UP, Layout
from derive.render.figure.loss import place
from derive.render.figure.marks import Marks
from derive.render.figure.plan import Plan
from derive.render.figure.scene import Node, Note, Text
from derive.render.figure.shapes import Box, Point

SIZES = (10, 9, 8, 7)
TALLEST = 0.62                       # of the radius, each of the two
BASE = 0.25                          # of the size: from the middle of a line of letters down to its base line
AIR = 0.6                            # around a symbol that stands alone
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
        yield inside(layout, symbol, at, UP, 0.0 if of == LOSS else widest_within(plan))
        if of.id in marks.known:
            yield inside(layout, marks.known[of.id], at, -DOWN, layout.widest_value)


def alone(symbol: str, radius: float) -> Text:
    """A symbol in the middle of a circle, as large as it fits."""
    size = next((size for size in SIZES if fits(symbol, size, radius)), SIZES[-1])
    return Text(symbol, size, squeezed=None if fits(symbol, size, radius) else 2 * radius - 1.6)


def fits(symbol: str, points: int, radius: float) -> bool:
    """Whether a symbol of this size lies within a circle with a little air around it."""
    room = extent(symbol, points)
    return hypot(room.width / 2, (room.above + room.below) / 2 * 0.8) <= radius - AIR


def inside(layout: Layout, formula: str, at: Point, share: float, widest: float) -> Note:
    """A formula above or below the middle of a circle, in the size in which the widest of its kind fits."""
    up = share * layout.radius
    room = layout.chord(up)
    own = {size: extent(formula, size) for size in SMALL}
    fitting = (
        size
        for size in SMALL
        if max(own[size].width, widest * scaled(size)) <= room
        and own[size].above + own[size].below <= TALLEST * layout.radius
    )
    size = next(fitting, SMALL[-1])
    squeezed = room if own[size].width > room else None
    base = at[1] + up - BASE * size * MM_PER_POINT
    centre = (at[0], base + (own[size].above - own[size].below) / 2)
    box = Box(centre, min(own[size].width, room), own[size].above + own[size].below)
    return Note(Text(formula, size, squeezed=squeezed), box, "inside", (at[0], base), "base", sized=True)


def widest_within(plan: Plan) -> float:
    """The width, in 9 points, of the widest symbol that stands above a value."""
    inner = (neuron for neuron in plan.layout.neurons if neuron.layer)
    return max(extent(plan.says.symbol(neuron), 9).width for neuron in inner)


def scaled(points: int) -> float:
    """How wide letters of a size are beside those of 9 points."""
    return WIDTH_OF_SIZE[points] / WIDTH_OF_SIZE[9]
