"""The short way of two well-known pairs: the gradient at the last pre-activation is a - y, derived term by term."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from sympy import Expr

from derive.expression import ONE, minus, negative, plus, symbol, times
from derive.losses import scaled
from derive.objective import compared, weight
from derive.problem import Problem
from derive.quantity import Partial, Quantity, gradient, slope
from derive.statement import Statement

Forms = tuple[Expr, ...]
Make = Callable[[Sequence[Expr], Sequence[Expr], int], Forms]


def softmax_with_cross_entropy(y: Sequence[Expr], a: Sequence[Expr], j: int) -> Forms:
    """What is left when each -y/a meets its slope: -y_j (1 - a_j) + Σ y_k a_j, then a_j Σ y - y_j."""
    terms = [
        negative(times(y[j], minus(ONE, a[j]))) if k == j else times(each, a[j]) for k, each in enumerate(y)
    ]
    return plus(*terms), minus(times(a[j], plus(*y)), y[j])


def sigmoid_with_binary_cross_entropy(y: Sequence[Expr], a: Sequence[Expr], j: int) -> Forms:
    """What is left when both fractions meet a (1 - a)."""
    return (plus(negative(times(y[j], minus(ONE, a[j]))), times(minus(ONE, y[j]), a[j])),)


PAIRS: dict[tuple[str, str], Make] = {
    ("softmax", "cross_entropy"): softmax_with_cross_entropy,
    ("sigmoid", "binary_cross_entropy"): sigmoid_with_binary_cross_entropy,
}


def with_short_forms(problem: Problem, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements, those that have a short form with it: the last layer's ∂L/∂z."""
    make = short_way(problem)
    if make is None:
        return tuple(statements)
    known = {statement.of.id: statement for statement in statements}
    found: dict[Partial, Forms] = {}
    for sample in problem.judged:
        pairs = list(compared(problem, sample))
        if all(known[gradient(a).id].rule == "slope of the loss" for _, a in pairs):
            found |= {gradient(before(a)): forms(problem, known, pairs, j, make) for j, (_, a) in enumerate(pairs)}
    return tuple(replace(s, short=found[s.of]) if s.of in found else s for s in statements)


def short_way(problem: Problem) -> Make | None:
    """The short way of the last layer with the loss, where they are a pair that has one."""
    if not problem.layers or problem.layers[-1].type != "dense":
        return None
    return PAIRS.get((str(problem.layers[-1].activation), str(problem.loss)))


def forms(
    problem: Problem, known: Mapping[str, Statement], pairs: Sequence[tuple[Quantity, Quantity]], j: int, make: Make
) -> Forms:
    """The gradient at one pre-activation: all slopes put in, what cancels gone, and a - y where it holds."""
    targets, outputs = [symbol(y) for y, _ in pairs], [symbol(a) for _, a in pairs]
    factor, z = weight(problem), before(pairs[j][1])
    joint = any(slope(a, z, True).id in known for _, a in pairs)
    paths = pairs if joint else pairs[j : j + 1]
    put_in = (
        times(known[gradient(a).id].formula, known[slope(a, z, joint).id].formula) for _, a in paths
    )
    steps = [scaled(factor, form) for form in make(targets, outputs, j)]
    last = scaled(factor, minus(outputs[j], targets[j]))
    return (plus(*put_in), *steps, *([last] if not joint or add_up(problem, pairs) else []))


def add_up(problem: Problem, pairs: Sequence[tuple[Quantity, Quantity]]) -> bool:
    """Whether the targets of a sample are 1 in all; symbols are taken to be."""
    given = [problem.given.get(y) for y, _ in pairs]
    return any(value is None for value in given) or sum(map(Fraction, given)) == 1  # type: ignore[arg-type]


def before(a: Quantity) -> Quantity:
    """The pre-activation of an activation."""
    return replace(a, kind="z")
