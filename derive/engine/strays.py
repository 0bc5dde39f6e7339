"""Where rounding on the way leads: the results that one gets who goes on with rounded numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from fractions import Fraction

from sympy import Expr

from derive.arithmetic import Arithmetic, Number
from derive.engine.digits import PATIENT, Digits, Line
from derive.evaluate import evaluate
from derive.rounding import Rounding, Shown, shown, whole_units, worth
from derive.statement import Statement

MOST = 20                            # units of the last place that rounding may be away, on either side
Range = tuple[Number, Number]


class Stepwise(Arithmetic):
    """Every operation rounded as results are: a calculator whose display is written down after each key."""

    def __init__(self, rounding: Rounding) -> None:
        super().__init__(patient=True)
        self.rounding = rounding

    def _written(self, value: Number) -> Number:
        return shown(value, self.rounding).value

    def add(self, terms: Iterable[Number]) -> Number:
        """The sum of the terms."""
        return self._written(super().add(terms))

    def multiply(self, factors: Iterable[Number]) -> Number:
        """The product of the factors."""
        return self._written(super().multiply(factors))

    def power(self, base: Number, exponent: Number) -> Number:
        """The base to the exponent."""
        return self._written(super().power(base, exponent))

    def exp(self, value: Number) -> Number:
        """e to the value."""
        return self._written(super().exp(value))

    def log(self, value: Number) -> Number:
        """The natural logarithm."""
        return self._written(super().log(value))


def strays(statement: Statement, digits: Digits, otherwise: Digits | None = None) -> tuple[Shown, ...]:
    """The results, other than the printed one, that a student gets who rounds what goes into a line, or within it.

    `otherwise` is the same update with its results carried the other way: rounded in place of full.
    """
    line = digits.line(statement)
    if line is None:
        return ()
    right = shown(line.result.value, digits.rounding)
    found = {each.value: each for each in (*carried(statement, otherwise), *stepwise(line, digits.rounding))}
    with suppress(ArithmeticError):  # where an operand may be zero, all is possible
        found |= {each.value: each for each in between(*reach(line, digits, otherwise), right, digits.rounding)}
    if not whole_units(right.value, -digits.rounding.digits):
        found[Fraction(0)] = shown(Fraction(0), digits.rounding)
    return tuple(each for value, each in sorted(found.items()) if value not in (right.value, line.result.value))


def carried(statement: Statement, otherwise: Digits | None) -> Iterator[Shown]:
    """The result of the derivation that is carried the other way."""
    line = otherwise.line(statement) if otherwise else None
    if line is not None:
        yield line.result


def stepwise(line: Line, rounding: Rounding) -> Iterator[Shown]:
    """The result from rounded operands with every operation rounded."""
    operands = line.operands.items()
    values = {id: each.value if each.exact else shown(each.value, rounding).value for id, each in operands}
    with suppress(ArithmeticError):
        yield shown(evaluate(line.formula, values, Stepwise(rounding)), rounding)


def reach(line: Line, digits: Digits, otherwise: Digits | None) -> Range:
    """The least and the greatest value of a line whose operands may all be rounded; each moves it in one direction."""
    ranges = {id: spread(id, digits, otherwise) for id in line.operands}
    least = {id: low for id, (low, _) in ranges.items()}
    most = {id: high for id, (_, high) in ranges.items()}
    for id in line.operands:
        if least[id] != most[id] and falls(line.formula, id, ranges[id], digits.values):
            least[id], most[id] = most[id], least[id]
    return evaluate(line.formula, least, PATIENT), evaluate(line.formula, most, PATIENT)


def falls(formula: Expr, id: str, span: Range, values: Mapping[str, Number]) -> bool:
    """Whether a formula becomes less as one of its operands grows."""
    low, high = (evaluate(formula, {**values, id: end}, PATIENT) for end in span)
    return bool(low > high)


def spread(id: str, digits: Digits, otherwise: Digits | None) -> Range:
    """What an operand may be once it was rounded to the digits of a result, or found from rounded ones."""
    value = digits.values[id]
    other = otherwise.values.get(id, value) if otherwise else value
    slack = Fraction(0) if id in digits.given else half_unit(shown(value, digits.rounding))
    around = [PATIENT.add([each, moved]) for each in (value, other) for moved in (slack, -slack)]
    return min(around), max(around)


def half_unit(number: Shown) -> Number:
    """Half a unit of the last printed place; nothing for a number that was not rounded."""
    if number.exact or not isinstance(number.worth, tuple):
        return Fraction(0)
    return PATIENT.multiply([worth(1, number.worth[1]), Fraction(1, 2)])


def between(low: Number, high: Number, right: Shown, rounding: Rounding) -> Iterator[Shown]:
    """What the values from the least to the greatest are rounded to, at most so many units from the right one."""
    units, last = right.worth if isinstance(right.worth, tuple) else (0, -rounding.digits)
    first = max(whole_units(low, last), units - MOST)
    for other in range(first, min(whole_units(high, last), units + MOST) + 1):
        yield shown(worth(other, last), rounding)
