"""Attention in numpy: queries, keys and values of all tokens, their scores, weights and outputs in matrices."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from derive.witness.doubles import Array
from derive.witness.functions import jacobian, softmax
from derive.witness.matrices.base import Arrays, Back, Earlier, Found
from derive.witness.rounding_error import Shake
from derive.witness.values import Values

SLOPE = ("p", "s")


def attention_forth(layer: Any, given: Arrays, earlier: Earlier, shake: Shake) -> Found:
    """Q = X Wqᵀ, K = X Wkᵀ, V = X Wvᵀ, S = Q Kᵀ / √d, P = softmax(S) by rows, A = P V."""
    q, k, v = (shake(earlier[-1] @ given[f"w{kind}"].T) for kind in "qkv")
    s = shake(q @ turned(k) / math.sqrt(layer.units))
    seen = np.where(np.tri(s.shape[-1]) > 0.0, s, -np.inf) if layer.causal else s
    rows = seen.reshape(-1, s.shape[-1])  # the softmax of each is its own
    p, slope = (shake(of(rows)) for of in (softmax, jacobian))
    p = p.reshape(s.shape)
    values = {"q": q, "k": k, "v": v, "s": s, "p": p, "a": shake(p @ v)}
    return Values(values, slopes={SLOPE: slope.reshape(*s.shape, -1)})


def attention_back(layer: Any, given: Arrays, earlier: Earlier, values: Found, error: Array, shake: Shake) -> Back:
    """From A to P and V, through the softmax to S, to Q and K, and from all three to X and the matrices."""
    known, x = values.of_samples, earlier[-1]
    of_p, of_v = shake(error @ turned(known["v"])), shake(turned(known["p"]) @ error)
    of_s = shake(np.einsum("ntuv,ntu->ntv", values.slopes[SLOPE], of_p))
    narrow = of_s / math.sqrt(layer.units)
    of = {"q": shake(narrow @ known["k"]), "k": shake(turned(narrow) @ known["q"]), "v": of_v}
    parameters = {f"w{kind}": shake(np.einsum("ntj,nti->ji", each, x)) for kind, each in of.items()}
    before = shake(sum(shake(each @ given[f"w{kind}"]) for kind, each in of.items()))
    return Back(Values({**of, "s": of_s, "p": of_p, "a": error}), parameters, {len(earlier) - 1: before})


def turned(matrices: Array) -> Array:
    """The matrix of each sample with rows and columns exchanged."""
    return matrices.swapaxes(-1, -2)
