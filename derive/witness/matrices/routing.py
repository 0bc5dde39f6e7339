"""The layers in numpy that send values on: skip, flatten, dropout, and the embedding, which looks them up."""

from __future__ import annotations

from typing import Any

import numpy as np

from derive.witness.doubles import Array
from derive.witness.matrices.base import Arrays, Back, Earlier, Found
from derive.witness.rounding_error import Shake
from derive.witness.values import Values


def skip_forth(layer: Any, given: Arrays, earlier: Earlier, shake: Shake) -> Found:
    """A = X + what an earlier layer gave."""
    return Values({"a": shake(earlier[-1] + earlier[layer.source])})


def skip_back(layer: Any, given: Arrays, earlier: Earlier, values: Found, error: Array, shake: Shake) -> Back:
    """The gradients go to both that are added."""
    return Back(Values({"a": error}), {}, {len(earlier) - 1: error, layer.source: error})


def flatten_forth(layer: Any, given: Arrays, earlier: Earlier, shake: Shake) -> Found:
    """All values of a sample in a row, the last index moving first."""
    return Values({"a": earlier[-1].reshape(len(earlier[-1]), -1)})


def flatten_back(layer: Any, given: Arrays, earlier: Earlier, values: Found, error: Array, shake: Shake) -> Back:
    """Each gradient goes back to its place."""
    return Back(Values({"a": error}), {}, {len(earlier) - 1: error.reshape(earlier[-1].shape)})


def dropout_forth(layer: Any, given: Arrays, earlier: Earlier, shake: Shake) -> Found:
    """A = X m / (1 - rate), value by value."""
    return Values({"a": shake(earlier[-1] * kept(layer, earlier[-1]))})


def dropout_back(layer: Any, given: Arrays, earlier: Earlier, values: Found, error: Array, shake: Shake) -> Back:
    """The gradients are dropped and scaled up as the values were."""
    return Back(Values({"a": error}), {}, {len(earlier) - 1: shake(error * kept(layer, earlier[-1]))})


def kept(layer: Any, before: Array) -> Array:
    """What each value of a sample is multiplied by: 0, or one over the share that is kept."""
    mask: Array = np.array(layer.mask, dtype=np.float64).reshape(before.shape[1:])
    return mask / (1.0 - float(layer.rate))


def embedding_forth(layer: Any, given: Arrays, earlier: Earlier, shake: Shake) -> Found:
    """The rows of the table that the tokens name, the same for every sample."""
    rows = given["w"][[token - 1 for token in layer.tokens]]
    return Values({"a": np.repeat(rows[None], len(earlier[-1]), axis=0)})


def embedding_back(layer: Any, given: Arrays, earlier: Earlier, values: Found, error: Array, shake: Shake) -> Back:
    """A row of the table takes the gradients of all places where its word stands; the inputs have no part in it."""
    gradient = np.zeros_like(given["w"])
    for place, token in enumerate(layer.tokens):
        gradient[token - 1] += error[:, place].sum(axis=0)
    return Back(Values({"a": error}), {"w": shake(gradient)}, {})
