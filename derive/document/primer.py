"""The chain rule primer: equations (1)-(5), for one neuron in general letters; two for a graph."""

from __future__ import annotations

import sympy

from derive.activations import ACTIVATIONS
from derive.expression import applied, called, plus, symbol, times
from derive.layers import OWN
from derive.losses import LOSSES
from derive.problem import Problem
from derive.quantity import LOSS, Quantity, gradient, local
from derive.statement import Statement

X, Y, G, W, B, Z, A, U, V = (Quantity(letter) for letter in "xygwbzauv")


def primer(problem: Problem) -> tuple[Statement, ...]:
    """The chain rule, and what it says of the loss of a single neuron and its weight."""
    if problem.graph is not None:
        return in_a_graph()
    return (
        Statement(local(Y, X), "chain rule", (times(symbol(local(Y, G)), symbol(local(G, X))),)),
        Statement(Z, "weighted sum", (plus(times(symbol(W), symbol(X)), symbol(B)),)),
        Statement(A, "activation", (applied(called(activation_name(problem)), symbol(Z)),)),
        Statement(LOSS, "loss", loss_forms(problem)),
        Statement(
            gradient(W),
            "chain rule",
            (times(symbol(gradient(A)), symbol(local(A, Z)), symbol(local(Z, W))),),
        ),
    )


def in_a_graph() -> tuple[Statement, ...]:
    """The chain rule along one path, and along two."""
    paths = (times(symbol(gradient(each)), symbol(local(each, X))) for each in (U, V))
    return (
        Statement(gradient(X), "chain rule", (times(symbol(gradient(U)), symbol(local(U, X))),)),
        Statement(gradient(X), "sum over paths", (plus(*paths),)),
    )


def activation_name(problem: Problem) -> str:
    """What the activation of every layer is called, f where they differ or it has no name."""
    chosen = {layer.activation for layer in problem.layers}
    name = chosen.pop() if len(chosen) == 1 else None
    row = ACTIVATIONS.get(name) if isinstance(name, str) else None
    return row.symbol if row and row.symbol and not row.joint else OWN


def loss_forms(problem: Problem) -> tuple[sympy.Expr, ...]:
    """Loss(y, a), and what that is for a network of one output with a loss of the table."""
    y, a = symbol(Y), symbol(A)
    general = applied(called("Loss"), y, a)
    if problem.outputs > 1 or not isinstance(problem.loss, str) or not LOSSES[problem.loss].targets:
        return (general,)
    share = LOSSES[problem.loss].share(y, a, 1)
    return (general,) if share.has(sympy.Piecewise) else (general, share)
