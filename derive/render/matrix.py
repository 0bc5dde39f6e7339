"""Matrix equations: the symbols with their shapes, the same with numbers, and the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from derive.document.sections import Task
from derive.engine.digits import Digits, Line
from derive.expression import symbol
from derive.layers import Dense, activation
from derive.problem import Problem
from derive.quantity import RATE, Named, Partial, Quantity, gradient, slope
from derive.render.display import PAGE, DisplayLine
from derive.render.measure import width
from derive.render.rows import BLANK, Rows
from derive.render.writer import Writer

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
    """Writes the matrix equations of one derivation."""

    problem: Problem
    rows: Rows
    digits: Digits

    def worked(self, task: Task) -> list[DisplayLine]:
        """Symbols, numbers and the result in a box."""
        lines = self.digits.together(task.statements)
        symbols = self.symbols(task)
        if lines is None:
            return self.laid_out(symbols, [self.entries(task)])
        exact = all(line.equal for line in lines)
        put_in = "=" if all(line.faithful for line in lines) else r"\approx"
        result = self.grid([self.rows.number(line.result) for line in lines], task.columns)
        boxed = Piece(rf"\result{{{result.text}}}", result.room + 1)
        numbers = [sign(put_in), *self.numbers(task, lines)]
        return self.laid_out(symbols, [numbers, [sign("=" if exact else r"\approx"), boxed]])

    def guided(self, task: Task) -> list[DisplayLine]:
        """Symbols, and a blank for each entry of the result."""
        lines = self.digits.together(task.statements)
        if lines is None:
            return self.laid_out(self.symbols(task), [])
        blanks = self.grid([BLANK.text] * len(task.statements), task.columns)
        exact = all(line.equal for line in lines)
        return self.laid_out(self.symbols(task), [[sign("=" if exact else r"\approx"), blanks]])

    def laid_out(self, symbols: list[Piece], parts: Sequence[list[Piece]]) -> list[DisplayLine]:
        """The symbols on a line, and each part on as many as it takes."""
        left, *right = symbols
        found = [DisplayLine(left.text, "".join(piece.text for piece in right))]
        room = PAGE - left.room
        for part in parts:
            row, taken = "", 0.0
            for piece in part:
                if row and taken + piece.room > room:
                    found.append(DisplayLine("", row))
                    row, taken = r"\quad ", 1.0
                row, taken = row + piece.text, taken + piece.room
            found.append(DisplayLine("", row))
        return found

    def entries(self, task: Task) -> list[Piece]:
        """The entries in symbols, where there are no numbers."""
        writer = Writer(self.rows.syntax, self.rows.symbol)
        return [sign("="), self.grid([writer.text(each.formula) for each in task.statements], task.columns)]

    def grid(self, entries: Sequence[str], columns: int) -> Piece:
        """A matrix of entries, row by row."""
        rows = [entries[i : i + columns] for i in range(0, len(entries), columns)]
        gap = r" \\[8pt] " if any(r"\frac" in entry for entry in entries) else r" \\ "
        body = gap.join(" & ".join(row) for row in rows)
        widest = sum(max(width(row[k]) for row in rows) for k in range(columns))
        return Piece(rf"\begin{{bmatrix}} {body} \end{{bmatrix}}", widest + BETWEEN * (columns - 1) + BRACKETS)

    def symbols(self, task: Task) -> list[Piece]:
        """The left-hand side, then the rule, every symbol with its shape below it."""
        layer = place(task)
        left, right = RULES[task.grid or "weighted sums"](self, layer, task)
        return [Piece(left, width(left)), sign("="), Piece(right, width(right))]

    def numbers(self, task: Task, lines: Sequence[Line]) -> list[Piece]:
        """The rule with the numbers put in."""
        return NUMBERS.get(task.grid or "", Matrices.entry_by_entry)(self, task, lines)

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


Sides = tuple[str, str]
Rule = Callable[[Matrices, int, Task], Sides]


def weighted_sums(m: Matrices, layer: int, task: Task) -> Sides:
    """z = Wa + b."""
    rows, columns = m.size(layer), m.size(layer - 1)
    weighted = m.shape(rows, columns, letter("W", layer)) + m.shape(columns, 1, letter("a", layer - 1))
    own, shared = m.shape(rows, 1, letter("b", layer)), rf"b^{{({layer})}}" + m.shape(rows, 1, r"\mathbf{1}")
    bias = {"per_unit": f" + {own}", "shared": f" + {shared}", "none": ""}[m.bias(layer)]
    return m.shape(rows, 1, letter("z", layer)), weighted + bias


def applied(m: Matrices, layer: int, task: Task) -> Sides:
    """a = f(z)."""
    size = m.size(layer)
    inside = m.shape(size, 1, letter("z", layer))
    named = m.problem.layers[layer - 1].activation != "linear"
    return m.shape(size, 1, letter("a", layer)), rf"{function(m, layer)}\left({inside}\right)" if named else inside


def at_the_loss(m: Matrices, layer: int, task: Task) -> Sides:
    """The gradient at the outputs, entry by entry."""
    size = m.size(layer)
    entries = [m.rows.formulas(each)[-1].text for each in task.statements]
    return m.shape(size, 1, gradient_of(letter("a", layer))), m.grid(entries, 1).text


def slopes(m: Matrices, layer: int, task: Task) -> Sides:
    """f'(z), or the Jacobian, entry by entry."""
    size, entries = m.size(layer), [m.rows.formulas(each)[-1].text for each in task.statements]
    if task.grid == "jacobian":
        return m.shape(size, size, letter("J", layer)), m.grid(entries, size).text
    inside = rf"\left({letter('z', layer)}\right)"
    return m.shape(size, 1, function(m, layer, "′") + inside), m.grid(entries, 1).text


def deltas(m: Matrices, layer: int, task: Task) -> Sides:
    """δ = ∇L ⊙ f'(z), or the transposed Jacobian times ∇L; in a hidden layer ∇L is Wᵀδ of the next."""
    size, joint = m.size(layer), is_joint(m, layer)
    if task.grid == "last delta":
        above = m.shape(size, 1, gradient_of(letter("a", layer)))
    else:
        behind = m.size(layer + 1)
        above = m.shape(size, behind, rf"\mathbf{{W}}^{{({layer + 1})\top}}") + m.shape(behind, 1, delta(layer + 1))
    if joint:
        return m.shape(size, 1, delta(layer)), m.shape(size, size, rf"\mathbf{{J}}^{{({layer})\top}}") + above
    steep = m.shape(size, 1, function(m, layer, "′") + rf"\left({letter('z', layer)}\right)")
    return m.shape(size, 1, delta(layer)), rf"{above} \odot {steep}"


def of_weights(m: Matrices, layer: int, task: Task) -> Sides:
    """∇W = δ aᵀ."""
    rows, columns = m.size(layer), m.size(layer - 1)
    before = rf"{letter('a', layer - 1)}^{{\top}}" if layer == 1 else rf"\mathbf{{a}}^{{({layer - 1})\top}}"
    left = m.shape(rows, columns, gradient_of(letter("W", layer)))
    return left, m.shape(rows, 1, delta(layer)) + m.shape(1, columns, before)


def of_biases(m: Matrices, layer: int, task: Task) -> Sides:
    """∇b = δ; of a shared bias the sum of δ."""
    size = m.size(layer)
    if task.grid == "shared bias":
        whole = m.shape(1, size, r"\mathbf{1}^{\top}") + m.shape(size, 1, delta(layer))
        return rf"\frac{{\partial L}}{{\partial b^{{({layer})}}}}", whole
    return m.shape(size, 1, gradient_of(letter("b", layer))), m.shape(size, 1, delta(layer))


def renewed(m: Matrices, layer: int, task: Task) -> Sides:
    """W_new = W - η ∇W."""
    of = task.of
    assert isinstance(of, Quantity)
    kind = of.kind[0].upper() if of.kind.startswith("w") else of.kind[0]
    single = len(task.statements) == 1 and len(of.index) == 1
    own = rf"b^{{({layer})}}" if single else letter(kind, layer)
    new = own[:-1] + r"\,\text{new}}"
    rows, columns = len(task.statements) // task.columns, task.columns
    slope = rf"\frac{{\partial L}}{{\partial {own}}}" if single else m.shape(rows, columns, gradient_of(own))
    return m.shape(rows, columns, new), rf"{m.shape(rows, columns, own)} - {m.rows.name('eta')} {slope}"


def is_joint(m: Matrices, layer: int) -> bool:
    """Whether each activation of a layer depends on all its weighted sums."""
    return activation(m.problem.layers[layer - 1].activation).joint


RULES: Mapping[str, Rule] = {
    "weighted sums": weighted_sums, "activations": applied, "slopes of the loss": at_the_loss, "slopes": slopes,
    "jacobian": slopes, "last delta": deltas, "delta": deltas, "weights": of_weights, "biases": of_biases,
    "shared bias": of_biases, "new parameters": renewed,
}  # fmt: skip


def sums_in_numbers(m: Matrices, task: Task, lines: Sequence[Line]) -> list[Piece]:
    """W x + b."""
    layer = place(task)
    found = [m.given(m.weights(layer), lines, m.size(layer - 1)), m.given(m.inflow(layer), lines)]
    bias = m.bias(layer)
    if bias == "none":
        return found
    own = m.column("b", layer) if bias == "per_unit" else [Quantity("b", (layer,))] * m.size(layer)
    return [*found, sign("+"), m.given(own, lines)]


def applied_in_numbers(m: Matrices, task: Task, lines: Sequence[Line]) -> list[Piece]:
    """f of the column of z."""
    layer = place(task)
    of_all = m.given(m.column("z", layer), lines)
    named = m.problem.layers[layer - 1].activation != "linear"
    return [sign(function(m, layer), 3), of_all] if named else [of_all]


def deltas_in_numbers(m: Matrices, task: Task, lines: Sequence[Line]) -> list[Piece]:
    """The gradient above times the slopes."""
    layer = place(task)
    if task.grid == "last delta":
        above = [m.given([gradient(a) for a in m.column("a", layer)], lines)]
    else:
        transposed = [Quantity("w", (layer + 1, k, j)) for j in m.range(layer) for k in m.range(layer + 1)]
        behind = [gradient(z) for z in m.column("z", layer + 1)]
        above = [m.given(transposed, lines, m.size(layer + 1)), m.given(behind, lines)]
    pairs = [(a, z) for z in m.column("z", layer) for a in m.column("a", layer)]
    if is_joint(m, layer):
        return [m.given([slope(a, z, True) for a, z in pairs], lines, m.size(layer)), *above]
    own = [slope(a, z) for a, z in pairs if a.index == z.index]
    return [*above, sign(r"\odot"), m.given(own, lines)]


def weights_in_numbers(m: Matrices, task: Task, lines: Sequence[Line]) -> list[Piece]:
    """δ times the row of what flows in."""
    layer = place(task)
    inflow = m.inflow(layer)
    errors = [gradient(z) for z in m.column("z", layer)]
    return [m.given(errors, lines), m.given(inflow, lines, len(inflow))]


def biases_in_numbers(m: Matrices, task: Task, lines: Sequence[Line]) -> list[Piece]:
    """δ, or the sum of it."""
    layer = place(task)
    if task.grid == "shared bias":
        return m.entry_by_entry(task, lines)
    return [m.given([gradient(z) for z in m.column("z", layer)], lines)]


def renewed_in_numbers(m: Matrices, task: Task, lines: Sequence[Line]) -> list[Piece]:
    """The old parameters less η times their gradients."""
    new = [each.of for each in task.statements if isinstance(each.of, Quantity)]
    old = [Quantity(each.kind.removesuffix("_new"), each.index) for each in new]
    rate = m.rows.putting_in(lines[0]).text(symbol(RATE))
    slopes = m.given([gradient(each) for each in old], lines, task.columns)
    return [m.given(old, lines, task.columns), sign("-"), sign(rate + r"\cdot", 3), slopes]


NUMBERS: Mapping[str, Callable[[Matrices, Task, Sequence[Line]], list[Piece]]] = {
    "weighted sums": sums_in_numbers, "activations": applied_in_numbers, "last delta": deltas_in_numbers,
    "delta": deltas_in_numbers, "weights": weights_in_numbers, "biases": biases_in_numbers,
    "shared bias": biases_in_numbers, "new parameters": renewed_in_numbers,
}  # fmt: skip
