"""How numbers are rounded, and the one place that rounds them: half-up of the exact value."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Literal

from derive.arithmetic import Number

Carry = Literal["full", "rounded", "exact"]

LARGE = 7                            # from 10^7 on a number is written with a power of ten
SMALL = -5                           # and below 10^-5, or where its places would all be zero
LONGEST_GIVEN = 16                   # digits of a given number that are printed as they stand
WIDE = Context(prec=5000, Emax=MAX_EMAX, Emin=MIN_EMIN, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Rounding:
    """How results are printed: so many decimal places or significant figures, and what is carried on."""

    digits: int = 4
    unit: Literal["places", "figures"] = "places"
    carry: Carry = "full"


Units = tuple[int, int]              # so many units of this power of ten


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as it is printed: its characters, what they are worth, and whether that is the number itself.

    `text` is "-0.0326", "3.26e-5", "1/3" or "1-5.1e-40", without spaces.
    """

    text: str
    worth: Number | Units
    exact: bool

    @property
    def value(self) -> Number:
        """What the characters are worth."""
        return valued(self.worth)


def valued(found: Number | Units) -> Number:
    """What a rounded number is worth, as a number."""
    return worth(*found) if isinstance(found, tuple) else found


def shown(value: Number, rounding: Rounding, more: int = 0) -> Shown:
    """The value rounded half-up, with `more` digits than usual; tiny and huge numbers with a power of ten."""
    if not value:
        return Shown("0", Fraction(0), isinstance(value, Fraction))
    units, last, with_power = rounded(value, rounding, more)
    exact = not isinstance(value, Decimal) and is_worth(value, units, last)
    return Shown(written(units, last, exact, with_power), (units, last), exact)


def rounded_worth(value: Number, rounding: Rounding) -> Number | Units:
    """What the value is worth once it is rounded, without its characters."""
    return rounded(value, rounding)[:2] if value else Fraction(0)


def rounded(value: Number, rounding: Rounding, more: int = 0) -> tuple[int, int, bool]:
    """The value as so many units of a power of ten, and whether it is written with one; it is not zero."""
    count = rounding.digits + more
    if rounding.unit == "places" and not large(value) and (units := whole_units(value, -count)):
        return units, -count, False
    exponent = magnitude(value)
    units, last = figures(value, exponent, count)
    return units, last, exponent >= LARGE or exponent < SMALL or rounding.unit == "places"


def figures(value: Number, exponent: int, count: int) -> tuple[int, int]:
    """The value rounded to so many significant figures, as units of 10^last."""
    last = exponent - max(count, 1) + 1
    units = whole_units(value, last)
    if len(str(abs(units))) > max(count, 1):  # 0.99996 became 1.0000
        return whole_units(value, last + 1), last + 1
    return units, last


def whole_units(value: Number, last: int) -> int:
    """The value divided by 10^last and rounded to a whole number; a tie goes away from zero, as it is taught."""
    if isinstance(value, Decimal):
        return int(WIDE.to_integral_value(WIDE.scaleb(value, -last)))
    top, bottom = scaled(value, -last)
    units = (2 * abs(top) + bottom) // (2 * bottom)
    return units if top > 0 else -units


def is_worth(value: Fraction, units: int, last: int) -> bool:
    """Whether the value is so many units of 10^last, with nothing left over."""
    top, bottom = scaled(value, -last)
    return top == units * bottom


def scaled(value: Fraction, exponent: int) -> tuple[int, int]:
    """The value times ten to the exponent, as two whole numbers of which it is the ratio."""
    top, bottom = value.as_integer_ratio()
    return (top * 10**exponent, bottom) if exponent >= 0 else (top, bottom * 10**-exponent)


def large(value: Number) -> bool:
    """Whether a number is too large to be written without a power of ten."""
    if isinstance(value, Decimal):
        return value.adjusted() >= LARGE
    top, bottom = value.as_integer_ratio()
    return bool(abs(top) >= bottom * 10**LARGE)


def magnitude(value: Number) -> int:
    """The power of ten of the first digit."""
    if isinstance(value, Decimal):
        return value.adjusted()
    guess = len(str(abs(value.numerator))) - len(str(value.denominator))
    top, bottom = scaled(value, -guess)
    return guess if abs(top) >= bottom else guess - 1


def worth(units: int, last: int) -> Number:
    """What a rounded number is worth: a fraction, unless its power of ten is out of all bounds."""
    if abs(last) < 1000:
        return Fraction(units * 10**last) if last >= 0 else Fraction(units, 10**-last)
    return Decimal((int(units < 0), tuple(map(int, str(abs(units)))), last))


def written(units: int, last: int, exact: bool, with_power: bool) -> str:
    """The characters of units · 10^last; an exact number without zeros at its end."""
    sign, digits = "-" if units < 0 else "", str(abs(units))
    if with_power:
        mantissa = f"{digits[0]}.{digits[1:]}" if len(digits) > 1 else digits
        return f"{sign}{trimmed(mantissa) if exact else mantissa}e{len(digits) - 1 + last}"
    if last >= 0:
        return sign + digits + "0" * last
    digits = digits.rjust(1 - last, "0")
    point = f"{digits[:last]}.{digits[last:]}"
    return sign + (trimmed(point) if exact else point)


def trimmed(decimal: str) -> str:
    """A decimal without zeros, or a point, at its end."""
    return decimal.rstrip("0").rstrip(".") if "." in decimal else decimal


def as_given(value: Fraction) -> Shown | None:
    """A given number exactly as it is worth: 0.4, 1/3, 1e-30; None where that takes more digits than fit."""
    if not value:
        return Shown("0", value, True)
    places = decimal_places(value.denominator)
    if places is None:
        text = f"{value.numerator}/{value.denominator}"
        return Shown(text, value, True) if len(text) <= LONGEST_GIVEN else None
    top, bottom = scaled(value, places)
    units = top // bottom
    digits = str(abs(units))
    if len(digits.rstrip("0")) > LONGEST_GIVEN:
        return None
    exponent = len(digits) - 1 - places  # of the first digit
    return Shown(written(units, -places, True, not SMALL <= exponent < LARGE), value, True)


def as_fraction(value: Fraction, longest: int = LONGEST_GIVEN) -> Shown | None:
    """A rational number as a whole number or a fraction; None where that takes more characters than fit."""
    text = str(value)
    return Shown(text, value, True) if len(text) <= longest else None


def decimal_places(denominator: int) -> int | None:
    """The decimal places of a fraction with this denominator; None where they never end."""
    twos = (denominator & -denominator).bit_length() - 1
    fives, rest = 0, denominator >> twos
    while rest % 5 == 0:
        fives, rest = fives + 1, rest // 5
    return max(twos, fives) if rest == 1 else None
