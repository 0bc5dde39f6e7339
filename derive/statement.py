"""What is said of one quantity: its equal forms, the rule that gives them, and its local derivatives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from sympy import Expr

from derive.quantity import Named, Partial, Quantity


@dataclass(frozen=True, slots=True)
class Edge:
    """The local partial derivative of a forward quantity by one that it uses."""

    partial: Partial
    forms: tuple[Expr, ...]          # equal expressions of the slope, the most explicit last
    named: bool = False              # whether it earns an equation of its own

    @property
    def by(self) -> Quantity:
        """The quantity that is differentiated by."""
        return self.partial.by


@dataclass(frozen=True)
class Statement:
    """One equation before it has a number: quantity = form = form …; the last form is the one computed."""

    of: Named
    rule: str
    forms: tuple[Expr, ...]
    edges: tuple[Edge, ...] = ()     # forward quantities know their slopes
    chain: Expr | None = None        # gradients: the product of all factors back from the loss
    short: tuple[Expr, ...] = ()     # of a few gradients: the steps to a shorter form of the same, that form last

    def __hash__(self) -> int:
        return hash(self.of.id)

    @property
    def formula(self) -> Expr:
        """The form that numbers are put into."""
        return self.forms[-1]

    @property
    def uses(self) -> tuple[str, ...]:
        """The ids of the quantities in the formula, in the order they are read."""
        return self._read[0]

    @property
    def chooses(self) -> bool:
        """Whether the formula is a choice between cases, or has one in it."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[tuple[str, ...], bool]:
        return read(self.formula)


def forward_part(statements: Iterable[Statement]) -> Iterable[Statement]:
    """Those of a derivation's statements that stand before the first derivative: the forward pass."""
    return takewhile(lambda statement: isinstance(statement.of, Quantity), statements)


def symbols_in(expression: Expr) -> tuple[str, ...]:
    """The names of the symbols of an expression, each once, in reading order."""
    return read(expression)[0]


def read(expression: Expr) -> tuple[tuple[str, ...], bool]:
    """The names of the symbols of an expression, each once, in reading order; and whether it has cases."""
    found: dict[str, None] = {}
    cases = False
    stack = [expression]
    while stack:
        node = stack.pop()
        if node.is_Symbol:
            found[node.name] = None
        else:
            cases = cases or node.is_Piecewise
            stack += node.args[::-1]
    return tuple(found), cases
