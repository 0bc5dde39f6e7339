"""The convolution: a kernel of weights slides over the values, and every place adds what lies under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from derive.formula import Formula
from derive.layers.activate import activate, activation
from derive.layers.base import Flow, Layer, Misfit, Shape
from derive.layers.dense import Bias, Pair, weighted_sum
from derive.layers.windows import Index, Padding, Pairs, along, grid, windows
from derive.quantity import Quantity
from derive.statement import Statement

CALLED = "a convolution"


@dataclass(frozen=True, slots=True)
class Convolution(Layer):
    """So many kernels, laid over all channels without being flipped: a cross-correlation (LeCun and others 1989)."""

    type: ClassVar[str] = "convolution"
    by_channel: ClassVar[bool] = True
    filters: int
    kernel: Shape                    # a number for each axis, or one for all
    activation: str | Formula
    bias: Bias = "per_unit"
    stride: Shape = (1,)
    padding: Padding = "valid"

    def shape(self, earlier: Sequence[Shape]) -> Shape:
        """A channel for each filter, with a value for each place of the kernel."""
        if activation(self.activation).joint:
            raise Misfit("a convolution takes no softmax", "put the softmax on a dense layer after it")
        places = list(self.windows(earlier[-1]))
        return (self.filters, *places[-1])

    @property
    def rules(self) -> tuple[str, ...]:
        """How the kernel lies on the values, and what lies beyond their edge."""
        return ("convolution", *(["same padding"] if self.padding == "same" else []))

    def sizes(self, before: Shape) -> Mapping[str, Shape | str]:
        """Kernel, stride and padding."""
        stride = along(self.stride, grid(before, CALLED), "stride")
        return {"kernel": self.kernel_on(before), "stride": stride, "padding": self.padding}

    def tensors(self, before: Shape) -> dict[str, Shape]:
        """A kernel for each filter and channel, and the biases."""
        biases: dict[str, dict[str, Shape]] = {"per_unit": {"b": (self.filters,)}, "shared": {"b": ()}, "none": {}}
        return {"w": (self.filters, before[0], *self.kernel_on(before)), **biases[self.bias]}

    def parameters(self, number: int, before: Shape) -> list[Quantity]:
        """Filter by filter: kernel, then bias; a shared bias after all."""
        found = Layer.parameters(self, number, before)
        return sorted(found, key=lambda p: p.index[1] if len(p.index) > 1 else self.filters + 1)

    def forward(self, flow: Flow) -> list[Statement]:
        """z = Σ wx + b over what lies under the kernel, and a = f(z), filter by filter and place by place."""
        row, seen = activation(self.activation), self.windows(flow.before)
        found = []
        for f in range(1, self.filters + 1):
            for place, pairs in seen.items():
                z = flow.own("z", f, *place)
                found.append(weighted_sum(z, self.weighed(flow, f, pairs), self.bias_of(flow, f), "convolution"))
                found.append(activate(row, [z], 1))
        return found

    def weighed(self, flow: Flow, f: int, pairs: Pairs) -> list[Pair]:
        """What filter f adds at one place: the values under its kernel, each with its weight, channel by channel."""
        values = {each.index[-len(flow.before) :]: each for each in flow.inputs}
        return [
            (Quantity("w", (flow.number, f, c, *k)), values[c, *i])
            for c in range(1, flow.before[0] + 1)
            for k, i in pairs
        ]

    def bias_of(self, flow: Flow, f: int) -> Quantity | None:
        """The bias of filter f: its own, the layer's, or none."""
        own, shared = Quantity("b", (flow.number, f)), Quantity("b", (flow.number,))
        return {"per_unit": own, "shared": shared, "none": None}[self.bias]

    def kernel_on(self, before: Shape) -> Shape:
        """How far the kernel reaches along each axis."""
        return along(self.kernel, grid(before, CALLED), "kernel")

    def windows(self, before: Shape) -> dict[Index, Pairs]:
        """What lies under the kernel at each place."""
        places = grid(before, CALLED)
        return windows(places, self.kernel_on(before), along(self.stride, places, "stride"), self.padding)
