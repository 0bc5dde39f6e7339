"""The one place that computes: exact, many digits, nothing beside an absent factor."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import mpmath
import pytest
import sympy
from sympy import Symbol

from derive.arithmetic import Arithmetic, NotReal
from derive.evaluate import case, evaluate, holds, size
from derive.expression import minus, negative, number, over, plus, power, times
from derive.functions import FUNCTIONS

X, Y = Symbol("x"), Symbol("y")
MANY = Arithmetic(60)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        (plus(times(X, Y), number(1)), Fraction(7, 6)),
        (minus(X, Y), Fraction(1, 6)),
        (over(X, Y), Fraction(3, 2)),
        (power(X, number(3)), Fraction(1, 8)),
        (negative(X), Fraction(-1, 2)),
        (sympy.Max(X, Y, evaluate=False), Fraction(1, 2)),
        (sympy.Min(X, Y, evaluate=False), Fraction(1, 3)),
        (sympy.Abs(negative(X), evaluate=False), Fraction(1, 2)),
    ],
)
def test_fractions_stay_exact(expression: sympy.Expr, value: Fraction) -> None:
    found = evaluate(expression, {"x": Fraction(1, 2), "y": Fraction(1, 3)}, MANY)
    assert isinstance(found, Fraction)
    assert found == value


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function_is_that_of_mpmath(name: str) -> None:
    at = Fraction(3, 2) if name == "acosh" else Fraction(1, 3)
    found = evaluate(FUNCTIONS[name].of(X, evaluate=False), {"x": at}, MANY)
    with mpmath.workdps(80):
        wanted = getattr(mpmath, name)(mpmath.mpf(at.numerator) / at.denominator)
        assert mpmath.almosteq(mpmath.mpf(str(found)), wanted, mpmath.mpf(10) ** -57)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_slope_of_a_function_is_that_of_sympy(name: str) -> None:
    row, at = FUNCTIONS[name], Fraction(3, 2) if name == "acosh" else Fraction(1, 3)
    found = evaluate(row.slope(X), {"x": at}, MANY)
    wanted = sympy.diff(row.of(X), X).subs(X, sympy.Rational(at.numerator, at.denominator)).evalf(50)
    assert abs(sympy.Float(str(MANY.decimal(found)), 50) - wanted) < sympy.Float("1e-45")


def test_what_is_absent_costs_nothing() -> None:
    nothing = times(X, sympy.log(Y, evaluate=False))
    assert evaluate(nothing, {"x": Fraction(0), "y": Fraction(0)}, MANY) == 0
    assert evaluate(over(X, Y), {"x": Fraction(0), "y": Fraction(0)}, MANY) == 0
    with pytest.raises(NotReal):
        evaluate(nothing, {"x": Fraction(1), "y": Fraction(0)}, MANY)


def test_a_choice_takes_the_first_case_that_holds() -> None:
    cases = sympy.Piecewise((X, sympy.Gt(X, 0)), (Y, sympy.Le(X, 0)), evaluate=False)
    assert case(cases, {"x": Fraction(1)}, MANY) == cases.args[0]
    assert case(cases, {"x": Fraction(0)}, MANY) == cases.args[1]
    assert evaluate(cases, {"x": Fraction(-1), "y": Fraction(5)}, MANY) == 5


@pytest.mark.parametrize(
    ("relation", "true"), [(sympy.Gt, False), (sympy.Ge, True), (sympy.Lt, False), (sympy.Le, True), (sympy.Eq, True),
                           (sympy.Ne, False)],
)  # fmt: skip
def test_each_comparison_of_equal_numbers(relation: type, true: bool) -> None:
    numbers = {"x": Fraction(1, 2), "y": Fraction(2, 4)}
    assert holds(relation(X, Y, evaluate=False), numbers, MANY) is true


def test_absolute_values_keep_all_digits() -> None:
    long = -Decimal("0." + "123456789" * 6)
    assert size(Decimal("-0." + "123456789" * 6)) == Decimal("0." + "123456789" * 6)
    assert long != Decimal("-0." + "123456789" * 6)  # Python's own minus rounds to 28 digits


def test_a_symbol_without_a_number_is_named() -> None:
    with pytest.raises(KeyError, match="y"):
        evaluate(plus(X, Y), {"x": Fraction(1)}, MANY)
