"""What is minimised: the shares of the outputs, the loss of each sample of a batch, and the loss."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sympy import Expr, Symbol

from derive.calculus import derivative
from derive.expression import from_formula, plus, rename, symbol
from derive.formula import Formula
from derive.losses import LOSSES, Loss, scaled
from derive.problem import Problem
from derive.quantity import LOSS, Quantity, gradient
from derive.statement import Edge, Statement


def objective(problem: Problem) -> list[Statement]:
    """The share of every output, in a batch the loss of every sample, and the loss, which knows its slopes."""
    edges = [edge for sample in problem.judged for edge in slopes(problem, sample)]
    parts = [part for sample in problem.judged for part in shares(problem, sample)]
    if problem.samples is None:
        return [*parts, Statement(LOSS, "loss", (total(parts, Fraction(1)),), tuple(edges))]
    losses = [sample_loss(problem, parts, sample) for sample in problem.judged]
    whole = plus(*(symbol(each.of) for each in losses))
    return [*parts, *losses, Statement(LOSS, "loss", (whole,), tuple(edges))]


def loss(chosen: str | Formula) -> Loss:
    """The row of a named loss, or one made of a user's own formula in y and a."""
    if isinstance(chosen, str):
        return LOSSES[chosen]
    y, a = Symbol("y"), Symbol("a")
    formula = from_formula(chosen, {"y": y, "a": a})
    steep = derivative(formula, a)
    return Loss(
        lambda target, output, n: rename(formula, {y: target, a: output}),
        lambda target, output, n: rename(steep, {y: target, a: output}),
        targets="y" in {name.name for name in formula.free_symbols},
    )


def shares(problem: Problem, sample: int | None) -> Iterator[Statement]:
    """What each output adds to the loss of its sample: L[k]."""
    row, n = loss(problem.loss), problem.outputs
    for k, (y, a) in enumerate(compared(problem, sample), start=1):
        yield Statement(Quantity("L", (k,), sample), "loss of one output", (row.share(symbol(y), symbol(a), n),))


def sample_loss(problem: Problem, parts: list[Statement], sample: int | None) -> Statement:
    """What a sample adds to the loss of its batch: L@n, the mean's share of it included."""
    own = [part for part in parts if isinstance(part.of, Quantity) and part.of.sample == sample]
    formula = total(own, weight(problem))
    return Statement(Quantity("L", (), sample), "loss of one sample", (formula,))


def total(parts: list[Statement], factor: Fraction) -> Expr:
    """The sum of the shares (of one output, its share), times the factor."""
    return scaled(factor, parts[0].formula if len(parts) == 1 else plus(*(symbol(part.of) for part in parts)))


def slopes(problem: Problem, sample: int | None) -> Iterator[Edge]:
    """The partial of the loss by each output of a sample."""
    row, n = loss(problem.loss), problem.outputs
    for y, a in compared(problem, sample):
        steep = scaled(weight(problem), row.slope(symbol(y), symbol(a), n))
        yield Edge(gradient(a), (steep,), named=True)


def compared(problem: Problem, sample: int | None) -> Iterator[tuple[Quantity, Quantity]]:
    """The targets of a sample, each with its output."""
    for k, output in enumerate(problem.network.values(len(problem.layers), sample), start=1):
        yield Quantity("y", (k,), sample), output


def weight(problem: Problem) -> Fraction:
    """What the loss of one sample counts in that of its batch."""
    mean = problem.samples is not None and problem.reduction == "mean"
    return Fraction(1, len(problem.judged)) if mean else Fraction(1)
