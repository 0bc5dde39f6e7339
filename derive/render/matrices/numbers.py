"""The rules of matrix equations with the numbers put in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from derive.document.sections import Task
from derive.engine.digits import Line
from derive.expression import symbol
from derive.quantity import RATE, Quantity, gradient, slope
from derive.render.matrices.grid import Matrices, Pieces, place


def sums_in_numbers(m: Matrices, task: Task, lines: Sequence[Line]) -> Pieces:
    """W x + b."""
    layer = place(task)
    found = m.product(m.given(m.weights(layer), lines, m.size(layer - 1)), m.given(m.inflow(layer), lines))
    bias = m.bias(layer)
    if bias == "none":
        return found
    own = m.column("b", layer) if bias == "per_unit" else [Quantity("b", (layer,))] * m.size(layer)
    return (*found, m.plus(m.given(own, lines)))


def applied_in_numbers(m: Matrices, task: Task, lines: Sequence[Line]) -> Pieces:
    """f of the column of z."""
    layer = place(task)
    of_all = m.given(m.column("z", layer), lines)
    return (m.function(layer) + of_all if m.named(layer) else of_all,)


def deltas_in_numbers(m: Matrices, task: Task, lines: Sequence[Line]) -> Pieces:
    """The gradient above times the slopes."""
    layer, above = place(task), above_in_numbers(m, task, lines)
    pairs = [(a, z) for z in m.column("z", layer) for a in m.column("a", layer)]
    if m.joint(layer):
        return m.product(m.given([slope(a, z, True) for a, z in pairs], lines, m.size(layer)), *above)
    own = [slope(a, z) for a, z in pairs if a.index == z.index]
    return (*m.product(*above), m.syntax.elementwise + m.given(own, lines))


def above_in_numbers(m: Matrices, task: Task, lines: Sequence[Line]) -> Pieces:
    """The factors of the gradient by the values of a layer."""
    layer = place(task)
    if task.grid == "last delta":
        return (m.given([gradient(a) for a in m.column("a", layer)], lines),)
    transposed = [Quantity("w", (layer + 1, k, j)) for j in m.range(layer) for k in m.range(layer + 1)]
    behind = [gradient(z) for z in m.column("z", layer + 1)]
    return m.given(transposed, lines, m.size(layer + 1)), m.given(behind, lines)


def weights_in_numbers(m: Matrices, task: Task, lines: Sequence[Line]) -> Pieces:
    """δ times the row of what flows in."""
    layer = place(task)
    inflow = m.inflow(layer)
    errors = [gradient(z) for z in m.column("z", layer)]
    return m.product(m.given(errors, lines), m.given(inflow, lines, len(inflow)))


def biases_in_numbers(m: Matrices, task: Task, lines: Sequence[Line]) -> Pieces:
    """δ."""
    return (m.given([gradient(z) for z in m.column("z", place(task))], lines),)


def renewed_in_numbers(m: Matrices, task: Task, lines: Sequence[Line]) -> Pieces:
    """The old parameters less η times their gradients."""
    new = [each.of for each in task.statements if isinstance(each.of, Quantity)]
    old = [Quantity(each.kind.removesuffix("_new"), each.index) for each in new]
    rate = m.rows.putting_in(lines[0]).text(symbol(RATE))
    slopes = m.given([gradient(each) for each in old], lines, task.columns)
    return m.given(old, lines, task.columns), m.syntax.minus + rate + m.syntax.dot + slopes


NUMBERS: Mapping[str, Callable[[Matrices, Task, Sequence[Line]], Pieces]] = {
    "weighted sums": sums_in_numbers, "activations": applied_in_numbers, "last delta": deltas_in_numbers,
    "delta": deltas_in_numbers, "weights": weights_in_numbers, "biases": biases_in_numbers,
    "new parameters": renewed_in_numbers,
}  # fmt: skip
