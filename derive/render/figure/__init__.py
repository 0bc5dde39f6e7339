"""The network as a figure, and in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from derive.problem import Problem
from derive.render.figure import drawing
from derive.render.figure.blocks import blocks
from derive.render.figure.computation import computation
from derive.render.figure.description import describe
from derive.render.figure.inscriptions import Inscriptions, Name, Number
from derive.render.figure.marks import NOTHING, Marks
from derive.render.figure.plan import best_plan
from derive.render.figure.scene import Scene
from derive.render.figure.svg import as_svg
from derive.render.figure.tikz import as_tikz, colours
from derive.render.figure.unrolled import unrolled

__all__ = [
    "NOTHING", "Marks", "Sketch", "as_svg", "as_tikz", "colours", "describe", "figure", "sketch", "svg",
    "weights_are_written",
]  # fmt: skip

Sketch = Callable[[Marks], Scene]    # a figure laid out once, to be drawn with any marks


def figure(
    problem: Problem, name: Name, number: Number, marks: Marks = NOTHING, room: tuple[str, ...] | None = None
) -> str:
    """A `tikzpicture` of the network or graph, at most 166 mm wide, with symbols by `name`, numbers by `number`.

    Where values are told that must find room, written yet or not, the loss is drawn too, and nothing moves whatever is
    marked. Empty where a graph is too large for one.
    """
    drawn = sketch(problem, name, number, room)
    return "" if drawn is None else as_tikz(drawn(marks))


def svg(
    problem: Problem, name: Name, number: Number, marks: Marks = NOTHING, room: tuple[str, ...] | None = None
) -> str:
    """The same picture as SVG, told in words too; empty where a graph is too large for one."""
    drawn = sketch(problem, name, number, room)
    return "" if drawn is None else as_svg(drawn(marks), problem.title, describe(problem))


def sketch(problem: Problem, name: Name, number: Number, room: tuple[str, ...] | None = None) -> Sketch | None:
    """The layout of a figure; None where a graph is too large for one."""
    steady = room is not None
    if problem.graph is not None:
        laid = computation(problem, problem.graph, name, number)
        return None if laid is None else lambda marks: laid.chart(marks).scene(steady)
    if problem.sequence:
        return lambda marks: unrolled(problem, marks).scene(steady)
    if not problem.network.plain:
        return lambda marks: blocks(problem, marks).scene(steady)
    return partial(drawing.scene, best_plan(Inscriptions(problem, name, number, room)))


def weights_are_written(problem: Problem, drawn: str) -> bool:
    """Whether the figure carries the weights on its edges."""
    return problem.graph is None and problem.network.plain and "dense,draw" not in drawn
