"""A free computation graph: named lines such as `h = tanh(w*x + b)`, the last of which is differentiated."""

from __future__ import annotations

from dataclasses import dataclass

import sympy
from sympy import Expr, Symbol

from derive.activations import ACTIVATIONS, Activation
from derive.calculus import derivative, product
from derive.expression import from_formula, symbol
from derive.formula import Formula
from derive.quantity import LOSS, Quantity, gradient, local
from derive.statement import Edge, Statement

Activated = tuple[Activation, Expr]  # which activation a line is, and of what


@dataclass(frozen=True, slots=True)
class Node:
    """One line: a name and the formula that it stands for."""

    name: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Graph:
    """The lines in order; the names that no line computes are inputs, targets or parameters."""

    nodes: tuple[Node, ...]
    inputs: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()    # of which no derivative is asked

    @property
    def parameters(self) -> tuple[Quantity, ...]:
        """The names that training changes, in the order in which they are read."""
        known = {node.name for node in self.nodes} | {*self.inputs, *self.targets}
        names = dict.fromkeys(name for node in self.nodes for name in node.formula.variables if name not in known)
        return tuple(Quantity(name) for name in names)

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines as they were written."""
        return tuple(f"{node.name} = {node.formula.text}" for node in self.nodes)

    def quantity(self, name: str) -> Quantity:
        """The quantity with this name; what the last line computes is the loss."""
        return LOSS if name == self.nodes[-1].name else Quantity(name)

    def forward(self) -> tuple[Statement, ...]:
        """A statement for each line, with its local slopes."""
        return tuple(self._statement(node) for node in self.nodes)

    def _statement(self, node: Node) -> Statement:
        of = self.quantity(node.name)
        formula = from_formula(node.formula, {name: symbol(Quantity(name)) for name in node.formula.variables})
        found = activated(formula)
        moving = [Quantity(name) for name in node.formula.variables if name not in self.targets]
        edges = tuple(self._edge(of, by, slope(formula, found, symbol(of), symbol(by))) for by in moving)
        return Statement(of, "line", (*called(found), formula), edges)

    @staticmethod
    def _edge(of: Quantity, by: Quantity, steep: Expr) -> Edge:
        partial = gradient(by) if of == LOSS else local(of, by)
        return Edge(partial, (steep,), named=of == LOSS or not (steep.is_Symbol or steep.is_Rational))


def slope(formula: Expr, found: Activated | None, value: Symbol, by: Symbol) -> Expr:
    """The local slope of a line; that of a sigmoid or a tanh in terms of the line's own value."""
    if found is None:
        return derivative(formula, by)
    row, inner = found
    return product(row.slope([inner], [value], 0, 0), derivative(inner, by))


def activated(formula: Expr) -> Activated | None:
    """The activation that a whole formula is, sigmoid or tanh, and what it is of; None where it is neither."""
    inner = [part.args[0] for part in formula.atoms(sympy.tanh)]
    inner += [part.args[0].args[-1] for part in formula.atoms(sympy.exp) if part.args[0].is_Mul]
    rows = [ACTIVATIONS[name] for name in ("sigmoid", "tanh")]
    found = ((row, each) for each in inner for row in rows if row.value([each], 0) == formula)
    return next(found, None)


def called(found: Activated | None) -> tuple[Expr, ...]:
    """A line by its activation's name, where that is shorter: σ(x)."""
    if found is None or found[0] is ACTIVATIONS["tanh"]:
        return ()
    row, inner = found
    return (sympy.Function(row.symbol)(inner),)
