"""Dropout with a given mask: some values are left out, the others scaled up so that their mean stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import ClassVar

from derive.expression import ONE, minus, over, symbol, times
from derive.layers.base import Flow, Layer, Misfit, Shape, indices, spoken
from derive.quantity import Quantity, local
from derive.statement import Edge, Statement


@dataclass(frozen=True, slots=True)
class Dropout(Layer):
    """Keeps the values whose mask is 1, divided by the share that is kept (Srivastava and others 2014, inverted)."""

    type: ClassVar[str] = "dropout"
    staged: ClassVar[bool] = True
    rate: Fraction                   # of the values that are dropped: 0 or more, less than 1
    mask: tuple[int, ...]            # 0 or 1 for each value, row by row, the same for every sample

    def shape(self, earlier: Sequence[Shape]) -> Shape:
        """That of the layer before, which has a value for each number of the mask."""
        before = earlier[-1]
        if len(self.mask) != prod(before):
            raise Misfit(f"a mask of {len(self.mask)} for {spoken(before)} values", f"give {prod(before)} of 0 and 1")
        return before

    def constants(self, number: int, before: Shape) -> dict[Quantity, Fraction]:
        """The rate, and the mask of each value."""
        masks = zip(indices(before), map(Fraction, self.mask), strict=True)
        return {
            Quantity("rate", (number,)): self.rate,
            **{Quantity("mask", (number, *index)): mask for index, mask in masks},
        }

    def forward(self, flow: Flow) -> list[Statement]:
        """a = m / (1 - rate) · a_before, value by value."""
        kept = minus(ONE, symbol(Quantity("rate", (flow.number,))))
        found = []
        for before, index in zip(flow.inputs, indices(flow.before), strict=True):
            a, factor = flow.own("a", *index), over(symbol(Quantity("mask", (flow.number, *index))), kept)
            edges = (Edge(local(a, before), (factor,)),)
            found.append(Statement(a, "dropout", (times(factor, symbol(before)),), edges))
        return found
