"""Statements compiled once into a function of doubles; where doubles do not suffice, solved as a derivation is."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import FunctionType

from derive.arithmetic import Number, nearest
from derive.engine.solve import solve
from derive.errors import InputError
from derive.problem import Problem
from derive.quantity import Quantity
from derive.rounding import Rounding
from derive.statement import Statement
from derive.training.lowering import Body
from derive.training.syntax import function, name, returned, unpacked
from derive.training.vocabulary import FUNCTIONS

Doubles = tuple[float, ...]
Groups = Sequence[Sequence[Quantity]]


@dataclass(frozen=True)
class Calculation:
    """The values of some quantities from the numbers that are put in, in doubles.

    Doubles do not suffice where they overflow, divide by zero, or cancel what a logarithm or a quotient needs. Then
    the same numbers go through the exact arithmetic of a derivation, and only the results are doubles again.
    """

    statements: tuple[Statement, ...]
    taken: tuple[tuple[Quantity, ...], ...]        # what is put in, by group
    wanted: tuple[str, ...]                        # the ids of what comes out
    problem: Problem
    quick: FunctionType

    @classmethod
    def of(
        cls, statements: Iterable[Statement], taken: Groups, wanted: Sequence[str], problem: Problem
    ) -> Calculation:
        """Compiles what the wanted quantities need of the statements."""
        used = needed(tuple(statements), wanted)
        groups = tuple(map(tuple, taken))
        return cls(used, groups, tuple(wanted), problem, compiled(used, groups, wanted))

    def __call__(self, *numbers: Doubles) -> Doubles:
        """The wanted values, from numbers for each group; InputError where one is no finite double."""
        try:
            found: Doubles = self.quick(*numbers)
        except (ArithmeticError, ValueError):
            return self.exactly(numbers)
        return found if math.isfinite(sum(found)) else self.exactly(numbers)

    def exactly(self, numbers: Sequence[Doubles]) -> Doubles:
        """The same by the arithmetic of a derivation, from exactly these doubles."""
        pairs = zip(itertools.chain(*self.taken), itertools.chain(*numbers), strict=True)
        given = {quantity: Fraction(value) for quantity, value in pairs}
        found = solve(self.statements, replace(self.problem, given=given, rounding=Rounding()))
        return tuple(as_double(id, found[id]) for id in self.wanted)


def as_double(id: str, value: Number) -> float:
    """The nearest double; InputError where there is none."""
    found = nearest(value)
    if math.isinf(found):
        raise InputError.of(f"{id} is too large for a double")
    return found


def needed(statements: Sequence[Statement], wanted: Iterable[str]) -> tuple[Statement, ...]:
    """The statements that the wanted quantities depend on."""
    asked, found = set(wanted), []
    for statement in reversed(statements):
        if statement.of.id in asked:
            asked.update(statement.uses)
            found.append(statement)
    return tuple(reversed(found))


def compiled(statements: Sequence[Statement], taken: Groups, wanted: Sequence[str]) -> FunctionType:
    """The function of doubles that the statements are."""
    fresh = itertools.count()
    names = {quantity.id: f"v{next(fresh)}" for group in taken for quantity in group}
    groups = [f"group{i}" for i in range(len(taken))]
    body = Body(names, fresh=fresh)
    for source, group in zip(groups, taken, strict=True):
        body.lines += unpacked([names[quantity.id] for quantity in group], source)
    for statement in statements:
        body.define(statement.of.id, statement.formula)
    return function(groups, [*body.lines, returned([name(names[id]) for id in wanted])], FUNCTIONS)
