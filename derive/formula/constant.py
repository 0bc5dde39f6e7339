"""The value of an expression without variables: exact while it can be, and refused unless finite and real."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from fractions import Fraction

from derive.formula.numeral import LARGEST
from derive.formula.tree import Call, Choice, Comparison, Name, Node, Number
from derive.formula.vocabulary import CIRCLE, HYPERBOLA

Value = Fraction | float
HIGHEST = 64  # the largest constant exponent
BITS = 4000  # of a fraction that is still worth having exactly


class NotFinite(ArithmeticError):
    """A constant that is no finite real number, or too large to be of use."""


def power(base: Value, exponent: Value) -> Value:
    """The base to the exponent; NotFinite where that is too large or not real."""
    if not -HIGHEST <= exponent <= HIGHEST:
        raise NotFinite(f"an exponent beyond {HIGHEST} is out of range")
    if isinstance(base, Fraction) and isinstance(exponent, Fraction) and exponent.denominator == 1:
        size = max(base.numerator.bit_length(), base.denominator.bit_length()) * abs(exponent.numerator)
        if size > BITS:
            raise NotFinite("a power is out of range")
        return Fraction(base**exponent.numerator)
    if base < 0:
        raise NotFinite("a root of a negative number is not real")
    return math.pow(base, exponent)


def total(*terms: Value) -> Value:
    """The sum of the values."""
    return sum(terms, Fraction(0))


OPERATIONS: dict[str, Callable[..., Value]] = {
    "+": total,
    "*": lambda *factors: math.prod(factors, start=Fraction(1)),
    "/": operator.truediv,
    "**": power,
    "neg": operator.neg,
    "abs": abs,
    "max": max,
    "min": min,
    **{name: getattr(math, name) for name in ("exp", "log", "sqrt", "erf", *CIRCLE, *HYPERBOLA)},
}


def constant(node: Node) -> Value | None:
    """The value of a tree, None where it has a variable; NotFinite where it is not a finite real number."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Name):
        return math.pi if node.name == "pi" else None
    if isinstance(node, Comparison | Choice):
        return None
    parts = [constant(part) for part in node.parts]
    if node.function == "/" and parts[1] == 0:
        raise NotFinite("a division by zero is not finite")
    known = [part for part in parts if part is not None]
    return applied(node, known) if len(known) == len(parts) else None


def applied(call: Call, values: list[Value]) -> Value:
    """The value of an operation on known values."""
    try:
        result = OPERATIONS[call.function](*values)
    except ZeroDivisionError:
        raise NotFinite("a division by zero is not finite") from None
    except (ValueError, OverflowError):
        raise NotFinite(f"{call.function} has no finite real value here") from None
    if not math.isfinite(result) or not -LARGEST <= result <= LARGEST:
        raise NotFinite("a constant is out of range")
    return result
