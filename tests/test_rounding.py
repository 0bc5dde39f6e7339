"""Numbers are rounded half-up, as it is taught, and printed so that nothing is lost and nothing is invented."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derive.rounding import Rounding, as_fraction, as_given, shown

PLACES = Rounding(4, "places")
FIGURES = Rounding(3, "figures")

# what a student writes: four places, half up, away from zero
FOUR_PLACES = {
    "0.00005": "0.0001", "0.00015": "0.0002", "0.00025": "0.0003", "-0.00005": "-0.0001", "-0.00015": "-0.0002",
    "0.33": "0.33", "2": "2", "0.5": "0.5", "0": "0", "-0.0": "0", "0.12344": "0.1234", "0.12345": "0.1235",
    "0.99996": "1.0000", "-0.99996": "-1.0000", "1234.56785": "1234.5679", "0.1": "0.1",
    "0.000049": "4.9e-5", "-0.000000001": "-1e-9", "0.00000000123456": "1.235e-9", "1e-30": "1e-30",
    "1e15": "1e15", "12345678": "1.235e7", "-1e7": "-1e7", "9999999": "9999999",
}  # fmt: skip
THREE_FIGURES = {
    "0.12345": "0.123", "0.9996": "1.00", "12345": "12300", "0.00001234": "0.0000123", "0.000001235": "1.24e-6",
    "2": "2", "123456789": "1.23e8", "-0.0125": "-0.0125", "-0.01255": "-0.0126", "9.995": "10.0",
}  # fmt: skip


@pytest.mark.parametrize("value", FOUR_PLACES)
def test_four_places_are_what_a_student_writes(value: str) -> None:
    assert shown(Fraction(value), PLACES).text == FOUR_PLACES[value]


@pytest.mark.parametrize("value", THREE_FIGURES)
def test_three_figures_are_what_a_student_writes(value: str) -> None:
    assert shown(Fraction(value), FIGURES).text == THREE_FIGURES[value]


@pytest.mark.parametrize("value", FOUR_PLACES)
def test_a_decimal_is_rounded_like_the_fraction_it_is_equal_to(value: str) -> None:
    text = shown(Decimal(value), PLACES).text
    assert Fraction(text) == Fraction(FOUR_PLACES[value])


numbers = st.fractions(-(10**9), 10**9) | st.fractions(-1, 1).map(lambda value: value / 10**8)
roundings = st.builds(Rounding, st.integers(1, 9), st.sampled_from(["places", "figures"]))


@given(numbers, roundings)
def test_what_is_printed_is_worth_what_it_says_and_lies_within_half_a_unit(value: Fraction, rule: Rounding) -> None:
    found = shown(value, rule)
    assert Fraction(found.text) == found.value
    assert found.exact == (found.value == value)
    mantissa, _, power = found.text.partition("e")
    places = len(mantissa.partition(".")[2]) - int(power or 0)
    step = Fraction(1, 10) ** places if not found.exact else Fraction(0)
    significant = len(mantissa.replace(".", "").lstrip("-0"))
    if rule.unit == "figures" and not found.exact and significant > rule.digits:
        step *= 10 ** (significant - rule.digits)
    assert abs(found.value - value) <= step / 2


@given(numbers, roundings)
def test_nothing_but_zero_is_printed_as_zero_and_zero_has_no_sign(value: Fraction, rule: Rounding) -> None:
    found = shown(value, rule)
    assert (found.value == 0) == (value == 0)
    assert found.text.startswith("-") == (value < 0)


@given(st.decimals(-(10**6), 10**6, allow_nan=False).filter(lambda value: abs(value) > 0.001), st.integers(1, 8))
def test_more_digits_are_more_of_the_same_number(value: Decimal, more: int) -> None:
    few, many = shown(value, PLACES), shown(value, PLACES, more)
    assert abs(many.value - Fraction(value)) <= abs(few.value - Fraction(value))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction("0.4"), "0.4"), (Fraction(1, 3), "1/3"), (Fraction(-2, 7), "-2/7"), (Fraction("1e-30"), "1e-30"),
        (Fraction(1000), "1000"), (Fraction("12345678.5"), "1.23456785e7"), (Fraction(0), "0"),
        (Fraction("0.1234567890123456"), "0.1234567890123456"), (Fraction(1, 3**40), None),
        (Fraction("0.12345678901234567"), None),
    ],
)  # fmt: skip
def test_a_given_number_stands_as_it_was_given(value: Fraction, text: str | None) -> None:
    found = as_given(value)
    assert (found and found.text) == text
    assert found is None or (found.exact and found.value == value)


def test_a_fraction_is_printed_as_long_as_it_is_short() -> None:
    found = as_fraction(Fraction(22, 7))
    assert found is not None
    assert (found.text, found.exact) == ("22/7", True)
    assert as_fraction(Fraction(1, 3**40)) is None


def test_numbers_far_below_a_double_are_still_rounded() -> None:
    found = shown(Decimal("5.0759588975494567653e-435"), PLACES)
    assert found.text == "5.076e-435"
    assert shown(Decimal("-1.23456e-100000"), PLACES).text == "-1.235e-100000"
    assert not math.isnan(float(found.value))
