"""Where windows lie on a grid: how many zeros are laid around it, and how far the windows move."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple


class Zeros(NamedTuple):
    """How many zeros stand before and after the values of one axis."""

    before: int
    after: int


class Laid(NamedTuple):
    """A window along each axis: its size, how far it moves, and the zeros around the grid."""

    size: tuple[int, ...]
    stride: tuple[int, ...]
    zeros: tuple[Zeros, ...]


def laid(layer: Any, size: Sequence[int], places: Sequence[int]) -> Laid:
    """The windows of a convolution or pooling layer on a grid; a stride that is not told is the size."""
    wide, stride = each_axis(size, len(places)), each_axis(layer.stride or size, len(places))
    same = getattr(layer, "padding", "valid") == "same"
    zeros = [around(*axis) if same else Zeros(0, 0) for axis in zip(places, wide, stride, strict=True)]
    return Laid(wide, stride, tuple(zeros))


def each_axis(sizes: Sequence[int], axes: int) -> tuple[int, ...]:
    """A number for each axis; one alone is that of all."""
    return tuple(sizes) * axes if len(sizes) == 1 else tuple(sizes)


def around(count: int, size: int, stride: int) -> Zeros:
    """The zeros of same padding: a window begins at every `stride` values, and an odd zero stands at the end."""
    missing = max((-(-count // stride) - 1) * stride + size - count, 0)
    return Zeros(missing // 2, missing - missing // 2)
