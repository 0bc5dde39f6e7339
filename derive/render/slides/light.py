"""What is lit in the drawn network while an equation is shown: what it uses, or the whole path back from the loss."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from derive.engine.forward import forward
from derive.problem import Problem
from derive.quantity import LOSS, Named, Partial, Quantity, before_update, is_new, named
from derive.statement import Statement


@dataclass(frozen=True)
class Light:
    """Finds what is lit in the picture of one update."""

    problem: Problem
    drawn: frozenset[str]            # the ids of what the picture shows

    def subject(self, statement: Statement) -> list[str]:
        """What an equation is about."""
        return self.marks((statement.of,))

    def path(self, statement: Statement) -> list[str]:
        """The way that an equation goes: from its quantity to the loss, or from what it uses."""
        of = statement.of
        if isinstance(of, Partial) and of.top == LOSS:
            return self.marks(self._onward(of.by))
        return self.marks((*map(named, statement.uses), of))

    def named(self, ids: Iterable[str]) -> list[str]:
        """What is drawn for the quantities with these ids."""
        return self.marks(map(named, ids))

    def marks(self, quantities: Iterable[Named]) -> list[str]:
        """The ids of what is drawn for some quantities, each once."""
        told = list(quantities)
        found = dict.fromkeys(mark(each) for each in told)
        last = len(self.problem.layers)
        outputs = [k for k in range(1, self.problem.outputs + 1) if f"a[{last}][{k}]" in found and LOSS.id in found]
        found |= dict.fromkeys([*map(share, outputs), *(each.id for each in told if each.id.startswith("L["))])
        return [id for id in found if id in self.drawn]

    def _onward(self, start: Quantity) -> list[Quantity]:
        """A quantity, all that depends on it up to the loss, and the parameters that its path goes through."""
        reached: dict[Quantity, None] = {start: None}
        stack = [start]
        while stack:
            for user in self._users.get(stack.pop(), ()):
                if user not in reached:
                    reached[user] = None
                    stack.append(user)
        marks = {mark(each) for each in reached}
        return [*reached, *(each for each in self._parameters if joins(each, marks))]

    @cached_property
    def _users(self) -> Mapping[Quantity, list[Quantity]]:
        """What uses each quantity."""
        found: dict[Quantity, list[Quantity]] = {}
        for statement in self._forward:
            if isinstance(statement.of, Quantity):
                for used in map(named, statement.uses):
                    if isinstance(used, Quantity):
                        found.setdefault(used, []).append(statement.of)
        return found

    @cached_property
    def _forward(self) -> tuple[Statement, ...]:
        return tuple(forward(self.problem))

    @cached_property
    def _parameters(self) -> list[Quantity]:
        return [each for each in self._users if each.kind == "w" and len(each.index) == 3]


def share(output: int) -> str:
    """The id of the arrow from an output to the loss: that of what it adds to it."""
    return Quantity(LOSS.kind, (output,)).id


def joins(weight: Quantity, marks: set[str]) -> bool:
    """Whether a weight leads from one of these marks to another."""
    layer, target, source = weight.index
    return f"a[{layer}][{target}]" in marks and f"a[{layer - 1}][{source}]" in marks


def mark(of: Named) -> str:
    """The id of what stands in a picture for a quantity: the neuron for its weighted sum, the weight for its slope."""
    if isinstance(of, Partial):
        return mark(of.by if of.top == LOSS or of.by.kind in "wub" else of.top)
    if of.kind == "z":
        return Quantity("a", of.index).id
    if of.kind == LOSS.kind:
        return LOSS.id
    return Quantity(before_update(of).kind if is_new(of) else of.kind, of.index).id
