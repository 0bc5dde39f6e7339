"""The losses: the share of one output and its slope, side by side, one row each; the loss is the sum of the shares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import sympy
from sympy import Expr

from derive.activations import HALF, ZERO
from derive.expression import MINUS_ONE, ONE, applied, minus, negative, number, over, plus, times
from derive.functions import square

Share = Callable[[Expr, Expr, int], Expr]


@dataclass(frozen=True, slots=True)
class Loss:
    """One row: share(y, a, n) of an output among n, and slope(y, a, n), its partial by the output a."""

    share: Share
    slope: Share
    targets: bool = True             # whether it compares with a target


def scaled(factor: Fraction, expression: Expr) -> Expr:
    """The factor times the expression, where one is not written."""
    return expression if factor == 1 else times(number(factor), expression)


def log(x: Expr) -> Expr:
    """The natural logarithm, unevaluated."""
    return applied(sympy.log, x)


def size(x: Expr) -> Expr:
    """The absolute value, unevaluated."""
    return applied(sympy.Abs, x)


def near(y: Expr, a: Expr) -> Expr:
    """Whether the output lies within one of its target."""
    return sympy.Le(size(minus(y, a)), 1, evaluate=False)


def sign_of_error(y: Expr, a: Expr) -> tuple[tuple[Expr, Expr], ...]:
    """+1 above the target, -1 below it."""
    return (ONE, sympy.Gt(a, y, evaluate=False)), (MINUS_ONE, sympy.Lt(a, y, evaluate=False))


def cases(*branches: tuple[Expr, Expr]) -> Expr:
    """A choice between expressions, in this order."""
    return sympy.Piecewise(*branches, evaluate=False)


LOSSES: dict[str, Loss] = {
    "mse": Loss(
        lambda y, a, n: scaled(Fraction(1, n), square(minus(y, a))),
        lambda y, a, n: scaled(Fraction(2, n), minus(a, y)),
    ),
    "squared_error": Loss(
        lambda y, a, n: square(minus(y, a)),
        lambda y, a, n: times(number(2), minus(a, y)),
    ),
    "half_squared_error": Loss(
        lambda y, a, n: times(HALF, square(minus(y, a))),
        lambda y, a, n: minus(a, y),
    ),
    "binary_cross_entropy": Loss(
        lambda y, a, n: negative(plus(times(y, log(a)), times(minus(ONE, y), log(minus(ONE, a))))),
        lambda y, a, n: plus(negative(over(y, a)), over(minus(ONE, y), minus(ONE, a))),
    ),
    "cross_entropy": Loss(
        lambda y, a, n: negative(times(y, log(a))),
        lambda y, a, n: negative(over(y, a)),
    ),
    "absolute_error": Loss(
        lambda y, a, n: size(minus(y, a)),
        lambda y, a, n: cases(*sign_of_error(y, a), (ZERO, sympy.Eq(a, y, evaluate=False))),
    ),
    "huber": Loss(
        lambda y, a, n: cases(
            (times(HALF, square(minus(y, a))), near(y, a)),
            (minus(size(minus(y, a)), HALF), sympy.Gt(size(minus(y, a)), 1, evaluate=False)),
        ),
        lambda y, a, n: cases(
            (minus(a, y), near(y, a)),
            (ONE, sympy.Gt(minus(a, y), 1, evaluate=False)),
            (MINUS_ONE, sympy.Lt(minus(a, y), -1, evaluate=False)),
        ),
    ),
    "output": Loss(lambda y, a, n: a, lambda y, a, n: ONE, targets=False),
}
