"""Several equations in a row, for notebooks and for documents of your own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.equation import Equation
from derive.render.environments import aligned

if TYPE_CHECKING:
    from pylatex.base_classes import Container


class Equations(tuple[Equation, ...]):
    """Equations in their order: a tuple of them, which can be shown and written as one."""

    __slots__ = ()

    def latex(self) -> str:
        """Their LaTeX one after the other, labelled with their ids; it needs amsmath."""
        return "".join(equation.fragment() for equation in self)

    def pylatex(self) -> Container:
        """What you append to a `pylatex.Document` of your own, which then loads the package that they need."""
        from derive.render.interchange import pylatex_part

        return pylatex_part(self.latex(), "amsmath")

    def _repr_latex_(self) -> str:
        return f"$${aligned((each.number, each.latex()) for each in self)}$$"
