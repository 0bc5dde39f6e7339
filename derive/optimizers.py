"""The ways to take a step against the gradient, one row each."""

from __future__ import annotations

from collections.abc import Callable

from sympy import Expr

from derive.expression import minus, times

Step = Callable[[Expr, Expr, Expr], Expr]

OPTIMIZERS: dict[str, Step] = {
    "sgd": lambda parameter, rate, gradient: minus(parameter, times(rate, gradient)),
}
