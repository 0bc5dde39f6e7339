"""Numbers exactly as written: 0.4 is 2/5, never the binary float next to it."""

from __future__ import annotations

import re
from fractions import Fraction

NUMERAL = re.compile(r"[+-]?(?:([0-9]+)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE]([+-]?[0-9]+))?")
DIGITS = 60
EXPONENT = 300
RANGE = f"stay between 1e-{EXPONENT} and 1e{EXPONENT}"
LARGEST = Fraction(10**EXPONENT)


class NumeralError(ValueError):
    """Text that is no number of use: what is wrong with it, and the cure."""

    def __init__(self, what: str, cure: str = "") -> None:
        self.what = what
        self.cure = cure
        super().__init__(what)


def numeral(text: str) -> Fraction:
    """The exact value of a decimal such as `-0.4` or `1e3`; NumeralError where it is none or out of range."""
    match = NUMERAL.fullmatch(text)
    if match is None:
        raise NumeralError(f"{shortened(text)} is not a number", "write it like 0.4, -2, 1e-3 or 1/3")
    whole, exponent = match.groups()
    if sum(c.isdigit() for c in text.lower().partition("e")[0]) > DIGITS:
        raise NumeralError(f"{shortened(text)} is out of range", f"give at most {DIGITS} digits")
    if whole and len(whole) > 1 and whole.startswith("0"):
        raise NumeralError(f"{text} starts with a zero, which some read as octal", "leave the zero out")
    if exponent and (len(exponent) > 8 or abs(int(exponent)) > EXPONENT):
        raise NumeralError(f"{shortened(text)} is out of range", RANGE)
    return in_range(Fraction(text), text)


def in_range(value: Fraction, text: str) -> Fraction:
    """The value, unless it is too large or too close to zero for any worksheet."""
    if value and not 1 / LARGEST <= abs(value) <= LARGEST:
        raise NumeralError(f"{shortened(text)} is out of range", RANGE)
    return value


def shortened(text: str, length: int = 40) -> str:
    """The text as it can be shown in one line: cut, and with its invisible characters spelt out."""
    cut = text if len(text) <= length else text[: length - 1] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut) or "empty text"
