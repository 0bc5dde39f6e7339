"""The number an expression has, once every symbol in it has one: the one place that computes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from operator import itemgetter

import sympy
from sympy import Expr, Max, Min, Piecewise
from sympy.core.relational import Relational

from derive.arithmetic import ZERO, Arithmetic, NotReal, Number
from derive.functions import BY_CLASS

Numbers = Mapping[str, Number]
Evaluation = Callable[[Numbers, Arithmetic], Number]
KEPT = 8192                          # expressions whose way of evaluation is remembered
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
    return known(expression)(numbers, arithmetic)


@lru_cache(maxsize=KEPT)
def known(expression: Expr) -> Evaluation:
    """How an expression is evaluated, found out once for all numbers that its symbols may have."""
    return evaluation(expression)


def evaluation(expression: Expr) -> Evaluation:
    """How an expression is evaluated."""
    if expression.is_Symbol:
        name = expression.name
        return lambda numbers, arithmetic: numbers[name]
    if expression.is_Mul:
        return product(expression.args)
    if expression.is_Add:
        terms = parts(expression)
        return lambda numbers, arithmetic: arithmetic.add([term(numbers, arithmetic) for term in terms])
    if expression.is_Rational:
        constant = Fraction(int(expression.p), int(expression.q))
        return lambda numbers, arithmetic: constant
    if expression.is_Pow:
        base, exponent = parts(expression)
        return lambda numbers, arithmetic: arithmetic.power(base(numbers, arithmetic), exponent(numbers, arithmetic))
    return special_value(expression)


def parts(expression: Expr) -> tuple[Evaluation, ...]:
    """How each part of an expression is evaluated."""
    return tuple(map(evaluation, expression.args))


def product(factors: tuple[Expr, ...]) -> Evaluation:
    """How a product is evaluated: zero as soon as one factor is, even beside ln(0): what is absent costs nothing."""
    names = [factor.name for factor in factors if factor.is_Symbol]
    if len(names) == len(factors):
        values_of = itemgetter(*names)
        return lambda numbers, arithmetic: multiplied(values_of(numbers), arithmetic)
    each = tuple(map(evaluation, factors))

    def value(numbers: Numbers, arithmetic: Arithmetic) -> Number:
        values, failure = [], None
        for factor in each:
            try:
                found = factor(numbers, arithmetic)
            except NotReal as error:
                failure = error
                continue
            if not found and not isinstance(found, Decimal):
                return ZERO
            values.append(found)
        if failure is not None:
            raise failure
        return arithmetic.multiply(values)

    return value


def multiplied(values: Sequence[Number], arithmetic: Arithmetic) -> Number:
    """The product of numbers; zero where one of them is exactly that."""
    if not all(values) and any(not value and not isinstance(value, Decimal) for value in values):
        return ZERO
    return arithmetic.multiply(values)


def special_value(expression: Expr) -> Evaluation:
    """How a function, a choice between cases, or π is evaluated."""
    if isinstance(expression, Piecewise):
        return lambda numbers, arithmetic: evaluate(case(expression, numbers, arithmetic)[0], numbers, arithmetic)
    if expression is sympy.pi:
        return lambda numbers, arithmetic: arithmetic.pi()
    each = parts(expression)
    if isinstance(expression, Max | Min):
        best = max if isinstance(expression, Max) else min
        return lambda numbers, arithmetic: best(part(numbers, arithmetic) for part in each)
    (inner,) = each
    if isinstance(expression, sympy.Abs):
        return lambda numbers, arithmetic: size(inner(numbers, arithmetic))
    function = BY_CLASS[type(expression)].value
    return lambda numbers, arithmetic: function(arithmetic, inner(numbers, arithmetic))


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
