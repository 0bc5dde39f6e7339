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
from derive.problem import Layer, Problem
from derive.quantity import LOSS, Quantity, gradient, local, slope
from derive.statement import Edge, Statement

OWN = "f"                            # how a user's own activation is called


def dense(number: int, layer: Layer, inputs: Sequence[Quantity]) -> list[Statement]:
    """A dense layer: every neuron adds its weighted inputs and its bias, then applies the activation."""
    row = activation(layer.activation)
    neurons = range(1, layer.units + 1)
    sums = [weighted_sum(Quantity("z", (number, j)), inputs, bias(number, j, layer)) for j in neurons]
    z = [Quantity("z", (number, j)) for j in neurons]
    activations = [activate(row, z, number, j) for j in neurons]
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


def activate(row: Activation, z: Sequence[Quantity], number: int, j: int) -> Statement:
    """a = f(z), with its slope by each pre-activation that it depends on."""
    pre = [symbol(each) for each in z]
    after = [symbol(Quantity("a", each.index)) for each in z]
    of = Quantity("a", (number, j))
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


def shares(problem: Problem) -> list[Statement]:
    """What each output adds to the loss: L[k]."""
    row, n = loss(problem.loss), problem.outputs
    last = len(problem.layers)
    return [
        Statement(
            Quantity("L", (k,)),
            "loss of one output",
            (row.share(symbol(Quantity("y", (k,))), symbol(Quantity("a", (last, k))), n),),
        )
        for k in range(1, n + 1)
    ]


def total_loss(problem: Problem, parts: Sequence[Statement]) -> Statement:
    """The loss: the sum of its shares (with one output, its share), with its slope by every output."""
    row, n = loss(problem.loss), problem.outputs
    last = len(problem.layers)
    whole = parts[0].formula if n == 1 else plus(*(symbol(part.of) for part in parts))
    edges = []
    for k in range(1, n + 1):
        output = Quantity("a", (last, k))
        steep = row.slope(symbol(Quantity("y", (k,))), symbol(output), n)
        edges.append(Edge(gradient(output), (steep,), named=True))
    return Statement(LOSS, "loss", (whole,), tuple(edges))
