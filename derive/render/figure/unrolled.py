"""A recurrent network unrolled in time: a column for each time step, its layers one above the other."""

from __future__ import annotations

from collections.abc import Set

from derive.problem import Problem
from derive.quantity import Quantity
from derive.render.figure.chart import Chart, Item, Link
from derive.render.figure.extent import extent
from derive.render.figure.marks import NOTHING, Marks
from derive.render.figure.scene import Text
from derive.render.figure.shapes import Box

HEIGHT, UP, ACROSS = 8.0, 10.0, 17.0  # of a box, and between boxes
MOST_STEPS = 5
Place = tuple[int, int]              # a layer at a time step


def unrolled(problem: Problem, marks: Marks = NOTHING) -> Chart:
    """The chart of a recurrent network: of a long sequence the first steps and the last."""
    steps = shown(problem.samples or 1)
    width = max(extent(letter(layer, steps[-1]), 10).width for layer in range(len(problem.layers) + 1)) + 5
    boxes = {
        (layer, step): Box((column * (width + ACROSS), layer * (HEIGHT + UP)), width, HEIGHT)
        for column, step in enumerate(steps)
        for layer in range(len(problem.layers) + 1)
        if layer <= problem.network.last_recurrent or step in problem.judged
    }
    lit = {key for key in boxes if not marks.lit.isdisjoint(ids(problem, *key))}
    items = tuple(
        Item((Text(letter(*key), 10),), box, style(problem, key[0]), key in lit) for key, box in boxes.items()
    )
    return Chart(items, (*upward(boxes, lit), *forward(problem, steps, boxes, lit)))


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


def upward(boxes: dict[Place, Box], lit: Set[Place]) -> list[Link]:
    """The arrows from layer to layer, each with its weights."""
    found = []
    for (layer, step), box in boxes.items():
        if layer:
            below = boxes[layer - 1, step]
            x, bottom, top = box.centre[0], below.centre[1] + HEIGHT / 2, box.centre[1] - HEIGHT / 2
            sign, at = rf"\mathbf{{W}}^{{({layer})}}", (x, (bottom + top) / 2 + 0.5)
            found.append(Link(((x, bottom), (x, top)), sign, at, {(layer - 1, step), (layer, step)} <= lit))
    return found


def forward(problem: Problem, steps: list[int], boxes: dict[Place, Box], lit: Set[Place]) -> list[Link]:
    """The arrows from time step to time step, each with its recurrent weights, or dots where steps are left out."""
    found = []
    for before, after in zip(steps, steps[1:], strict=False):
        for layer, row in enumerate(problem.layers, start=1):
            if row.recurrent:
                start, end = boxes[layer, before], boxes[layer, after]
                middle = ((start.right + end.left) / 2, start.centre[1])
                sign = rf"\mathbf{{U}}^{{({layer})}}" if after == before + 1 else r"\cdots"
                way = ((start.right, middle[1]), (end.left, middle[1]))
                found.append(Link(way, sign, middle, {(layer, before), (layer, after)} <= lit))
    return found
