"""Formulas in doubles give what exact arithmetic gives, and say where they cannot."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st
from sympy import Symbol

from derive.arithmetic import Arithmetic, NotReal
from derive.evaluate import evaluate
from derive.expression import ONE, from_formula, minus, number, over, plus, power, times
from derive.formula import read_formula
from derive.functions import FUNCTIONS
from derive.training.lowering import Body
from derive.training.syntax import function, name, returned, unpacked
from derive.training.vocabulary import FUNCTIONS as KNOWN
from derive.training.vocabulary import Cancelled

X, Y = Symbol("x"), Symbol("y")
FORMULAS = (
    "x*y - 3*x/y", "1/(1 + exp(-x))", "x**2/(1 + y**2)", "-x**3 + 2*x**4 - x**5", "sqrt(abs(x)) - 1/3", "max(0, x)",
    "min(x, y, 1/2)", "max(x, -x, y)", "x if x > y else exp(x)", "log(1 + exp(x))*pi", "x/abs(y)/2", "2**x", "1/x**2",
    "x if x <= 0 else sqrt(x) if y > 0 else -sqrt(x)", "-(x - y)*(x + y)",
    "erf(x/sqrt(2)) - tanh(y)", "1/sqrt(x**2 + y**2)",
)  # fmt: skip
doubles = st.floats(-5, 5).filter(lambda x: abs(x) > 1e-3)


def computed(expression: sympy.Expr, x: float, y: float) -> float:
    """The expression's value by lines of doubles."""
    body = Body({"x": "v_x", "y": "v_y"})
    body.define("z", expression)
    lines = [*unpacked(["v_x", "v_y"], "numbers"), *body.lines, returned([name(body.symbols["z"])])]
    [value] = function(["numbers"], lines, KNOWN)((x, y))
    assert isinstance(value, float)
    return value


@pytest.mark.parametrize("text", FORMULAS)
@given(x=doubles, y=doubles)
def test_a_formula_in_doubles_is_worth_what_it_is_worth(text: str, x: float, y: float) -> None:
    expression = from_formula(read_formula(text, ("x", "y")), {"x": X, "y": Y})
    try:
        ours = computed(expression, x, y)
    except Cancelled:
        assume(False)
    exact = evaluate(expression, {"x": Fraction(x), "y": Fraction(y)}, Arithmetic(patient=True))
    assert ours == pytest.approx(float(exact), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("x", [-2.5, -0.75, -1e-9, 0.0, 1e-9, 0.3, 0.99, 1.5, 40.0])
def test_every_function_of_the_table_in_doubles(name: str, x: float) -> None:
    row = FUNCTIONS[name]
    try:
        exact = row.value(Arithmetic(), Fraction(x))
    except NotReal:
        with pytest.raises(ValueError):
            row.double(x)
    else:
        assert row.double(x) == pytest.approx(float(exact), rel=1e-14)


@pytest.mark.parametrize("expression", [
    over(ONE, minus(ONE, X)), sympy.log(minus(X, ONE), evaluate=False), over(Y, power(minus(X, ONE), number(2))),
])  # fmt: skip
def test_a_divisor_or_logarithm_that_cancelled_is_refused(expression: sympy.Expr) -> None:
    assert math.isfinite(computed(expression, 1 + 1e-7, 2.0))
    with pytest.raises(Cancelled):
        computed(expression, 1 + 1e-9, 2.0)


def test_a_divisor_that_is_hardly_a_double_is_refused() -> None:
    assert computed(over(ONE, X), 1e-299, 0) == pytest.approx(1e299)
    with pytest.raises(Cancelled):
        computed(over(ONE, X), 1e-301, 0)


@pytest.mark.parametrize("kind", [sympy.Max, sympy.Min])
@pytest.mark.parametrize("x", [-1.0, 1.0, math.nan])
def test_what_is_no_number_is_not_hidden_by_max(kind: type[sympy.Expr], x: float) -> None:
    assert math.isnan(computed(kind(X, Y, evaluate=False), x, math.nan))
    assert math.isnan(computed(kind(Y, X, evaluate=False), x, math.nan))


def test_no_case_that_holds_gives_no_number() -> None:
    cases = sympy.Piecewise((X, sympy.Gt(X, 0, evaluate=False)), (Y, sympy.Lt(X, 0, evaluate=False)), evaluate=False)
    assert (computed(cases, 2.0, 3.0), computed(cases, -2.0, 3.0)) == (2, 3)
    assert math.isnan(computed(cases, 0.0, 3.0))


def test_only_the_case_that_holds_is_computed() -> None:
    logarithm = sympy.log(X, evaluate=False)
    right, left = sympy.Gt(X, 0, evaluate=False), sympy.Le(X, 0, evaluate=False)
    cases = sympy.Piecewise((logarithm, right), (Y, left), evaluate=False)
    assert computed(plus(cases, Y), -1.0, 3.0) == 6
    # what one case computes is not known to what follows it
    assert computed(plus(cases, times(Y, sympy.Abs(X, evaluate=False))), -1.0, 3.0) == 6
    with pytest.raises(ValueError):
        computed(plus(cases, logarithm), -1.0, 3.0)


def test_a_sum_of_thousands_of_terms() -> None:
    assert computed(plus(*[times(X, Y)] * 5000), 0.5, 2.0) == 5000
