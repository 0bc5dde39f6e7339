"""SymPy expressions as they are written by hand: nothing evaluated, the order of terms kept."""

from __future__ import annotations

from fractions import Fraction

import sympy
from sympy import Add, Expr, Mul, Pow, Rational, Symbol

from derive.quantity import Named

ONE = sympy.Integer(1)
MINUS_ONE = sympy.Integer(-1)


def symbol(quantity: Named) -> Symbol:
    """The plain SymPy symbol of a quantity: an identity, named by the id."""
    return Symbol(quantity.id)


def number(value: Fraction | int) -> Rational:
    """An exact SymPy number."""
    return Rational(value) if isinstance(value, int) else Rational(value.numerator, value.denominator)


def plus(*terms: Expr) -> Expr:
    """The sum of the terms, in this order."""
    return terms[0] if len(terms) == 1 else Add(*terms, evaluate=False)


def times(*factors: Expr) -> Expr:
    """The product of the factors, in this order."""
    return factors[0] if len(factors) == 1 else Mul(*factors, evaluate=False)


def negative(term: Expr) -> Expr:
    """Minus the term; a plain number takes the sign itself."""
    if isinstance(term, Rational) and term.p > 0:
        return -term
    return Mul(MINUS_ONE, term, evaluate=False)


def minus(left: Expr, right: Expr) -> Expr:
    """The difference of two terms."""
    return plus(left, negative(right))


def power(base: Expr, exponent: Expr) -> Expr:
    """The base raised to the exponent."""
    return Pow(base, exponent, evaluate=False)


def over(top: Expr, bottom: Expr) -> Expr:
    """The fraction of two expressions."""
    return Mul(top, Pow(bottom, MINUS_ONE, evaluate=False), evaluate=False)
