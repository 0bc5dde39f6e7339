"""The embedding: each token takes its row of a table of weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from derive.expression import ONE, symbol
from derive.layers.base import Flow, Layer, Misfit, Shape
from derive.quantity import Quantity, local
from derive.statement import Edge, Statement


@dataclass(frozen=True, slots=True)
class Embedding(Layer):
    """A table of learned rows, one for each word of the vocabulary; it stands first, and its tokens are the inputs."""

    type: ClassVar[str] = "embedding"
    staged: ClassVar[bool] = True
    units: int                       # numbers of a row
    vocabulary: int                  # rows
    tokens: tuple[int, ...]          # the words of the text, as numbers of rows from 1

    def shape(self, earlier: Sequence[Shape]) -> Shape:
        """A row for each token."""
        if list(earlier) != [(0,)]:
            what = "an embedding looks up its own tokens"
            raise Misfit(what, "make it the first layer" if len(earlier) > 1 else "leave the inputs out")
        strange = [token for token in self.tokens if not 1 <= token <= self.vocabulary]
        if strange:
            what = f"token {strange[0]} is not in a vocabulary of {self.vocabulary}"
            raise Misfit(what, f"give 1 to {self.vocabulary}")
        return len(self.tokens), self.units

    def tensors(self, before: Shape) -> dict[str, Shape]:
        """A row of weights for each word."""
        return {"w": (self.vocabulary, self.units)}

    def forward(self, flow: Flow) -> list[Statement]:
        """a = w, the row of the token."""
        found = []
        for place, token in enumerate(self.tokens, start=1):
            for i in range(1, self.units + 1):
                a, w = flow.own("a", place, i), Quantity("w", (flow.number, token, i))
                found.append(Statement(a, "embedding", (symbol(w),), (Edge(local(a, w), (ONE,)),)))
        return found
