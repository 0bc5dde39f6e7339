"""Activations and losses in torch, a value each: autograd gives the slopes.

Where torch's own slope is a difference of numbers that are nearly equal (1 - a of a saturated neuron), the function is
put together from others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch.nn import functional

Tensor = Any


def sigmoid(z: Tensor) -> Tensor:
    """1 / (1 + e^-z), as a power of e, so that the slope is σ(z) σ(-z)."""
    return torch.exp(functional.logsigmoid(z))


def tanh(z: Tensor) -> Tensor:
    """Torch's own near zero; further away (1 - e^-2|z|) / (1 + e^-2|z|) with the sign of z."""
    near = torch.abs(z) < 1
    small = torch.exp(-2 * torch.abs(torch.where(near, 1.0, z)))
    return torch.where(near, torch.tanh(torch.where(near, z, 0.0)), torch.sign(z) * (1 - small) / (1 + small))


def softmax(z: Tensor) -> Tensor:
    """One over one and the powers of e of how far the others of the layer are ahead."""
    ahead = torch.exp(z[..., None, :] - z[..., :, None])
    others = ~torch.eye(z.shape[-1], dtype=torch.bool)
    return 1 / (1 + torch.where(others, ahead, torch.zeros_like(ahead)).sum(dim=-1))


ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "linear": lambda z: z * 1,
    "sigmoid": sigmoid,
    "tanh": tanh,
    "relu": torch.relu,
    "leaky_relu": lambda z: functional.leaky_relu(z, negative_slope=0.01),
    "elu": functional.elu,
    "softplus": lambda z: torch.logaddexp(z, torch.zeros_like(z)),
    "silu": lambda z: z * sigmoid(z),
    "gelu": lambda z: z * torch.erfc(-z / 2**0.5) / 2,
    "softmax": softmax,
}
JOINT = frozenset({"softmax"})       # each activation depends on every pre-activation of its layer

LOSSES: dict[str, Callable[[Tensor, Tensor, int], Tensor]] = {
    "mse": lambda y, a, n: functional.mse_loss(a, y, reduction="none") / n,
    "squared_error": lambda y, a, n: functional.mse_loss(a, y, reduction="none"),
    "half_squared_error": lambda y, a, n: functional.mse_loss(a, y, reduction="none") / 2,
    "binary_cross_entropy": lambda y, a, n: -y * torch.log(a) - (1 - y) * torch.log1p(-a),
    "cross_entropy": lambda y, a, n: -y * torch.log(a),
    "absolute_error": lambda y, a, n: functional.l1_loss(a, y, reduction="none"),
    "huber": lambda y, a, n: functional.huber_loss(a, y, reduction="none", delta=1.0),
    "output": lambda y, a, n: a * 1,
}
