"""The rules of matrix equations in symbols, every symbol with its shape below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from derive.document.sections import Task
from derive.quantity import Quantity
from derive.render.matrices.grid import Matrices, Pieces, letter


class Sides(NamedTuple):
    """The two sides of a rule."""

    left: str
    right: Pieces


Rule = Callable[[Matrices, int, Task], Sides]


def weighted_sums(m: Matrices, layer: int, task: Task) -> Sides:
    """z = Wa + b."""
    rows, columns = m.size(layer), m.size(layer - 1)
    weighted = m.product(m.letter("W", layer, rows, columns), m.letter("a", layer - 1, columns))
    return Sides(m.letter("z", layer, rows), (*weighted, *added(m, layer)))


def added(m: Matrices, layer: int) -> Pieces:
    """+ b; of a shared bias so often that each neuron has it."""
    size, bias = m.size(layer), m.bias(layer)
    if bias == "none":
        return ()
    if bias == "per_unit":
        return (m.plus(m.letter("b", layer, size)),)
    ones = m.sized(size, 1, m.syntax.symbol(r"\mathbf{1}"))
    return (m.plus(m.syntax.symbol(rf"b^{{({layer})}}") + m.syntax.beside + ones),)


def applied(m: Matrices, layer: int, task: Task) -> Sides:
    """a = f(z)."""
    size = m.size(layer)
    inside = m.letter("z", layer, size)
    right = m.function(layer) + m.syntax.brackets(inside) if m.named(layer) else inside
    return Sides(m.letter("a", layer, size), (right,))


def at_the_loss(m: Matrices, layer: int, task: Task) -> Sides:
    """The gradient at the outputs, entry by entry."""
    return Sides(m.sized(m.size(layer), 1, m.gradient(letter("a", layer))), entries(m, task, 1))


def slopes(m: Matrices, layer: int, task: Task) -> Sides:
    """f'(z), entry by entry."""
    return Sides(m.slope_of(layer), entries(m, task, 1))


def jacobian(m: Matrices, layer: int, task: Task) -> Sides:
    """The Jacobian, entry by entry."""
    size = m.size(layer)
    return Sides(m.letter("J", layer, size, size), entries(m, task, size))


def entries(m: Matrices, task: Task, columns: int) -> Pieces:
    """The formula of every entry."""
    return (m.grid([m.rows.formulas(each)[-1].text for each in task.statements], columns),)


def deltas(m: Matrices, layer: int, task: Task) -> Sides:
    """δ = ∇L ⊙ f'(z), or the transposed Jacobian times ∇L; in a hidden layer ∇L is Wᵀδ of the next."""
    size, above = m.size(layer), gradient_above(m, layer, task)
    left = m.letter("delta", layer, size)
    if m.joint(layer):
        return Sides(left, m.product(m.transposed("J", layer, size, size), *above))
    return Sides(left, (*m.product(*above), m.syntax.elementwise + m.slope_of(layer)))


def gradient_above(m: Matrices, layer: int, task: Task) -> Pieces:
    """The factors of the gradient by the values of a layer."""
    size = m.size(layer)
    if task.grid == "last delta":
        return (m.sized(size, 1, m.gradient(letter("a", layer))),)
    behind = m.size(layer + 1)
    return m.transposed("W", layer + 1, size, behind), m.letter("delta", layer + 1, behind)


def of_weights(m: Matrices, layer: int, task: Task) -> Sides:
    """∇W = δ aᵀ."""
    rows, columns = m.size(layer), m.size(layer - 1)
    left = m.sized(rows, columns, m.gradient(letter("W", layer)))
    return Sides(left, m.product(m.letter("delta", layer, rows), m.transposed("a", layer - 1, 1, columns)))


def of_biases(m: Matrices, layer: int, task: Task) -> Sides:
    """∇b = δ."""
    size = m.size(layer)
    return Sides(m.sized(size, 1, m.gradient(letter("b", layer))), (m.letter("delta", layer, size),))


def of_shared_bias(m: Matrices, layer: int, task: Task) -> Sides:
    """The sum of δ."""
    size = m.size(layer)
    ones = m.sized(1, size, m.syntax.symbol(r"\mathbf{1}^{\top}"))
    return Sides(by_scalar(m, rf"b^{{({layer})}}"), m.product(ones, m.letter("delta", layer, size)))


def by_scalar(m: Matrices, of: str) -> str:
    """The partial derivative of the loss by what has this LaTeX."""
    return m.syntax.symbol(rf"\frac{{\partial L}}{{\partial {of}}}")


def renewed(m: Matrices, layer: int, task: Task) -> Sides:
    """W_new = W - η ∇W."""
    of = task.of
    assert isinstance(of, Quantity)
    kind = of.kind[0].upper() if of.kind.startswith("w") else of.kind[0]
    single = len(task.statements) == 1 and len(of.index) == 1
    own = rf"b^{{({layer})}}" if single else letter(kind, layer)
    rows, columns = len(task.statements) // task.columns, task.columns
    slope = by_scalar(m, own) if single else m.sized(rows, columns, m.gradient(own))
    new, old = (m.sized(rows, columns, m.syntax.symbol(each)) for each in (own[:-1] + r"\,\text{new}}", own))
    return Sides(new, (old, m.syntax.minus + m.rows.name("eta") + m.syntax.beside + slope))


RULES: Mapping[str, Rule] = {
    "weighted sums": weighted_sums, "activations": applied, "slopes of the loss": at_the_loss, "slopes": slopes,
    "jacobian": jacobian, "last delta": deltas, "delta": deltas, "weights": of_weights, "biases": of_biases,
    "shared bias": of_shared_bias, "new parameters": renewed,
}  # fmt: skip
