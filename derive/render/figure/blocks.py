"""A network of several types of layers as blocks: a box for each layer with its name and shape."""

from __future__ import annotations

from itertools import pairwise, starmap
from operator import and_

from derive.document.naming import Namer
from derive.document.wording import words
from derive.layers import Embedding, Skip, spoken
from derive.problem import Problem
from derive.render.figure.chart import WIDEST, Chart, Item, Link, level
from derive.render.figure.extent import extent
from derive.render.figure.marks import NOTHING, Marks
from derive.render.figure.scene import Text
from derive.render.figure.shapes import Box
from derive.render.figure.tikz import inner

HEIGHT, AISLE, LANE = 12.0, 9.0, 12.0


def blocks(problem: Problem, marks: Marks = NOTHING) -> Chart:
    """The chart of a network, in as many rows as it takes."""
    texts = [captions(problem, number) for number in range(len(problem.layers) + 1)]
    boxes: list[Box] = []
    x, y = 0.0, 0.0
    for lines in texts:
        width = max(extent(inner(line), 9).width for line in lines) + 5
        if boxes and x + width > WIDEST:
            x, y = 0.0, y - HEIGHT - LANE
        boxes.append(Box((x + width / 2, y), width, HEIGHT))
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
            down = start.centre[1] - HEIGHT / 2, end.centre[1] + HEIGHT / 2
            way = ((start.centre[0], down[0]), (start.centre[0], half), (end.centre[0], half), (end.centre[0], down[1]))
            found.append(Link(way, lit=both))
    return found


def skips(problem: Problem, boxes: list[Box], lit: list[bool]) -> list[Link]:
    """The arrows of skip connections, above the boxes they pass, as long as they stand in one row."""
    found = []
    for number, layer in enumerate(problem.layers, start=1):
        if isinstance(layer, Skip) and boxes[layer.source].centre[1] == boxes[number].centre[1]:
            start, end = boxes[layer.source], boxes[number]
            top, over = start.centre[1] + HEIGHT / 2, start.centre[1] + HEIGHT / 2 + 4
            far = end.centre[1] + HEIGHT / 2
            way = ((start.centre[0], top), (start.centre[0], over), (end.centre[0], over), (end.centre[0], far))
            found.append(Link(way, lit=lit[layer.source] and lit[number]))
    return found
