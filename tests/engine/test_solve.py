"""Hard numbers: saturation, certainty, kinks and tiny results keep their digits and their sense."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import mpmath
import pytest

from derive.derivation import Derivation, backprop
from derive.engine.check import prove
from derive.engine.verdict import objections
from derive.errors import InputError
from derive.reading import read

UNSEEMLY = re.compile(r"nan|inf|-0\.0*(?!\d)|\boo\b|zoo")


def neurons(activation: str, loss: str, z: list[object], targets: list[object]) -> Derivation:
    """One layer without weights to speak of: z is what its biases say."""
    return backprop(read({
        "network": {"inputs": 1, "layers": [{"units": len(z), "activation": activation}]},
        "loss": loss,
        "data": {"inputs": [0], "targets": targets},
        "parameters": {"weights": [[[1]] * len(z)], "biases": [z]},
        "training": {"learning_rate": 0.1},
    }))  # fmt: skip


def seemly(work: Derivation) -> bool:
    """Whether all that is printed is made of finite numbers, and every gradient is proved."""
    texts = [text for equation in work for text in (equation.latex(), equation.text())]
    assert len(texts) > 10
    return not any(map(UNSEEMLY.search, texts)) and not objections(prove(work.problem, work.statements, work.numbers))


def true(value: object, wanted: mpmath.mpf) -> bool:
    """Whether a value has thirty true digits."""
    return bool(mpmath.almosteq(mpmath.mpf(str(Decimal(str(value)))), wanted, mpmath.mpf(10) ** -30))


@pytest.mark.parametrize("loss", ["mse", "binary_cross_entropy"])
@pytest.mark.parametrize("z", [1000, -1000])
def test_a_saturated_sigmoid_keeps_its_digits(z: int, loss: str) -> None:
    work = neurons("sigmoid", loss, [z], [Fraction("0.5")])
    with mpmath.workdps(1000):
        a = 1 / (1 + mpmath.exp(-z))
        assert true(work["da/dz[1][1]"].value, a * (1 - a))
    assert seemly(work)


def test_softmax_of_a_thousand_is_a_distribution() -> None:
    work = neurons("softmax", "cross_entropy", [1000, 0, -1000], [1, 0, 0])
    with mpmath.workdps(1000):
        total = mpmath.exp(1000) + 1 + mpmath.exp(-1000)
        assert true(work["a[1][2]"].value, 1 / total)
        assert true(work["a[1][3]"].value, mpmath.exp(-1000) / total)
        assert true(work["dL/dz[1][2]"].value, 1 / total)
    assert seemly(work)


def test_a_certain_mistake_has_an_infinite_loss() -> None:
    with pytest.raises(InputError, match="the loss is infinite"):
        neurons("linear", "binary_cross_entropy", [0], [1])
    with pytest.raises(InputError, match="the loss is infinite"):
        neurons("linear", "cross_entropy", [0, 1], [1, 0])


def test_a_certain_and_right_answer_costs_nothing() -> None:
    work = neurons("linear", "binary_cross_entropy", [1], [1])
    assert (work["L"].value, work["dL/da[1][1]"].value) == (0, -1)
    assert seemly(work)


@pytest.mark.parametrize("target", [0, 1])
def test_the_slope_of_cross_entropy_after_a_saturated_sigmoid_is_prediction_less_target(target: int) -> None:
    work = neurons("sigmoid", "binary_cross_entropy", [1000 if target else -1000], [target])
    with mpmath.workdps(1000):
        p = 1 / (1 + mpmath.exp(-1000 if target else 1000))
        assert true(work["dL/dz[1][1]"].value, p - target)
    assert seemly(work)


KINKED = {"relu": "0", "leaky_relu": "0.01", "abs(z)": "-1", "max(0, z)": "0", "max(2*z, z)": "1",
          "1 if z >= 0 else 0": "0", "1 if z > 0 else 0": "0", "z if z >= 0 else 3*z": "3"}  # fmt: skip


@pytest.mark.parametrize(("activation", "slope"), KINKED.items())
def test_at_zero_the_slope_is_that_of_the_left_side(activation: str, slope: str) -> None:
    work = neurons(activation, "mse", [0], [1])
    assert work["da/dz[1][1]"].value == Fraction(slope)
    assert seemly(work)


def test_an_absolute_error_of_zero_has_slope_zero() -> None:
    work = neurons("linear", "absolute_error", [1], [1])
    assert work["dL/da[1][1]"].value == 0
    assert seemly(work)


def test_equal_irrational_numbers_make_a_kink_too() -> None:
    work = neurons("max(0, exp(z) - exp(z))", "mse", ["1/3"], [1])
    assert work["a[1][1]"].value == 0
    assert seemly(work)


@pytest.mark.parametrize("z", ["-1e-9", "-0.0", "-0.00004"])
def test_tiny_and_negative_zero_are_never_printed_as_minus_zero(z: str) -> None:
    work = neurons("linear", "squared_error", [z], [0])
    assert seemly(work)
    assert ("-" in work["z[1][1]"].latex().split("=")[-1]) == (Fraction(z) != 0)


def test_huge_and_tiny_numbers_have_a_power_of_ten() -> None:
    work = neurons("linear", "squared_error", ["1e15"], ["1e-30"])
    assert max(map(len, re.findall(r"\d+", " ".join(e.latex() for e in work)))) < 30
    assert work["z[1][1]"].latex().endswith("10^{15}")
