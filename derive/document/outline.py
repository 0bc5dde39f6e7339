"""Equations in teaching order, numbered: the forward pass, the way back, and what becomes of each parameter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from derive.document.neurons import Neurons
from derive.document.primer import primer
from derive.document.sections import Place, Section, numbered
from derive.document.together import together
from derive.document.walk import Walk, channel_of
from derive.engine.update import decays, learning
from derive.graph import Graph
from derive.layers import activation
from derive.optimizers import OPTIMIZERS
from derive.problem import Problem
from derive.quantity import LOSS, Named, Partial, Quantity
from derive.statement import Statement

CHAIN, FORWARD, BACKWARD, UPDATES, REST = (
    "Chain rule", "Forward pass", "Backward pass", "Updates", "Remaining parameters",
)  # fmt: skip


def outline(problem: Problem, statements: Sequence[Statement], before: int = 0) -> tuple[Section, ...]:
    """The sections of an update, tasks numbered on from those before; the first begins with the chain rule."""
    known = {statement.of.id: statement for statement in statements}
    if problem.graph is not None:
        return numbered(of_graph(problem, problem.graph, known, before), before)
    asked = _Asked(problem, known, tuple(learning(problem)))
    chain = [Place(None, None, [(statement,) for statement in primer(problem)])]
    return numbered([(CHAIN, chain if not before else []), (FORWARD, asked.forward()), *asked.way_back()], before)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a student is asked for: everything but the gradients of inputs and of what is frozen."""

    problem: Problem
    known: Mapping[str, Statement]
    parameters: tuple[Quantity, ...]  # those that are updated

    def forward(self) -> list[Place]:
        """Every value of the layers in the order of computation, each sample's loss after its outputs."""
        blocks = [
            Place(layer, channel, together(self.problem, layer, statements), sample)
            for (layer, channel, sample), statements in groupby(self.values(), key=self.place)
        ]
        ends = {block.sample: i for i, block in enumerate(blocks)}
        found: list[Place] = []
        for i, block in enumerate(blocks):
            found.append(block)
            if ends[block.sample] == i and block.sample in self.problem.judged:
                found.append(self.loss(block.sample))
        return found + self.batch_loss()

    def place(self, statement: Statement) -> tuple[int, int | None, int | None]:
        """The layer, the channel where it has several, and the sample that a forward statement belongs to."""
        assert isinstance(statement.of, Quantity)
        return statement.of.index[0], channel_of(self.problem.network, statement.of), statement.of.sample

    def values(self) -> Iterable[Statement]:
        """The forward statements of the layers."""
        return (each for each in self.known.values() if each.edges and each.of != LOSS)

    def loss(self, sample: int | None) -> Place:
        """The shares of several outputs, then the loss of the sample."""
        shares = [(self.known[Quantity("L", (k,), sample).id],) for k in range(1, self.problem.outputs + 1)]
        whole = self.known[Quantity("L", (), sample).id]
        return Place(None, None, [*(shares if len(shares) > 1 else []), (whole,)], sample)

    def batch_loss(self) -> list[Place]:
        """The loss of the whole batch, where there is one."""
        return [] if self.problem.samples is None else [Place(None, None, [(self.known[LOSS.id],)])]

    def way_back(self) -> list[tuple[str, list[Place]]]:
        """The backward pass and the updates; in a dense network the last layer's first, then all that is left."""
        last = len(self.problem.layers)
        if not self.problem.network.plain:
            walk = Walk(self.problem, self.known, self.parameters)
            return [(BACKWARD, walk.places()), (UPDATES, self.updates(1, last))]
        rest = last > 1 and not activation(self.problem.layers[0].activation).joint
        neurons = Neurons(self.problem, self.known, self.parameters)
        later = neurons.rest() if rest else []
        return [
            (BACKWARD, neurons.backward(rest)),
            (UPDATES, self.updates(last, last)),
            (REST, [*later, *self.updates(1, last - 1)]),
        ]

    def updates(self, first: int, last: int) -> list[Place]:
        """The updates of some layers, line by line; the same lines of one neuron's parameters share a number."""
        places: list[Place] = []
        for layer in range(first, last + 1):
            groups: dict[tuple[int, str], list[Statement]] = {}
            for p in (p for p in self.parameters if p.index[0] == layer):
                for line in (self.known[of.id] for of in updating(self.problem, p)):
                    groups.setdefault((p.index[1] if len(p.index) > 1 else 0, line.rule), []).append(line)
            places.append(Place(layer, None, [tuple(group) for group in groups.values()]))
        return places


def updating(problem: Problem, parameter: Quantity) -> list[Named]:
    """What the lines of a parameter's update are about."""
    return OPTIMIZERS[problem.optimizer].about(parameter, decays(problem, parameter))


def of_graph(
    problem: Problem, graph: Graph, known: Mapping[str, Statement], before: int
) -> list[tuple[str, list[Place]]]:
    """The lines, the way back along them, and the updates if there are any."""
    lines = [known[graph.quantity(node.name).id] for node in graph.nodes]
    derivatives = [each for each in known.values() if isinstance(each.of, Partial)]
    updates = [known[of.id] for p in learning(problem) for of in updating(problem, p)]
    plan = [(CHAIN, [] if before else primer(problem)), (FORWARD, lines), (BACKWARD, derivatives), (UPDATES, updates)]
    return [(title, [Place(None, None, [(each,) for each in statements])]) for title, statements in plan]
