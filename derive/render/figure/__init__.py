"""The network as a figure, and in one sentence."""

from __future__ import annotations

from collections.abc import Callable

from derive.arithmetic import Number
from derive.problem import Problem
from derive.render.figure.description import describe
from derive.render.figure.inscriptions import Name, Room, given
from derive.render.figure.marks import NOTHING, Marks
from derive.render.figure.sketch import Sketch, sketch
from derive.render.figure.svg import as_svg
from derive.render.figure.tikz import as_tikz, colours

__all__ = [
    "NOTHING", "Marks", "Room", "Sketch", "as_svg", "as_tikz", "colours", "describe", "figure", "given", "sketch",
    "svg", "weights_are_written",
]  # fmt: skip


def figure(
    problem: Problem, name: Name, number: Callable[[Number], str], marks: Marks = NOTHING, room: Room = None
) -> str:
    """A `tikzpicture` of the network or graph, at most 166 mm wide, with symbols by `name`, numbers by `number`.

    Where values are told that must find room, by id, written yet or not, the loss is drawn too, and nothing moves
    whatever is marked. Empty where a graph is too large for one.
    """
    drawn = sketch(problem, name, given(problem, number), room)
    return "" if drawn is None else as_tikz(drawn(marks))


def svg(
    problem: Problem, name: Name, number: Callable[[Number], str], marks: Marks = NOTHING, room: Room = None
) -> str:
    """The same picture as SVG, told in words too; empty where a graph is too large for one."""
    drawn = sketch(problem, name, given(problem, number), room)
    return "" if drawn is None else as_svg(drawn(marks), problem.title, describe(problem))


def weights_are_written(problem: Problem, drawn: str) -> bool:
    """Whether the figure carries the weights on its edges."""
    return problem.graph is None and problem.network.plain and "dense,draw" not in drawn
