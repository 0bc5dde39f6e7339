"""Equations as a list: plain text, LaTeX to paste, or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

from derive.equation import Equation
from derive.errors import InputError
from derive.render import environments


def as_text(equations: Sequence[Equation]) -> str:
    """A line for each equation, with its number."""
    return "\n".join(f"{label(equation):>6}  {equation.text()}" for equation in equations)


def as_latex(equations: Sequence[Equation]) -> str:
    """A numbered `equation` environment for each, which needs amsmath."""
    return "\n".join(environments.equation((equation.number, equation.latex())) for equation in equations)


def as_json(equations: Sequence[Equation]) -> str:
    """An array with a row for each equation."""
    return json.dumps([equation.row() for equation in equations], indent=1, ensure_ascii=False)


LISTINGS: dict[str, Callable[[Sequence[Equation]], str]] = {"text": as_text, "latex": as_latex, "json": as_json}


def label(equation: Equation) -> str:
    """The number in brackets; nothing where there is none."""
    return f"({equation.number})" if equation.number else ""


def chosen(equations: Sequence[Equation], only: str | None) -> list[Equation]:
    """The equations with the numbers that are wanted: all, or those of "6-25" or "6,8,10-12"."""
    if only is None:
        return list(equations)
    ranges = [span(part.strip()) for part in only.split(",")]
    found = [e for e in equations if e.number and any(first <= int(e.number) <= last for first, last in ranges)]
    if not found:
        numbers = [int(e.number) for e in equations if e.number]
        raise InputError.of(f"no equation has a number in {only}", f"numbers run from {min(numbers)} to {max(numbers)}")
    return found


def span(part: str) -> tuple[int, int]:
    """The first and last number of "6-25" or "6"."""
    match = re.fullmatch(r"(\d{1,6})(?:\s*-\s*(\d{1,6}))?", part)
    if match is None:
        raise InputError.of(f"--only {part!r} is not a range of numbers", "write it like 6-25 or 6,8,10-12")
    return int(match[1]), int(match[2] or match[1])
