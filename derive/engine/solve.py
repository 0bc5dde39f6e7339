"""From statements and given numbers to the value of every quantity."""

from __future__ import annotations

import decimal
from collections.abc import Iterable, Mapping

from derive.arithmetic import PRECISIONS, Arithmetic, NotReal, Number, PrecisionLost
from derive.errors import InputError
from derive.evaluate import evaluate
from derive.problem import Problem
from derive.rounding import Rounding, shown
from derive.statement import Statement


def solve(statements: Iterable[Statement], problem: Problem) -> dict[str, Number]:
    """The value of every quantity that has one, by id: exact, or to at least 30 digits, or rounded and carried on.

    InputError where a value is no finite real number.
    """
    statements = tuple(statements)
    given: dict[str, Number] = {quantity.id: value for quantity, value in problem.given.items()}
    for digits in PRECISIONS:
        arithmetic = Arithmetic(digits, patient=digits == PRECISIONS[-1])
        try:
            return in_turn(statements, given, arithmetic, problem.rounding)
        except PrecisionLost:
            continue
    raise AssertionError("the last precision is patient")


def in_turn(
    statements: Iterable[Statement], given: Mapping[str, Number], arithmetic: Arithmetic, rounding: Rounding
) -> dict[str, Number]:
    """Each statement's value from those before it; a quantity that depends on a symbol without a number has none."""
    values = dict(given)
    rounded = rounding.carry == "rounded"
    for statement in statements:
        if all(map(values.__contains__, statement.uses)):
            value = value_of(statement, values, arithmetic)
            values[statement.of.id] = shown(value, rounding).value if rounded else value
    return values


def value_of(statement: Statement, values: Mapping[str, Number], arithmetic: Arithmetic) -> Number:
    """The value of one statement; InputError, naming the quantity, where it is not a finite real number."""
    try:
        return arithmetic.settle(evaluate(statement.formula, values, arithmetic))
    except NotReal as error:
        infinite = "the loss is infinite: " if statement.of.id.startswith("L") else ""
        raise InputError.of(
            f"{infinite}{statement.of} would need {error}", "change the data, the parameters or the functions"
        ) from None
    except (decimal.Overflow, decimal.InvalidOperation):
        raise InputError.of(f"{statement.of} is too large to compute", "use smaller numbers") from None
