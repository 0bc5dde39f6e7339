"""A calculator that reads printed LaTeX the way a student types it: nothing is shared with the package."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath

Real = Any                           # a Fraction as long as it is exact, else an mpf of 120 digits
DIGITS = 120
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<command>\\(?:operatorname\{[a-z]+\}|left|right|[a-z]+))|(?P<sign>[-+^(){}|,e]))"
)
FUNCTIONS: dict[str, Callable[[mpmath.mpf], mpmath.mpf]] = {
    rf"\{name}": getattr(mpmath, name) for name in "sin cos tan sinh cosh tanh".split()
} | {
    rf"\operatorname{{{name}}}": getattr(mpmath, name) for name in "erf asin acos atan asinh acosh atanh".split()
} | {r"\ln": mpmath.log}  # fmt: skip


class Misprint(Exception):
    """What stands there cannot be typed: a sign after a dot, two numbers side by side, a bracket too many."""


def typed(latex: str) -> Real:
    """What a calculator shows for a printed line; Misprint where it cannot be typed as it stands."""
    with mpmath.workdps(DIGITS):
        calculator = Calculator(latex)
        value = calculator.sum()
        if calculator.next is not None:
            raise Misprint(f"{latex}: {calculator.next!r} is left over")
        return value


def floating(value: Real) -> mpmath.mpf:
    """The value with so many digits that no printed one depends on the last."""
    with mpmath.workdps(DIGITS):
        return mpmath.mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else +value


def combined(exact: Callable[..., Real], left: Real, right: Real) -> Real:
    """An operation on two numbers, exact where both are."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return exact(left, right)
    return exact(floating(left), floating(right))


class Calculator:
    """One line, read from left to right: sums of products of powers."""

    def __init__(self, latex: str) -> None:
        self.latex = latex
        self.tokens = self.scanned()
        self.at = 0

    def scanned(self) -> list[str]:
        tokens, place = [], 0
        text = self.latex.replace(r"\,", " ").replace(r"\bigl", "").replace(r"\bigr", "").rstrip()
        while place < len(text):
            match = TOKEN.match(text, place)
            if match is None:
                raise Misprint(f"{self.latex}: nothing to type at {text[place:]!r}")
            tokens.append(match[0].strip())
            place = match.end()
        return tokens

    @property
    def next(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, *expected: str) -> str:
        found = self.next
        if found is None or (expected and found not in expected):
            raise Misprint(f"{self.latex}: {found!r} where {expected} should be")
        self.at += 1
        return found

    def has(self, token: str) -> bool:
        if self.next == token:
            self.at += 1
            return True
        return False

    def sum(self) -> Real:
        """Terms with signs between them; one minus may stand at the beginning."""
        total = -self.product() if self.has("-") else self.product()
        while self.next in ("+", "-"):
            sign = 1 if self.take() == "+" else -1
            total = combined(lambda left, right, sign=sign: left + sign * right, total, self.product())
        return total

    def product(self) -> Real:
        """Factors with a dot between them, or brackets and roots side by side."""
        value = self.factor()
        while self.next is not None and self.next not in ("+", "-", ")", "}", "|", ",", r"\right"):
            if not self.has(r"\cdot") and (self.next[0].isdigit() or self.next == r"\frac"):
                raise Misprint(f"{self.latex}: {self.next} stands beside a factor without a dot")
            value = combined(lambda left, right: left * right, value, self.factor())
        return value

    def factor(self) -> Real:
        """A power, or what stands alone."""
        base = self.atom()
        if not self.has("^"):
            return base
        exponent = self.braces()
        if isinstance(base, Fraction) and isinstance(exponent, Fraction) and exponent.denominator == 1:
            return base ** int(exponent)
        return mpmath.power(floating(base), floating(exponent))

    def atom(self) -> Real:
        """A number, brackets, a fraction, or a function of something."""
        token = self.take()
        if token[0].isdigit():
            return Fraction(token)
        if token == "(":
            return self.until(")")
        if token in FUNCTIONS:
            return FUNCTIONS[token](floating(self.atom()))
        if token not in self.ATOMS:
            raise Misprint(f"{self.latex}: {token!r} is no number")
        return self.ATOMS[token](self)

    def until(self, end: str) -> Real:
        value = self.sum()
        self.take(end)
        return value

    def braces(self) -> Real:
        self.take("{")
        return self.until("}")

    def fence(self) -> Real:
        """What stands between tall brackets or tall bars."""
        opening = self.take("(", "|")
        value = self.sum()
        self.take(r"\right")
        self.take({"(": ")", "|": "|"}[opening])
        return abs(value) if opening == "|" else value

    def fraction(self) -> Real:
        top = self.braces()
        return combined(lambda above, below: above / below, top, self.braces())

    def root(self) -> Real:
        inner = self.braces()
        if isinstance(inner, Fraction):
            top, bottom = math.isqrt(inner.numerator), math.isqrt(inner.denominator)
            if Fraction(top * top, bottom * bottom) == inner:
                return Fraction(top, bottom)
        return mpmath.sqrt(floating(inner))

    def choice(self, choose: Callable[..., Real]) -> Real:
        end = (r"\right", ")") if self.has(r"\left") else (")",)
        self.take("(")
        values = [self.sum()]
        while self.has(","):
            values.append(self.sum())
        for token in end:
            self.take(token)
        return choose(values, key=floating)

    ATOMS: dict[str, Callable[[Calculator], Real]] = {
        r"\left": fence,
        r"\frac": fraction,
        r"\sqrt": root,
        r"\pi": lambda self: +mpmath.pi,
        "e": lambda self: +mpmath.e,
        r"\max": lambda self: self.choice(max),
        r"\min": lambda self: self.choice(min),
    }
