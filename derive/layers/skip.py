"""The skip connection: what the layer before gives, plus what an earlier one gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from derive.expression import ONE, plus, symbol
from derive.layers.base import Flow, Layer, Misfit, Shape, spoken
from derive.quantity import local
from derive.statement import Edge, Statement


@dataclass(frozen=True, slots=True)
class Skip(Layer):
    """Adds the values of layer `source` (0 is the inputs) to those of the layer before (He and others 2016)."""

    type: ClassVar[str] = "skip"
    source: int = 0

    def shape(self, earlier: Sequence[Shape]) -> Shape:
        """That of the layer before; it starts farther back, at values of the same shape."""
        *farther, before = earlier
        if not farther:
            raise Misfit("a skip has no layer before it to skip", "put it after another layer")
        if self.source >= len(farther):
            raise Misfit(f"a skip from layer {self.source} skips nothing", f"give a layer from 0 to {len(farther) - 1}")
        if earlier[self.source] != before:
            source = f"{spoken(earlier[self.source])} values of layer {self.source}"
            what = f"a skip adds {source} to {spoken(before)} of layer {len(farther)}"
            raise Misfit(what, "give both layers the same shape")
        return before

    def forward(self, flow: Flow) -> list[Statement]:
        """a = a_before + a_earlier, value by value."""
        pairs = zip(flow.inputs, flow.network.values(self.source, flow.sample), strict=True)
        found = []
        for (before, earlier), a in zip(pairs, flow.network.values(flow.number, flow.sample), strict=True):
            edges = [Edge(local(a, each), (ONE,)) for each in (before, earlier)]
            found.append(Statement(a, "skip", (plus(symbol(before), symbol(earlier)),), tuple(edges)))
        return found
