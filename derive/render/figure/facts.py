"""What a figure may show of a derivation: symbols, given numbers, results as its worksheet rounds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from derive.engine.digits import Digits
from derive.problem import Problem
from derive.quantity import LOSS, Named, Quantity, named
from derive.render.figure.inscriptions import NOTHING, Worth
from derive.render.given import given_number
from derive.render.rows import Rows, flat
from derive.statement import Statement, forward_part

PER_SAMPLE = "xyza"                  # kinds of quantities that each sample has its own of


@dataclass(frozen=True)
class Facts:
    """One derivation; of a batch, the one sample that is shown."""

    problem: Problem
    statements: Sequence[Statement]
    digits: Digits
    rows: Rows
    row: int | None = None

    @cached_property
    def forward(self) -> tuple[Statement, ...]:
        """The statements of the forward pass."""
        return tuple(forward_part(self.statements))

    @cached_property
    def derived(self) -> frozenset[str]:
        """The ids of everything that is derived."""
        return frozenset(statement.of.id for statement in self.statements)

    def of_row(self, of: Quantity) -> Quantity:
        """A quantity of the sample that is shown."""
        own = self.row is not None and of.sample is None and of.kind in PER_SAMPLE
        return replace(of, sample=self.row) if own else of

    def name(self, of: Named) -> str:
        """A symbol on one line."""
        return flat(self.rows.notation.latex(of))

    def given(self, of: Quantity) -> Worth:
        """A given number."""
        value = self.problem.given.get(of)
        return NOTHING if value is None else Worth(given_number(self.problem, value, self.rows))

    def result(self, id: str) -> Worth:
        """A result, rounded."""
        if id not in self.digits.values or id not in self.derived:
            return NOTHING
        shown = self.digits.result(self.digits.values[id])
        return Worth(self.rows.number(shown), "=" if shown.exact else r"\approx ")

    def nodes(self) -> Iterator[Quantity]:
        """What the nodes of a picture by layers stand for, inputs left out; of a graph, its lines."""
        if self.problem.graph is not None:
            yield from (quantity_of(statement) for statement in self.forward)
            return
        samples = self.problem.batch if self.problem.sequence else (None,)
        for layer in range(1, len(self.problem.layers) + 1):
            for place in product(*(range(1, size + 1) for size in self.problem.network.shapes[layer])):
                yield from (Quantity("a", (layer, *place), sample) for sample in samples)
        yield LOSS


def quantity_of(statement: Statement) -> Quantity:
    """What a statement of a forward pass is about."""
    found = named(statement.of.id)
    assert isinstance(found, Quantity)
    return found
