"""A figure laid out once, to be drawn with any marks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from derive.problem import Problem
from derive.quantity import Quantity, quantity
from derive.render.figure import drawing
from derive.render.figure.blocks import blocks
from derive.render.figure.chart import Chart
from derive.render.figure.computation import Uses, computation, names, uses_of
from derive.render.figure.inscriptions import Inscriptions, Name, Room, WorthOf
from derive.render.figure.marks import Marks
from derive.render.figure.plan import best_plan
from derive.render.figure.scene import Scene
from derive.render.figure.unrolled import unrolled

Sketch = Callable[[Marks], Scene]


def sketch(problem: Problem, name: Name, worth: WorthOf, room: Room = None, sign: str = "") -> Sketch | None:
    """A network by its layers, or a graph; None where a graph is too large.

    With `room` the picture keeps its size whatever is marked. A network in time has the sign before its letters.
    """
    if problem.graph is not None:
        return graph(uses_of(problem.graph), Inscriptions(problem, name, worth, room))
    if problem.sequence:
        return partial(charted, lambda marks: unrolled(problem, marks, room or {}, sign), room is not None)
    if not problem.network.plain:
        return partial(charted, lambda marks: blocks(problem, marks, told(worth, room), sign), room is not None)
    return partial(drawing.scene, best_plan(Inscriptions(problem, name, worth, room, adds=not sign)))


def told(worth: WorthOf, room: Room) -> Callable[[Quantity], str]:
    """What tells the numbers in blocks: those of inputs and those that must find room, where any must."""
    return lambda of: (room.get(of.id) or worth(of).text if of.kind == "x" else room.get(of.id, "")) if room else ""


def graph(uses: Uses, says: Inscriptions, page: bool = False) -> Sketch | None:
    """The graph of a computation, on a page or a part of one; None where it is too large for that."""
    texts = {id: says.equation(quantity(id)) for id in names(uses)}
    laid = computation(uses, texts, says.room or {}, page)
    return None if laid is None else partial(charted, laid.chart, says.room is not None)


def charted(chart: Callable[[Marks], Chart], steady: bool, marks: Marks) -> Scene:
    """A chart with what is marked, as shapes."""
    return chart(marks).scene(steady)
