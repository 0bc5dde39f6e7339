"""The layers in numpy: forward and backward in matrix form, a row of the table for each type; samples are rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from derive.formula import Formula
from derive.witness.doubles import Array
from derive.witness.formulas import differentiated
from derive.witness.functions import ACTIVATIONS
from derive.witness.rounding_error import Shake

Arrays = Mapping[str, Array]         # by the kind of quantity: "z", "da/dz", "w"; "a" is what a layer gives on
Earlier = Sequence[Array]            # the inputs, then what each layer before gives on


@dataclass(frozen=True, slots=True)
class Back:
    """What a layer computes on the way back: the gradients of its values, of its parameters, of the earlier values."""

    values: Arrays
    parameters: Arrays
    earlier: Mapping[int, Array]     # by the number of the layer that gave them; 0 is the inputs


@dataclass(frozen=True, slots=True)
class Type:
    """One row: forth(layer, parameters, earlier values), and back, from these, its values and their gradients."""

    forth: Callable[[Any, Arrays, Earlier, Shake], Arrays]
    back: Callable[[Any, Arrays, Earlier, Arrays, Array, Shake], Back]


def dense_forth(layer: Any, given: Arrays, earlier: Earlier, shake: Shake) -> Arrays:
    """Z = X Wᵀ + b, A = f(Z); in time row by row, each with U times the row of A before it."""
    sums = earlier[-1] @ given["w"].T + given.get("b", 0.0)
    if "u" not in given:
        return activated(layer.activation, shake(sums), shake)
    rows: list[Arrays] = []
    for row in sums[:, None]:
        state = rows[-1]["a"] @ given["u"].T if rows else 0.0
        rows.append(activated(layer.activation, shake(row + state), shake))
    return {kind: np.concatenate([row[kind] for row in rows]) for kind in rows[0]}


def dense_back(layer: Any, given: Arrays, earlier: Earlier, values: Arrays, error: Array, shake: Shake) -> Back:
    """∂L/∂Z = ∂L/∂A f′(Z), ∂L/∂W = (∂L/∂Z)ᵀ X, ∂L/∂X = ∂L/∂Z W; in time the errors come back through U."""
    slope = values["da/dz"]
    if "u" in given:
        error = through_time(slope, error, given["u"], shake)
    delta = shake(pulled(slope, error))
    found = {"w": delta.T @ earlier[-1]}
    if "u" in given:
        found["u"] = delta[1:].T @ values["a"][:-1]
    if "b" in given:
        found["b"] = delta.sum(axis=0 if layer.bias == "per_unit" else None)
    gradients = {kind: shake(gradient) for kind, gradient in found.items()}
    return Back({"dL/da": error, "dL/dz": delta}, gradients, {len(earlier) - 1: shake(delta @ given["w"])})


def through_time(slope: Array, error: Array, recurrent: Array, shake: Shake) -> Array:
    """The gradients of the activations of every time step, the last first: each adds to that of the step before."""
    whole = error.copy()
    for t in range(len(whole) - 1, 0, -1):
        whole[t - 1] += shake(pulled(slope[t], whole[t]) @ recurrent)
    return whole


def pulled(slope: Array, error: Array) -> Array:
    """The gradients by Z of those by A: slope by slope, or through the matrices of a joint activation."""
    return np.einsum("...jk,...j->...k", slope, error) if slope.ndim > error.ndim else slope * error


def activated(chosen: str | Formula, z: Array, shake: Shake) -> Arrays:
    """The pre-activations, their activations and the slopes between them."""
    if isinstance(chosen, str):
        row = ACTIVATIONS[chosen]
        return {"z": z, "a": shake(row.value(z)), "da/dz": shake(row.slope(z))}
    duals = [differentiated(chosen, "z", {"z": float(each)}, shake) for each in z.flat]
    value, slope = (np.array([getattr(each, part) for each in duals]) for part in ("value", "slope"))
    return {"z": z, "a": value.reshape(z.shape), "da/dz": slope.reshape(z.shape)}


def skip_back(layer: Any, given: Arrays, earlier: Earlier, values: Arrays, error: Array, shake: Shake) -> Back:
    """The gradients go to both that are added."""
    return Back({"dL/da": error}, {}, {len(earlier) - 1: error, layer.source: error})


TYPES: dict[str, Type] = {
    "dense": Type(dense_forth, dense_back),
    "skip": Type(lambda layer, given, earlier, shake: {"a": shake(earlier[-1] + earlier[layer.source])}, skip_back),
}
