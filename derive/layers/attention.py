"""Scaled dot-product attention of one head: each token takes a weighted mean of what all tokens give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sympy import Expr

from derive.activations import ACTIVATIONS
from derive.expression import number, over, plus, symbol, times
from derive.functions import root
from derive.layers.base import Flow, Layer, Misfit, Shape, spoken
from derive.layers.dense import weighted_sum
from derive.quantity import Quantity, local
from derive.statement import Edge, Statement

SOFTMAX = ACTIVATIONS["softmax"]


@dataclass(frozen=True, slots=True)
class Attention(Layer):
    """softmax(q·k / √d) v, where query, key and value are sums of the token's features (Vaswani and others 2017)."""

    type: ClassVar[str] = "attention"
    staged: ClassVar[bool] = True
    called: ClassVar[Mapping[str, str]] = {"wq": "query", "wk": "key", "wv": "value"}
    units: int                       # numbers of each query, key and value: d
    causal: bool = False             # whether a token sees none after itself

    def shape(self, earlier: Sequence[Shape]) -> Shape:
        """As many tokens as before, each with the numbers of a value."""
        if len(earlier[-1]) != 2:
            what = f"attention takes tokens with features, not {spoken(earlier[-1])} values"
            raise Misfit(what, "give inputs: {tokens: 2, features: 2}, or put an embedding before it")
        return earlier[-1][0], self.units

    def tensors(self, before: Shape) -> dict[str, Shape]:
        """The matrices that make queries, keys and values of the features."""
        return dict.fromkeys(("wq", "wk", "wv"), (self.units, before[1]))

    def forward(self, flow: Flow) -> list[Statement]:
        """Queries, keys and values of all tokens, then their scores, weights and outputs."""
        tokens = range(1, flow.before[0] + 1)
        asking = [t for t in tokens if len(self.visible(flow, t)) > 1]
        found = [each for t in asking for each in self.projected(flow, "q", "query", t)]
        found += [each for t in (tokens if asking else ()) for each in self.projected(flow, "k", "key", t)]
        found += [each for t in tokens for each in self.projected(flow, "v", "value", t)]
        found += [self.score(flow, t, u) for t in asking for u in self.visible(flow, t)]
        found += [self.weight(flow, t, u) for t in asking for u in self.visible(flow, t)]
        return found + [self.output(flow, t, j) for t in tokens for j in self.each]

    @property
    def each(self) -> range:
        """The places within a query, a key or a value."""
        return range(1, self.units + 1)

    def visible(self, flow: Flow, t: int) -> range:
        """The tokens that token t sees."""
        return range(1, (t if self.causal else flow.before[0]) + 1)

    def projected(self, flow: Flow, kind: str, rule: str, t: int) -> list[Statement]:
        """The query, key or value of a token: sums of its features, weighed."""
        width = flow.before[1]
        features = list(enumerate(flow.inputs[(t - 1) * width : t * width], start=1))
        found = []
        for j in self.each:
            pairs = [(Quantity(f"w{kind}", (flow.number, j, i)), x) for i, x in features]
            found.append(weighted_sum(flow.own(kind, t, j), pairs, None, rule))
        return found

    def score(self, flow: Flow, t: int, u: int) -> Statement:
        """How well the query of token t fits the key of token u: q·k / √d."""
        of = flow.own("s", t, u)
        pairs = [(flow.own("q", t, j), flow.own("k", u, j)) for j in self.each]
        edges = [Edge(local(of, q), (self.over_root(symbol(k)),)) for q, k in pairs]
        edges += [Edge(local(of, k), (self.over_root(symbol(q)),)) for q, k in pairs]
        terms = [times(symbol(q), symbol(k)) for q, k in pairs]
        return Statement(of, "score", (self.over_root(plus(*terms)),), tuple(edges))

    def over_root(self, of: Expr) -> Expr:
        """Divided by √d, where that is not 1."""
        return over(of, root(number(self.units))) if self.units > 1 else of

    def weight(self, flow: Flow, t: int, u: int) -> Statement:
        """How much token t takes of token u: the softmax of its scores."""
        seen = self.visible(flow, t)
        scores, weights = ([symbol(flow.own(kind, t, v)) for v in seen] for kind in "sp")
        of = flow.own("p", t, u)
        edges = [
            Edge(local(of, flow.own("s", t, v)), (SOFTMAX.slope(scores, weights, u - 1, v - 1),), named=True)
            for v in seen
        ]
        return Statement(of, "attention weight", (SOFTMAX.value(scores, u - 1),), tuple(edges))

    def output(self, flow: Flow, t: int, j: int) -> Statement:
        """The values of the tokens that token t sees, weighed; its own where it sees no other."""
        of, seen = flow.own("a", t, j), self.visible(flow, t)
        if len(seen) == 1:
            own = flow.own("v", seen[0], j)
            return Statement(of, "attention to itself", (symbol(own),), (Edge(local(of, own), (number(1),)),))
        return weighted_sum(of, [(flow.own("p", t, u), flow.own("v", u, j)) for u in seen], None, "attention")
