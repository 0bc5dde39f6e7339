"""The rules of matrix equations in symbols, every symbol with its shape below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from derive.document.sections import Task
from derive.quantity import Quantity
from derive.render.matrices.grid import Matrices, delta, function, gradient_of, is_joint, letter

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


RULES: Mapping[str, Rule] = {
    "weighted sums": weighted_sums, "activations": applied, "slopes of the loss": at_the_loss, "slopes": slopes,
    "jacobian": slopes, "last delta": deltas, "delta": deltas, "weights": of_weights, "biases": of_biases,
    "shared bias": of_biases, "new parameters": renewed,
}  # fmt: skip
