"""The forward pass: the statements of every layer in turn, then of the loss."""

from __future__ import annotations

from derive.layers import dense
from derive.objective import objective
from derive.problem import Problem
from derive.quantity import Quantity
from derive.statement import Statement


def forward(problem: Problem) -> tuple[Statement, ...]:
    """Every pre-activation and activation, sample by sample, then the loss, each after what it uses."""
    passes = [statement for sample in problem.batch for statement in forward_pass(problem, sample)]
    return (*passes, *objective(problem))


def forward_pass(problem: Problem, sample: int | None) -> list[Statement]:
    """One sample on its way through the layers."""
    statements: list[Statement] = []
    inputs = [Quantity("x", (i,), sample) for i in range(1, problem.inputs + 1)]
    for number, layer in enumerate(problem.layers, start=1):
        statements += dense(number, layer, inputs, sample)
        inputs = [Quantity("a", (number, j), sample) for j in range(1, layer.units + 1)]
    return statements
