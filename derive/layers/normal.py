"""Normalisation: values less their mean, over the root of their variance; then a learned scale and shift."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from sympy import Expr

from derive.activations import ZERO
from derive.expression import ONE, minus, negative, number, over, plus, symbol, times
from derive.functions import TWO, root, square
from derive.layers.base import Flow, Layer, Misfit, Shape, indices, spoken
from derive.layers.dense import weighted_sum
from derive.losses import scaled
from derive.quantity import Quantity, local
from derive.statement import Edge, Statement

EPSILON = Fraction(1, 100_000)
OVER_SAMPLES = " over samples"


@dataclass(frozen=True, slots=True)
class Normalisation(Layer):
    """What both normalisations share: ε under the root, a scale γ and a shift β for each value of a row."""

    staged: ClassVar[bool] = True
    epsilon: Fraction = EPSILON

    def tensors(self, before: Shape) -> dict[str, Shape]:
        """A scale and a shift for each value of a row; all rows share them."""
        return {"gamma": before[-1:], "beta": before[-1:]}

    def constants(self, number: int, before: Shape) -> dict[Quantity, Fraction]:
        """What keeps the root away from zero."""
        return {Quantity("epsilon", (number,)): self.epsilon}


@dataclass(frozen=True, slots=True)
class LayerNorm(Normalisation):
    """Normalises the values of each row (token) of each sample among themselves (Ba, Kiros, Hinton 2016)."""

    type: ClassVar[str] = "layer_norm"

    def shape(self, earlier: Sequence[Shape]) -> Shape:
        """That of the layer before."""
        if earlier[-1][-1] < 2:
            raise Misfit("layer normalisation of a single value is always 0", "give it a row of two values or more")
        return earlier[-1]

    def forward(self, flow: Flow) -> list[Statement]:
        """The mean and variance of every row, the normal values, then γ and β."""
        width = flow.before[-1]
        rows = [flow.inputs[at : at + width] for at in range(0, len(flow.inputs), width)]
        places = indices(flow.before[:-1])
        centres = [flow.own("mean", *place) for place in places]
        spreads = [flow.own("variance", *place) for place in places]
        found = [mean(centre, row) for centre, row in zip(centres, rows, strict=True)]
        found += [variance(*each) for each in zip(spreads, centres, rows, strict=True)]
        own = [each for each in zip(centres, spreads, strict=True) for _ in range(width)]
        normals = [normal(flow, *each) for each in zip(flow.inputs, own, indices(flow.before), strict=True)]
        return found + normals + [scale_and_shift(flow, index) for index in indices(flow.before)]


@dataclass(frozen=True, slots=True)
class BatchNorm(Normalisation):
    """Normalises each value over the samples of this batch, as in training (Ioffe, Szegedy 2015)."""

    type: ClassVar[str] = "batch_norm"
    across_samples: ClassVar[bool] = True

    def shape(self, earlier: Sequence[Shape]) -> Shape:
        """That of the layer before, a row of values."""
        if len(earlier[-1]) != 1:
            what = f"batch normalisation takes a row of values, not {spoken(earlier[-1])} of them"
            raise Misfit(what, "put a flatten layer before it")
        return earlier[-1]

    def forward(self, flow: Flow) -> list[Statement]:
        """With the first sample the mean and variance of every value over all; for each the normal value, γ and β."""
        places = indices(flow.before)
        statistics = [tuple(Quantity(kind, (flow.number, j)) for kind in ("mean", "variance")) for (j,) in places]
        found: list[Statement] = []
        if flow.sample == flow.network.samples[0]:
            samples = [flow.network.values(flow.number - 1, sample) for sample in flow.network.samples]
            columns = [list(column) for column in zip(*samples, strict=True)]
            each = list(zip(statistics, columns, strict=True))
            found += [mean(centre, column, OVER_SAMPLES) for (centre, _), column in each]
            found += [variance(spread, centre, column, OVER_SAMPLES) for (centre, spread), column in each]
        found += [normal(flow, *each) for each in zip(flow.inputs, statistics, places, strict=True)]
        return found + [scale_and_shift(flow, index) for index in places]


def mean(of: Quantity, values: Sequence[Quantity], over_what: str = "") -> Statement:
    """The sum of the values over their count."""
    share = number(Fraction(1, len(values)))
    edges = [Edge(local(of, value), (share,)) for value in values]
    return Statement(of, f"mean{over_what}", (averaged([symbol(value) for value in values]),), tuple(edges))


def variance(of: Quantity, centre: Quantity, values: Sequence[Quantity], over_what: str = "") -> Statement:
    """The mean of the squared deviations; it does not move with the mean, since the deviations add up to zero."""
    apart = [minus(symbol(value), symbol(centre)) for value in values]
    twice = Fraction(2, len(values))
    edges = [Edge(local(of, value), (scaled(twice, each),)) for value, each in zip(values, apart, strict=True)]
    edges.append(Edge(local(of, centre), (times(number(-twice), plus(*apart)), ZERO), named=True))
    return Statement(of, f"variance{over_what}", (averaged([square(each) for each in apart]),), tuple(edges))


def averaged(terms: Sequence[Expr]) -> Expr:
    """The mean of some expressions."""
    return over(plus(*terms), number(len(terms)))


def normal(flow: Flow, value: Quantity, statistics: tuple[Quantity, ...], index: tuple[int, ...]) -> Statement:
    """(a - μ) / √(σ² + ε)."""
    (centre, spread), of = statistics, flow.own("normal", *index)
    wide = plus(symbol(spread), symbol(Quantity("epsilon", (flow.number,))))
    edges = (
        Edge(local(of, value), (over(ONE, root(wide)),)),
        Edge(local(of, centre), (negative(over(ONE, root(wide))),)),
        Edge(local(of, spread), (negative(over(symbol(of), times(TWO, wide))),)),
    )
    return Statement(of, "normal", (over(minus(symbol(value), symbol(centre)), root(wide)),), edges)


def scale_and_shift(flow: Flow, index: tuple[int, ...]) -> Statement:
    """γ · normal + β; a row's values each have their own γ and β."""
    gamma, beta = (Quantity(kind, (flow.number, index[-1])) for kind in ("gamma", "beta"))
    return weighted_sum(flow.own("a", *index), [(gamma, flow.own("normal", *index))], beta, "scale and shift")
