"""Activations and losses in numpy, a row each: the value and the slope, written so that neither overflows."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from derive.witness.doubles import Array


@dataclass(frozen=True, slots=True)
class Activation:
    """One row: a = value(z), and slope(z), da/dz; a joint one has a matrix of slopes for each sample."""

    value: Callable[[Array], Array]
    slope: Callable[[Array], Array]


@dataclass(frozen=True, slots=True)
class Loss:
    """One row: the share of each output, value(y, a, n), and its slope by the output."""

    value: Callable[[Array, Array, int], Array]
    slope: Callable[[Array, Array, int], Array]


def sigmoid(z: Array) -> Array:
    """1 / (1 + e^-z), with a power of e that is never above one."""
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


def bell(z: Array) -> Array:
    """The density of the standard normal distribution."""
    return np.exp(-z * z / 2.0) / math.sqrt(2.0 * math.pi)


def below(z: Array) -> Array:
    """The probability that a standard normal variable is below z."""
    return np.array([math.erfc(-x / math.sqrt(2.0)) / 2.0 for x in z.flat]).reshape(z.shape)


def softmax(z: Array) -> Array:
    """e^z over the sum of its layer, the largest z taken off first."""
    powers: Array = np.exp(z - z.max(axis=-1, keepdims=True))
    total: Array = powers.sum(axis=-1, keepdims=True)
    return powers / total


def jacobian(z: Array) -> Array:
    """The slopes of softmax by every pre-activation of the layer; each row adds up to zero."""
    a = softmax(z)
    beside = -a[:, :, None] * a[:, None, :]
    each = np.arange(a.shape[1])
    beside[:, each, each] = 0.0
    beside[:, each, each] = -beside.sum(axis=2)
    return beside


ACTIVATIONS: dict[str, Activation] = {
    "linear": Activation(lambda z: z, np.ones_like),
    "sigmoid": Activation(sigmoid, lambda z: sigmoid(z) * sigmoid(-z)),
    "tanh": Activation(np.tanh, lambda z: 4.0 * sigmoid(2.0 * z) * sigmoid(-2.0 * z)),
    "relu": Activation(lambda z: np.maximum(z, 0.0), lambda z: np.heaviside(z, 0.0)),
    "leaky_relu": Activation(
        lambda z: np.where(z > 0.0, z, 0.01 * z), lambda z: np.where(z > 0.0, 1.0, 0.01)
    ),
    "elu": Activation(
        lambda z: np.maximum(z, 0.0) + np.expm1(np.minimum(z, 0.0)), lambda z: np.exp(np.minimum(z, 0.0))
    ),
    "softplus": Activation(lambda z: np.logaddexp(0.0, z), sigmoid),
    "silu": Activation(lambda z: z * sigmoid(z), lambda z: sigmoid(z) * (1.0 + z * sigmoid(-z))),
    "gelu": Activation(lambda z: z * below(z), lambda z: below(z) + z * bell(z)),
    "softmax": Activation(softmax, jacobian),
}  # fmt: skip

LOSSES: dict[str, Loss] = {
    "mse": Loss(lambda y, a, n: (a - y) ** 2 / n, lambda y, a, n: 2.0 * (a - y) / n),
    "squared_error": Loss(lambda y, a, n: (a - y) ** 2, lambda y, a, n: 2.0 * (a - y)),
    "half_squared_error": Loss(lambda y, a, n: (a - y) ** 2 / 2.0, lambda y, a, n: a - y),
    "binary_cross_entropy": Loss(
        lambda y, a, n: -y * np.log(a) - (1.0 - y) * np.log1p(-a),
        lambda y, a, n: (1.0 - y) / (1.0 - a) - y / a,
    ),
    "cross_entropy": Loss(lambda y, a, n: -y * np.log(a), lambda y, a, n: -y / a),
    "absolute_error": Loss(lambda y, a, n: np.abs(a - y), lambda y, a, n: np.sign(a - y)),
    "huber": Loss(
        lambda y, a, n: np.where(np.abs(a - y) <= 1.0, (a - y) ** 2 / 2.0, np.abs(a - y) - 0.5),
        lambda y, a, n: np.clip(a - y, -1.0, 1.0),
    ),
    "output": Loss(lambda y, a, n: a, lambda y, a, n: np.ones_like(a)),
}  # fmt: skip
