"""Windows that slide over a grid of values: where each lies, and which of its places have a value."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Literal

from derive.layers.base import Misfit, Shape, spoken

Padding = Literal["valid", "same"]
Index = tuple[int, ...]
Pairs = list[tuple[Index, Index]]    # places of the window, each with the place of the grid that it lies on


def grid(before: Shape, what: str) -> Shape:
    """The places of the layer before, its channels left out; Misfit where it has none."""
    if len(before) not in (2, 3):
        cure = "give inputs: {length: …} or {height: …, width: …}, and put it before any flatten layer"
        raise Misfit(f"{what} takes channels of values in a line or on a grid, not {spoken(before)} values", cure)
    return before[1:]


def along(sizes: Sequence[int], places: Shape, what: str) -> Shape:
    """A size for each axis: one alone is that of all; Misfit where there are too many."""
    if len(sizes) == 1:
        return tuple(sizes) * len(places)
    if len(sizes) != len(places):
        raise Misfit(f"a {what} of {spoken(tuple(sizes))} for {spoken(places)} values", f"give {len(places)} number(s)")
    return tuple(sizes)


def windows(places: Shape, size: Shape, stride: Shape, padding: Padding) -> dict[Index, Pairs]:
    """For each place of the result, row by row, the places of its window on the grid; Misfit where none fits."""
    axes = list(zip(places, size, stride, strict=True))
    if padding == "valid" and any(wide > count for count, wide, _ in axes):
        raise Misfit(f"a window of {spoken(size)} does not fit on {spoken(places)} values", "give a smaller one")
    lines = [line(count, wide, step, padding) for count, wide, step in axes]
    return {
        tuple(place for place, _ in at): [
            (tuple(k for k, _ in pairs), tuple(i for _, i in pairs)) for pairs in product(*(seen for _, seen in at))
        ]
        for at in product(*(list(enumerate(each, start=1)) for each in lines))
    }


def line(count: int, size: int, stride: int, padding: Padding) -> list[list[tuple[int, int]]]:
    """Along one axis, what each window sees: its own places with those of the grid, all counted from 1.

    Same padding gives a window for every `stride` values; what is missing is shared, the odd one after the end.
    """
    outputs = (count - size) // stride + 1 if padding == "valid" else -(-count // stride)
    missing = max((outputs - 1) * stride + size - count, 0)
    starts = [p * stride - missing // 2 for p in range(outputs)]
    return [[(k + 1, start + k + 1) for k in range(size) if 0 <= start + k < count] for start in starts]
