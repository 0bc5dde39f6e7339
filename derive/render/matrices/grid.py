"""What matrix equations are written with: grids of entries, letters, shapes below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from derive.document.sections import Task
from derive.engine.digits import Digits, Line
from derive.expression import symbol
from derive.layers import Dense, activation
from derive.problem import Problem
from derive.quantity import Named, Partial, Quantity
from derive.render.measure import width
from derive.render.rows import Rows

BRACKETS, BETWEEN = 1.4, 1.0         # em that the brackets of a matrix take, and the gap between columns


@dataclass(frozen=True, slots=True)
class Piece:
    """A factor or a sign of a matrix equation, and the em it takes."""

    text: str
    room: float


def sign(text: str, room: float = 1.4) -> Piece:
    """A sign between factors."""
    return Piece(text, room)


@dataclass(frozen=True, slots=True)
class Matrices:
    """What the matrix equations of one derivation are written with."""

    problem: Problem
    rows: Rows
    digits: Digits

    def grid(self, entries: Sequence[str], columns: int) -> Piece:
        """A matrix of entries, row by row."""
        rows = [entries[i : i + columns] for i in range(0, len(entries), columns)]
        gap = r" \\[8pt] " if any(r"\frac" in entry for entry in entries) else r" \\ "
        body = gap.join(" & ".join(row) for row in rows)
        widest = sum(max(width(row[k]) for row in rows) for k in range(columns))
        return Piece(rf"\begin{{bmatrix}} {body} \end{{bmatrix}}", widest + BETWEEN * (columns - 1) + BRACKETS)

    def entry_by_entry(self, task: Task, lines: Sequence[Line]) -> list[Piece]:
        """Every entry's own line."""
        return [self.grid([self.rows.putting_in(line).text(line.formula) for line in lines], task.columns)]

    def given(self, ids: Sequence[Named], lines: Sequence[Line], columns: int = 1) -> Piece:
        """A matrix of operands as the entries' lines show them."""
        of = {id: line for line in lines for id in line.operands}
        texts = [self.rows.putting_in(of[each.id]).text(symbol(each)) for each in ids]
        return self.grid(texts, columns)

    def shape(self, rows: int, columns: int, symbol: str) -> str:
        """A symbol with its shape below it."""
        return rf"\underset{{{rows}\times {columns}}}{{{symbol}}}"

    def size(self, layer: int) -> int:
        """How many values a layer gives on."""
        return self.problem.units(layer)

    def inflow(self, layer: int) -> list[Quantity]:
        """What flows into a layer."""
        return self.problem.network.values(layer - 1)

    def weights(self, layer: int) -> list[Quantity]:
        """The weights of a layer, row by row."""
        return [Quantity("w", (layer, j, i)) for j in self.range(layer) for i in self.range(layer - 1)]

    def column(self, kind: str, layer: int) -> list[Quantity]:
        """A quantity of every neuron of a layer."""
        return [Quantity(kind, (layer, j)) for j in self.range(layer)]

    def range(self, layer: int) -> range:
        """The numbers of a layer's values."""
        return range(1, self.size(layer) + 1)

    def bias(self, layer: int) -> str:
        """Which bias a layer has."""
        dense = self.problem.layers[layer - 1]
        assert isinstance(dense, Dense)
        return dense.bias


def place(task: Task) -> int:
    """The layer that a matrix equation is about."""
    of = task.of
    subject = of.by if isinstance(of, Partial) else of
    return subject.index[0]


def letter(kind: str, layer: int) -> str:
    """The bold letter of a vector or matrix of a layer."""
    return r"\mathbf{x}" if kind == "a" and layer == 0 else rf"\mathbf{{{kind}}}^{{({layer})}}"


def delta(layer: int) -> str:
    """The bold δ of a layer."""
    return rf"\boldsymbol{{\delta}}^{{({layer})}}"


def function(matrices: Matrices, layer: int, prime: str = "") -> str:
    """What the activation of a layer is called."""
    row = activation(matrices.problem.layers[layer - 1].activation)
    return matrices.rows.syntax.function((row.symbol or "f") + prime)


def gradient_of(symbol: str) -> str:
    """The gradient of the loss by a vector or matrix."""
    return rf"\nabla_{{\!{symbol}}} L"


def is_joint(m: Matrices, layer: int) -> bool:
    """Whether each activation of a layer depends on all its weighted sums."""
    return activation(m.problem.layers[layer - 1].activation).joint
