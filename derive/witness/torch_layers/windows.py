"""Convolution and pooling in torch, by torch's own functions of one axis or two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from torch.nn import functional

from derive.witness.rounding_error import Shake
from derive.witness.torch_layers.base import Found, Tensor
from derive.witness.torch_layers.dense import activated, activations
from derive.witness.values import Values
from derive.witness.windows import laid

CONVOLUTIONS = {1: functional.conv1d, 2: functional.conv2d}
POOLINGS = {
    ("max", 1): functional.max_pool1d, ("max", 2): functional.max_pool2d,
    ("average", 1): functional.avg_pool1d, ("average", 2): functional.avg_pool2d,
}  # fmt: skip


def convolution(layer: Any, given: Mapping[str, Tensor], earlier: Sequence[Tensor], shake: Shake) -> Found:
    """Z = the kernels of W laid on X, plus b; A = f(Z)."""
    x, w = earlier[-1], given["w"]
    size, stride, zeros = laid(layer, w.shape[2:], x.shape[2:])
    padded = functional.pad(x, [count for axis in reversed(zeros) for count in axis])  # the last axis first
    bias = given["b"].expand(len(w)) if "b" in given else None
    z = shake(CONVOLUTIONS[len(size)](padded, w, bias, stride=stride))
    return activations(layer.activation, [z], [shake(activated(layer.activation, z, shake))], shake)


def pooling(layer: Any, given: Mapping[str, Tensor], earlier: Sequence[Tensor], shake: Shake) -> Found:
    """A = the largest value, or the mean, of every window of a channel."""
    size, stride, _ = laid(layer, layer.size, earlier[-1].shape[2:])
    return Values({"a": [shake(POOLINGS[layer.kind, len(size)](earlier[-1], size, stride))]})
