"""What a layer computes in a pass, and under which ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np

from derive.quantity import Partial, Quantity, local, slope
from derive.witness.doubles import Array, named, placed

Numbers = TypeVar("Numbers")
Other = TypeVar("Other")
Samples = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Values(Generic[Numbers]):
    """The quantities of a layer by kind: the samples are the first index, but of what belongs to the whole batch."""

    of_samples: Mapping[str, Numbers]     # "a" is what a layer gives on
    of_batch: Mapping[str, Numbers] = field(default_factory=dict)
    slopes: Mapping[tuple[str, str], Numbers] = field(default_factory=dict)  # of a kind by another; see `named_slopes`

    def each(self, change: Callable[[Numbers], Other]) -> Values[Other]:
        """The same quantities with other numbers."""
        own = (self.of_samples, self.of_batch)
        of_samples, of_batch = ({kind: change(numbers) for kind, numbers in each.items()} for each in own)
        return Values(of_samples, of_batch, {kinds: change(numbers) for kinds, numbers in self.slopes.items()})


def ids(values: Values[Array], layer: int, samples: Samples, prefix: str = "") -> dict[str, float]:
    """Every number of a layer by id; the prefix stands before each kind."""
    found: dict[str, float] = {}
    for kind, array in values.of_samples.items():
        found |= named(prefix + kind, array, layer, samples)
    for kind, array in values.of_batch.items():
        found |= named(prefix + kind, array, layer)
    for (top, by), array in values.slopes.items():
        own = values.of_samples.get(top)
        whole, among = (values.of_batch[top], None) if own is None else (own, samples)
        found |= named_slopes((top, by), array, whole.ndim, layer, among)
    return found


def named_slopes(
    kinds: tuple[str, str], array: Array, axes: int, layer: int, samples: Samples | None
) -> dict[str, float]:
    """Slopes by id: of each number by that at its own place, or, with one index more, by all along its last index."""
    top, by = kinds
    found: dict[str, float] = {}
    for place, value in np.ndenumerate(array):
        at = place[:axes]
        of, other = (placed(kind, each, layer, samples) for kind, each in ((top, at), (by, (*at[:-1], place[-1]))))
        found[partial(of, other, len(place) > axes).id] = float(value)
    return found


def partial(of: Quantity, by: Quantity, joint: bool) -> Partial:
    """The slope of an activation in a row has a short id, every other one is spelt out."""
    return slope(of, by, joint) if (of.kind, by.kind, len(by.index)) == ("a", "z", 2) else local(of, by)
