"""Each row's function and slope against SymPy's own, and against what is taught at a kink."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
import sympy
from sympy import Symbol

from derive.activations import ACTIVATIONS
from derive.arithmetic import Arithmetic
from derive.evaluate import evaluate

Z = [Symbol(f"z{k}", real=True) for k in range(3)]
A = [Symbol(f"a{k}") for k in range(3)]
POINTS = [[Fraction(p) for p in point.split()] for point in ("0.33 -0.7 1.5", "-2.25 0.1 -0.4", "7 8 9")]
MANY = Arithmetic(60)

# the functions as textbooks write them, in mpmath
TAUGHT = {
    "linear": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)),
    "tanh": mpmath.tanh,
    "relu": lambda z: max(z, mpmath.mpf(0)),
    "leaky_relu": lambda z: z if z > 0 else z / 100,
    "elu": lambda z: z if z > 0 else mpmath.expm1(z),
    "softplus": lambda z: mpmath.log1p(mpmath.exp(z)),
    "silu": lambda z: z / (1 + mpmath.exp(-z)),
    "gelu": lambda z: z * mpmath.ncdf(z),
}
# left of z = 0, and at it
LEFT = {"relu": "0", "leaky_relu": "0.01", "elu": "1"}


def numbers(point: list[Fraction], name: str) -> dict[str, object]:
    """The pre-activations of a layer and its activations there."""
    before: dict[str, object] = {z.name: value for z, value in zip(Z, point, strict=True)}
    row = ACTIVATIONS[name]
    after = {a.name: evaluate(row.value(Z, k), before, MANY) for k, a in enumerate(A)}  # type: ignore[arg-type]
    return {**before, **after}


def test_every_row_but_softmax_is_taught_here() -> None:
    assert set(ACTIVATIONS) == {*TAUGHT, "softmax"}


@pytest.mark.parametrize("point", POINTS, ids=str)
@pytest.mark.parametrize("name", TAUGHT)
def test_each_function_is_what_is_taught(name: str, point: list[Fraction]) -> None:
    found = numbers(point, name)
    with mpmath.workdps(50):
        for z, a in zip(Z, A, strict=True):
            wanted = TAUGHT[name](mpmath.mpf(found[z.name].numerator) / found[z.name].denominator)  # type: ignore
            value = Fraction(found[a.name])  # type: ignore[arg-type]
            assert mpmath.almosteq(mpmath.mpf(value.numerator) / value.denominator, wanted, mpmath.mpf(10) ** -45)


@pytest.mark.parametrize("point", POINTS, ids=str)
def test_softmax_is_a_distribution_in_the_ratio_of_the_powers(point: list[Fraction]) -> None:
    found = numbers(point, "softmax")
    shares = [found[a.name] for a in A]
    assert abs(Fraction(MANY.add(shares)) - 1) < Fraction(1, 10**50)  # type: ignore[arg-type]
    ratio = Fraction(shares[0]) / Fraction(shares[2])  # type: ignore[arg-type]
    assert abs(ratio / Fraction(MANY.exp(point[0] - point[2])) - 1) < Fraction(1, 10**50)


@pytest.mark.parametrize("point", POINTS, ids=str)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_each_slope_is_sympys_derivative_of_the_function(name: str, point: list[Fraction]) -> None:
    row = ACTIVATIONS[name]
    given = numbers(point, name)
    exact = {z: sympy.Rational(value.numerator, value.denominator) for z, value in zip(Z, point, strict=True)}
    for j in range(3):
        for k in range(3) if row.joint else [j]:
            slope = evaluate(row.slope(Z, A, j, k), given, MANY)  # type: ignore[arg-type]
            wanted = sympy.diff(row.value(Z, j), Z[k]).subs(exact).evalf(50)
            assert abs(sympy.Float(str(MANY.decimal(slope)), 50) - wanted) < sympy.Float("1e-40")


@pytest.mark.parametrize("name", LEFT)
def test_at_a_kink_the_slope_is_that_of_the_left_side(name: str) -> None:
    slope = evaluate(ACTIVATIONS[name].slope(Z, A, 0, 0), {"z0": Fraction(0), "a0": Fraction(0)}, MANY)
    assert slope == Fraction(LEFT[name])
