"""A recurrent network unrolled in time: a column for each time step, its layers one above the other."""

from __future__ import annotations

from derive.problem import Problem
from derive.render.figure.chart import Arrow, Chart, Item
from derive.render.figure.extent import extent
from derive.render.figure.shapes import Box

HEIGHT, UP, ACROSS = 8.0, 10.0, 17.0  # of a box, and between boxes
MOST_STEPS = 5


def unrolled(problem: Problem) -> Chart:
    """The chart of a recurrent network: of a long sequence the first steps and the last."""
    steps = shown(problem.samples or 1)
    width = max(extent(letter(layer, steps[-1]), 10).width for layer in range(len(problem.layers) + 1)) + 5
    boxes = {
        (layer, step): Box((column * (width + ACROSS), layer * (HEIGHT + UP)), width, HEIGHT)
        for column, step in enumerate(steps)
        for layer in range(len(problem.layers) + 1)
        if layer <= problem.network.last_recurrent or step in problem.judged
    }
    items = tuple(Item(f"${letter(*key)}$", box, style(problem, key[0]), 10) for key, box in boxes.items())
    return Chart(items, (*upward(boxes), *forward(problem, steps, boxes)))


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


def upward(boxes: dict[tuple[int, int], Box]) -> list[Arrow]:
    """The arrows from layer to layer, each with its weights."""
    found = []
    for (layer, step), box in boxes.items():
        if layer:
            below = boxes[layer - 1, step]
            x, bottom, top = box.centre[0], below.centre[1] + HEIGHT / 2, box.centre[1] - HEIGHT / 2
            found.append(Arrow(((x, bottom), (x, top)), rf"\mathbf{{W}}^{{({layer})}}", (x, (bottom + top) / 2 + 0.5)))
    return found


def forward(problem: Problem, steps: list[int], boxes: dict[tuple[int, int], Box]) -> list[Arrow]:
    """The arrows from time step to time step, each with its recurrent weights, or dots where steps are left out."""
    found = []
    for before, after in zip(steps, steps[1:], strict=False):
        for layer, row in enumerate(problem.layers, start=1):
            if row.recurrent:
                start, end = boxes[layer, before], boxes[layer, after]
                middle = ((start.right + end.left) / 2, start.centre[1])
                sign = rf"\mathbf{{U}}^{{({layer})}}" if after == before + 1 else r"\cdots"
                found.append(Arrow(((start.right, middle[1]), (end.left, middle[1])), sign, middle))
    return found
