"""A recurrent network unrolled in time: a column for each time step, its layers one above the other."""

from __future__ import annotations

from collections.abc import Mapping, Set
from itertools import pairwise
from types import MappingProxyType

from derive.problem import Problem
from derive.quantity import Quantity
from derive.render.figure.chart import Chart, Item, Link
from derive.render.figure.extent import extent
from derive.render.figure.marks import NOTHING, Marks
from derive.render.figure.scene import Text
from derive.render.figure.shapes import Box

HEIGHT, UP, ACROSS = 8.0, 10.0, 17.0  # of a box, and between boxes
LINE = 4.0                           # of each value below the symbol
MOST_STEPS = 5
Place = tuple[int, int]              # a layer at a time step
Boxes = dict[Place, Box]
NONE: Mapping[str, str] = MappingProxyType({})


def unrolled(problem: Problem, marks: Marks = NOTHING, room: Mapping[str, str] = NONE, sign: str = "") -> Chart:
    """The chart of a recurrent network: of a long sequence the first steps and the last.

    Each box has the letter of its values, a sign before it, and room for those values that are told.
    """
    steps = shown(problem.samples or 1)
    layers = range(len(problem.layers) + 1)
    letters = [sign * (layer > 0) + letter(layer, steps[-1]) for layer in layers]
    width = max(extent(text, 10).width for text in (*letters, *room.values())) + 5
    valued = [any(id in room for step in steps for id in ids(problem, layer, step)) for layer in layers]
    high = [HEIGHT + LINE * problem.units(layer) * valued[layer] for layer in layers]
    middles = [sum(high[:layer]) + UP * layer + (high[layer] - high[0]) / 2 for layer in layers]
    boxes = {
        (layer, step): Box((column * (width + ACROSS), middles[layer]), width, high[layer])
        for column, step in enumerate(steps)
        for layer in layers
        if layer <= problem.network.last_recurrent or step in problem.judged
    }
    lit = {key for key in boxes if not marks.lit.isdisjoint(ids(problem, *key))}
    items = tuple(
        Item(texts(problem, key, marks.known, sign), box, style(problem, key[0]), key in lit)
        for key, box in boxes.items()
    )
    return Chart(items, (*upward(boxes, lit, marks), *forward(problem, steps, boxes, lit, marks)))


def texts(problem: Problem, place: Place, known: Mapping[str, str], sign: str) -> tuple[Text, ...]:
    """What stands in a box: its letter, and below it the values that are known."""
    values = (known[id] for id in ids(problem, *place) if id in known)
    before = sign if place[0] else ""
    return (Text(before + letter(*place), 10), *(Text(value, 9) for value in values))


def ids(problem: Problem, layer: int, step: int) -> list[str]:
    """The ids of what a layer gives at a time step."""
    units = range(1, problem.units(layer) + 1)
    return [Quantity("a", (layer, j), step).id if layer else Quantity("x", (j,), step).id for j in units]


def shown(steps: int) -> list[int]:
    """The time steps that are drawn."""
    return list(range(1, steps + 1)) if steps <= MOST_STEPS else [*range(1, MOST_STEPS), steps]


def letter(layer: int, step: int) -> str:
    """What a layer gives at a time step: x, or a with its layer."""
    mark = rf"\langle {step}\rangle"
    return rf"\mathbf{{x}}^{{{mark}}}" if layer == 0 else rf"\mathbf{{a}}^{{({layer}){mark}}}"


def style(problem: Problem, layer: int) -> str:
    """How a box is drawn: an input, a layer, the outputs."""
    return "source" if layer == 0 else "target" if layer == len(problem.layers) else "item"


def upward(boxes: Boxes, lit: Set[Place], marks: Marks) -> list[Link]:
    """The arrows from layer to layer, each with its weights."""
    found = []
    for (layer, step), box in boxes.items():
        if layer:
            below = boxes[layer - 1, step]
            x, bottom, top = box.centre[0], below.centre[1] + below.height / 2, box.centre[1] - box.height / 2
            sign, at = rf"\mathbf{{W}}^{{({layer})}}", (x, (bottom + top) / 2 + 0.5)
            led = (layer, step) in lit and ((layer - 1, step) in lit or marks.lights(f"w[{layer}]"))
            found.append(Link(((x, bottom), (x, top)), sign, at, led))
    return found


def forward(problem: Problem, steps: list[int], boxes: Boxes, lit: Set[Place], marks: Marks) -> list[Link]:
    """The arrows from time step to time step, each with its recurrent weights, or dots where steps are left out."""
    found = []
    for before, after in pairwise(steps):
        for layer, row in enumerate(problem.layers, start=1):
            if row.recurrent:
                start, end = boxes[layer, before], boxes[layer, after]
                middle = ((start.right + end.left) / 2, start.centre[1])
                sign = rf"\mathbf{{U}}^{{({layer})}}" if after == before + 1 else r"\cdots"
                led = (layer, after) in lit and ((layer, before) in lit or marks.lights(f"u[{layer}]"))
                way = ((start.right, middle[1]), (end.left, middle[1]))
                found.append(Link(way, sign, middle, led))
    return found
