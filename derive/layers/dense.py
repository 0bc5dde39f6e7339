"""The dense layer: every neuron adds its weighted inputs and its bias, then applies the activation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from derive.expression import ONE, plus, symbol, times
from derive.formula import Formula
from derive.layers.activate import activate, activation
from derive.layers.base import Flow, Layer, Misfit, Shape, spoken
from derive.quantity import Quantity, local
from derive.statement import Edge, Statement

Bias = Literal["per_unit", "shared", "none"]
Pair = tuple[Quantity, Quantity]     # a weight and what it multiplies


@dataclass(frozen=True, slots=True)
class Dense(Layer):
    """How many neurons, their activation and their bias; a recurrent layer also weighs what it gave the step before."""

    type: ClassVar[str] = "dense"
    units: int
    activation: str | Formula
    bias: Bias = "per_unit"
    recurrent: bool = False

    def shape(self, earlier: Sequence[Shape]) -> Shape:
        """One value a neuron."""
        if len(earlier[-1]) != 1:
            what = f"a dense layer takes a row of values, not {spoken(earlier[-1])} of them"
            raise Misfit(what, "put a flatten layer before it")
        return (self.units,)

    def tensors(self, before: Shape) -> dict[str, Shape]:
        """A matrix of weights, one of recurrent weights, and the biases."""
        (inputs,) = before
        recurrent = {"u": (self.units, self.units)} if self.recurrent else {}
        biases: dict[str, dict[str, Shape]] = {"per_unit": {"b": (self.units,)}, "shared": {"b": ()}, "none": {}}
        return {"w": (self.units, inputs), **recurrent, **biases[self.bias]}

    def parameters(self, number: int, before: Shape) -> list[Quantity]:
        """Neuron by neuron: weights, recurrent weights, bias; a shared bias after all."""
        found: list[Quantity] = []
        for j in range(1, self.units + 1):
            for kind, shape in self.tensors(before).items():
                rest = [()] if len(shape) == 1 else [(i,) for i in range(1, shape[-1] + 1)] if shape else []
                found += [Quantity(kind, (number, j, *i)) for i in rest]
        return [*found, *([Quantity("b", (number,))] if self.bias == "shared" else [])]

    def forward(self, flow: Flow) -> list[Statement]:
        """z = w₁x₁ + w₂x₂ + … + b and a = f(z), neuron by neuron; before a joint activation all z."""
        row = activation(self.activation)
        neurons = range(1, self.units + 1)
        z = [flow.own("z", j) for j in neurons]
        sums = [weighted_sum(each, self.weighed(flow, j), self.bias_of(flow, j)) for j, each in enumerate(z, start=1)]
        activations = [activate(row, z, j) for j in neurons]
        if row.joint:
            return sums + activations
        return [statement for pair in zip(sums, activations, strict=True) for statement in pair]

    def weighed(self, flow: Flow, j: int) -> list[Pair]:
        """What neuron j adds, each with its weight: the inputs, then its layer's values of the time step before."""
        of_inputs = [(Quantity("w", (flow.number, j, i)), x) for i, x in enumerate(flow.inputs, start=1)]
        earlier = flow.earlier if self.recurrent else []
        return of_inputs + [(Quantity("u", (flow.number, j, i)), a) for i, a in enumerate(earlier, start=1)]

    def bias_of(self, flow: Flow, j: int) -> Quantity | None:
        """The bias of neuron j: its own, the layer's, or none."""
        own, shared = Quantity("b", (flow.number, j)), Quantity("b", (flow.number,))
        return {"per_unit": own, "shared": shared, "none": None}[self.bias]


def weighted_sum(z: Quantity, pairs: Sequence[Pair], bias: Quantity | None, rule: str = "weighted sum") -> Statement:
    """z = w₁x₁ + w₂x₂ + … + b."""
    terms = [times(symbol(w), symbol(x)) for w, x in pairs]
    edges = [Edge(local(z, w), (symbol(x),)) for w, x in pairs] + [Edge(local(z, x), (symbol(w),)) for w, x in pairs]
    if bias is not None:
        terms.append(symbol(bias))
        edges.append(Edge(local(z, bias), (ONE,)))
    return Statement(z, rule, (plus(*terms),), tuple(edges))
