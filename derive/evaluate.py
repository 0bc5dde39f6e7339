"""The number an expression has, once every symbol in it has one: the one place that computes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import sympy
from sympy import Expr, Max, Min, Mul, Piecewise
from sympy.core.relational import Relational

from derive.arithmetic import ZERO, Arithmetic, NotReal, Number
from derive.functions import BY_CLASS

Numbers = Mapping[str, Number]
COMPARISONS: dict[type[Relational], Callable[[Number, Number], bool]] = {
    sympy.StrictGreaterThan: lambda left, right: left > right,
    sympy.GreaterThan: lambda left, right: left >= right,
    sympy.StrictLessThan: lambda left, right: left < right,
    sympy.LessThan: lambda left, right: left <= right,
    sympy.Equality: lambda left, right: left == right,
    sympy.Unequality: lambda left, right: left != right,
}


def evaluate(expression: Expr, numbers: Numbers, arithmetic: Arithmetic) -> Number:
    """The value of an expression; KeyError for a symbol without a number, NotReal or PrecisionLost where told."""
    if expression.is_Symbol:
        return numbers[expression.name]
    if expression.is_Mul:
        return product(expression, numbers, arithmetic)
    if expression.is_Add:
        terms = expression.args
        return arithmetic.add([numbers[x.name] if x.is_Symbol else evaluate(x, numbers, arithmetic) for x in terms])
    if expression.is_Rational:
        return fraction(expression.p, expression.q)
    if expression.is_Pow:
        base, exponent = expression.args
        return arithmetic.power(evaluate(base, numbers, arithmetic), evaluate(exponent, numbers, arithmetic))
    return special_value(expression, numbers, arithmetic)


@lru_cache(maxsize=1024)
def fraction(top: int, bottom: int) -> Fraction:
    """A number of a formula."""
    return Fraction(int(top), int(bottom))


def product(expression: Mul, numbers: Numbers, arithmetic: Arithmetic) -> Number:
    """The value of a product; zero as soon as one factor is, even beside ln(0): what is absent costs nothing."""
    values, failure = [], None
    for factor in expression.args:
        try:
            value = numbers[factor.name] if factor.is_Symbol else evaluate(factor, numbers, arithmetic)
        except NotReal as error:
            failure = error
            continue
        if not value and not isinstance(value, Decimal):
            return ZERO
        values.append(value)
    if failure is not None:
        raise failure
    return arithmetic.multiply(values)


def special_value(expression: Expr, numbers: Numbers, arithmetic: Arithmetic) -> Number:
    """The value of a function, a choice between cases, or π."""
    if isinstance(expression, Piecewise):
        return evaluate(case(expression, numbers, arithmetic)[0], numbers, arithmetic)
    parts = [evaluate(part, numbers, arithmetic) for part in expression.args]
    if isinstance(expression, Max | Min):
        return max(parts) if isinstance(expression, Max) else min(parts)
    if isinstance(expression, sympy.Abs):
        return size(parts[0])
    if expression is sympy.pi:
        return arithmetic.pi()
    return BY_CLASS[type(expression)].value(arithmetic, parts[0])


def size(value: Number) -> Number:
    """The absolute value; abs(), or a minus, would round a decimal to Python's own 28 digits."""
    return value.copy_abs() if isinstance(value, Decimal) else abs(value)


def case(cases: Piecewise, numbers: Numbers, arithmetic: Arithmetic) -> tuple[Expr, Expr]:
    """The first case whose condition holds: its expression and the condition."""
    for value, condition in cases.args:
        if condition == True or holds(condition, numbers, arithmetic):  # noqa: E712  (SymPy's true)
            return value, condition
    raise ArithmeticError("no case holds")


def holds(condition: Relational, numbers: Numbers, arithmetic: Arithmetic) -> bool:
    """Whether a comparison is true for these numbers."""
    left, right = (evaluate(side, numbers, arithmetic) for side in condition.args)
    return COMPARISONS[type(condition)](left, right)
