"""The loop of every textbook: update after update, until the loss is small enough or so many are made."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from itertools import chain

from derive.errors import Fault, InputError
from derive.problem import Problem
from derive.quantity import LOSS, gradient
from derive.training.calculation import Calculation, Doubles
from derive.training.course import Course
from derive.training.record import Moment, Training

USUAL = 1_000                        # updates, where neither their number nor a loss is asked for
LIMIT = 100_000                      # updates on the way to a loss, where no other number is asked for
MOST = 1_000_000
CLOSELY = frozenset(10**power for power in range(7))  # the updates, besides the last, that are looked at closely

Watch = Callable[[int], None]


def train(
    problem: Problem, steps: int | None = None, until: float | None = None, watch: Watch | None = None
) -> Training:
    """Updates the parameters `steps` times, or until the loss is at or below `until`, whichever comes first.

    Without either 1,000 times; with `until` alone at most 100,000 times. `watch` is told the number of updates made,
    after each. InputError where numbers are missing, or, naming the update, where a value is no finite number.
    """
    return Run(problem, allowed(steps, until), until, watch).training()


def allowed(steps: int | None, until: float | None) -> int:
    """How many updates may be made."""
    if until is not None and not math.isfinite(until):
        raise InputError.of(f"{until} is no loss to stop at", "give a number such as 0.01")
    if steps is None:
        return USUAL if until is None else LIMIT
    if not 1 <= steps <= MOST:
        raise InputError.of(f"{steps} updates cannot be made", f"ask for 1 to {MOST:,}")
    return steps


class Run:
    """One run of the loop, with what it notes down on its way."""

    def __init__(self, problem: Problem, limit: int, until: float | None, watch: Watch | None) -> None:
        self.problem, self.limit, self.until, self.watch = problem, limit, until, watch
        self.course = Course.of(problem)
        self.whole = self.course if problem.batch_size is None else Course.of(replace(problem, batch_size=None))
        self.losses: list[float] = []
        self.moments: dict[int, Moment] = {}

    def training(self) -> Training:
        """Goes all the way, and tells what came out."""
        before = carried = self.course.start
        try:
            self._measure(carried)
            while len(self.losses) <= self.limit and (self.until is None or self.losses[-1] > self.until):
                before, carried = carried, self._step(carried)
            if len(self.losses) > 1:
                self._look(len(self.losses) - 1, before)
        except InputError as error:
            raise self._diverged(error) from None
        return self._told(carried)

    def _step(self, carried: Doubles) -> Doubles:
        """One update, and the loss after it."""
        number = len(self.losses)
        if number in CLOSELY:
            self._look(number, carried)
        new = self._update(*self.course.inputs(carried, number))
        self._measure(new)
        if self.watch is not None:
            self.watch(number)
        return new

    @cached_property
    def _update(self) -> Calculation:
        return self.course.calculation([each.id for each in self.course.new])

    @cached_property
    def _loss(self) -> Calculation:
        return self.whole.calculation([LOSS.id])

    @cached_property
    def _closely(self) -> Calculation:
        """What computes the quantities of an update's equations, and every gradient."""
        defined = {each.of.id for each in self.course.statements}
        shown = chain.from_iterable((each.of.id, *each.uses) for each in self.course.updates)
        gradients = (gradient(each).id for each in self.course.parameters)
        return self.course.calculation([id for id in dict.fromkeys((*shown, *gradients)) if id in defined])

    def _measure(self, carried: Doubles) -> None:
        """Notes down the loss of all samples."""
        self.losses += self._loss(*self.whole.inputs(carried, 1))

    def _look(self, number: int, carried: Doubles) -> None:
        """Notes down an update closely."""
        inputs = self.course.inputs(carried, number)
        given = zip(chain(*self.course.taken), chain(*inputs), strict=True)
        values = {each.id: value for each, value in given}
        values |= zip(self._closely.wanted, self._closely(*inputs), strict=True)
        self.moments[number] = Moment(number, self.course.updates, values)

    def _told(self, carried: Doubles) -> Training:
        values = dict(zip(chain(*self.course.taken), chain(*self.course.inputs(carried, 1)), strict=True))
        moments = [self.moments[number] for number in sorted(self.moments)]
        return Training(
            problem=self.problem,
            losses=tuple(self.losses),
            sizes={each.number: each.sizes(self.course.parameters) for each in moments},
            parameters={each.id: values[each] for each in self.course.parameters},
            first=moments[0] if moments else None,
            last=moments[-1] if moments else None,
            until=self.until,
        )

    def _diverged(self, error: InputError) -> InputError:
        """The same fault, with the update that it came in."""
        number = len(self.losses)
        if number < 2:
            return error
        cure = f"take a smaller learning rate, or at most {number - 1} updates"
        return InputError(Fault(f"training diverges in update {number}: {fault.what}", cure) for fault in error.faults)
