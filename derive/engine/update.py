"""The updates: what becomes of every parameter that is not frozen, and what one update leaves to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from derive.arithmetic import ZERO, Number
from derive.hyperparameters import DECAY, DECAYED, UPDATE
from derive.layers import FAMILIES
from derive.optimizers import OPTIMIZERS, kept
from derive.problem import Problem
from derive.quantity import RATE, Quantity, before_update, is_new
from derive.statement import Statement


def update(problem: Problem) -> tuple[Statement, ...]:
    """The lines of the optimizer for every parameter, layer by layer, neuron by neuron."""
    row = OPTIMIZERS[problem.optimizer]
    return tuple(each for p in learning(problem) for each in row.statements(p, decays(problem, p)))


def learning(problem: Problem) -> list[Quantity]:
    """The parameters that are updated; in a graph without a learning rate, none."""
    if problem.graph is not None and RATE not in problem.given:
        return []
    return [p for p in problem.parameters if FAMILIES.get(p.kind) not in problem.frozen]


def decays(problem: Problem, parameter: Quantity) -> bool:
    """Whether an update lets a parameter decay."""
    return FAMILIES.get(parameter.kind) in DECAYED and bool(problem.given.get(DECAY))


def begun(problem: Problem, step: int, left: Mapping[Quantity, Number]) -> dict[Quantity, Number]:
    """What update number `step` begins with: its number t, and what the update before left; at first a state of 0.

    Nothing in a problem of letters alone.
    """
    if problem.symbolic:
        return {}
    row = OPTIMIZERS[problem.optimizer]
    state: dict[Quantity, Number] = {kept(letter, p): ZERO for p in learning(problem) for letter in row.state}
    count = {UPDATE: Fraction(step)} if UPDATE.id in row.uses else {}
    return {**state, **left, **count}


def left_behind(statements: Iterable[Statement], numbers: Mapping[str, Number]) -> dict[Quantity, Number]:
    """What an update leaves to the next: the value of every X_new, as the X that it is from then on."""
    return {before_update(each): numbers[each.id] for each in handed_on(statements) if each.id in numbers}


def handed_on(statements: Iterable[Statement]) -> tuple[Quantity, ...]:
    """Every X_new of an update."""
    return tuple(each.of for each in statements if isinstance(each.of, Quantity) and is_new(each.of))
