"""The updates: every parameter that is not frozen takes one step against its gradient."""

from __future__ import annotations

from derive.expression import symbol
from derive.layers import FAMILIES
from derive.optimizers import OPTIMIZERS
from derive.problem import Problem
from derive.quantity import RATE, Quantity, gradient
from derive.statement import Statement


def update(problem: Problem) -> tuple[Statement, ...]:
    """w_new = w - η ∂L/∂w, layer by layer, neuron by neuron; none in a graph without a learning rate."""
    if problem.graph is not None and RATE not in problem.given:
        return ()
    step = OPTIMIZERS["sgd"]
    return tuple(
        Statement(
            Quantity(f"{parameter.kind}_new", parameter.index),
            "gradient descent",
            (step(symbol(parameter), symbol(RATE), symbol(gradient(parameter))),),
        )
        for parameter in problem.parameters
        if FAMILIES.get(parameter.kind) not in problem.frozen
    )

