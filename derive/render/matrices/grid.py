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
from derive.render.rows import Rows
from derive.render.syntax import Syntax

Pieces = tuple[str, ...]             # of a side of an equation, that a line may be broken between


@dataclass(frozen=True, slots=True)
class Matrices:
    """What the matrix equations of one derivation are written with."""

    problem: Problem
    rows: Rows
    digits: Digits

    @property
    def syntax(self) -> Syntax:
        """The syntax it all is written in."""
        return self.rows.syntax

    def grid(self, entries: Sequence[str], columns: int) -> str:
        """A matrix of entries, row by row."""
        return self.syntax.matrix([list(entries[i : i + columns]) for i in range(0, len(entries), columns)])

    def entry_by_entry(self, task: Task, lines: Sequence[Line]) -> Pieces:
        """Every entry's own line."""
        return (self.grid([self.rows.putting_in(line).text(line.formula) for line in lines], task.columns),)

    def given(self, ids: Sequence[Named], lines: Sequence[Line], columns: int = 1) -> str:
        """A matrix of operands as the entries' lines show them."""
        of = {id: line for line in lines for id in line.operands}
        texts = [self.rows.putting_in(of[each.id]).text(symbol(each)) for each in ids]
        return self.grid(texts, columns)

    def product(self, *factors: str) -> Pieces:
        """Factors side by side."""
        return (factors[0], *(self.syntax.beside + factor for factor in factors[1:]))

    def plus(self, term: str) -> str:
        """A term that is added."""
        return self.syntax.plus + term

    def sized(self, rows: int, columns: int, written: str) -> str:
        """Something with its shape below it."""
        return self.syntax.under(written, self.syntax.symbol(rf"{rows}\times {columns}"))

    def letter(self, kind: str, layer: int, rows: int, columns: int = 1) -> str:
        """The bold letter of a vector or matrix of a layer, with its shape."""
        return self.sized(rows, columns, self.syntax.symbol(letter(kind, layer)))

    def transposed(self, kind: str, layer: int, rows: int, columns: int) -> str:
        """The same transposed, which then has this shape."""
        return self.sized(rows, columns, self.syntax.symbol(transposed(kind, layer)))

    def gradient(self, of: str) -> str:
        """The gradient of the loss by what has this LaTeX."""
        return self.syntax.symbol(rf"\nabla_{{\!{of}}}") + self.syntax.beside + self.syntax.symbol("L")

    def function(self, layer: int, prime: str = "") -> str:
        """What the activation of a layer is called."""
        row = activation(self.problem.layers[layer - 1].activation)
        return self.syntax.function((row.symbol or "f") + prime)

    def slope_of(self, layer: int) -> str:
        """The slopes of the activations of a layer, with their shape."""
        inside = self.syntax.brackets(self.syntax.symbol(letter("z", layer)))
        return self.sized(self.size(layer), 1, self.function(layer, "′") + inside)

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

    def named(self, layer: int) -> bool:
        """Whether a layer has an activation at all."""
        return self.problem.layers[layer - 1].activation != "linear"

    def joint(self, layer: int) -> bool:
        """Whether each activation of a layer depends on all its weighted sums."""
        return activation(self.problem.layers[layer - 1].activation).joint


def place(task: Task) -> int:
    """The layer that a matrix equation is about."""
    of = task.of
    subject = of.by if isinstance(of, Partial) else of
    return subject.index[0]


def letter(kind: str, layer: int) -> str:
    """The LaTeX of the bold letter of a layer's vector or matrix."""
    if kind == "delta":
        return rf"\boldsymbol{{\delta}}^{{({layer})}}"
    return r"\mathbf{x}" if kind == "a" and layer == 0 else rf"\mathbf{{{kind}}}^{{({layer})}}"


def transposed(kind: str, layer: int) -> str:
    """The same, transposed."""
    own = letter(kind, layer)
    return own[:-1] + r"\top}" if own.endswith(")}") else rf"{own}^{{\top}}"
