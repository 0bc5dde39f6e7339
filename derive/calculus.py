"""The derivative of a user's own formula, rule by rule, in reading order; at a kink it is that of the left side."""

from __future__ import annotations

import sympy
from sympy import Add, Expr, Max, Min, Mul, Piecewise, Pow, Symbol

from derive.expression import MINUS_ONE, ONE, applied, minus, negative, number, over, plus, power, times
from derive.functions import BY_CLASS, TWO

ZERO = number(0)
# What a comparison becomes just left of equality: where its left side rises against its right side, and where it falls.
RISING = {sympy.Gt: sympy.Gt, sympy.Ge: sympy.Gt, sympy.Lt: sympy.Le, sympy.Le: sympy.Le}
FALLING = {sympy.Gt: sympy.Ge, sympy.Ge: sympy.Ge, sympy.Lt: sympy.Lt, sympy.Le: sympy.Lt}


def derivative(expression: Expr, by: Symbol) -> Expr:
    """The derivative of an expression by a symbol, with nothing but zeros and ones tidied away."""
    if expression == by:
        return ONE
    if by not in expression.free_symbols:
        return ZERO
    if isinstance(expression, Add):
        return total([derivative(term, by) for term in expression.args])
    if isinstance(expression, Mul):
        return of_product(list(expression.args), by)
    if isinstance(expression, Pow):
        return of_power(expression.args[0], expression.args[1], by)
    if isinstance(expression, Max | Min | sympy.Abs | Piecewise):
        return of_kinked(expression, by)
    inner = expression.args[0]
    return product(BY_CLASS[type(expression)].slope(inner), derivative(inner, by))


def of_product(factors: list[Expr], by: Symbol) -> Expr:
    """The product rule, or the quotient rule where the last factor is one over something."""
    *rest, last = factors
    if isinstance(last, Pow) and last.args[1] == MINUS_ONE and by in last.free_symbols:
        return of_quotient(times(*rest) if rest else ONE, last.args[0], by)
    return total(
        [product(derivative(factor, by), *(factors[:i] + factors[i + 1 :])) for i, factor in enumerate(factors)]
    )


def of_quotient(top: Expr, bottom: Expr, by: Symbol) -> Expr:
    """(top' · bottom - top · bottom') / bottom²."""
    left = product(derivative(top, by), bottom)
    right = product(top, derivative(bottom, by))
    difference = negative(right) if left == ZERO else left if right == ZERO else minus(left, right)
    return over(difference, power(bottom, TWO))


def of_power(base: Expr, exponent: Expr, by: Symbol) -> Expr:
    """The power rule, with the chain rule; a variable exponent goes through the logarithm."""
    if by not in exponent.free_symbols:
        lower = base if exponent == TWO else power(base, exponent - 1)
        return product(exponent, lower, derivative(base, by))
    log = applied(sympy.log, base)
    return product(power(base, exponent), derivative(product(exponent, log), by))


def of_kinked(expression: Expr, by: Symbol) -> Expr:
    """The slope of a choice, a maximum, a minimum or an absolute value, piece by piece."""
    if isinstance(expression, Piecewise):
        return Piecewise(
            *((derivative(value, by), from_left(when, by)) for value, when in expression.args), evaluate=False
        )
    if isinstance(expression, sympy.Abs):
        return of_size(expression.args[0], by)
    return of_choice(list(expression.args), by, greatest=isinstance(expression, Max))


def from_left(when: Expr, by: Symbol) -> Expr:
    """A comparison, at equality what it is just left of there; as it stands where its sides do not part evenly."""
    if type(when) not in RISING:
        return when
    parting = derivative(minus(*when.args), by).doit()
    table = RISING if parting.is_positive else FALLING if parting.is_negative else {}
    return table.get(type(when), type(when))(*when.args, evaluate=False)


def of_size(inner: Expr, by: Symbol) -> Expr:
    """The slope of an absolute value: the inner slope, with its sign turned below zero and, at zero, made negative."""
    slope = derivative(inner, by)
    return Piecewise(
        (slope, sympy.Gt(inner, 0, evaluate=False)),
        (negative(slope), sympy.Lt(inner, 0, evaluate=False)),
        (least(slope, negative(slope)), sympy.Eq(inner, 0, evaluate=False)),
        evaluate=False,
    )


def least(first: Expr, second: Expr, largest: bool = False) -> Expr:
    """The smaller (or larger) of two slopes, found at once where both are numbers."""
    choose = Max if largest else Min
    known = isinstance(first, sympy.Rational) and isinstance(second, sympy.Rational)
    return choose(first, second) if known else choose(first, second, evaluate=False)


def of_choice(parts: list[Expr], by: Symbol, greatest: bool) -> Expr:
    """The slope of a maximum (or minimum); where two parts meet, the part that holds just left of there has it."""
    largest = Max if greatest else Min
    f, *others = parts
    g = others[0] if len(others) == 1 else largest(*others, evaluate=False)
    slopes = derivative(f, by), derivative(g, by)
    ahead, behind = (sympy.Gt, sympy.Lt) if greatest else (sympy.Lt, sympy.Gt)
    return Piecewise(
        (slopes[0], ahead(f, g, evaluate=False)),
        (slopes[1], behind(f, g, evaluate=False)),
        (least(*slopes, largest=not greatest), sympy.Eq(f, g, evaluate=False)),
        evaluate=False,
    )


def total(terms: list[Expr]) -> Expr:
    """The sum of the terms that are not zero."""
    kept = [term for term in terms if term != ZERO]
    return plus(*kept) if kept else ZERO


def product(*factors: Expr) -> Expr:
    """The product of the factors, without ones; zero where one is."""
    if any(factor == ZERO for factor in factors):
        return ZERO
    kept = [factor for factor in factors if factor not in (ONE, MINUS_ONE)]
    sign = sum(factor == MINUS_ONE for factor in factors) % 2
    whole = times(*kept) if kept else ONE
    return negative(whole) if sign else whole
