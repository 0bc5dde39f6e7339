"""Equations in the environments of amsmath, to paste or to show in a notebook."""

from __future__ import annotations

from collections.abc import Iterable

Numbered = tuple[str | None, str]    # an equation's number and its LaTeX


def equation(numbered: Numbered) -> str:
    """An `equation` environment with the equation's own number."""
    number, latex = numbered
    tag = rf"\tag{{{number}}}" if number else r"\notag"
    return f"\\begin{{equation}}{tag}\n  {latex}\n\\end{{equation}}"


def aligned(equations: Iterable[Numbered]) -> str:
    """The equations under each other, aligned at their first relation, numbers at the right."""
    rows = (
        latex.replace(" = ", " &= ", 1) + (rf" && \text{{({number})}}" if number else "") for number, latex in equations
    )
    return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"
