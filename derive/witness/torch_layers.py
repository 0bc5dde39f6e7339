"""The layers in torch: the way forth alone, a row of the table for each type; samples are rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

from derive.formula import Formula
from derive.witness.rounding_error import Shake
from derive.witness.torch_formulas import evaluated
from derive.witness.torch_functions import ACTIVATIONS, JOINT

Tensor = Any
Pieces = Mapping[str, list[Tensor]]  # by kind; put together they are all rows; "a" is what a layer gives on
Forth = Callable[[Any, Mapping[str, Tensor], Sequence[Tensor], Shake], Pieces]


def dense(layer: Any, given: Mapping[str, Tensor], earlier: Sequence[Tensor], shake: Shake) -> Pieces:
    """Z = X Wᵀ + b, A = f(Z); in time row by row, each with U times the row of A before it."""
    sums = earlier[-1] @ given["w"].T + given.get("b", 0)
    z: list[Tensor] = []
    a: list[Tensor] = []
    for rows in sums.split(1) if "u" in given else [sums]:
        z.append(shake(rows + a[-1] @ given["u"].T) if a else shake(rows))
        a.append(shake(activated(layer.activation, z[-1], shake)))
    return {"z": z, "a": a, "da/dz": [slopes(layer.activation, each, shake) for each in z]}


def activated(chosen: str | Formula, z: Tensor, shake: Shake) -> Tensor:
    """The activations."""
    if isinstance(chosen, str):
        return ACTIVATIONS[chosen](z)
    return torch.stack([evaluated(chosen, {"z": each}, shake) for each in z.flatten()]).reshape(z.shape)


def slopes(chosen: str | Formula, z: Tensor, shake: Shake) -> Tensor:
    """The slopes of the activations by autograd, for a joint one a matrix for each sample."""
    at = z.detach().clone().requires_grad_()
    a = activated(chosen, at, shake)
    if chosen not in JOINT:
        return torch.autograd.grad(a.sum(), at)[0]
    rows = [torch.autograd.grad(a[:, j].sum(), at, retain_graph=True)[0] for j in range(a.shape[1])]
    return torch.stack(rows, dim=1)


TYPES: dict[str, Forth] = {
    "dense": dense,
    "skip": lambda layer, given, earlier, shake: {"a": [shake(earlier[-1] + earlier[layer.source])]},
}
