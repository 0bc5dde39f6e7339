"""The dense layer in torch, and the recurrent one, whose rows are time steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch

from derive.formula import Formula
from derive.witness.rounding_error import Shake
from derive.witness.torch_formulas import evaluated
from derive.witness.torch_functions import ACTIVATIONS, JOINT
from derive.witness.torch_layers.base import Found, Tensor
from derive.witness.values import Values


def dense(layer: Any, given: Mapping[str, Tensor], earlier: Sequence[Tensor], shake: Shake) -> Found:
    """Z = X Wᵀ + b, A = f(Z); in time row by row, each with U times the row of A before it."""
    sums = earlier[-1] @ given["w"].T + given.get("b", 0)
    z: list[Tensor] = []
    a: list[Tensor] = []
    for rows in sums.split(1) if "u" in given else [sums]:
        z.append(shake(rows + a[-1] @ given["u"].T) if a else shake(rows))
        a.append(shake(activated(layer.activation, z[-1], shake)))
    return activations(layer.activation, z, a, shake)


def activations(chosen: str | Formula, z: list[Tensor], a: list[Tensor], shake: Shake) -> Found:
    """Pre-activations and activations with the slopes between them."""
    return Values({"z": z, "a": a}, slopes={("a", "z"): [slopes(chosen, each, shake) for each in z]})


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
