"""Numbers are taken exactly as they are written, from every kind of source."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from derive.reading.numbers import exact, units, whole

WRITTEN = {
    "0.4": Fraction(2, 5), "1/3": Fraction(1, 3), "-1/3": Fraction(-1, 3), "1 / 3": Fraction(1, 3),
    "1e3": Fraction(1000), "1E-3": Fraction(1, 1000), "+.5": Fraction(1, 2), "2.": Fraction(2),
    "-0": Fraction(0), "0.0": Fraction(0), "00.5": None, "0.25/0.5": Fraction(1, 2), " 7 ": Fraction(7),
    "1e300": Fraction(10**300), "1" * 60: Fraction(int("1" * 60)),
}  # fmt: skip
REFUSED = {
    "nan": "finite", ".nan": "finite", ".inf": "finite", "-inf": "finite", "Infinity": "finite",
    "1.0e+400": "out of range", "1e-301": "out of range", "1e999999999": "out of range",
    "1" * 61: "out of range", "1e300/1e-300": "out of range", "12:30": "a time", "017": "octal",
    "1/0": "divides by zero", "0/0": "divides by zero", "no": "a word", "yes": "a word", "0,4": "comma",
    "5 %": "percentage", "−0.5": "dash", "0x1F": "not decimal", "1_000": "not a number", "": "not a number",
    "1/2/3": "not a number", "٣": "not a number", "1e": "not a number", "--1": "not a number",
    "__import__('os')": "not a number",
}  # fmt: skip


@pytest.mark.parametrize("text", [text for text, value in WRITTEN.items() if value is not None])
def test_written_number_is_exact(text: str) -> None:
    assert exact(text) == WRITTEN[text]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_number_is_refused_with_a_cure(text: str) -> None:
    with pytest.raises(ValueError) as caught:
        exact(text)
    assert REFUSED[text] in caught.value.what  # type: ignore[attr-defined]
    assert caught.value.cure  # type: ignore[attr-defined]


class Single(float):
    """A float that prints itself as arrays of numbers do."""

    def __repr__(self) -> str:
        return f"single({float(self)})"


@pytest.mark.parametrize(
    "value",
    [0.1, Single(0.1), Decimal("0.1"), Fraction(1, 10), sympy.Rational(1, 10), "0.1", "1/10"],
)
def test_numbers_of_python_are_what_they_print(value: object) -> None:
    assert exact(value) == Fraction(1, 10)


@pytest.mark.parametrize("value", [True, None, [1], {"a": 1}, float("nan"), float("inf"), 10**400, 1j, object()])
def test_other_values_of_python_are_refused(value: object) -> None:
    with pytest.raises(ValueError):
        exact(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=20))
def test_any_decimal_is_exact(value: Decimal) -> None:
    assert exact(str(value)) == Fraction(value)


@given(st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: x == 0 or 1e-300 <= abs(x) <= 1e299))
def test_any_float_is_its_shortest_decimal(value: float) -> None:
    assert exact(value) == Fraction(repr(value))
    assert float(exact(value)) == value


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        assert isinstance(exact(text), Fraction)
    except ValueError as error:
        assert error.what  # type: ignore[attr-defined]


@pytest.mark.parametrize("value", ["3", 3, "3.0", "6/2", 3.0])
def test_whole_numbers(value: object) -> None:
    assert whole(value) == 3


@pytest.mark.parametrize("value", ["0", "-1", "2.5", True, "1000000000", "two", None])
def test_a_layer_has_one_to_a_thousand_units(value: object) -> None:
    with pytest.raises(ValueError):
        units(value)
    with pytest.raises(ValueError, match="out of range"):
        units(10**5000)
    assert units("1") == 1
    assert units(1000) == 1000
