"""A network of several types of layers as blocks: a box for each layer with its name and shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise, product, starmap
from operator import and_

from derive.document.naming import Namer
from derive.document.wording import words
from derive.layers import Embedding, Skip, spoken
from derive.problem import Problem
from derive.quantity import Quantity
from derive.render.figure.chart import WIDEST, Chart, Item, Link, level
from derive.render.figure.extent import extent
from derive.render.figure.marks import NOTHING, Marks
from derive.render.figure.scene import Text
from derive.render.figure.shapes import Box
from derive.render.figure.tikz import inner

HEIGHT, AISLE, LANE = 12.0, 9.0, 12.0
LINE = 4.1                           # of each row of values
MOST_ROWS, MOST_ACROSS = 12, 8       # of the values in a box
ASIDE = r"\quad "                    # between the values of a row
Told = Callable[[Quantity], str]     # the number of an input or an activation; empty where none is shown


def blocks(problem: Problem, marks: Marks = NOTHING, told: Told = lambda of: "", sign: str = "") -> Chart:
    """The chart of a network, in as many rows as it takes; with numbers behind their letter, the sign before it."""
    layers = range(len(problem.layers) + 1)
    texts = [(*captions(problem, number), *numbers(problem, number, told, sign)) for number in layers]
    height = HEIGHT + LINE * (max(map(len, texts)) - 2)
    boxes: list[Box] = []
    x, y = 0.0, 0.0
    for lines in texts:
        width = max(extent(inner(line), 9).width for line in lines) + 5
        if boxes and x + width > WIDEST:
            x, y = 0.0, y - height - LANE
        boxes.append(Box((x + width / 2, y), width, height))
        x += width + AISLE
    last = len(boxes) - 1
    lit = [layer_is_lit(number, marks) for number in range(last + 1)]
    items = (
        Item(texts[i], box, "source" if i == 0 else "target" if i == last else "item", lit[i])
        for i, box in enumerate(boxes)
    )
    return Chart(tuple(items), (*chain(boxes, lit), *skips(problem, boxes, lit)))


def layer_is_lit(number: int, marks: Marks) -> bool:
    """Whether anything is lit that a layer gives."""
    return marks.lights(f"a[{number}]" if number else "x[")


def captions(problem: Problem, number: int) -> tuple[Text, Text]:
    """What stands in a block: the name of the layer, and how many values it gives."""
    network = problem.network
    if number == 0 and isinstance(network.layers[0], Embedding):
        tokens = ", ".join(map(str, network.layers[0].tokens))
        return Text("", 9, words().word("labels", "tokens")), Text(tokens, 9)
    if number == 0:
        return Text("", 9, words().word("labels", "inputs")), Text(times(network.shapes[0]), 9)
    name = Namer(problem, words()).layer(number).partition(": ")
    chosen = network.layers[number - 1].activation
    applied = f", {chosen.replace('_', ' ')}" if isinstance(chosen, str) and chosen != "linear" else ""
    title = name[2][:1].upper() + name[2][1:] if name[2] else name[0]
    return Text("", 9, title), Text(times(network.shapes[number]), 9, applied)


def numbers(problem: Problem, number: int, told: Told, sign: str) -> Iterator[Text]:
    """The numbers that a layer gives, a line for each row of them, below their letter; nothing unless all are told."""
    shape = problem.network.shapes[number]
    *outer, across = (1, *shape)
    starts = list(product(*(range(1, size + 1) for size in outer[1:])))
    rows = [[told(value(number, (*start, i))) for i in range(1, across + 1)] for start in starts]
    if all(map(all, rows)) and across and across <= MOST_ACROSS and len(rows) <= MOST_ROWS:
        yield Text(rf"{sign}\mathbf{{a}}^{{({number})}}" if number else rf"{sign}\mathbf{{x}}", 9)
        yield from (Text(ASIDE.join(f"{{{each}}}" for each in row), 9) for row in rows)


def value(number: int, index: tuple[int, ...]) -> Quantity:
    """What a layer gives at a place."""
    return Quantity("a", (number, *index)) if number else Quantity("x", index)


def times(shape: tuple[int, ...]) -> str:
    """A shape as mathematics."""
    return spoken(shape).replace("×", r"\times ")


def chain(boxes: list[Box], lit: list[bool]) -> list[Link]:
    """The arrows from each layer to the next; to a new row, around its end."""
    found = []
    for (start, end), both in zip(pairwise(boxes), starmap(and_, pairwise(lit)), strict=True):
        if start.centre[1] == end.centre[1]:
            found.append(level(start, end, lit=both))
        else:
            half = (start.centre[1] + end.centre[1]) / 2
            down = start.centre[1] - start.height / 2, end.centre[1] + end.height / 2
            way = ((start.centre[0], down[0]), (start.centre[0], half), (end.centre[0], half), (end.centre[0], down[1]))
            found.append(Link(way, lit=both))
    return found


def skips(problem: Problem, boxes: list[Box], lit: list[bool]) -> list[Link]:
    """The arrows of skip connections, above the boxes they pass, as long as they stand in one row."""
    found = []
    for number, layer in enumerate(problem.layers, start=1):
        if isinstance(layer, Skip) and boxes[layer.source].centre[1] == boxes[number].centre[1]:
            start, end = boxes[layer.source], boxes[number]
            top = start.centre[1] + start.height / 2
            over = top + 4
            far = end.centre[1] + end.height / 2
            way = ((start.centre[0], top), (start.centre[0], over), (end.centre[0], over), (end.centre[0], far))
            found.append(Link(way, lit=lit[layer.source] and lit[number]))
    return found
