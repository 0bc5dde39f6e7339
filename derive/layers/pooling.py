"""Pooling: of every window of a channel, the largest value or the mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal

import sympy
from sympy import Expr

from derive.activations import ZERO
from derive.expression import ONE, number, over, plus, symbol
from derive.layers.base import Flow, Layer, Shape
from derive.layers.windows import Index, Pairs, along, grid, windows
from derive.quantity import Quantity, local
from derive.statement import Edge, Statement

PoolingKind = Literal["max", "average"]
CALLED = "a pooling layer"


@dataclass(frozen=True, slots=True)
class Pooling(Layer):
    """A window over each channel alone; it moves by its own size where no stride is told."""

    type: ClassVar[str] = "pooling"
    by_channel: ClassVar[bool] = True
    kind: PoolingKind
    size: Shape                      # a number for each axis, or one for all
    stride: Shape = ()

    def shape(self, earlier: Sequence[Shape]) -> Shape:
        """The channels before, with a value for each window."""
        places = list(self.windows(earlier[-1]))
        return (earlier[-1][0], *places[-1])

    @property
    def rules(self) -> tuple[str, ...]:
        """Which value leads, where one does."""
        return (f"{self.kind} pooling",)

    def sizes(self, before: Shape) -> Mapping[str, Shape | str]:
        """Window and stride."""
        size, stride = self.moves(before)
        return {"size": size, "stride": stride}

    def forward(self, flow: Flow) -> list[Statement]:
        """a = max(a₁, a₂, …) or (a₁ + a₂ + …)/n, channel by channel and window by window."""
        values = {each.index[-len(flow.before) :]: each for each in flow.inputs}
        return [
            POOLED[self.kind](flow.own("a", c, *place), [values[c, *i] for _, i in pairs])
            for c in range(1, flow.before[0] + 1)
            for place, pairs in self.windows(flow.before).items()
        ]

    def windows(self, before: Shape) -> dict[Index, Pairs]:
        """What lies in each window."""
        return windows(grid(before, CALLED), *self.moves(before), "valid")

    def moves(self, before: Shape) -> tuple[Shape, Shape]:
        """How wide the window is along each axis, and how far it moves."""
        places = grid(before, CALLED)
        return along(self.size, places, "size"), along(self.stride or self.size, places, "stride")


def average(a: Quantity, values: Sequence[Quantity]) -> Statement:
    """The mean of a window."""
    share = number(Fraction(1, len(values)))
    whole = plus(*map(symbol, values)) if len(values) > 1 else symbol(values[0])
    formula = over(whole, number(len(values))) if len(values) > 1 else whole
    return Statement(a, "average pooling", (formula,), tuple(Edge(local(a, each), (share,)) for each in values))


def largest(a: Quantity, values: Sequence[Quantity]) -> Statement:
    """The largest value of a window; its slope is 1 by that value, 0 by the others."""
    found = [symbol(each) for each in values]
    edges = tuple(Edge(local(a, each), (leads(found, i),)) for i, each in enumerate(values))
    return Statement(a, "max pooling", (maximum(found),), edges)


def leads(values: Sequence[Expr], i: int) -> Expr:
    """1 where value i is the largest of all, else 0; of several that are equal, the first leads."""
    own, earlier, others = values[i], values[:i], [*values[:i], *values[i + 1 :]]
    if not others:
        return ONE
    most = maximum(others)
    if not earlier:
        return cases((ONE, sympy.Ge(own, most, evaluate=False)), (ZERO, sympy.Lt(own, most, evaluate=False)))
    if len(earlier) == len(others):
        return cases((ONE, sympy.Gt(own, most, evaluate=False)), (ZERO, sympy.Le(own, most, evaluate=False)))
    return cases(
        (ZERO, sympy.Lt(own, most, evaluate=False)),
        (ZERO, sympy.Le(own, maximum(earlier), evaluate=False)),
        (ONE, sympy.Ge(own, most, evaluate=False)),
    )


def maximum(values: Sequence[Expr]) -> Expr:
    """The largest of some values; of one, that value."""
    return sympy.Max(*values, evaluate=False) if len(values) > 1 else values[0]


def cases(*pairs: tuple[Expr, sympy.Rel]) -> Expr:
    """The value of the first case that holds."""
    return sympy.Piecewise(*pairs, evaluate=False)


POOLED: dict[PoolingKind, Callable[[Quantity, Sequence[Quantity]], Statement]] = {"max": largest, "average": average}
