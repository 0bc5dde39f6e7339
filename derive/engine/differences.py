"""Central differences of the forward pass at many digits: an authority that knows formulas, but no slope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import sympy

from derive.arithmetic import Arithmetic, NotReal, Number
from derive.engine.compose import Composition
from derive.evaluate import evaluate
from derive.rounding import magnitude

WIDEST = 450                         # 10^±450, about e^±1000: the digits do not reach to numbers beyond
TARGET = "y["                        # no formula is differentiated by a target
KINKED = (sympy.Max, sympy.Min, sympy.Abs, sympy.Piecewise)
BEND = Fraction(1, 10**20)           # one-sided slopes that differ by more than this, relatively, make a kink


@dataclass(frozen=True, slots=True)
class Span:
    """How many powers of ten the numbers of a network reach below one and above it."""

    below: int
    above: int

    @classmethod
    def of(cls, numbers: Iterable[Number]) -> Span:
        """The span of some numbers."""
        near = [magnitude(value) for value in numbers if value and not beyond(value)]
        return cls(max(0, -min(near, default=0)), max(0, max(near, default=0)))

    @property
    def step(self) -> Fraction:
        """How far a number is moved: so little that the square of it is lost beside the smallest number."""
        return Fraction(1, 10 ** (40 + self.below + 2 * self.above))

    @property
    def digits(self) -> int:
        """So many that the difference of two forward passes keeps 50 of them."""
        return 140 + 3 * self.below + 4 * self.above


def beyond(value: Number) -> bool:
    """Whether a number is so large or so small that the differences do not reach it."""
    return bool(value) and abs(magnitude(value)) > WIDEST


LEFT, RIGHT, MEAN = "slope of the left side", "slope of the right side", "mean of both sides' slopes"
FIRST = "slope of the first of the largest"


@dataclass(frozen=True, slots=True)
class Kink:
    """A quantity whose formula has no derivative at the number of what it uses, and the slope taken there."""

    of: str
    by: str
    slope: Number
    side: str                        # which side's slope it is
    tied: tuple[str, ...] = ()       # what else the quantity does not follow there, being equal to what it follows


@dataclass(frozen=True)
class Differences:
    """Forward passes through the formulas, with one number a little greater and a little smaller."""

    composition: Composition
    given: Mapping[str, Number]
    span: Span
    means: frozenset[str] = frozenset()  # what takes the mean of both sides as its slope at a kink

    @cached_property
    def step(self) -> Fraction:
        """How far a number is moved to either side."""
        return self.span.step

    @cached_property
    def arithmetic(self) -> Arithmetic:
        """Decimals of so many digits that what moves stands clear of what is rounded."""
        return Arithmetic(self.span.digits, patient=True)

    @cached_property
    def values(self) -> dict[str, Number]:
        """The forward pass at the numbers themselves; what depends on a symbol without a number has none."""
        found = dict(self.given)
        for id, formula in self.composition.formulas.items():
            if all(used in found for used in self.composition.uses[id]):
                found[id] = self.arithmetic.settle(evaluate(formula, found, self.arithmetic))
        return found

    def slope(self, top: str, by: str) -> Number:
        """The partial of `top` by `by`: the difference of two forward passes over the way between them."""
        way = self.composition.way(top, by)
        above, below = (self._moved(way, by, step)[top] for step in (self.step, -self.step))
        return self.over(above, below, 2 * self.step)

    def over(self, above: Number, below: Number, way: Fraction) -> Number:
        """A quotient of differences."""
        rise = self.arithmetic.add([above, self.arithmetic.multiply([Fraction(-1), below])])
        return self.arithmetic.multiply([rise, 1 / way])

    def _moved(self, way: Iterable[str], by: str, step: Fraction) -> dict[str, Number]:
        values = {**self.values, by: self.arithmetic.add([self.values[by], step])}
        for id in way:
            values[id] = self._forward(id, values)
        return values

    def _forward(self, id: str, values: Mapping[str, Number]) -> Number:
        kink = self.kinks.get(id)
        if kink is None:
            return evaluate(self.composition.formulas[id], values, self.arithmetic)
        moved = self.over(values[kink.by], self.values[kink.by], Fraction(1))
        return self.arithmetic.add([self.values[id], self.arithmetic.multiply([kink.slope, moved])])

    @cached_property
    def kinks(self) -> dict[str, Kink]:
        """The quantities on a kink of their formula, by id; forward passes go along the slope taken."""
        ties = {tie.of: tie for tie in map(self._tie, self.composition.formulas) if tie is not None}
        found = (self._kink(id, by) for id, by in self._kinked() if id in self.values and id not in ties)
        return {**ties, **{kink.of: kink for kink in found if kink is not None}}

    def _tie(self, id: str) -> Kink | None:
        """The kink of a largest quantity that is equal to others: it follows the first of them."""
        formula = self.composition.formulas[id]
        if id not in self.values or not isinstance(formula, sympy.Max) or not all(p.is_Symbol for p in formula.args):
            return None
        first, *tied = (used for used in self.composition.uses[id] if self.values[used] == self.values[id])
        return Kink(id, first, Fraction(1), FIRST, tuple(tied)) if tied else None

    def _kinked(self) -> Iterable[tuple[str, str]]:
        for id, formula in self.composition.formulas.items():
            if formula.has(*KINKED):
                yield from ((id, used) for used in self.composition.uses[id] if not used.startswith(TARGET))

    def _kink(self, id: str, by: str) -> Kink | None:
        """The kink, unless the slopes next to the number and a step further on are the same on both sides."""
        (left, left_of), (right, right_of) = (self._beside(id, by, step) for step in (-self.step, self.step))
        if left is None or right is None:
            only = left if right is None else right
            return None if only is None else Kink(id, by, only, LEFT if right is None else RIGHT)
        if not any(self._differ(left, other) for other in (left_of, right_of, right)):
            return None
        if id in self.means:
            mean = self.arithmetic.multiply([self.arithmetic.add([left, right]), Fraction(1, 2)])
            return Kink(id, by, mean, MEAN)
        return Kink(id, by, left, LEFT)

    def _differ(self, left: Number, other: Number | None) -> bool:
        if other is None:
            return True
        gap = self.arithmetic.decimal(self.over(left, other, Fraction(1)))
        return abs(gap) > self.arithmetic.decimal(BEND) * max(Decimal(1), abs(self.arithmetic.decimal(left)))

    def _beside(self, id: str, by: str, step: Fraction) -> tuple[Number | None, Number | None]:
        """The slopes on one side: clear of the number itself, where the formula may jump, and up to it."""
        try:
            once, twice = (self._shifted(id, by, way) for way in (step, 2 * step))
        except NotReal:
            return None, None
        return self.over(twice, once, step), self.over(once, self.values[id], step)

    def _shifted(self, id: str, by: str, step: Fraction) -> Number:
        there = {**self.values, by: self.arithmetic.add([self.values[by], step])}
        return evaluate(self.composition.formulas[id], there, self.arithmetic)
