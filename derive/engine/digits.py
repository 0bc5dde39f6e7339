"""Which digits a line shows, so that whoever types the printed line into a calculator gets the printed result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, Inexact, InvalidOperation
from fractions import Fraction
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from sympy import Expr

from derive.arithmetic import Arithmetic, Exactly, NotReal, Number
from derive.engine.closed import Closed
from derive.evaluate import case, evaluate, holds
from derive.expression import rebuild
from derive.once import Once
from derive.rounding import Rounding, Shown, as_fraction, as_given, decimal_places, rounded_worth, shown, valued
from derive.statement import Statement, symbols_in

MOST_MORE = 24                       # digits more than usual that an operand may show
NEAR_ZERO = Decimal("0.5")
PATIENT = Arithmetic(patient=True)
EXACTLY = Exactly()
LONGEST_QUOTIENT = 40                # characters of a fraction that is printed only because no decimals do
EXACT = attrgetter("exact")
CLOSE = Fraction(1, 10**9)           # nearer than this to a whole number, an operand is shown as 1 - 5.1e-40


class Line(NamedTuple):
    """A numbers line: the formula, the number printed for each symbol, and the result."""

    formula: Expr                    # with every choice between cases decided
    operands: Mapping[str, Shown]
    result: Shown
    equal: bool                      # whether the line gives the result exactly: = rather than ≈
    cases: tuple[Expr, ...]          # the conditions that decided a choice
    closed: Expr | None              # the exact result in closed form, where it is asked for and short
    forms: Closed                    # the closed forms that operands are printed in

    @property
    def faithful(self) -> bool:
        """Whether every operand is printed exactly: the line equals the formula."""
        return all(map(EXACT, self.operands.values()))


@dataclass(frozen=True)
class Digits:
    """Everything that decides the digits of a line: the values, which of them were given, and the rule."""

    values: Mapping[str, Number]
    given: frozenset[str]
    rounding: Rounding
    closed: Closed

    @cached_property
    def _operands(self) -> Once[int, Once[str, Shown]]:
        return Once(lambda more: Once(lambda id: self.operand(id, more)))

    @cached_property
    def _results(self) -> Once[str, Shown]:
        return Once(lambda id: self.result(self.values[id]))

    def together(self, statements: Sequence[Statement]) -> tuple[Line, ...] | None:
        """The lines of several statements that show each operand with the same digits; None where numbers lack."""
        for more in range(MOST_MORE + 1):
            found = [self.line(statement, more) for statement in statements]
            lines = [line for line in found if line is not None]
            if len(lines) < len(found):
                return None
            if all(shown == self._operands[more][id] for line in lines for id, shown in line.operands.items()):
                return tuple(lines)
        return tuple(lines)

    def line(self, statement: Statement, least: int = 0) -> Line | None:
        """The numbers line of a statement, with at least so many more digits; None where a symbol has no number."""
        id = statement.of.id
        if id not in self.values:
            return None
        formula, cases = decided(statement.formula, self.values) if statement.chooses else (statement.formula, ())
        rounded = self.rounding.carry == "rounded"
        result = self.result(evaluate(formula, self.values, PATIENT)) if rounded else self._results[id]
        ids = used(formula, cases) if cases else statement.uses
        return self._redoable(formula, cases, ids, result, self.closed.get(id), least)

    def result(self, value: Number) -> Shown:
        """How a result is printed: rounded, or as a fraction where exact values are asked for."""
        if self.rounding.carry == "exact" and isinstance(value, Fraction):
            return as_fraction(value) or shown(value, self.rounding)
        return shown(value, self.rounding)

    def _redoable(
        self,
        formula: Expr,
        cases: tuple[Expr, ...],
        ids: Iterable[str],
        result: Shown,
        closed: Expr | None,
        least: int,
    ) -> Line:
        for more in range(least, MOST_MORE + 1):
            shown = self._operands[more]
            operands = {id: shown[id] for id in ids}
            line = Line(formula, operands, result, result.exact, cases, closed, self.closed)
            if line.faithful:  # then nothing is rounded but the result
                return line
            again = self._again(line)
            if again is not None and self._gives(again, result):
                return line._replace(equal=again == result.value) if result.exact else line
        operands = {id: whole(self.values[id]) or self._operands[MOST_MORE][id] for id in ids}
        equal = result.exact and redo(formula, cases, operands) == result.value
        return Line(formula, operands, result, equal, cases, closed, self.closed)

    def _again(self, line: Line) -> Number | None:
        exact = None if line.cases or self.rounding.carry == "exact" else redo_exactly(line.formula, line.operands)
        return redo(line.formula, line.cases, line.operands) if exact is None else exact

    def operand(self, id: str, more: int = 0) -> Shown:
        """How a number is printed where it is put in: given ones as they stand, results with some more digits."""
        value = self.values[id]
        if id in self.closed:
            return Shown("", value, True)
        if not isinstance(value, Decimal):
            whole = as_fraction(value) if self.rounding.carry == "exact" else None
            written = whole or (as_given(value) if id in self.given else None)
            if written is not None:
                return written
        return shown(value, self.rounding, more) if more else self._results[id]

    def _gives(self, value: Number, result: Shown) -> bool:
        """Whether a value would be printed as what the result is worth."""
        if self.rounding.carry == "exact":
            return self.result(value).value == result.value
        found = rounded_worth(value, self.rounding)
        return found == result.worth or valued(found) == result.value


def redo_exactly(formula: Expr, operands: Mapping[str, Shown]) -> Number | None:
    """What the printed line gives where it is nothing but sums and products of decimals; else None."""
    try:
        return evaluate(formula, {id: Decimal(operand.text) for id, operand in operands.items()}, EXACTLY)
    except (Inexact, InvalidOperation, NotReal):
        return None


def redo(formula: Expr, cases: tuple[Expr, ...], operands: Mapping[str, Shown]) -> Number | None:
    """What the printed line gives, from its digits alone; None where it gives no number, or another case."""
    numbers = {id: operand.value for id, operand in operands.items()}
    try:
        if cases and not all(holds(case, numbers, PATIENT) for case in cases):
            return None
        return evaluate(formula, numbers, PATIENT)
    except NotReal:
        return None


def decided(formula: Expr, values: Mapping[str, Number]) -> tuple[Expr, tuple[Expr, ...]]:
    """The formula with every choice between cases made, and the conditions that made it."""
    if formula.is_Piecewise:
        chosen, when = case(formula, values, PATIENT)
        inner, more = decided(chosen, values)
        return inner, (when, *more)
    if not formula.args:
        return formula, ()
    parts = [decided(part, values) for part in formula.args]
    return rebuild(formula, [part for part, _ in parts]), tuple(when for _, found in parts for when in found)


def used(formula: Expr, cases: Iterable[Expr]) -> tuple[str, ...]:
    """The ids of the quantities in a formula and in what decided between its cases."""
    return tuple(dict.fromkeys(id for part in (formula, *cases) for id in symbols_in(part)))


def whole(value: Number) -> Shown | None:
    """A number that no decimals stand for: next to a whole one by its distance, one without end as a fraction."""
    if isinstance(value, Decimal):
        return complement(value)
    return as_fraction(value, LONGEST_QUOTIENT) if decimal_places(value.denominator) is None else None


def complement(value: Number) -> Shown | None:
    """A number next to a whole one, by its distance from it; None for other numbers."""
    if not isinstance(value, Decimal) or not NEAR_ZERO < abs(value) < 1000:
        return None
    whole = round(value)
    distance = Fraction(value) - whole
    if not whole or not distance or abs(distance) > CLOSE:
        return None
    apart = shown(distance, Rounding(6, "figures"))
    sign = "" if distance < 0 else "+"
    return Shown(f"{whole}{sign}{apart.text}", whole + Fraction(apart.value), False)
