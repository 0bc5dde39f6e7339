"""Attention in torch: put together, since torch's own function hides scores and weights."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch.nn import functional

from derive.witness.rounding_error import Shake
from derive.witness.torch_functions import softmax
from derive.witness.torch_layers.base import Found, Tensor
from derive.witness.values import Values


def attention(layer: Any, given: Mapping[str, Tensor], earlier: Sequence[Tensor], shake: Shake) -> Found:
    """softmax(Q Kᵀ / √d) V, token by token over the scores of those that it sees."""
    q, k, v = (shake(earlier[-1] @ given[f"w{kind}"].T) for kind in "qkv")
    s = shake(q @ k.transpose(1, 2) / math.sqrt(layer.units))
    p = shake(weights(s, layer.causal))
    a = shake(p @ v)
    tensors = {"q": q, "k": k, "v": v, "s": s, "p": p, "a": a}
    return Values({kind: [each] for kind, each in tensors.items()}, slopes={("p", "s"): [slopes(s, layer.causal)]})


def weights(s: Tensor, causal: bool) -> Tensor:
    """The softmax of each token's scores; 0 for a token that it does not see."""
    tokens = s.shape[-1]
    seen = [t + 1 if causal else tokens for t in range(tokens)]
    rows = [functional.pad(softmax(s[:, t, :last]), (0, tokens - last)) for t, last in enumerate(seen)]
    return torch.stack(rows, dim=1)


def slopes(s: Tensor, causal: bool) -> Tensor:
    """The slopes of each weight by every score of its row, by autograd."""
    at = s.detach().clone().requires_grad_()
    p = weights(at, causal)
    rows = [torch.autograd.grad(p[..., u].sum(), at, retain_graph=True)[0] for u in range(p.shape[-1])]
    return torch.stack(rows, dim=2)
