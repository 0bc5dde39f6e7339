"""Numbers at work: exact fractions as long as they stay exact, then decimals of many digits."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow
from fractions import Fraction
from functools import lru_cache, reduce
from typing import NoReturn

import mpmath
from mpmath.ctx_mp import MPContext
from mpmath.libmp import to_rational

Number = Fraction | Decimal

ZERO = Fraction(0)
ONE = Fraction(1)
PRECISIONS = (60, 300, 1200)     # digits, tried in turn until no sum cancels too many of them
SPARE = 15                       # digits that one sum may cancel
CERTAIN = 10                     # a sum that cancels all but this part of its digits is zero
NEXT_TO_ONE = Decimal(10) ** -SPARE
LONGEST = 10**60                 # a fraction with a greater denominator goes on as a decimal
BULKY = 13_000                   # bits, about 4,000 digits: nothing longer is kept exact, even within a formula
SPARED = 10                      # digits more than its own that a function is computed to
NEAR = 10**4                     # numbers of usual size, for which mpmath is several times faster than decimal


class PrecisionLost(ArithmeticError):
    """A sum cancelled so many digits that more of them are needed."""


class NotReal(ArithmeticError):
    """A value is not a finite real number: ln(0), 1/0, the root of a negative number."""


def nearest(value: Number) -> float:
    """The nearest double; infinite where there is none."""
    try:
        return float(value)
    except OverflowError:
        return math.inf


def exact_sum(terms: list[Fraction]) -> Fraction:
    """The sum of fractions, brought to one denominator."""
    if len(terms) == 1:
        return terms[0]
    ratios = [term.as_integer_ratio() for term in terms]
    common = math.lcm(*[below for _, below in ratios])
    return Fraction(sum([above * (common // below) for above, below in ratios]), common)


class Arithmetic:
    """The four operations, powers and roots at one precision; `patient` accepts what cancels."""

    def __init__(self, digits: int = PRECISIONS[0], patient: bool = False) -> None:
        self.digits = digits
        self.patient = patient
        self.context = Context(
            prec=digits, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[InvalidOperation, DivisionByZero, Overflow]
        )

    def decimal(self, value: Number) -> Decimal:
        """The value as a decimal of this precision."""
        if isinstance(value, Decimal):
            return value
        return self._quotient(*value.as_integer_ratio())

    def _quotient(self, top: int, bottom: int) -> Decimal:
        return self.context.divide(Decimal(top), Decimal(bottom))

    def settle(self, value: Number) -> Number:
        """The value, as a decimal once its fraction has grown too long to be of use."""
        if isinstance(value, Fraction) and value.denominator > LONGEST:
            return self.decimal(value)
        return value

    def handy(self, value: Fraction) -> Number:
        """The value, as a decimal where it is a fraction too long to go on with within a formula."""
        bulky = value.numerator.bit_length() > BULKY or value.denominator.bit_length() > BULKY
        return self.decimal(value) if bulky else value

    def add(self, terms: Iterable[Number]) -> Number:
        """The sum of the terms; PrecisionLost where it keeps too few digits."""
        exact: list[Fraction] = []
        rest: list[Decimal] = []
        for term in terms:
            if isinstance(term, Decimal):
                rest.append(term)
            else:
                exact.append(term)
        whole = exact_sum(exact) if exact else ZERO
        return self._add_decimals([self.decimal(whole), *rest] if whole else rest) if rest else self.handy(whole)

    def _add_decimals(self, terms: list[Decimal]) -> Number:
        total = Decimal(0)
        for term in terms:
            total = self.context.add(total, term)
        largest = max([term.adjusted() for term in terms])
        if not self.patient and len(terms) > 1 and (not total or total.adjusted() < largest - SPARE):
            raise PrecisionLost
        if not total or total.adjusted() < largest - self.digits + self.digits // CERTAIN:
            return ZERO
        return total

    def multiply(self, factors: Iterable[Number]) -> Number:
        """The product of the factors."""
        top, bottom, rest = 1, 1, None
        for factor in factors:
            if isinstance(factor, Decimal):
                rest = factor if rest is None else self.context.multiply(rest, factor)
            else:
                above, below = factor.as_integer_ratio()
                top, bottom = top * above, bottom * below
        if rest is None or not top:
            return self.handy(Fraction(top, bottom))
        return rest if top == bottom else self.context.multiply(self._quotient(top, bottom), rest)

    def power(self, base: Number, exponent: Number) -> Number:
        """The base to the exponent, exact where both allow it; NotReal for 1/0 and roots of negatives."""
        if isinstance(exponent, Fraction) and exponent.denominator == 1:
            return self._whole_power(base, exponent.numerator)
        if base < 0 or (not base and exponent < 0):
            raise NotReal("a root of a negative number" if base < 0 else "a division by zero")
        if exponent == Fraction(1, 2):
            return self.root(base)
        return self.context.power(self.decimal(base), self.decimal(exponent))

    def _whole_power(self, base: Number, exponent: int) -> Number:
        if not base and exponent < 0:
            raise NotReal("a division by zero")
        if isinstance(base, Fraction):
            return self.handy(Fraction(base**exponent))
        if exponent == -1:
            return self.context.divide(Decimal(1), base)
        return self.context.power(base, Decimal(exponent))

    def root(self, value: Number) -> Number:
        """The square root, exact for squares of fractions."""
        if value < 0:
            raise NotReal("a root of a negative number")
        if isinstance(value, Fraction):
            top, bottom = math.isqrt(value.numerator), math.isqrt(value.denominator)
            if top * top == value.numerator and bottom * bottom == value.denominator:
                return Fraction(top, bottom)
        return self.context.sqrt(self.decimal(value))

    def exp(self, value: Number) -> Number:
        """e to the value."""
        if value == 0 and isinstance(value, Fraction):
            return ONE
        if -NEAR < value < NEAR:
            return self.special("exp", value)
        return self.context.exp(self.decimal(value))

    def log(self, value: Number) -> Number:
        """The natural logarithm; NotReal for zero and below."""
        if value <= 0:
            raise NotReal("the logarithm of zero" if not value else "the logarithm of a negative number")
        if value == 1 and isinstance(value, Fraction):
            return ZERO
        if isinstance(value, Decimal) and not self.patient and abs(value - 1) < NEXT_TO_ONE:
            raise PrecisionLost  # of 1 + 1e-50 only the last digits count
        exact = self.decimal(value)
        if abs(exact.adjusted()) < NEAR:
            return self.special("log", exact)
        return self.context.ln(exact)

    def special(self, name: str, value: Number) -> Number:
        """Another function of one number, such as tanh or erf, by mpmath with some digits to spare."""
        top, bottom = value.as_integer_ratio()
        functions = many_digits(self.digits + SPARED)
        result = getattr(functions, name)(functions.mpf(top) / bottom)
        if not isinstance(result, functions.mpf) or not functions.isfinite(result):
            raise NotReal(f"{name} outside the numbers it takes")
        return self._nearest(result)

    def pi(self) -> Decimal:
        """The circle's number."""
        return self._nearest(+many_digits(self.digits + SPARED).pi)

    def _nearest(self, value: mpmath.mpf) -> Decimal:
        return self._quotient(*to_rational(value._mpf_))


@lru_cache(maxsize=len(PRECISIONS))
def many_digits(digits: int) -> MPContext:
    """The functions of mpmath, to so many digits."""
    functions = mpmath.mp.clone()
    functions.dps = digits
    return functions


class Exactly(Arithmetic):
    """Sums and products of decimals that end, to their last digit; Inexact for all else."""

    def __init__(self) -> None:
        super().__init__(patient=True)
        self.context.traps[Inexact] = True

    def add(self, terms: Iterable[Number]) -> Number:
        """The sum of the terms."""
        return reduce(self.context.add, map(self.decimal, terms))

    def multiply(self, factors: Iterable[Number]) -> Number:
        """The product of the factors."""
        return reduce(self.context.multiply, map(self.decimal, factors))

    def _whole_power(self, base: Number, exponent: int) -> Number:
        if exponent < 0:
            raise Inexact
        return self.context.power(self.decimal(base), exponent)

    def _no_decimal(self, *_: object) -> NoReturn:
        raise Inexact

    root = exp = log = special = pi = _no_decimal  # type: ignore[assignment]
