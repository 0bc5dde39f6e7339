"""The forward equations of a layer and of the loss, each with its local slopes; nothing here goes backward."""

from __future__ import annotations

from collections.abc import Sequence

import sympy
from sympy import Expr, Symbol

from derive.activations import ACTIVATIONS, Activation, single
from derive.calculus import derivative
from derive.expression import ONE, from_formula, plus, rename, symbol, times
from derive.formula import Formula
from derive.losses import LOSSES, Loss
from derive.problem import Layer
from derive.quantity import Quantity, local, slope
from derive.statement import Edge, Statement

OWN = "f"                            # how a user's own activation is called


def dense(number: int, layer: Layer, inputs: Sequence[Quantity], sample: int | None = None) -> list[Statement]:
    """A dense layer: every neuron adds its weighted inputs and its bias, then applies the activation."""
    row = activation(layer.activation)
    neurons = range(1, layer.units + 1)
    z = [Quantity("z", (number, j), sample) for j in neurons]
    sums = [weighted_sum(each, inputs, bias(number, j, layer)) for j, each in enumerate(z, start=1)]
    activations = [activate(row, z, j) for j in neurons]
    if row.joint:
        return sums + activations
    return [statement for pair in zip(sums, activations, strict=True) for statement in pair]


def bias(number: int, j: int, layer: Layer) -> Quantity | None:
    """The bias of neuron j: its own, the layer's, or none."""
    return {"per_unit": Quantity("b", (number, j)), "shared": Quantity("b", (number,)), "none": None}[layer.bias]


def weighted_sum(z: Quantity, inputs: Sequence[Quantity], bias: Quantity | None) -> Statement:
    """z = w₁x₁ + w₂x₂ + … + b."""
    weights = [Quantity("w", (*z.index, i)) for i in range(1, len(inputs) + 1)]
    pairs = list(zip(weights, inputs, strict=True))
    terms = [times(symbol(w), symbol(x)) for w, x in pairs]
    edges = [Edge(local(z, w), (symbol(x),)) for w, x in pairs] + [Edge(local(z, x), (symbol(w),)) for w, x in pairs]
    if bias is not None:
        terms.append(symbol(bias))
        edges.append(Edge(local(z, bias), (ONE,)))
    return Statement(z, "weighted sum", (plus(*terms),), tuple(edges))


def activate(row: Activation, z: Sequence[Quantity], j: int) -> Statement:
    """a = f(z), with its slope by each pre-activation that it depends on."""
    pre = [symbol(each) for each in z]
    a = [Quantity("a", each.index, each.sample) for each in z]
    of, after = a[j - 1], [symbol(each) for each in a]
    edges = [
        Edge(
            slope(of, z[k], row.joint),
            named_form(row, "′", pre[k], row.slope(pre, after, j - 1, k)),
            named=True,
        )
        for k in (range(len(z)) if row.joint else [j - 1])
    ]
    return Statement(of, "activation", named_form(row, "", pre[j - 1], row.value(pre, j - 1)), tuple(edges))


def named_form(row: Activation, prime: str, z: Expr, formula: Expr) -> tuple[Expr, ...]:
    """The formula, after the function's name where it has one that says something else."""
    if row.joint or not row.symbol:
        return (formula,)
    name = row.symbol + prime
    says_the_same = isinstance(formula, sympy.Function) and formula.func.__name__ == name
    return (formula,) if says_the_same else (sympy.Function(name)(z), formula)


def activation(chosen: str | Formula) -> Activation:
    """The row of a named activation, or one made of a user's own formula in z."""
    if isinstance(chosen, str):
        return ACTIVATIONS[chosen]
    z = Symbol("z")
    formula = from_formula(chosen, {"z": z})
    steep = derivative(formula, z)
    return single(OWN, lambda at: rename(formula, {z: at}), lambda at, a: rename(steep, {z: at}))


def loss(chosen: str | Formula) -> Loss:
    """The row of a named loss, or one made of a user's own formula in y and a."""
    if isinstance(chosen, str):
        return LOSSES[chosen]
    y, a = Symbol("y"), Symbol("a")
    formula = from_formula(chosen, {"y": y, "a": a})
    steep = derivative(formula, a)
    return Loss(
        lambda target, output, n: rename(formula, {y: target, a: output}),
        lambda target, output, n: rename(steep, {y: target, a: output}),
        targets="y" in {name.name for name in formula.free_symbols},
    )


