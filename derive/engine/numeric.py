"""The number of a SymPy expression by mpmath, apart from `evaluate`: what reads the results of sympy.diff."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

import mpmath
import sympy
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanFunction

from derive.arithmetic import Number

Real = Any                           # a Fraction as long as it is exact, else an mpf

SIGNS: dict[str, Callable[[Real, int], bool]] = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le, "==": operator.eq,
    "!=": operator.ne,
}  # fmt: skip
LOGIC: dict[str, Callable[[list[bool]], bool]] = {"And": all, "Or": any, "Not": lambda parts: not parts[0]}


def total(terms: list[Real]) -> Real:
    """The sum, exact as far as the terms are."""
    exact = sum((term for term in terms if isinstance(term, Fraction)), Fraction(0))
    rest = [term for term in terms if not isinstance(term, Fraction)]
    return mpmath.fsum([floating(exact), *rest]) if rest else exact


def product(factors: list[Real]) -> Real:
    """The product; an exact zero wins over any pole beside it."""
    exact = math.prod((factor for factor in factors if isinstance(factor, Fraction)), start=Fraction(1))
    rest = [factor for factor in factors if not isinstance(factor, Fraction)]
    return mpmath.fprod([floating(exact), *rest]) if rest and exact else exact


def power(base: Real, exponent: Real) -> Real:
    """The base to the exponent; a pole is infinite."""
    if not base and exponent < 0:
        return mpmath.inf
    if isinstance(base, Fraction) and isinstance(exponent, Fraction) and exponent.denominator == 1:
        return base**exponent.numerator
    return mpmath.power(floating(base), floating(exponent))


def step(x: Real) -> Real:
    """The slope of max(0, x)."""
    return Fraction(int(x > 0)) if x else Fraction(1, 2)


OPERATIONS: dict[str, Callable[[list[Real]], Real]] = {
    "Add": total,
    "Mul": product,
    "Pow": lambda parts: power(*parts),
    "Max": lambda parts: max(parts, key=floating),
    "Min": lambda parts: min(parts, key=floating),
    "Abs": lambda parts: abs(parts[0]),
    "sign": lambda parts: Fraction(int(parts[0] > 0) - int(parts[0] < 0)),
    "Heaviside": lambda parts: step(parts[0]),
    "exp": lambda parts: mpmath.exp(floating(parts[0])) if parts[0] else Fraction(1),
}


def floating(value: Real) -> mpmath.mpf:
    """The value as a floating-point number of the working precision."""
    if isinstance(value, Fraction):
        return mpmath.mpf(value.numerator) / value.denominator
    if isinstance(value, Decimal):
        sign, digits, exponent = value.as_tuple()
        units = mpmath.mpf(int("".join(map(str, digits))))
        return (-units if sign else units) * mpmath.mpf(10) ** exponent  # in text 10^(10^9) would be written out
    return value


@dataclass(slots=True)
class Numeric:
    """Evaluates expressions in which every symbol has a number, each shared part once."""

    numbers: Mapping[str, Number]
    known: dict[sympy.Basic, Real] = field(default_factory=dict)

    def value(self, expression: sympy.Basic) -> Real:
        """The number of an expression, at mpmath's working precision; a Fraction where it is exact."""
        if expression not in self.known:
            self.known[expression] = self._value(expression)
        return self.known[expression]

    def _value(self, expression: sympy.Basic) -> Real:
        if isinstance(expression, sympy.Symbol):
            given = self.numbers[expression.name]
            return given if isinstance(given, Fraction) else floating(given)
        if isinstance(expression, sympy.Rational):
            return Fraction(int(expression.p), int(expression.q))
        if isinstance(expression, sympy.NumberSymbol):
            return mpmath.mpf(sympy.N(expression, mpmath.mp.dps + 5)._mpf_)
        if isinstance(expression, sympy.Piecewise):
            return self.value(next(value for value, condition in expression.args if self.holds(condition)))
        name = type(expression).__name__
        parts = [self.value(part) for part in expression.args]
        if name in OPERATIONS:
            return OPERATIONS[name](parts)
        return getattr(mpmath, name)(*map(floating, parts))

    def holds(self, condition: sympy.Basic) -> bool:
        """Whether a condition is true for these numbers."""
        if isinstance(condition, Relational):
            left, right = (self.value(side) for side in condition.args)
            return SIGNS[condition.rel_op](total([left, product([Fraction(-1), right])]), 0)
        if isinstance(condition, BooleanFunction):
            return LOGIC[type(condition).__name__]([self.holds(part) for part in condition.args])
        return bool(condition)
