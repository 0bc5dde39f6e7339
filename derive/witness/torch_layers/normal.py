"""Layer and batch normalisation in torch: put together, since torch's own functions hide mean and variance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch

from derive.witness.rounding_error import Shake
from derive.witness.torch_layers.base import Found, Tensor
from derive.witness.values import Values

Pieces = dict[str, list[Tensor]]


def layer_norm(layer: Any, given: Mapping[str, Tensor], earlier: Sequence[Tensor], shake: Shake) -> Found:
    """Each row with its own mean and variance."""
    statistics, values, slope = normalised(layer, given, earlier[-1], -1, shake)
    return Values({**statistics, **values}, slopes={("variance", "mean"): [slope]})


def batch_norm(layer: Any, given: Mapping[str, Tensor], earlier: Sequence[Tensor], shake: Shake) -> Found:
    """Each value with its mean and variance over the samples."""
    statistics, values, slope = normalised(layer, given, earlier[-1], 0, shake)
    return Values(values, statistics, {("variance", "mean"): [slope]})


def normalised(
    layer: Any, given: Mapping[str, Tensor], x: Tensor, axis: int, shake: Shake
) -> tuple[Pieces, Pieces, Tensor]:
    """Mean and variance along an axis; the normal values, scaled and shifted; the slope of the variance by the mean."""
    mean = shake(x.mean(axis))
    variance = shake(spread(x, mean, axis))
    wide = torch.sqrt(variance + float(layer.epsilon))
    normal = shake((x - mean.unsqueeze(axis)) / wide.unsqueeze(axis))
    a = shake(given["gamma"] * normal + given["beta"])
    at = mean.detach().clone().requires_grad_()
    (slope,) = torch.autograd.grad(spread(x.detach(), at, axis).sum(), at)
    return {"mean": [mean], "variance": [variance]}, {"normal": [normal], "a": [a]}, slope


def spread(x: Tensor, mean: Tensor, axis: int) -> Tensor:
    """The variance about a mean."""
    return torch.square(x - mean.unsqueeze(axis)).mean(axis)
