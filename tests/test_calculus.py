"""The derivative of a user's formula is SymPy's, and at a kink that of the left side."""

from __future__ import annotations

from fractions import Fraction

import sympy
from hypothesis import given
from hypothesis import strategies as st
from sympy import Expr, Symbol

from derive.arithmetic import Arithmetic
from derive.calculus import derivative
from derive.evaluate import evaluate
from derive.expression import minus, negative, number, over, plus, power, times
from derive.functions import FUNCTIONS

Z = Symbol("z", real=True)
MANY = Arithmetic(60, patient=True)
SMOOTH = ["exp", "sin", "cos", "atan", "tanh", "erf", "asinh", "sinh"]

leaves = st.one_of(st.just(Z), st.integers(1, 5).map(number), st.just(number(Fraction(1, 3))))


def grown(parts: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """Expressions made of smaller ones; what is divided by is never zero."""
    return st.one_of(
        st.builds(plus, parts, parts),
        st.builds(minus, parts, parts),
        st.builds(times, parts, parts),
        st.builds(negative, parts),
        st.builds(lambda top, bottom: over(top, plus(number(2), power(bottom, number(2)))), parts, parts),
        st.builds(power, parts, st.integers(2, 4).map(number)),
        st.builds(lambda name, x: FUNCTIONS[name].of(x, evaluate=False), st.sampled_from(SMOOTH), parts),
    )


formulas = st.recursive(leaves, grown, max_leaves=6)


@given(formulas, st.fractions(-2, 2, max_denominator=20))
def test_the_derivative_of_any_formula_is_sympys(formula: Expr, at: Fraction) -> None:
    ours = evaluate(derivative(formula, Z), {"z": at}, MANY)
    theirs = evaluate(difference(formula, at), {}, MANY)
    assert abs(Fraction(ours) - Fraction(theirs)) <= Fraction(1, 10**25) * max(1, abs(Fraction(theirs)))


def difference(formula: Expr, at: Fraction) -> Expr:
    """SymPy's derivative at a number, to fifty digits."""
    value = sympy.diff(formula, Z).subs(Z, sympy.Rational(at.numerator, at.denominator))
    exact = Fraction(str(sympy.N(value, 50)))
    return number(exact)


def slope(formula: Expr, at: str) -> Fraction:
    """The value of the derivative."""
    return Fraction(evaluate(derivative(formula, Z), {"z": Fraction(at)}, MANY))


def test_a_maximum_has_the_slope_of_the_part_that_holds() -> None:
    relu = sympy.Max(number(0), Z, evaluate=False)
    assert [slope(relu, at) for at in ("-1", "0", "1")] == [0, 0, 1]
    lowest = sympy.Min(number(0), Z, evaluate=False)
    assert [slope(lowest, at) for at in ("-1", "0", "1")] == [1, 1, 0]
    double = times(number(2), Z)
    assert [slope(sympy.Max(Z, double, evaluate=False), at) for at in ("-1", "0", "1")] == [1, 1, 2]
    assert [slope(sympy.Min(Z, double, evaluate=False), at) for at in ("-1", "0", "1")] == [2, 2, 1]


def test_an_absolute_value_has_the_slope_of_its_left_side_at_zero() -> None:
    size = sympy.Abs(Z, evaluate=False)
    assert [slope(size, at) for at in ("-1", "0", "1")] == [-1, -1, 1]
    falling = sympy.Abs(minus(number(1), Z), evaluate=False)
    assert [slope(falling, at) for at in ("0", "1", "2")] == [-1, -1, 1]


def test_a_choice_is_differentiated_case_by_case() -> None:
    cases = sympy.Piecewise((times(Z, Z), sympy.Gt(Z, 0)), (negative(Z), sympy.Le(Z, 0)), evaluate=False)
    assert [slope(cases, at) for at in ("-2", "0", "3")] == [-1, -1, 6]


def test_the_order_of_factors_is_kept() -> None:
    assert str(derivative(plus(times(number(3), Z), number(7)), Z)) == "3"
    product = derivative(times(Z, sympy.exp(Z, evaluate=False)), Z)
    assert product.args[0] == sympy.exp(Z)
