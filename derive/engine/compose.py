"""The formulas of the forward pass, and what of them a change moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sympy import Expr, Symbol

from derive.expression import rename
from derive.quantity import LOSS
from derive.statement import Statement, forward_part, symbols_in

# what layers have that is never negative: SymPy takes minutes over a tanh of roots that it does not see to be real
SIGNS: dict[str, dict[str, bool]] = {"epsilon": {"positive": True}, "variance": {"nonnegative": True}}


def real(id: str) -> Symbol:
    """The symbol of a quantity, known to be a real number, so that SymPy differentiates |x|."""
    kind, index, _ = id.partition("[")
    return Symbol(id, real=True, **(SIGNS.get(kind, {}) if index else {}))  # a line of a graph may have any name


@dataclass(frozen=True)
class Composition:
    """The formulas of the forward pass by id, in the order they are computed; no slope is among them."""

    formulas: Mapping[str, Expr]
    uses: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> Composition:
        """The formulas of the forward pass, without the derivatives and updates after it."""
        formulas = {
            statement.of.id: rename(statement.formula, {Symbol(used): real(used) for used in statement.uses})
            for statement in forward_part(statements)
        }
        return cls(formulas, {id: symbols_in(formula) for id, formula in formulas.items()})

    def downstream(self, by: str) -> tuple[str, ...]:
        """What depends on a quantity, in the order it is computed."""
        found: dict[str, None] = {by: None}
        for id, used in self.uses.items():
            if id != by and not found.keys().isdisjoint(used):
                found[id] = None
        return tuple(found)[1:]

    def way(self, top: str, by: str) -> tuple[str, ...]:
        """What a change of `by` moves: all that depends on it; for a slope within one formula, `top` alone."""
        return self.downstream(by) if top == LOSS.id else (top,)

    def upstream(self, top: str) -> frozenset[str]:
        """What a quantity depends on."""
        found: set[str] = set()
        waiting = [top]
        while waiting:
            new = [id for id in self.uses.get(waiting.pop(), ()) if id not in found]
            found.update(new)
            waiting += new
        return frozenset(found)


def nodes(expression: Expr, size: Mapping[str, int]) -> int:
    """How many nodes an expression has once some of its symbols are written out."""
    if expression.is_Symbol:
        return size.get(expression.name, 1)
    return 1 + sum(nodes(part, size) for part in expression.args)
