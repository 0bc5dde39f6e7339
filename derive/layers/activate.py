"""The activation of a layer's neurons: a row of the table, or a user's own formula, applied with its slope."""

from __future__ import annotations

from collections.abc import Sequence

import sympy
from sympy import Expr, Symbol

from derive.activations import ACTIVATIONS, Activation, single
from derive.calculus import derivative
from derive.expression import applied, called, from_formula, rename, symbol
from derive.formula import Formula
from derive.quantity import Partial, Quantity, local, slope
from derive.statement import Edge, Statement

OWN = "f"                            # how a user's own activation is called


def activation(chosen: str | Formula) -> Activation:
    """The row of a named activation, or one made of a user's own formula in z."""
    if isinstance(chosen, str):
        return ACTIVATIONS[chosen]
    z = Symbol("z")
    formula = from_formula(chosen, {"z": z})
    steep = derivative(formula, z)
    return single(OWN, lambda at: rename(formula, {z: at}), lambda at, a: rename(steep, {z: at}))


def activate(row: Activation, z: Sequence[Quantity], j: int) -> Statement:
    """a = f(z), with its slope by each pre-activation that it depends on."""
    if not row.joint:  # the other neurons have no part in it
        z, j = z[j - 1 : j], 1
    pre = [symbol(each) for each in z]
    a = [Quantity("a", each.index, each.sample) for each in z]
    of, after = a[j - 1], [symbol(each) for each in a]
    edges = [
        Edge(
            steepness(of, z[k], row.joint),
            named_form(row, "′", pre[k], row.slope(pre, after, j - 1, k)),
            named=True,
        )
        for k in (range(len(z)) if row.joint else [j - 1])
    ]
    return Statement(of, "activation", named_form(row, "", pre[j - 1], row.value(pre, j - 1)), tuple(edges))


def steepness(a: Quantity, z: Quantity, joint: bool) -> Partial:
    """The slope of an activation: `da/dz[l][j]`; with more indices it is spelt out."""
    return slope(a, z, joint) if len(z.index) == 2 else local(a, z)


def named_form(row: Activation, prime: str, z: Expr, formula: Expr) -> tuple[Expr, ...]:
    """The formula, after the function's name where it has one that says something else."""
    if row.joint or not row.symbol:
        return (formula,)
    name = row.symbol + prime
    says_the_same = isinstance(formula, sympy.Function) and formula.func.__name__ == name
    return (formula,) if says_the_same else (applied(called(name), z), formula)
