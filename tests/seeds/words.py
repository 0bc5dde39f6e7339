"""How a printed equation is held against what a document says."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from fractions import Fraction

RELATION = re.compile(r" (?:=|\\approx) ")


def says(latex: str, name: str, right: str) -> bool:
    """Whether an equation is about a name, and has some right-hand sides, one after another."""
    sides, wanted = RELATION.split(latex), RELATION.split(right)
    places = range(1, len(sides) - len(wanted) + 1)
    return sides[0] == name and any(sides[at : at + len(wanted)] == wanted for at in places)


def digits(value: Fraction | Decimal, count: int) -> str:
    """A number with so many significant digits."""
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
    return f"{Context(prec=count).plus(exact):f}"
