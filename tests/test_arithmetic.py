"""Fractions stay exact, decimals keep their digits, and a sum that loses too many of them says so."""

from __future__ import annotations

import math
from decimal import Decimal, Inexact
from fractions import Fraction

import mpmath
import pytest

from derive.arithmetic import PRECISIONS, Arithmetic, Exactly, NotReal, Number, PrecisionLost

FEW = Arithmetic(PRECISIONS[0])
THIRD = Fraction(1, 3)


def close(value: Number, wanted: mpmath.mpf, digits: int) -> bool:
    """Whether a decimal has so many true digits."""
    with mpmath.workdps(digits + 20):
        return bool(mpmath.almosteq(mpmath.mpf(str(value)), wanted, mpmath.mpf(10) ** (2 - digits)))


def test_fractions_stay_exact() -> None:
    assert FEW.add([THIRD, Fraction("0.1"), Fraction(-1)]) == Fraction(-17, 30)
    assert FEW.multiply([THIRD, Fraction("0.3")]) == Fraction(1, 10)
    assert FEW.power(Fraction(2, 3), Fraction(-2)) == Fraction(9, 4)
    assert FEW.root(Fraction(9, 16)) == Fraction(3, 4)
    assert FEW.power(Fraction(9, 16), Fraction(1, 2)) == Fraction(3, 4)
    assert (FEW.exp(Fraction(0)), FEW.log(Fraction(1))) == (1, 0)
    assert all(isinstance(value, Fraction) for value in (FEW.exp(Fraction(0)), FEW.log(Fraction(1))))


@pytest.mark.parametrize("digits", PRECISIONS)
@pytest.mark.parametrize("x", ["0.33", "-7.5", "0.001", "25", "-12345"])
def test_e_to_the_x_has_all_its_digits(x: str, digits: int) -> None:
    with mpmath.workdps(digits + 20):
        assert close(Arithmetic(digits).exp(Fraction(x)), mpmath.exp(mpmath.mpf(x)), digits)


@pytest.mark.parametrize("digits", PRECISIONS)
@pytest.mark.parametrize("x", ["0.33", "7.5", "0.00001", "123456"])
def test_the_logarithm_has_all_its_digits(x: str, digits: int) -> None:
    with mpmath.workdps(digits + 20):
        assert close(Arithmetic(digits).log(Fraction(x)), mpmath.log(mpmath.mpf(x)), digits)


def test_other_functions_have_all_their_digits() -> None:
    with mpmath.workdps(80):
        assert close(FEW.special("erf", THIRD), mpmath.erf(mpmath.mpf(1) / 3), 60)
        assert close(FEW.pi(), mpmath.pi, 60)
        assert close(FEW.root(Fraction(2)), mpmath.sqrt(2), 60)
        assert close(FEW.power(Fraction(2), THIRD), mpmath.cbrt(2), 60)


def test_a_sum_that_cancels_too_many_digits_asks_for_more() -> None:
    terms = [FEW.exp(THIRD), -FEW.exp(THIRD + Fraction(1, 10**20))]
    with pytest.raises(PrecisionLost):
        FEW.add(terms)
    assert Arithmetic(60, patient=True).add(terms) != 0


def test_a_sum_that_cancels_entirely_is_zero() -> None:
    many = Arithmetic(1200, patient=True)
    third = many.exp(THIRD)
    half = many.multiply([third, many.power(many.add([third, third]), Fraction(-1))])
    total = many.add([many.multiply([Fraction(2), half]), many.multiply([Fraction(-2), half])])
    assert total == 0
    assert isinstance(total, Fraction)
    assert many.add([many.exp(Fraction(-2000)), Fraction(0)]) > 0


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        (lambda: FEW.power(Fraction(0), Fraction(-1)), "division by zero"),
        (lambda: FEW.power(Fraction(-2), Fraction(1, 2)), "root of a negative"),
        (lambda: FEW.root(Fraction(-1)), "root of a negative"),
        (lambda: FEW.log(Fraction(0)), "logarithm of zero"),
        (lambda: FEW.log(Fraction(-1)), "logarithm of a negative"),
        (lambda: FEW.special("acos", Fraction(2)), "acos"),
    ],
)
def test_what_is_no_real_number_is_refused(operation: object, said: str) -> None:
    with pytest.raises(NotReal, match=said):
        operation()  # type: ignore[operator]


def test_a_fraction_that_grows_too_long_goes_on_as_a_decimal() -> None:
    assert FEW.settle(Fraction(1, 7**10)) == Fraction(1, 7**10)
    settled = FEW.settle(Fraction(1, 7**100))
    assert isinstance(settled, Decimal)
    assert math.isclose(settled, 7.0**-100)


def test_sums_and_products_of_decimals_are_exact_to_the_last_digit() -> None:
    terms = [Decimal("0.1"), Decimal("-3.26e-25"), Fraction(1, 8), Decimal("1e10")]
    assert Exactly().add(terms) == sum(map(Fraction, terms))
    assert Exactly().multiply(terms) == math.prod(map(Fraction, terms))
    assert Exactly().power(Decimal("1.23456789"), Fraction(3)) == Fraction("1.23456789") ** 3


def test_what_does_not_end_as_a_decimal_is_not_exact() -> None:
    third, tenth = Fraction(1, 3), Decimal("0.1")
    exactly = Exactly()
    tries = [
        lambda: exactly.add([third, tenth]), lambda: exactly.multiply([third, tenth]),
        lambda: exactly.power(tenth, Fraction(-1)), lambda: exactly.power(tenth, Fraction(1, 2)),
        lambda: exactly.power(Decimal("1.23456789"), Fraction(10)), lambda: exactly.exp(tenth),
        lambda: exactly.log(tenth), lambda: exactly.root(tenth), lambda: exactly.special("tanh", tenth), exactly.pi,
    ]  # fmt: skip
    for attempt in tries:
        with pytest.raises(Inexact):
            attempt()
