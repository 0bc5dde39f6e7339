"""The functions of one number that a formula may use: how each is computed, and its slope, side by side."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import sympy
from sympy import Expr

from derive.arithmetic import ZERO, Arithmetic, Number
from derive.expression import ONE, applied, minus, negative, number, over, plus, power, times

TWO = number(2)


@dataclass(frozen=True, slots=True)
class Function:
    """One row: the SymPy class, the number it gives, the same in doubles, and its slope at an expression."""

    of: type[sympy.Function]
    value: Callable[[Arithmetic, Number], Number]
    double: Callable[[float], float]
    slope: Callable[[Expr], Expr]
    pole: bool = False               # whether it has none at zero, so that close to it every digit counts


def special(name: str) -> Callable[[Arithmetic, Number], Number]:
    """A function that is zero at zero and otherwise comes from mpmath."""
    return lambda arithmetic, x: arithmetic.special(name, x) if x else ZERO


def unit_at_zero(name: str) -> Callable[[Arithmetic, Number], Number]:
    """A function that is one at zero and otherwise comes from mpmath."""
    return lambda arithmetic, x: arithmetic.special(name, x) if x else Fraction(1)


def bell(x: Expr) -> Expr:
    """The slope of the error function, 2 e^(-x²) / √π."""
    return over(times(TWO, applied(sympy.exp, negative(power(x, TWO)))), root(sympy.pi))


def root(x: Expr) -> Expr:
    """The square root, as a power of one half."""
    return power(x, number(Fraction(1, 2)))


def square(x: Expr) -> Expr:
    """The square."""
    return power(x, TWO)


FUNCTIONS: dict[str, Function] = {
    "exp": Function(sympy.exp, lambda arithmetic, x: arithmetic.exp(x), math.exp, lambda x: applied(sympy.exp, x)),
    "log": Function(sympy.log, lambda arithmetic, x: arithmetic.log(x), math.log, lambda x: over(ONE, x), pole=True),
    "sin": Function(sympy.sin, special("sin"), math.sin, lambda x: applied(sympy.cos, x)),
    "cos": Function(sympy.cos, unit_at_zero("cos"), math.cos, lambda x: negative(applied(sympy.sin, x))),
    "tan": Function(sympy.tan, special("tan"), math.tan, lambda x: plus(ONE, square(applied(sympy.tan, x)))),
    "asin": Function(sympy.asin, special("asin"), math.asin, lambda x: over(ONE, root(minus(ONE, square(x))))),
    "acos": Function(
        sympy.acos,
        lambda arithmetic, x: arithmetic.special("acos", x),
        math.acos,
        lambda x: negative(over(ONE, root(minus(ONE, square(x))))),
    ),
    "atan": Function(sympy.atan, special("atan"), math.atan, lambda x: over(ONE, plus(ONE, square(x)))),
    "sinh": Function(sympy.sinh, special("sinh"), math.sinh, lambda x: applied(sympy.cosh, x)),
    "cosh": Function(sympy.cosh, unit_at_zero("cosh"), math.cosh, lambda x: applied(sympy.sinh, x)),
    "tanh": Function(sympy.tanh, special("tanh"), math.tanh, lambda x: minus(ONE, square(applied(sympy.tanh, x)))),
    "asinh": Function(sympy.asinh, special("asinh"), math.asinh, lambda x: over(ONE, root(plus(square(x), ONE)))),
    "acosh": Function(
        sympy.acosh,
        lambda arithmetic, x: arithmetic.special("acosh", x),
        math.acosh,
        lambda x: over(ONE, root(minus(square(x), ONE))),
    ),
    "atanh": Function(sympy.atanh, special("atanh"), math.atanh, lambda x: over(ONE, minus(ONE, square(x)))),
    "erf": Function(sympy.erf, special("erf"), math.erf, bell),
}
BY_CLASS: dict[type[sympy.Function], Function] = {row.of: row for row in FUNCTIONS.values()}
