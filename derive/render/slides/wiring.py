"""How the numbers of a forward pass hang together: nodes, and links from what is used to what is computed of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sympy import Add, Expr, Mul

from derive.problem import Problem
from derive.quantity import LOSS, Named, Partial, before_update, gradient, is_new, quantity
from derive.render.figure.computation import uses_in
from derive.render.symbols import parameter_of
from derive.statement import Statement, symbols_in

CONSTANTS = ("epsilon", "rate")      # kinds of quantities that are written in formulas alone


@dataclass(frozen=True, slots=True)
class Fed:
    """What a statement is fed: the nodes it uses, each with the weight that multiplies it, if any; and its bias."""

    weights: Mapping[str, str]
    bias: str = ""


NOTHING = Fed({})


@dataclass(frozen=True)
class Wiring:
    """The nodes of a problem, by id; a weighted sum is in one node with its activation, and has that one's id."""

    problem: Problem
    passed: Sequence[Statement]      # the statements of the forward pass

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """Every statement that the loss needs, by the id of what it computes."""
        needed = uses_in(self.passed)
        return {each.of.id: each for each in self.passed if each.of.id in needed}

    @cached_property
    def parameters(self) -> frozenset[str]:
        """The ids of what training changes; in a graph without inputs every name is one, and none."""
        fixed = self.problem.graph is not None and not self.problem.graph.inputs
        return frozenset() if fixed else frozenset(of.id for of in self.problem.parameters)

    def node(self, id: str) -> str:
        """The id of the node of a quantity."""
        of = quantity(id)
        activation = replace(of, kind="a").id
        return activation if of.kind == "z" and of.index and activation in self.statements else id

    def weighted_sum(self, node: str) -> str:
        """The id of what is summed up in a node before its activation; empty where there is no such sum."""
        of = quantity(node)
        weighted = replace(of, kind="z").id
        return weighted if of.kind == "a" and weighted in self.statements else ""

    @cached_property
    def carried(self) -> frozenset[str]:
        """The ids of every value that a picture may have a place for."""
        used = {id for each in self.statements.values() for id in each.uses}
        values = {*self.statements, *used}
        return frozenset(values | {gradient(quantity(id)).id for id in values})

    def mark(self, of: Named) -> str:
        """The id of what stands in a picture for a quantity: its node, or the link of its weight."""
        if isinstance(of, Partial):
            return self.mark(of.by if of.top == LOSS or of.by.id in self.parameters else of.top)
        old = before_update(of) if is_new(of) else of
        owner = parameter_of(old)
        return self.node(owner.id if owner and owner.id in self.parameters else old.id)

    @cached_property
    def fed(self) -> dict[str, Fed]:
        """What each node that is computed is fed."""
        found: dict[str, Fed] = {}
        for id, statement in self.statements.items():
            own, node = self._fed(statement), self.node(id)
            before = found.get(node, NOTHING)
            mine = {self.node(each): weight for each, weight in own.weights.items()}
            inner = {each: weight for each, weight in mine.items() if each != node and not self._beside(each, node)}
            found[node] = Fed({**before.weights, **inner}, before.bias or own.bias)
        return found

    def together(self, node: str) -> list[str]:
        """The nodes whose activations use the weighted sum of a node: of a softmax all of its layer."""
        weighted = self.weighted_sum(node)
        return [id for id, each in self.statements.items() if weighted in each.uses] if weighted else [node]

    def _beside(self, one: str, other: str) -> bool:
        """Whether two nodes are activations of one layer, which softmax computes of each other's sums."""
        a, b = quantity(one), quantity(other)
        return a.kind == b.kind == "a" and a.index[:1] == b.index[:1] and a.sample == b.sample

    def _fed(self, statement: Statement) -> Fed:
        weighted = {source: weight for source, weight in self._weighted(statement.formula) if source}
        bias = next((weight for source, weight in self._weighted(statement.formula) if not source), "")
        others = (id for id in statement.uses if id not in {*weighted.values(), bias})
        plain = {id: weighted.get(id, "") for id in others if quantity(id).kind not in CONSTANTS}
        return Fed(plain, bias)

    def _weighted(self, formula: Expr) -> Iterator[tuple[str, str]]:
        """The nodes with weights, and a bias with no node, in a formula."""
        if isinstance(formula, Add) and any(not self.parameters.issuperset(symbols_in(term)) for term in formula.args):
            yield from (("", term.name) for term in formula.args if term.is_Symbol and term.name in self.parameters)
        if isinstance(formula, Mul) and all(factor.is_Symbol for factor in formula.args):
            names = symbols_in(formula)
            weights = [name for name in names if name in self.parameters]
            if len(names) == 2 and len(weights) == 1:
                yield next(name for name in names if name not in weights), weights[0]
                return
        for part in formula.args:
            yield from self._weighted(part)

    @cached_property
    def users(self) -> dict[str, list[str]]:
        """The nodes that each node or parameter goes into."""
        found: dict[str, list[str]] = {}
        for node, fed in self.fed.items():
            for each in dict.fromkeys((*fed.weights, *filter(None, fed.weights.values()), *filter(None, (fed.bias,)))):
                found.setdefault(each, []).append(node)
        return found

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of every node, in reading order."""
        nodes = dict.fromkeys(id for node, fed in self.fed.items() for id in (*fed.weights, node))
        return {id: place for place, id in enumerate(sorted(nodes, key=lambda id: quantity(id).kind not in "xy"))}
