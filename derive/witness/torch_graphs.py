"""Free computation graphs in torch: every line forth, and autograd for the rest."""

from __future__ import annotations

from typing import Any

import torch

from derive.graph import Graph
from derive.quantity import local
from derive.witness.doubles import Doubles
from derive.witness.rounding_error import Shake
from derive.witness.torch_formulas import constant, evaluated

Tensor = Any


def graph_pass(graph: Graph, doubles: Doubles, shake: Shake) -> dict[str, float]:
    """Every quantity of a graph but its updates, by id."""
    given = {*graph.inputs, *graph.targets, *(parameter.id for parameter in graph.parameters)}
    values = {name: shake(constant(doubles.nearest(name))).requires_grad_() for name in given}
    found: dict[str, float] = {}
    for node in graph.nodes:
        alone = {name: values[name].detach().clone().requires_grad_() for name in node.formula.variables}
        slopes = gradients(evaluated(node.formula, alone, shake), alone)
        top = graph.quantity(node.name)
        found |= {local(top, graph.quantity(by)).id: slope for by, slope in slopes.items()}
        values[node.name] = evaluated(node.formula, {name: values[name] for name in alone}, shake)
    found |= {graph.quantity(name).id: value.item() for name, value in values.items()}
    whole = gradients(values[graph.nodes[-1].name], values)
    return found | {f"dL/d{name}": slope for name, slope in whole.items()}


def gradients(of: Tensor, by: dict[str, Tensor]) -> dict[str, float]:
    """What autograd gives for one number by some others."""
    moving = {name: tensor for name, tensor in by.items() if tensor.requires_grad}
    if not moving or not of.requires_grad:
        return dict.fromkeys(by, 0.0)
    found = torch.autograd.grad(of, list(moving.values()), retain_graph=True, allow_unused=True, materialize_grads=True)
    return {name: slope.item() for name, slope in zip(moving, found, strict=True)}
