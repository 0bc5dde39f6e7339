"""The teaching order of a dense network's backward pass: one path through the network first, then the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from derive.document.sections import Group, Place
from derive.layers import activation
from derive.problem import Problem
from derive.quantity import Quantity, gradient
from derive.statement import Statement


@dataclass(frozen=True)
class Neurons:
    """A dense network's gradients, neuron by neuron, but those of inputs and of what is frozen."""

    problem: Problem
    known: Mapping[str, Statement]
    parameters: tuple[Quantity, ...]  # those that are updated

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
        return [(self.known[gradient(p).id],) for p in self.learning.get((layer, j), [])]

    def shared_bias(self, layer: int) -> Place:
        """The gradient of a bias that the layer shares."""
        return Place(layer, None, [(self.known[gradient(p).id],) for p in self.learning.get((layer,), [])])

    @cached_property
    def learning(self) -> dict[tuple[int, ...], list[Quantity]]:
        """The parameters that are updated, by layer and neuron; what a layer shares, by layer alone."""
        found: dict[tuple[int, ...], list[Quantity]] = {}
        for parameter in self.parameters:
            found.setdefault(parameter.index[:2], []).append(parameter)
        return found
