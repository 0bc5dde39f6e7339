"""Users' formulas in plain doubles, each number with its slope: forward differentiation, apart from `calculus`."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce

from derive.formula import Formula
from derive.formula.tree import Choice, Comparison, Name, Number, Tree
from derive.witness.rounding_error import Shake, still

NOTHING = float("nan")               # where a formula has no finite value in doubles


@dataclass(frozen=True, slots=True)
class Dual:
    """A number and its slope. Just left of here it is less by a little of its slope, which decides between equals."""

    value: float
    slope: float = 0.0

    @property
    def from_left(self) -> tuple[float, float]:
        """What orders duals just left of here."""
        return self.value, -self.slope


def plus(*terms: Dual) -> Dual:
    """The sum rule."""
    return Dual(sum(each.value for each in terms), sum(each.slope for each in terms))


def times(*factors: Dual) -> Dual:
    """The product rule."""
    return reduce(lambda f, g: Dual(f.value * g.value, f.slope * g.value + f.value * g.slope), factors)


def over(top: Dual, bottom: Dual) -> Dual:
    """The quotient rule."""
    quotient = top.value / bottom.value
    return Dual(quotient, (top.slope - quotient * bottom.slope) / bottom.value)


def raised(base: Dual, exponent: Dual) -> Dual:
    """The power rule, in the exponent too where it varies."""
    value, slope = math.pow(base.value, exponent.value), 0.0
    if base.slope and exponent.value:
        slope += exponent.value * math.pow(base.value, exponent.value - 1.0) * base.slope
    if exponent.slope:
        slope += value * math.log(base.value) * exponent.slope
    return Dual(value, slope)


def size(x: Dual) -> Dual:
    """The absolute value, turned where x is negative just left of here."""
    return Dual(abs(x.value), x.slope if x.from_left > (0.0, 0.0) else -x.slope)


def greatest(*parts: Dual) -> Dual:
    """The part that is greatest just left of here."""
    return max(parts, key=lambda each: each.from_left)


def least(*parts: Dual) -> Dual:
    """The part that is least just left of here."""
    return min(parts, key=lambda each: each.from_left)


def of_one(value: Callable[[float], float], slope: Callable[[float], float]) -> Callable[[Dual], Dual]:
    """The chain rule for a function of one number."""
    return lambda x: Dual(value(x.value), slope(x.value) * x.slope if x.slope else 0.0)


FUNCTIONS: dict[str, Callable[..., Dual]] = {
    "+": plus,
    "*": times,
    "/": over,
    "**": raised,
    "neg": lambda x: Dual(-x.value, -x.slope),
    "abs": size,
    "max": greatest,
    "min": least,
    "exp": of_one(math.exp, math.exp),
    "log": of_one(math.log, lambda x: 1.0 / x),
    "sqrt": of_one(math.sqrt, lambda x: 0.5 / math.sqrt(x)),
    "sin": of_one(math.sin, math.cos),
    "cos": of_one(math.cos, lambda x: -math.sin(x)),
    "tan": of_one(math.tan, lambda x: 1.0 / math.cos(x) ** 2),
    "asin": of_one(math.asin, lambda x: 1.0 / math.sqrt((1.0 - x) * (1.0 + x))),
    "acos": of_one(math.acos, lambda x: -1.0 / math.sqrt((1.0 - x) * (1.0 + x))),
    "atan": of_one(math.atan, lambda x: 1.0 / (1.0 + x * x)),
    "sinh": of_one(math.sinh, math.cosh),
    "cosh": of_one(math.cosh, math.sinh),
    "tanh": of_one(math.tanh, lambda x: (2.0 * math.exp(-abs(x)) / (1.0 + math.exp(-2.0 * abs(x)))) ** 2),
    "asinh": of_one(math.asinh, lambda x: 1.0 / math.hypot(1.0, x)),
    "acosh": of_one(math.acosh, lambda x: 1.0 / math.sqrt((x - 1.0) * (x + 1.0))),
    "atanh": of_one(math.atanh, lambda x: 1.0 / ((1.0 - x) * (1.0 + x))),
    "erf": of_one(math.erf, lambda x: 2.0 / math.sqrt(math.pi) * math.exp(-x * x)),
}
SIGNS: dict[str, Callable[[float, float], bool]] = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le,
}  # fmt: skip


def differentiated(formula: Formula, by: str, values: Mapping[str, float], shake: Shake = still) -> Dual:
    """The value of a formula and its slope by one variable; not numbers where doubles do not reach."""
    given = {name: Dual(value, 1.0 if name == by else 0.0) for name, value in values.items()}
    try:
        return dual(formula.tree, {"pi": Dual(math.pi), **given}, shake)
    except (ArithmeticError, ValueError):
        return Dual(NOTHING, NOTHING)


def dual(tree: Tree, given: Mapping[str, Dual], shake: Shake) -> Dual:
    """The value and slope of a tree; `shake` stands for the rounding of every operation."""
    if isinstance(tree, Number):
        return Dual(float(tree.value))
    if isinstance(tree, Name):
        return given[tree.name]
    if isinstance(tree, Choice):
        return chosen(tree, given, shake)
    found = FUNCTIONS[tree.function](*(dual(part, given, shake) for part in tree.parts))
    return Dual(float(shake(found.value)), float(shake(found.slope)))


def chosen(choice: Choice, given: Mapping[str, Dual], shake: Shake) -> Dual:
    """The value of the branch that holds here, and the slope of the one that holds just left of here."""
    here, left = sides(choice.when, given, shake)
    at, before = (dual(choice.yes if holds else choice.no, given, shake) for holds in (here, left))
    return Dual(at.value, before.slope)


def sides(when: Comparison, given: Mapping[str, Dual], shake: Shake) -> tuple[bool, bool]:
    """Whether a comparison holds here, and whether it holds just left of here."""
    first, second = dual(when.left, given, shake), dual(when.right, given, shake)
    here = SIGNS[when.sign](first.value, second.value)
    if first.value != second.value or first.slope == second.slope:
        return here, here
    return here, SIGNS[when.sign](second.slope, first.slope)
