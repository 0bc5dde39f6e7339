"""The network as a TikZ figure, and in one sentence."""

from __future__ import annotations

from derive.problem import Problem
from derive.render.figure.description import describe
from derive.render.figure.drawing import picture
from derive.render.figure.inscriptions import Inscriptions, Name, Number
from derive.render.figure.plan import best_plan

__all__ = ["describe", "figure"]


def figure(problem: Problem, name: Name, number: Number) -> str:
    """A `tikzpicture` of the network, at most 166 mm wide, with symbols by `name`, numbers by `number`.

    Empty where the network is more than dense layers.
    """
    if problem.graph is not None or not problem.network.plain:
        return ""
    drawn: str = picture(best_plan(Inscriptions(problem, name, number))).dumps()
    return drawn
