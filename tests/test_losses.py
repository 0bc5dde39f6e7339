"""Each row's share and slope against SymPy's own derivative, and the losses against their definitions."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from sympy import Symbol

from derive.arithmetic import Arithmetic
from derive.derivation import backprop
from derive.evaluate import evaluate
from derive.losses import LOSSES
from derive.reading import read

Y, A = Symbol("y", real=True), Symbol("a", real=True)
MANY = Arithmetic(60)
POINTS = [(Fraction(y), Fraction(a)) for y, a in (("0.3", "0.8"), ("0.9", "0.25"), ("1", "0.5"))]
FAR = [(Fraction(3), Fraction("-0.5")), (Fraction(-2), Fraction("1.5"))]  # errors greater than one

# the sum over two outputs (0.7, 0.2) with the targets (1, 0), worked out by hand
BY_HAND = {
    "mse": "0.065",                  # (0.3² + 0.2²) / 2
    "squared_error": "0.13",
    "half_squared_error": "0.065",
    "absolute_error": "0.5",
    "huber": "0.065",
}


@pytest.mark.parametrize("name", LOSSES)
def test_each_slope_is_sympys_derivative_of_the_share(name: str) -> None:
    row = LOSSES[name]
    for y, a in POINTS + (FAR if name in {"huber", "absolute_error", "mse"} else []):
        slope = evaluate(row.slope(Y, A, 3), {"y": y, "a": a}, MANY)
        exact = {symbol: sympy.Rational(v.numerator, v.denominator) for symbol, v in ((Y, y), (A, a))}
        wanted = sympy.diff(row.share(Y, A, 3), A).subs(exact).evalf(50)
        assert abs(sympy.Float(str(MANY.decimal(slope)), 50) - wanted) < sympy.Float("1e-45"), (y, a)


@pytest.mark.parametrize("name", BY_HAND)
def test_each_loss_of_two_outputs_is_what_is_found_by_hand(name: str) -> None:
    work = backprop(read({
        "network": {"inputs": 2, "layers": [{"units": 2, "activation": "linear", "bias": "none"}]},
        "loss": name,
        "data": {"inputs": [0.7, 0.2], "targets": [1, 0]},
        "parameters": {"weights": [[[1, 0], [0, 1]]], "biases": [None]},
    }))  # fmt: skip
    assert work["L"].value == Fraction(BY_HAND[name])
    assert work["L[1]"].value + work["L[2]"].value == work["L"].value  # type: ignore[operator]


def test_huber_grows_in_a_line_beyond_an_error_of_one() -> None:
    share = LOSSES["huber"].share(Y, A, 1)
    worth = [evaluate(share, {"y": Fraction(0), "a": Fraction(a)}, MANY) for a in (1, 2, 3, -3)]
    assert worth == [Fraction(1, 2), Fraction(3, 2), Fraction(5, 2), Fraction(5, 2)]


def test_an_absolute_error_of_zero_has_slope_zero() -> None:
    assert evaluate(LOSSES["absolute_error"].slope(Y, A, 1), {"y": Fraction(2), "a": Fraction(2)}, MANY) == 0


def test_only_output_needs_no_targets() -> None:
    assert [name for name, row in LOSSES.items() if not row.targets] == ["output"]
