"""The textbook loop in plain numpy, with matrices and by hand: what training is measured against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[np.float64]]
Numbers = Sequence[Any]


def sigmoid(z: Array) -> Array:
    """1/(1 + e^-z)."""
    return 1 / (1 + np.exp(-z))


def softmax(z: Array) -> Array:
    """e^z over its sum, in each row; the largest is taken off first."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


# activation: its value, and what it makes of the gradient that arrives at it
Pair = tuple[Callable[[Array], Array], Callable[[Array, Array, Array], Array]]
ACTIVATIONS: dict[str, Pair] = {
    "linear": (lambda z: z, lambda d, z, a: d),
    "sigmoid": (sigmoid, lambda d, z, a: d * a * (1 - a)),
    "tanh": (np.tanh, lambda d, z, a: d * (1 - a**2)),
    "relu": (lambda z: np.maximum(z, 0), lambda d, z, a: d * (z > 0)),
    "leaky_relu": (lambda z: np.where(z > 0, z, z / 100), lambda d, z, a: d * np.where(z > 0, 1, 0.01)),
    "elu": (lambda z: np.where(z > 0, z, np.expm1(z)), lambda d, z, a: d * np.where(z > 0, 1, np.exp(z))),
    "softplus": (lambda z: np.logaddexp(0, z), lambda d, z, a: d * sigmoid(z)),
    "silu": (lambda z: z * sigmoid(z), lambda d, z, a: d * (sigmoid(z) + z * sigmoid(z) * (1 - sigmoid(z)))),
    "softmax": (softmax, lambda d, z, a: a * (d - (d * a).sum(axis=1, keepdims=True))),
}
LOSSES: dict[str, tuple[Callable[[Array, Array], Array], Callable[[Array, Array], Array]]] = {
    "mse": (lambda y, a: ((y - a) ** 2).mean(axis=1), lambda y, a: 2 * (a - y) / y.shape[1]),
    "half_squared_error": (lambda y, a: ((y - a) ** 2).sum(axis=1) / 2, lambda y, a: a - y),
    "cross_entropy": (lambda y, a: -(y * np.log(a)).sum(axis=1), lambda y, a: -y / a),
    "binary_cross_entropy": (
        lambda y, a: -(y * np.log(a) + (1 - y) * np.log(1 - a)).sum(axis=1),
        lambda y, a: -y / a + (1 - y) / (1 - a),
    ),
}


# optimizer: the new w, and what is kept of it, from the gradient g, what was kept, the rate r and the update number t
Step = Callable[[Array, Array, tuple[Any, ...], float, int], tuple[Array, tuple[Any, ...]]]


def sgd(w: Array, g: Array, kept: tuple[Any, ...], r: float, t: int) -> tuple[Array, tuple[Any, ...]]:
    """A step against the gradient."""
    return w - r * g, ()


def momentum(w: Array, g: Array, kept: tuple[Any, ...], r: float, t: int) -> tuple[Array, tuple[Any, ...]]:
    """A velocity that keeps nine tenths of itself."""
    v = 0.9 * (kept[0] if kept else 0) + r * g
    return w - v, (v,)


def nesterov(w: Array, g: Array, kept: tuple[Any, ...], r: float, t: int) -> tuple[Array, tuple[Any, ...]]:
    """The same, looking one step of the velocity ahead."""
    v = 0.9 * (kept[0] if kept else 0) + r * g
    return w - (0.9 * v + r * g), (v,)


def adagrad(w: Array, g: Array, kept: tuple[Any, ...], r: float, t: int) -> tuple[Array, tuple[Any, ...]]:
    """A step divided by the root of all squares so far."""
    s = (kept[0] if kept else 0) + g**2
    return w - r * g / (np.sqrt(s) + 1e-8), (s,)


def rmsprop(w: Array, g: Array, kept: tuple[Any, ...], r: float, t: int) -> tuple[Array, tuple[Any, ...]]:
    """A step divided by the root of a running mean of squares."""
    s = 0.9 * (kept[0] if kept else 0) + 0.1 * g**2
    return w - r * g / (np.sqrt(s) + 1e-8), (s,)


def adam(w: Array, g: Array, kept: tuple[Any, ...], r: float, t: int) -> tuple[Array, tuple[Any, ...]]:
    """Kingma and Ba 2015, algorithm 1."""
    m, s = kept or (0, 0)
    m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
    return w - r * (m / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8), (m, s)


STEPS: dict[str, Step] = {
    "sgd": sgd, "momentum": momentum, "nesterov": nesterov, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam,
}  # fmt: skip


class Loop:
    """A dense network of numpy arrays, a bias for each neuron, and the mean over the samples of a batch."""

    def __init__(self, weights: Numbers, biases: Numbers, activations: Sequence[str], loss: str) -> None:
        self.weights = [np.array(w, dtype=float) for w in weights]
        self.biases = [np.array(b, dtype=float) for b in biases]
        self.pairs = [ACTIVATIONS[name] for name in activations]
        self.share, self.slope = LOSSES[loss]

    def forward(self, x: Array) -> tuple[list[Array], list[Array]]:
        """The weighted sums and activations of every layer, a row a sample."""
        sums, activations = [], [x]
        for w, b, (value, _) in zip(self.weights, self.biases, self.pairs, strict=True):
            sums.append(activations[-1] @ w.T + b)
            activations.append(value(sums[-1]))
        return sums, activations

    def loss(self, x: Array, y: Array) -> float:
        """The mean loss of some samples."""
        return float(self.share(y, self.forward(x)[1][-1]).mean())

    def gradients(self, x: Array, y: Array) -> list[tuple[Array, Array]]:
        """The gradient of the loss by the weights and biases of each layer."""
        sums, a = self.forward(x)
        arriving, found = self.slope(y, a[-1]) / len(x), []
        for layer in reversed(range(len(self.weights))):
            delta = self.pairs[layer][1](arriving, sums[layer], a[layer + 1])
            found.append((delta.T @ a[layer], delta.sum(axis=0)))
            arriving = delta @ self.weights[layer]
        return found[::-1]

    def train(
        self, x: Numbers, y: Numbers, rate: float, steps: int, size: int | None = None, optimizer: str = "sgd",
        decay: float = 0.0,
    ) -> list[float]:  # fmt: skip
        """Updates by all samples, or by so many at a time, in order and round again; the loss of all after each."""
        kept: dict[tuple[str, int], tuple[Any, ...]] = {}
        xs, ys = np.array(x, dtype=float), np.array(y, dtype=float)
        size = size or len(xs)
        losses = [self.loss(xs, ys)]
        for step in range(steps):
            rows = [(step * size + i) % len(xs) for i in range(size)]
            for layer, (w, b) in enumerate(self.gradients(xs[rows], ys[rows])):
                w = w + decay * self.weights[layer]
                for what, values, g in (("w", self.weights, w), ("b", self.biases, b)):
                    before = kept.get((what, layer), ())
                    values[layer], kept[what, layer] = STEPS[optimizer](values[layer], g, before, rate, step + 1)
            losses.append(self.loss(xs, ys))
        return losses

    def parameters(self) -> dict[str, float]:
        """Every weight and bias by its id."""
        found: dict[str, float] = {}
        for layer, (w, b) in enumerate(zip(self.weights, self.biases, strict=True), start=1):
            found |= {f"b[{layer}][{j}]": float(value) for j, value in enumerate(b, 1)}
            found |= {f"w[{layer}][{j}][{i}]": float(v) for j, row in enumerate(w, 1) for i, v in enumerate(row, 1)}
        return found
