"""The numbers at which a problem is checked: its own, or drawn ones in the place of symbols."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from derive.arithmetic import Number
from derive.engine.compose import Composition
from derive.engine.solve import solve
from derive.errors import InputError
from derive.problem import Problem
from derive.quantity import Partial, Quantity, quantity
from derive.rounding import Rounding
from derive.statement import Statement

DRAWN = 3                            # points at which symbols are tried
TRIES = 60                           # draws, since a loss may be infinite at some of them
PRIME = 97                           # denominator of drawn numbers, so that none lies on a kink


@dataclass(frozen=True, slots=True)
class Point:
    """The given numbers, and the value of every quantity that follows from them, unrounded."""

    given: Mapping[str, Number]
    numbers: Mapping[str, Number]


def points(
    problem: Problem, statements: tuple[Statement, ...], numbers: Mapping[str, Number]
) -> list[Point]:
    """The problem's own numbers, or three drawn points where some of them are symbols."""
    missing = symbols(problem, statements)
    if missing:
        return drawn(problem, statements, missing)
    carried = problem.rounding.carry == "rounded"
    return [at(problem, statements) if carried else Point(by_id(problem), numbers)]


def symbols(problem: Problem, statements: Iterable[Statement]) -> list[Quantity]:
    """The inputs, targets and parameters that have no number."""
    composition = Composition.of(statements)
    used = dict.fromkeys(id for ids in composition.uses.values() for id in ids)
    used |= dict.fromkeys(each.of.by.id for each in statements if isinstance(each.of, Partial))  # some nothing uses
    given = by_id(problem)
    return [quantity(id) for id in used if id not in composition.formulas and id not in given]


def drawn(problem: Problem, statements: tuple[Statement, ...], missing: Iterable[Quantity]) -> list[Point]:
    """Points with seeded numbers for symbols, targets between 0 and 1; InputError where none is finite."""
    found, missing = [], tuple(missing)
    for seed in range(TRIES):
        chance = random.Random(seed)
        least = {each: 1 if each.kind == "y" else 1 - PRIME for each in missing}
        extra = {each: Fraction(chance.randint(low, PRIME - 1), PRIME) for each, low in least.items()}
        try:
            found.append(at(replace(problem, given={**problem.given, **extra}), statements))
        except InputError:
            continue
        if len(found) == DRAWN:
            return found
    what = "no numbers that were tried for the symbols give a finite loss"
    raise InputError.of(what, "give numbers for the data and parameters")


def at(problem: Problem, statements: tuple[Statement, ...]) -> Point:
    """The point of a problem's given numbers."""
    return Point(by_id(problem), solve(statements, replace(problem, rounding=Rounding())))


def by_id(problem: Problem) -> dict[str, Number]:
    """The given numbers by id."""
    return {each.id: value for each, value in problem.given.items()}
