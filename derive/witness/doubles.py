"""The numbers of a problem as arrays of doubles, and arrays as numbers by id: where every pass begins and ends."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from derive.arithmetic import Number
from derive.problem import Problem
from derive.quantity import Quantity

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Doubles:
    """The given numbers of a problem, each as the nearest double; what is too large for one is infinite."""

    problem: Problem
    numbers: Mapping[str, Number]

    def array(self, kind: str, shape: Sequence[int], layer: int | None = None, sample: int | None = None) -> Array:
        """The numbers of one kind, of a layer or a sample where it has one."""
        first = () if layer is None else (layer,)
        found = np.zeros(tuple(shape))
        for place in np.ndindex(*shape):
            found[place] = self.nearest(Quantity(kind, (*first, *(i + 1 for i in place)), sample).id)
        return found

    def inputs(self) -> Array:
        """The inputs, a row for each sample."""
        shape = self.problem.network.shapes[0]
        return np.stack([self.array("x", shape, sample=sample) for sample in self.problem.batch])

    def targets(self) -> Array:
        """The targets, a row for each sample that has some."""
        return np.stack([self.array("y", (self.problem.outputs,), sample=sample) for sample in self.problem.judged])

    def parameters(self) -> list[dict[str, Array]]:
        """The parameters of each layer, by kind."""
        layers = zip(self.problem.layers, self.problem.network.shapes, strict=False)
        shapes = enumerate((layer.tensors(before) for layer, before in layers), start=1)
        return [{kind: self.array(kind, shape, n) for kind, shape in each.items()} for n, each in shapes]

    def nearest(self, id: str) -> float:
        """The nearest double of a given number; not a number where none is given."""
        return nearest(self.numbers[id]) if id in self.numbers else math.nan


def nearest(number: Number) -> float:
    """The nearest double."""
    try:
        return float(number)
    except OverflowError:
        return math.copysign(math.inf, number)


def named(
    kind: str, array: Array, layer: int | None = None, samples: Sequence[int | None] | None = None
) -> dict[str, float]:
    """The numbers of an array by id; with samples, its first index is theirs."""
    return {placed(kind, place, layer, samples).id: float(value) for place, value in np.ndenumerate(array)}


def placed(
    kind: str, place: Sequence[int], layer: int | None = None, samples: Sequence[int | None] | None = None
) -> Quantity:
    """The quantity at a place of an array; with samples, the first index is theirs."""
    first = () if layer is None else (layer,)
    sample, rest = (None, place) if samples is None else (samples[place[0]], place[1:])
    return Quantity(kind, (*first, *(int(i) + 1 for i in rest)), sample)
