"""What is lit in the drawn network while an equation is shown: what it uses, or the whole path back from the loss."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from derive.problem import Problem
from derive.quantity import LOSS, Named, Partial, Quantity, before_update, is_new, named
from derive.render.symbols import parameter_of
from derive.statement import Statement


@dataclass(frozen=True)
class Flow:
    """Where the numbers of a problem go."""

    problem: Problem
    passed: Sequence[Statement]      # the statements of the forward pass

    @cached_property
    def users(self) -> Mapping[Quantity, list[Quantity]]:
        """What uses each quantity."""
        found: dict[Quantity, list[Quantity]] = {}
        for statement in self.passed:
            if isinstance(statement.of, Quantity):
                for used in map(named, statement.uses):
                    if isinstance(used, Quantity):
                        found.setdefault(used, []).append(statement.of)
        return found

    @cached_property
    def weights(self) -> list[Quantity]:
        """The weights between neurons."""
        return [each for each in self.users if each.kind == "w" and len(each.index) == 3]


@dataclass(frozen=True)
class Light:
    """Finds what is lit in the picture of one update."""

    flow: Flow
    drawn: frozenset[str]            # the ids of what the picture shows
    mark: Callable[[Named], str]     # the id of what stands in it for a quantity
    users: Mapping[str, Sequence[str]] = field(default_factory=dict)  # where a parameter goes, if that is lit with it

    def subject(self, statement: Statement) -> list[str]:
        """What an equation is about."""
        return self.marks((statement.of,))

    def path(self, statement: Statement) -> list[str]:
        """The way that an equation goes: from its quantity to the loss, or from what it uses."""
        of = statement.of
        if isinstance(of, Partial) and of.top == LOSS:
            return self.marks(self._onward(of.by))
        users = self.users.get(self.mark(of), ()) if isinstance(of, Quantity) and is_new(of) else ()
        return self.marks((*map(named, statement.uses), *map(named, users), of))

    def named(self, ids: Iterable[str]) -> list[str]:
        """What is drawn for the quantities with these ids."""
        return self.marks(map(named, ids))

    def marks(self, quantities: Iterable[Named]) -> list[str]:
        """The ids of what is drawn for some quantities, each once."""
        told = list(quantities)
        found = dict.fromkeys(map(self.mark, told))
        problem, last = self.flow.problem, len(self.flow.problem.layers)
        outputs = [k for k in range(1, problem.outputs + 1) if f"a[{last}][{k}]" in found and LOSS.id in found]
        found |= dict.fromkeys([*map(share, outputs), *(each.id for each in told if each.id.startswith("L["))])
        return [id for id in found if id in self.drawn] or [id for id in map(neuron, told) if id in self.drawn]

    def _onward(self, start: Quantity) -> list[Quantity]:
        """A quantity, all that depends on it up to the loss, and the parameters that its path goes through."""
        reached: dict[Quantity, None] = {start: None}
        stack = [start]
        while stack:
            for user in self.flow.users.get(stack.pop(), ()):
                if user not in reached:
                    reached[user] = None
                    stack.append(user)
        marks = set(map(self.mark, reached))
        return [*reached, *(each for each in self.flow.weights if joins(each, marks))]


def share(output: int) -> str:
    """The id of the arrow from an output to the loss: that of what it adds to it."""
    return Quantity(LOSS.kind, (output,)).id


def neuron(of: Named) -> str:
    """The id of the neuron that adds a bias, which itself may have no place; else nothing."""
    by = of.by if isinstance(of, Partial) else of
    return Quantity("a", by.index).id if by.kind in ("b", "b_new") and len(by.index) > 1 else ""


def joins(weight: Quantity, marks: set[str]) -> bool:
    """Whether a weight leads from one of these marks to another."""
    layer, target, source = weight.index
    return f"a[{layer}][{target}]" in marks and f"a[{layer - 1}][{source}]" in marks


def mark(of: Named) -> str:
    """The id of what stands in a whole picture for a quantity: its neuron, or the weight that its slope is by."""
    if isinstance(of, Partial):
        return mark(of.by if of.top == LOSS or of.by.kind in "wub" else of.top)
    if of.kind == "z":
        return Quantity("a", of.index).id
    if of.kind == LOSS.kind:
        return LOSS.id
    old = before_update(of) if is_new(of) else of
    owner = parameter_of(old) or old
    return Quantity(owner.kind, owner.index).id
