"""Equations in teaching order, numbered: one path through the network first, then what is left to the reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from derive.document.primer import primer
from derive.engine.update import parameters
from derive.layers import activation
from derive.problem import Problem
from derive.quantity import LOSS, Named, Quantity, gradient
from derive.statement import Statement

CHAIN, FORWARD, BACKWARD, UPDATES, REST = (
    "Chain rule", "Forward pass", "Backward pass", "Updates", "Remaining parameters",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task:
    """One numbered thing to do: an equation, or a few that share a number."""

    number: str
    statements: tuple[Statement, ...]

    @property
    def of(self) -> Named:
        """The quantity the task is about, the first of its group."""
        return self.statements[0].of


@dataclass(frozen=True, slots=True)
class Part:
    """The tasks of a section that belong to one place of the network: a layer, a neuron, the loss."""

    layer: int | None                # None: the loss, or no place at all
    neuron: int | None               # None: the whole layer
    tasks: tuple[Task, ...]
    sample: int | None = None        # None: every sample, or the only one


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the worksheet."""

    title: str
    parts: tuple[Part, ...]

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks of the section, in order."""
        return tuple(task for part in self.parts for task in part.tasks)


Group = tuple[Statement, ...]


class Place(NamedTuple):
    """Where a part stands in the network, and what is asked there."""

    layer: int | None
    neuron: int | None
    groups: list[Group]
    sample: int | None = None


def outline(problem: Problem, statements: Iterable[Statement], before: int = 0) -> tuple[Section, ...]:
    """The sections of an update, tasks numbered on from those before; the first begins with the chain rule."""
    known = {statement.of.id: statement for statement in statements}
    asked = _Asked(problem, known, tuple(p for p in parameters(problem) if updated(p) in known))
    last = len(problem.layers)
    hidden_later = last > 1 and not activation(problem.layers[0].activation).joint
    plan: list[tuple[str, list[Place]]] = [
        (CHAIN, [Place(None, None, [(statement,) for statement in primer(problem)])] if not before else []),
        (FORWARD, [place for sample in problem.batch for place in asked.forward(sample)] + asked.batch_loss()),
        (BACKWARD, asked.backward(hidden_later)),
        (UPDATES, asked.updates(last, last)),
        (REST, asked.rest() if hidden_later else []),
    ]
    plan[-1][1].extend(asked.updates(1, last - 1))
    return numbered(plan, before)


def numbered(plan: Sequence[tuple[str, list[Place]]], before: int) -> tuple[Section, ...]:
    """The sections with their tasks numbered through; empty places and sections are left out."""
    number, sections = before, []
    for title, places in plan:
        parts = []
        for place in places:
            tasks = tuple(Task(str(number + i), group) for i, group in enumerate(place.groups, start=1))
            number += len(tasks)
            parts += [Part(place.layer, place.neuron, tasks, place.sample)] if tasks else []
        sections += [Section(title, tuple(parts))] if parts else []
    return tuple(sections)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a student is asked for: everything but the gradients of inputs and of what is frozen."""

    problem: Problem
    known: Mapping[str, Statement]
    parameters: tuple[Quantity, ...]  # those that are updated

    def forward(self, sample: int | None) -> list[Place]:
        """A sample on its way: the neurons of each layer in the order they are computed, then its loss."""
        layers = range(1, len(self.problem.layers) + 1)
        return [*(Place(layer, None, self.neurons(layer, sample), sample) for layer in layers), self.loss(sample)]

    def neurons(self, layer: int, sample: int | None) -> list[Group]:
        """The pre-activations and activations of a layer for one sample."""
        values = [s for s in self.known.values() if isinstance(s.of, Quantity) and s.of.kind in "za"]
        return [(s,) for s in values if isinstance(s.of, Quantity) and (s.of.index[0], s.of.sample) == (layer, sample)]

    def loss(self, sample: int | None) -> Place:
        """The shares of several outputs, then the loss of the sample."""
        shares = [(self.known[Quantity("L", (k,), sample).id],) for k in range(1, self.problem.outputs + 1)]
        whole = self.known[Quantity("L", (), sample).id]
        return Place(None, None, [*(shares if len(shares) > 1 else []), (whole,)], sample)

    def batch_loss(self) -> list[Place]:
        """The loss of the whole batch, where there is one."""
        return [] if self.problem.samples is None else [Place(None, None, [(self.known[LOSS.id],)])]

    def backward(self, hidden_later: bool) -> list[Place]:
        """The gradients from the last layer to the first, where one neuron shows the way."""
        places: list[Place] = []
        for layer in range(len(self.problem.layers), 0, -1):
            first_only = layer == 1 and hidden_later
            places += self.layer_gradients(layer, range(1, 2 if first_only else self.problem.units(layer) + 1))
            if not first_only:
                places.append(self.shared_bias(layer))
        return places

    def rest(self) -> list[Place]:
        """The gradients of the first hidden layer's other neurons."""
        return [*self.layer_gradients(1, range(2, self.problem.units(1) + 1)), self.shared_bias(1)]

    def layer_gradients(self, layer: int, neurons: range) -> list[Place]:
        """Neuron by neuron: slope of the loss, slope of the activation, their product, then the parameters."""
        batch = self.problem.batch
        if activation(self.problem.layers[layer - 1].activation).joint:
            local = [g for n in batch for f in (self.error, self.slopes) for j in neurons for g in f(layer, j, n)]
            own = [[*(self.delta(layer, j, n) for n in batch), *self.own(layer, j)] for j in neurons]
            return [Place(layer, None, local), *(Place(layer, j, own[j - neurons.start]) for j in neurons)]
        before = {j: [group for n in batch for group in self.upstream(layer, j, n)] for j in neurons}
        return [Place(layer, j, before[j] + self.own(layer, j)) for j in neurons]

    def upstream(self, layer: int, j: int, sample: int | None) -> list[Group]:
        """∂L/∂a, ∂a/∂z and their product ∂L/∂z."""
        return [*self.error(layer, j, sample), *self.slopes(layer, j, sample), self.delta(layer, j, sample)]

    def error(self, layer: int, j: int, sample: int | None) -> list[Group]:
        """∂L/∂a."""
        return [(self.known[gradient(Quantity("a", (layer, j), sample)).id],)]

    def slopes(self, layer: int, j: int, sample: int | None) -> list[Group]:
        """∂a/∂z, in a Jacobian the whole row."""
        activated = self.known[Quantity("a", (layer, j), sample).id]
        return [(self.known[edge.partial.id],) for edge in activated.edges]

    def delta(self, layer: int, j: int, sample: int | None) -> Group:
        """∂L/∂z."""
        return (self.known[gradient(Quantity("z", (layer, j), sample)).id],)

    def own(self, layer: int, j: int) -> list[Group]:
        """The gradients of the neuron's weights and bias."""
        mine = [p for p in self.learning(layer) if len(p.index) > 1 and p.index[1] == j]
        return [(self.known[gradient(p).id],) for p in mine]

    def shared_bias(self, layer: int) -> Place:
        """The gradient of a bias that the layer shares."""
        shared = [p for p in self.learning(layer) if len(p.index) == 1]
        return Place(layer, None, [(self.known[gradient(p).id],) for p in shared])

    def learning(self, layer: int) -> list[Quantity]:
        """The parameters of a layer that are updated."""
        return [p for p in self.parameters if p.index[0] == layer]

    def updates(self, first: int, last: int) -> list[Place]:
        """The new parameters of some layers; those of one neuron share a number."""
        places: list[Place] = []
        for layer in range(first, last + 1):
            groups: dict[int, list[Statement]] = {}
            for p in self.learning(layer):
                groups.setdefault(p.index[1] if len(p.index) > 1 else 0, []).append(self.known[updated(p)])
            places.append(Place(layer, None, [tuple(group) for group in groups.values()]))
        return places


def updated(parameter: Quantity) -> str:
    """The id of a parameter after the step."""
    return Quantity(f"{parameter.kind}_new", parameter.index).id
