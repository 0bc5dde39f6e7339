"""The dense layer in numpy, and the recurrent one, whose rows are time steps."""

from __future__ import annotations

from typing import Any

import numpy as np

from derive.formula import Formula
from derive.witness.doubles import Array
from derive.witness.formulas import differentiated
from derive.witness.functions import ACTIVATIONS
from derive.witness.matrices.base import Arrays, Back, Earlier, Found
from derive.witness.rounding_error import Shake
from derive.witness.values import Values

SLOPE = ("a", "z")


def dense_forth(layer: Any, given: Arrays, earlier: Earlier, shake: Shake) -> Found:
    """Z = X Wᵀ + b, A = f(Z); in time row by row, each with U times the row of A before it."""
    sums = earlier[-1] @ given["w"].T + given.get("b", 0.0)
    if "u" not in given:
        return activated(layer.activation, shake(sums), shake)
    rows: list[Found] = []
    for row in sums[:, None]:
        state = rows[-1].of_samples["a"] @ given["u"].T if rows else 0.0
        rows.append(activated(layer.activation, shake(row + state), shake))
    z, a = (np.concatenate([row.of_samples[kind] for row in rows]) for kind in "za")
    return Values({"z": z, "a": a}, slopes={SLOPE: np.concatenate([row.slopes[SLOPE] for row in rows])})


def dense_back(layer: Any, given: Arrays, earlier: Earlier, values: Found, error: Array, shake: Shake) -> Back:
    """∂L/∂Z = ∂L/∂A f′(Z), ∂L/∂W = (∂L/∂Z)ᵀ X, ∂L/∂X = ∂L/∂Z W; in time the errors come back through U."""
    slope = values.slopes[SLOPE]
    if "u" in given:
        error = through_time(slope, error, given["u"], shake)
    delta = shake(pulled(slope, error))
    found = {"w": delta.T @ earlier[-1]}
    if "u" in given:
        found["u"] = delta[1:].T @ values.of_samples["a"][:-1]
    if "b" in given:
        found["b"] = delta.sum(axis=0 if layer.bias == "per_unit" else None)
    gradients = {kind: shake(gradient) for kind, gradient in found.items()}
    return Back(Values({"a": error, "z": delta}), gradients, {len(earlier) - 1: shake(delta @ given["w"])})


def through_time(slope: Array, error: Array, recurrent: Array, shake: Shake) -> Array:
    """The gradients of the activations of every time step, the last first: each adds to that of the step before."""
    whole = error.copy()
    for t in range(len(whole) - 1, 0, -1):
        whole[t - 1] += shake(pulled(slope[t], whole[t]) @ recurrent)
    return whole


def pulled(slope: Array, error: Array) -> Array:
    """The gradients by Z of those by A: slope by slope, or through the matrices of a joint activation."""
    return np.einsum("...jk,...j->...k", slope, error) if slope.ndim > error.ndim else slope * error


def activated(chosen: str | Formula, z: Array, shake: Shake) -> Found:
    """The pre-activations, their activations and the slopes between them."""
    if isinstance(chosen, str):
        row = ACTIVATIONS[chosen]
        return Values({"z": z, "a": shake(row.value(z))}, slopes={SLOPE: shake(row.slope(z))})
    duals = [differentiated(chosen, "z", {"z": float(each)}, shake) for each in z.flat]
    value, slope = (np.array([getattr(each, part) for each in duals]) for part in ("value", "slope"))
    return Values({"z": z, "a": value.reshape(z.shape)}, slopes={SLOPE: slope.reshape(z.shape)})
