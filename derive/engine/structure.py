"""The structure of a problem: all that its statements depend on, so that other numbers need no other statements."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, fields
from functools import lru_cache

from derive.arithmetic import ONE, ZERO, Number
from derive.engine.backward import backward
from derive.engine.forward import forward
from derive.engine.short import add_up, short_way, with_short_forms
from derive.engine.update import update
from derive.hyperparameters import DECAY
from derive.objective import compared
from derive.problem import Problem
from derive.quantity import RATE, Quantity
from derive.statement import Statement

KEPT = 8                             # structures whose statements are remembered
PRINTED = frozenset({"name", "title", "source", "input_names", "notation", "symbols", "rounding", "written"})
SHAPED = tuple(field.name for field in fields(Problem) if field.name not in {"given", *PRINTED})


@dataclass(frozen=True, slots=True)
class Structure:
    """A problem without its numbers, and without what only its pages show."""

    shaped: tuple[Hashable, ...]     # the fields of the problem that say what is derived
    given: tuple[tuple[Quantity, Number], ...]  # what stands in for the numbers that statements ask about

    @classmethod
    def of(cls, problem: Problem) -> Structure:
        """The structure that a problem shares with all that differ from it in numbers alone."""
        return cls(tuple(getattr(problem, name) for name in SHAPED), tuple(stand_ins(problem).items()))

    @property
    def problem(self) -> Problem:
        """The problem to derive for all of this structure."""
        shaped = dict(zip(SHAPED, self.shaped, strict=True))
        return Problem(name="", title="", given=dict(self.given), **shaped)  # type: ignore[arg-type]


def stand_ins(problem: Problem) -> dict[Quantity, Number]:
    """A learning rate where one is given, a decay where weights decay, zeros for targets not 1 in all that must be."""
    found: dict[Quantity, Number] = {RATE: ONE} if RATE in problem.given else {}
    if problem.given.get(DECAY):
        found[DECAY] = ONE
    for sample in problem.judged if short_way(problem) else ():
        pairs = list(compared(problem, sample))
        if not add_up(problem, pairs):
            found |= {target: ZERO for target, _ in pairs}
    return found


@lru_cache(maxsize=KEPT)
def statements(structure: Structure) -> tuple[Statement, ...]:
    """The forward pass, every partial derivative and every update, in symbols."""
    problem = structure.problem
    forth = forward(problem)
    back = backward(forth, (*problem.parameters, *problem.entering))
    return (*with_short_forms(problem, (*forth, *back)), *update(problem))
