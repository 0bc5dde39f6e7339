"""The forward pass: the statements of every layer in turn, then of the loss."""

from __future__ import annotations

from derive.layers import dense, shares, total_loss
from derive.problem import Problem
from derive.quantity import Quantity
from derive.statement import Statement


def forward(problem: Problem) -> tuple[Statement, ...]:
    """Every pre-activation and activation, the shares of the loss, and the loss, each after what it uses."""
    statements: list[Statement] = []
    inputs = [Quantity("x", (i,)) for i in range(1, problem.inputs + 1)]
    for number, layer in enumerate(problem.layers, start=1):
        statements += dense(number, layer, inputs)
        inputs = [Quantity("a", (number, j)) for j in range(1, layer.units + 1)]
    parts = shares(problem)
    return (*statements, *parts, total_loss(problem, parts))
