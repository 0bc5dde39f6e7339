"""What the parts of a formula are in Python: comparisons, functions of doubles, and what stands below a line."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping

import sympy
from sympy import Expr, Pow, Rational
from sympy.core.relational import Relational

from derive.expression import MINUS_ONE
from derive.functions import BY_CLASS

COMPARISONS: dict[type[Relational], type[ast.cmpop]] = {
    sympy.StrictGreaterThan: ast.Gt, sympy.GreaterThan: ast.GtE, sympy.StrictLessThan: ast.Lt,
    sympy.LessThan: ast.LtE, sympy.Equality: ast.Eq, sympy.Unequality: ast.NotEq,
}  # fmt: skip


class Cancelled(ArithmeticError):
    """A number that each digit counts of has lost too many of them."""


FUNCTIONS: Mapping[str, object] = {
    **{row.of.__name__: row.double for row in BY_CLASS.values()},
    "fabs": math.fabs, "pow": math.pow, "root": math.sqrt, "nan": math.nan, "Cancelled": Cancelled,
}  # fmt: skip


def turned(factor: Expr) -> bool:
    """Whether a factor stands below the line."""
    return isinstance(factor, Pow) and isinstance(factor.args[1], Rational) and bool(factor.args[1] < 0)


def base(factor: Pow) -> Expr:
    """What a factor below the line divides by."""
    of, exponent = factor.args
    return of if exponent == MINUS_ONE else Pow(of, -exponent, evaluate=False)
