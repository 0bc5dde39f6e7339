"""Answers that a page recognises and does not tell: a fence, not a lock, for there are only so many short numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from derive.arithmetic import Number
from derive.engine.digits import Digits
from derive.engine.strays import strays
from derive.rounding import Rounding, Shown, decimal_places, scaled, shown
from derive.statement import Statement

ROUNDS = 5_000                       # of SHA-256 under HMAC: some milliseconds in a browser
CHARACTERS = 16                      # of each hash, and of the page's salt
NAME = 12                            # characters that the name of a question is filled up to
LONGER = 12                          # digits more than printed that somebody may type


@dataclass(frozen=True, slots=True)
class Fence:
    """Hashes the answers of one page, each question with a salt of its own."""

    salt: str

    def hashes(self, question: str, answers: Iterable[str]) -> list[str]:
        """What is kept of the answers to a question, in an order that tells nothing."""
        salt = f"{self.salt}{question:<{NAME}}".encode()
        return sorted(
            hashlib.pbkdf2_hmac("sha256", answer.encode(), salt, ROUNDS).hex()[:CHARACTERS] for answer in answers
        )


def salt(public: str) -> str:
    """The salt of a page: other numbers have another, the same page always the same."""
    return hashlib.sha256(public.encode()).hexdigest()[:CHARACTERS]


def key(number: Shown) -> str:
    """A printed number in the one way in which it is compared: 312e-4, 0 or 1/3."""
    if isinstance(number.worth, tuple):
        units, last = number.worth
    else:
        exact = Fraction(number.worth)
        places = decimal_places(exact.denominator)
        if places is None:
            return str(exact)
        units, last = scaled(exact, places)[0] // exact.denominator, -places
    digits = str(units).rstrip("0")
    return f"{digits}e{last + len(str(units)) - len(digits)}" if units else "0"


def right(value: Number, result: Shown, rounding: Rounding) -> set[str]:
    """The keys of a right answer: the result, and more of its digits where those alone would be rounded elsewhere."""
    usual = shown(value, rounding)
    longer = (shown(value, rounding, more) for more in range(1, LONGER + 1))
    return {key(result), *(key(each) for each in longer if key(shown(each.value, rounding)) != key(usual))}


class Accepted(NamedTuple):
    """The keys of what is right, and of what is but for rounding on the way."""

    right: set[str]
    near: set[str]


def accepted(statement: Statement, digits: Digits, otherwise: Digits | None = None) -> Accepted:
    """What may be answered where the result of a line is asked for; `otherwise` carries results the other way."""
    line = digits.line(statement)
    if line is None:
        return Accepted(set(), set())
    exact = right(digits.values[statement.of.id], line.result, digits.rounding)
    near = {key(each) for each in strays(statement, digits, otherwise)}
    near.add(key(shown(line.result.value, digits.rounding)))  # of a fraction, its decimals
    return Accepted(exact, near - exact)
