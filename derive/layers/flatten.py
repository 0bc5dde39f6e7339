"""Flattening: all values of the layer before in one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import ClassVar

from derive.expression import ONE, symbol
from derive.layers.base import Flow, Layer, Shape
from derive.quantity import local
from derive.statement import Edge, Statement


@dataclass(frozen=True, slots=True)
class Flatten(Layer):
    """Writes the values of the layer before in a row, the last index first."""

    type: ClassVar[str] = "flatten"

    def shape(self, earlier: Sequence[Shape]) -> Shape:
        """As many values as there were."""
        return (prod(earlier[-1]),)

    def forward(self, flow: Flow) -> list[Statement]:
        """a = the value before, one after another."""
        pairs = zip(flow.network.values(flow.number, flow.sample), flow.inputs, strict=True)
        return [Statement(a, "flatten", (symbol(x),), (Edge(local(a, x), (ONE,)),)) for a, x in pairs]
