"""The scale of an axis: where a value lies, and which values are marked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from derive.rounding import as_given

DECADES = 2                          # from so many powers of ten on, a scale is logarithmic
STEPS = (1, 2, 5, 10)                # marks stand this far apart, times a power of ten
FLOOR = 1e-16                        # of the highest value: what is lower is drawn there on such a scale
MARGIN = 0.04                        # of a scale, that stays free at both ends


@dataclass(frozen=True, slots=True)
class Tick:
    """A marked value, where it lies between 0 and 1, and how it is written: 0.02 or 1e-3."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The values from `low` to `high`, drawn from 0 to 1."""

    low: float
    high: float
    logarithmic: bool = False

    @classmethod
    def of(cls, values: Iterable[float], logarithmic: bool | None = None) -> Scale:
        """A scale that holds the values: logarithmic, unless told, where none is negative and they span decades."""
        found = sorted(set(values))
        positive = [value for value in found if value > 0]
        if logarithmic or (logarithmic is None and found[0] >= 0 and spans_decades(positive)):
            low = max(positive[0], positive[-1] * FLOOR)
            return cls(*widened(math.log10(low), math.log10(positive[-1])), True)
        return cls(*widened(found[0], found[-1]))

    def at(self, value: float) -> float:
        """Where a value lies: 0 at the low end, 1 at the high one; on a scale of powers, next to nothing lies at 0."""
        if not self.logarithmic:
            return (value - self.low) / (self.high - self.low)
        return max((math.log10(value) - self.low) / (self.high - self.low), 0.0) if value > 0 else 0.0

    def ticks(self, most: int) -> list[Tick]:
        """At most so many marked values, round ones."""
        step = round_step((self.high - self.low) / most, whole=self.logarithmic)
        first, last = math.ceil(Fraction(self.low) / step), math.floor(Fraction(self.high) / step)
        marks = (number * step for number in range(first, last + 1))
        return [Tick((float(mark) - self.low) / (self.high - self.low), self._text(mark)) for mark in marks]

    def _text(self, mark: Fraction) -> str:
        if self.logarithmic:
            return f"1e{mark}"
        shown = as_given(mark)
        return shown.text if shown else f"{float(mark):g}"


def spans_decades(positive: list[float]) -> bool:
    """Whether the last of some ascending numbers is many times the first."""
    return bool(positive) and positive[-1] / positive[0] >= 10**DECADES


def widened(low: float, high: float) -> tuple[float, float]:
    """The two ends with a margin beyond each."""
    room = (high - low) * MARGIN or abs(high) * MARGIN or 1.0
    return low - room, high + room


def round_step(least: float, whole: bool) -> Fraction:
    """The smallest round number that is at least this: 1, 2 or 5 times a power of ten; of whole ones, where asked."""
    power = Fraction(10) ** math.floor(math.log10(least))
    step = next(each * power for each in STEPS if each * power >= Fraction(least))
    return max(step, Fraction(1)) if whole else step


def thinned(values: Sequence[float], most: int) -> list[tuple[int, float]]:
    """The values by their place in the row: all, or of each stretch the lowest and the highest."""
    if len(values) <= most:
        return list(enumerate(values))
    found: set[int] = {0, len(values) - 1}
    stretches = most // 2
    for number in range(stretches):
        stretch = range(number * len(values) // stretches, (number + 1) * len(values) // stretches)
        found |= {min(stretch, key=values.__getitem__), max(stretch, key=values.__getitem__)}
    return [(place, values[place]) for place in sorted(found)]
