"""The updates: every parameter that is not frozen takes one step against its gradient."""

from __future__ import annotations

from derive.expression import symbol
from derive.optimizers import OPTIMIZERS
from derive.problem import Problem
from derive.quantity import RATE, Quantity, gradient
from derive.statement import Statement


def update(problem: Problem) -> tuple[Statement, ...]:
    """w_new = w - η ∂L/∂w, layer by layer, neuron by neuron."""
    step = OPTIMIZERS["sgd"]
    return tuple(
        Statement(
            Quantity(f"{parameter.kind}_new", parameter.index),
            "gradient descent",
            (step(symbol(parameter), symbol(RATE), symbol(gradient(parameter))),),
        )
        for parameter in parameters(problem)
        if {"w": "weights", "b": "biases"}[parameter.kind] not in problem.frozen
    )


def parameters(problem: Problem) -> list[Quantity]:
    """Every weight and bias of the network, neuron by neuron; a shared bias after its layer's weights."""
    found: list[Quantity] = []
    for number, layer in enumerate(problem.layers, start=1):
        for j in range(1, layer.units + 1):
            found += [Quantity("w", (number, j, i)) for i in range(1, problem.units(number - 1) + 1)]
            if layer.bias == "per_unit":
                found.append(Quantity("b", (number, j)))
        if layer.bias == "shared":
            found.append(Quantity("b", (number,)))
    return found
