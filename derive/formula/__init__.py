"""Users' formulas, read safely: a text becomes a small tree, and nothing in it is ever run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from derive.formula.fault import FormulaError, pointed
from derive.formula.parse import DEPTH, Parser
from derive.formula.tree import Tree, every, names

__all__ = ["Formula", "FormulaError", "Tree", "pointed", "read_formula"]

NODES = 200
NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression in some variables, as its author wrote it and as a tree."""

    text: str
    variables: tuple[str, ...]
    tree: Tree

    @property
    def used(self) -> frozenset[str]:
        """The variables that occur in it."""
        return names(self.tree) & frozenset(self.variables)


def read_formula(text: str, variables: Sequence[str], also: Mapping[str, str] = NONE) -> Formula:
    """The formula that a text says; `also` maps second names of variables to the first; FormulaError else."""
    parser = Parser(text, {**{name: name for name in variables}, **also})
    tree = parser.formula()
    sizes = [depth for _, depth in every(tree)]
    if len(sizes) > NODES:
        raise FormulaError(f"the formula has more than {NODES} parts", "write it more simply")
    if max(sizes) > DEPTH:
        raise FormulaError(f"the formula is nested deeper than {DEPTH}", "write it flatter")
    return Formula(" ".join(text.split()), tuple(variables), tree)
