"""Equations as a list: plain text, LaTeX to paste, or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial

from derive.document.selection import Selection
from derive.equation import Equation
from derive.render import environments
from derive.render.fragments import FORMS


def as_text(equations: Sequence[Equation]) -> str:
    """A line for each equation, with its number."""
    return "\n".join(f"{label(equation):>6}  {equation.text()}" for equation in equations)


def as_latex(equations: Sequence[Equation]) -> str:
    """A numbered `equation` environment for each, which needs amsmath."""
    return "\n".join(environments.equation((equation.number, equation.latex())) for equation in equations)


def as_json(equations: Sequence[Equation]) -> str:
    """An array with a row for each equation."""
    return json.dumps([equation.row() for equation in equations], indent=1, ensure_ascii=False)


def in_markup(format: str, equations: Sequence[Equation]) -> str:
    """Each as it stands in a fragment."""
    return "\n".join(equation.fragment(format) for equation in equations)


LISTINGS: dict[str, Callable[[Sequence[Equation]], str]] = {
    **{format: partial(in_markup, format) for format in FORMS},
    "text": as_text, "latex": as_latex, "json": as_json,
}  # fmt: skip


def label(equation: Equation) -> str:
    """The number in brackets; nothing where there is none."""
    return f"({equation.number})" if equation.number else ""


def chosen(equations: Sequence[Equation], only: str | None, sample: int | None = None) -> list[Equation]:
    """The equations that are wanted: all, those numbered "6-25" or "6,8,10-12", or those of some neurons a layer."""
    wanted = Selection(only, sample)
    found = [each for each in equations if wanted.takes(each.number, each.statement.of)]
    if not found:
        raise wanted.nothing(int(each.number) for each in equations if each.number)
    return found
