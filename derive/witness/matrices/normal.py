"""Layer and batch normalisation in numpy: the same way forth and back, along another axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from derive.witness.doubles import Array
from derive.witness.matrices.base import Arrays, Back, Earlier, Found
from derive.witness.rounding_error import Shake
from derive.witness.values import Values

SLOPE = ("variance", "mean")


@dataclass(frozen=True, slots=True)
class Normalisation:
    """Which axis is normalised: the last, each row for itself, or the samples, with one mean for the batch."""

    axis: int
    of_batch: bool

    def forth(self, layer: Any, given: Arrays, earlier: Earlier, shake: Shake) -> Found:
        """N = (X - μ) / √(σ² + ε) with the mean and variance along the axis, A = γN + β."""
        mean = shake(earlier[-1].mean(axis=self.axis))
        apart = shake(earlier[-1] - self.spread(mean))
        variance = shake((apart**2).mean(axis=self.axis))
        normal = shake(apart / self.spread(root(layer, variance)))
        values = {"normal": normal, "a": shake(given["gamma"] * normal + given["beta"])}
        slope = shake(-2.0 * apart.mean(axis=self.axis))
        return self.found({"mean": mean, "variance": variance}, values, {SLOPE: slope})

    def back(self, layer: Any, given: Arrays, earlier: Earlier, values: Found, error: Array, shake: Shake) -> Back:
        """To N, from it to σ² and μ, and from all three to X; γ and β take the sums of all that they touch."""
        x, known = earlier[-1], {**values.of_samples, **values.of_batch}
        normal, wide = known["normal"], root(layer, known["variance"])
        of_normal = shake(error * given["gamma"])
        of_variance = shake(-(of_normal * normal).sum(axis=self.axis) / (2.0 * wide**2))
        of_mean = shake(-of_normal.sum(axis=self.axis) / wide)
        by_variance = shake(self.spread(of_variance) * 2.0 * (x - self.spread(known["mean"])))
        shared = shake((by_variance + self.spread(of_mean)) / x.shape[self.axis])
        before = shake(of_normal / self.spread(wide) + shared)
        every = tuple(range(x.ndim - 1))
        parameters = {"gamma": shake((error * normal).sum(axis=every)), "beta": shake(error.sum(axis=every))}
        statistics = {"mean": of_mean, "variance": of_variance}
        return Back(self.found(statistics, {"normal": of_normal, "a": error}), parameters, {len(earlier) - 1: before})

    def found(self, statistics: Arrays, values: Arrays, slopes: Mapping[tuple[str, str], Array] | None = None) -> Found:
        """What belongs to the batch apart from what belongs to a sample."""
        own = {} if self.of_batch else statistics
        return Values({**own, **values}, statistics if self.of_batch else {}, slopes or {})

    def spread(self, statistic: Array) -> Array:
        """A number of the axis beside every value of it."""
        return np.expand_dims(statistic, self.axis)


def root(layer: Any, variance: Array) -> Array:
    """√(σ² + ε)."""
    found: Array = np.sqrt(variance + float(layer.epsilon))
    return found


LAYER_NORM = Normalisation(-1, of_batch=False)
BATCH_NORM = Normalisation(0, of_batch=True)
