"""The layers in torch: the way forth alone, a row of the table for each type; samples are rows."""

from __future__ import annotations

from derive.witness.torch_layers.attention import attention
from derive.witness.torch_layers.base import Forth, Found, Tensor
from derive.witness.torch_layers.dense import dense
from derive.witness.torch_layers.normal import batch_norm, layer_norm
from derive.witness.torch_layers.routing import dropout, embedding, flatten, skip
from derive.witness.torch_layers.windows import convolution, pooling

__all__ = ["TYPES", "Forth", "Found", "Tensor"]

TYPES: dict[str, Forth] = {
    "dense": dense,
    "skip": skip,
    "convolution": convolution,
    "pooling": pooling,
    "flatten": flatten,
    "dropout": dropout,
    "layer_norm": layer_norm,
    "batch_norm": batch_norm,
    "embedding": embedding,
    "attention": attention,
}
