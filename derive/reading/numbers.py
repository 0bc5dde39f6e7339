"""Numbers exactly as they are written: 0.4 is 2/5, "1/3" is a third, 1e3 is 1000."""

from __future__ import annotations

import numbers
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from derive.formula.numeral import LARGEST, RANGE, NumeralError, in_range, numeral, shortened
from derive.reading.refused import Refused

QUOTIENT = re.compile(r"([^/]+)/([^/]+)")
MOST_UNITS = 1000
COUNT = "give a whole number: 1, 2, 3 …"

# how a number is written elsewhere -> what to write here
STRANGE = (
    (
        re.compile(r"[+-]?\.?(?:nan|inf|infinity)", re.I),
        "is not a finite number",
        "give a number such as 0.4",
    ),
    (re.compile(r"yes|no|on|off|y|n", re.I), "is a word and no number", "write 1 or 0"),
    (re.compile(r"[0-9]+(?::[0-9.]+)+"), "is a time and no number", "write it like 12.5"),
    (re.compile(r"[+-]?[0-9]+,[0-9]+"), "has a comma", "write a point, like 0.4"),
    (re.compile(r"[+-]?[0-9.]+ ?%"), "is a percentage", "write 0.05 for 5 %"),
    (re.compile(r"[−–][0-9.]+"), "has a dash in place of its minus sign", "write -"),
    (re.compile(r"0[xob][0-9a-f]+", re.I), "is not decimal", "write it in decimal digits"),
)


def exact(value: object) -> Fraction:
    """The exact number that a file or a caller gives; Refused (or NumeralError) where it is none."""
    if isinstance(value, str):
        return from_text(value.strip())
    if isinstance(value, bool) or value is None:
        said = "null" if value is None else str(value).lower()
        raise Refused(f"{said} is not a number", "write it like 0.4, -2 or 1/3")
    if isinstance(value, numbers.Rational):
        return sized(Fraction(int(value.numerator), int(value.denominator)))
    if isinstance(value, float):
        return from_text(float.__repr__(value))
    if isinstance(value, Decimal | numbers.Real):
        return from_text(str(value))
    raise Refused(f"{kind(value)} stands in place of a number", "write it like 0.4, -2 or 1/3")


def kind(value: object) -> str:
    """What a value is, in a reader's words."""
    words = {dict: "a mapping", list: "a list", str: "text", bool: "true or false", type(None): "nothing"}
    other = "a number" if isinstance(value, numbers.Number) else f"a {type(value).__name__}"
    return words.get(type(value), other)


def sized(value: Fraction) -> Fraction:
    """The value, unless it is out of range or has too many digits."""
    if max(abs(value.numerator), value.denominator) > LARGEST:
        raise Refused("the number is out of range", RANGE)
    return in_range(value, str(value))


def from_text(text: str) -> Fraction:
    """The exact value of a decimal or of one over another, such as `1/3`."""
    for pattern, what, cure in STRANGE:
        if pattern.fullmatch(text):
            raise Refused(f"{shortened(text)} {what}", cure)
    parts = QUOTIENT.fullmatch(text)
    if parts is None:
        return numeral(text)
    top, bottom = (numeral(part.strip()) for part in parts.groups())
    if not bottom:
        raise Refused(f"{shortened(text)} divides by zero", "give another denominator")
    return in_range(top / bottom, text)


def whole(value: object) -> int:
    """A whole number; Refused where it is none."""
    try:
        number = exact(value)
    except (Refused, NumeralError) as error:
        raise Refused(error.what, COUNT) from None
    if number.denominator != 1:
        raise Refused(f"{shortened(str(value))} is no whole number", COUNT)
    return int(number)


def up_to(most: int) -> Callable[[object], int]:
    """The reader of a whole number from 1 on, up to a limit."""

    def read(value: object) -> int:
        number = whole(value)
        if not 1 <= number <= most:
            raise Refused(f"{number} is out of range", f"give 1 to {most}")
        return number

    return read


units = up_to(MOST_UNITS)            # how many neurons or inputs there are
