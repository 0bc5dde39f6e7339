"""The network as a TikZ figure, and in one sentence."""

from __future__ import annotations

from derive.problem import Problem
from derive.render.figure.blocks import blocks
from derive.render.figure.computation import computation
from derive.render.figure.description import describe
from derive.render.figure.drawing import picture
from derive.render.figure.inscriptions import Inscriptions, Name, Number
from derive.render.figure.plan import best_plan
from derive.render.figure.unrolled import unrolled

__all__ = ["describe", "figure", "weights_are_written"]


def figure(problem: Problem, name: Name, number: Number) -> str:
    """A `tikzpicture` of the network or graph, at most 166 mm wide, with symbols by `name`, numbers by `number`.

    Empty where a graph is too large for one.
    """
    if problem.graph is not None:
        chart = computation(problem, problem.graph, name, number)
        return "" if chart is None else chart.tikz()
    if problem.sequence:
        return unrolled(problem).tikz()
    if not problem.network.plain:
        return blocks(problem).tikz()
    drawn: str = picture(best_plan(Inscriptions(problem, name, number))).dumps()
    return drawn


def weights_are_written(problem: Problem, drawn: str) -> bool:
    """Whether the figure carries the weights on its edges."""
    return problem.graph is None and problem.network.plain and "dense,draw" not in drawn
