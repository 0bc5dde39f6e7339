"""What repeats itself in training: the statements of one update, what it hands on to the next, and its data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import gcd

from derive.engine.backward import backward
from derive.engine.forward import forward
from derive.engine.update import handed_on, update
from derive.errors import InputError
from derive.hyperparameters import UPDATE
from derive.layers import FAMILIES
from derive.problem import Problem
from derive.quantity import RATE, Quantity, before_update, quantity
from derive.statement import Statement
from derive.training.calculation import Calculation, Doubles

PLACES = {                           # where a problem file keeps the numbers of a kind of quantity
    "x": "data.inputs", "y": "data.targets",
    **{kind: f"parameters.{family}" for kind, family in FAMILIES.items()},
    RATE.kind: "training.learning_rate",
}  # fmt: skip


@dataclass(frozen=True)
class Course:
    """One update, to be made again and again: what it computes, what it takes and what it carries on."""

    problem: Problem                              # of the first update alone
    derived: tuple[Statement, ...]                # forward and backward
    updates: tuple[Statement, ...]
    batches: tuple[Problem, ...]                  # of each update, up to the one that takes the first samples again

    @classmethod
    def of(cls, problem: Problem) -> Course:
        """The course of a problem; InputError, naming what is missing, where it has too few numbers."""
        first = problem.update(1, {})
        forth = forward(first)
        course = cls(first, (*forth, *backward(forth, first.parameters)), update(first), batches(problem))
        course.check()
        return course

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """All of the update, each after what it uses."""
        return (*self.derived, *self.updates)

    @cached_property
    def parameters(self) -> tuple[Quantity, ...]:
        """The parameters, frozen ones too."""
        return tuple(self.problem.parameters)

    @cached_property
    def new(self) -> tuple[Quantity, ...]:
        """What an update gives to the next: every X_new."""
        return handed_on(self.updates)

    @cached_property
    def carried(self) -> tuple[Quantity, ...]:
        """What these are in the next update: every X."""
        return tuple(map(before_update, self.new))

    @cached_property
    def start(self) -> Doubles:
        """What is carried into the first update: the given parameters; what an optimizer remembers is zero."""
        return tuple(float(self.problem.given.get(each, 0)) for each in self.carried)

    @cached_property
    def fixed(self) -> tuple[Quantity, ...]:
        """All other numbers that are given: data, frozen parameters, the learning rate."""
        others = set(self.carried)
        return tuple(each for each in self.problem.given if each not in others)

    @cached_property
    def data(self) -> tuple[Doubles, ...]:
        """The values of these in each update."""
        return tuple(tuple(float(batch.given[each]) for each in self.fixed) for batch in self.batches)

    @property
    def taken(self) -> tuple[tuple[Quantity, ...], ...]:
        """What an update takes, by group; its number, where the problem has no number of that name itself."""
        return self.carried, self.fixed, () if UPDATE in self.problem.given else (UPDATE,)

    def inputs(self, carried: Doubles, number: int) -> tuple[Doubles, ...]:
        """The numbers that update `number` takes."""
        counted = (float(number),) * len(self.taken[-1])
        return carried, self.data[(number - 1) % len(self.data)], counted

    def calculation(self, wanted: Sequence[str]) -> Calculation:
        """What computes some quantities of an update."""
        return Calculation.of(self.statements, self.taken, wanted, self.problem)

    def check(self) -> None:
        """InputError where a number is missing, or where nothing learns."""
        known = {each.of.id for each in self.statements} | {each.id for group in self.taken for each in group}
        known -= {each.id for each in self.parameters if each not in self.problem.given}
        needed = [] if RATE in self.problem.given else [RATE.id]
        missing = dict.fromkeys(id for id in (*used(self.statements), *needed) if id not in known)
        if missing:
            held = ", ".join(places(self.problem, missing))
            raise InputError.of(f"training needs numbers for {held}", "add them to the problem")
        if not self.carried:
            why = "all of it is frozen" if self.parameters else "it has no parameters"
            raise InputError.of(f"nothing is there to train: {why}", "give the network what it can learn")


def used(statements: Iterable[Statement]) -> Iterator[str]:
    """The id of every quantity that some statements use."""
    return (id for each in statements for id in each.uses)


def batches(problem: Problem) -> tuple[Problem, ...]:
    """The problem of each update until the samples come round again."""
    samples = problem.samples or 1
    count = samples // gcd(samples, problem.batch_size or samples)
    return tuple(problem.update(number, {}) for number in range(1, count + 1))


def places(problem: Problem, ids: Iterable[str]) -> list[str]:
    """Where a problem file holds the numbers of these quantities, in the order of the file."""
    if problem.graph is not None:
        known = {RATE.id: PLACES[RATE.kind]}
        return [known.get(id, f"parameters.{id}") for id in ids]
    held = PLACES | ({"x": "data.sequence"} if problem.sequence else {})
    found = dict.fromkeys(held.get(quantity(id).kind, id) for id in ids)
    return sorted(found, key=[*held.values(), *found].index)
