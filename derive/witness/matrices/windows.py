"""Convolution and pooling in numpy: every window cut out of the grid, and what comes back laid where it was cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from derive.witness.doubles import Array
from derive.witness.matrices.base import Arrays, Back, Earlier, Found
from derive.witness.matrices.dense import SLOPE, activated, pulled
from derive.witness.rounding_error import Shake
from derive.witness.values import Values
from derive.witness.windows import Laid, laid


def convolution_forth(layer: Any, given: Arrays, earlier: Earlier, shake: Shake) -> Found:
    """Z = the kernels of W laid on every window of X, plus b of each filter; A = f(Z)."""
    x, w = earlier[-1], given["w"]
    axes = x.ndim - 2
    under = cut(x, laid(layer, w.shape[2:], x.shape[2:]))
    sums = np.tensordot(under, w, (seen_by(axes), range(1, w.ndim)))
    biases = given.get("b", np.zeros(())).reshape(-1, *[1] * axes)
    return activated(layer.activation, shake(np.moveaxis(sums, -1, 1) + biases), shake)


def convolution_back(layer: Any, given: Arrays, earlier: Earlier, values: Found, error: Array, shake: Shake) -> Back:
    """∂L/∂W sums ∂L/∂Z times what lies under the kernel; ∂L/∂X lays ∂L/∂Z times the kernel on every window."""
    x, w = earlier[-1], given["w"]
    axes, windows = x.ndim - 2, laid(layer, w.shape[2:], x.shape[2:])
    delta = shake(pulled(values.slopes[SLOPE], error))
    each = (0, *range(2, 2 + axes))  # the samples and the places
    found = {"w": np.tensordot(delta, cut(x, windows), (each, each))}
    if "b" in given:
        found["b"] = delta.sum(axis=each if layer.bias == "per_unit" else None)
    gradients = {kind: shake(gradient) for kind, gradient in found.items()}
    pieces = np.moveaxis(np.tensordot(delta, w, ([1], [0])), 1 + axes, 1)
    return Back(Values({"a": error, "z": delta}), gradients, {len(earlier) - 1: shake(laid_back(pieces, x, windows))})


def pooling_forth(layer: Any, given: Arrays, earlier: Earlier, shake: Shake) -> Found:
    """A = the largest value, or the mean, of every window of a channel."""
    x = earlier[-1]
    under = cut(x, laid(layer, layer.size, x.shape[2:]))
    pooled = np.max if layer.kind == "max" else np.mean
    return Values({"a": shake(pooled(under, axis=tuple(range(x.ndim, under.ndim))))})


def pooling_back(layer: Any, given: Arrays, earlier: Earlier, values: Found, error: Array, shake: Shake) -> Back:
    """The gradient of a window goes to its largest value, the first of equal ones, or in equal shares to all."""
    x = earlier[-1]
    windows = laid(layer, layer.size, x.shape[2:])
    under = cut(x, windows)
    flat = under.reshape(*error.shape, -1)
    pieces = SHARES[layer.kind](flat) * error[..., None]
    return Back(Values({"a": error}), {}, {len(earlier) - 1: shake(laid_back(pieces.reshape(under.shape), x, windows))})


def leading(windows: Array) -> Array:
    """1 for the first of the largest values of each window, else 0."""
    first: Array = windows.argmax(axis=-1)[..., None] == np.arange(windows.shape[-1])
    return first.astype(np.float64)


def evenly(windows: Array) -> Array:
    """One over their number for all values of each window."""
    return np.full_like(windows, 1.0 / windows.shape[-1])


SHARES: dict[str, Callable[[Array], Array]] = {"max": leading, "average": evenly}


def seen_by(axes: int) -> tuple[int, ...]:
    """The axes of cut windows that one kernel covers: the channels, and the places of the window."""
    return (1, *range(2 + axes, 2 + 2 * axes))


def cut(x: Array, windows: Laid) -> Array:
    """Every window: samples, channels, the places of the windows, the places within a window."""
    axes = tuple(range(2, x.ndim))
    every = sliding_window_view(np.pad(x, [(0, 0), (0, 0), *windows.zeros]), windows.size, axes)
    found: Array = every[(slice(None), slice(None), *(slice(None, None, step) for step in windows.stride))]
    return found


def laid_back(pieces: Array, x: Array, windows: Laid) -> Array:
    """What was found for every place of every window, added up on the grid; what falls on zeros is left out."""
    grid = np.pad(np.zeros_like(x), [(0, 0), (0, 0), *windows.zeros])
    counts = pieces.shape[2 : x.ndim]
    for place in np.ndindex(windows.size):
        steps = zip(place, counts, windows.stride, strict=True)
        at = tuple(slice(first, first + count * step, step) for first, count, step in steps)
        grid[(slice(None), slice(None), *at)] += pieces[(..., *place)]
    inner = (slice(z.before, z.before + count) for z, count in zip(windows.zeros, x.shape[2:], strict=True))
    return grid[(slice(None), slice(None), *inner)]
