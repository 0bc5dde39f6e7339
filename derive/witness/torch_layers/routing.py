"""The layers in torch that send values on: skip, flatten, dropout, and the embedding, which looks them up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch.nn import functional

from derive.witness.rounding_error import Shake
from derive.witness.torch_layers.base import Found, Tensor
from derive.witness.values import Values


def skip(layer: Any, given: Mapping[str, Tensor], earlier: Sequence[Tensor], shake: Shake) -> Found:
    """A = X + what an earlier layer gave."""
    return Values({"a": [shake(earlier[-1] + earlier[layer.source])]})


def flatten(layer: Any, given: Mapping[str, Tensor], earlier: Sequence[Tensor], shake: Shake) -> Found:
    """All values of a sample in a row."""
    return Values({"a": [earlier[-1].flatten(1)]})


def dropout(layer: Any, given: Mapping[str, Tensor], earlier: Sequence[Tensor], shake: Shake) -> Found:
    """The values that are kept, over the share of them; the mask is given, where torch's own would draw one."""
    mask = torch.tensor(layer.mask, dtype=torch.float64).reshape(earlier[-1].shape[1:])
    return Values({"a": [shake(earlier[-1] * mask / (1 - float(layer.rate)))]})


def embedding(layer: Any, given: Mapping[str, Tensor], earlier: Sequence[Tensor], shake: Shake) -> Found:
    """The rows of the table that the tokens name, the same for every sample."""
    rows = functional.embedding(torch.tensor(layer.tokens) - 1, given["w"])
    return Values({"a": [rows.repeat(len(earlier[-1]), 1, 1)]})
