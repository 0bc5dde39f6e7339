"""What is kept of a training run."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from derive.problem import Problem
from derive.quantity import Quantity, gradient
from derive.statement import Statement

MEASURE = "root mean square"         # of the partial derivatives by a layer's parameters: the size of its gradient


@dataclass(frozen=True)
class Moment:
    """One update, looked at closely: its number, its equations, and the value of every quantity in them."""

    number: int
    statements: tuple[Statement, ...] = field(repr=False)
    values: Mapping[str, float] = field(repr=False)

    def __getitem__(self, id: str) -> float:
        return self.values[id]

    def sizes(self, parameters: Iterable[Quantity]) -> dict[str, float]:
        """The size of the gradient in each layer: the root mean square of the partials by its parameters."""
        layers: dict[str, list[float]] = {}
        for each in parameters:
            layers.setdefault(layer_of(each), []).append(self.values[gradient(each).id])
        return {layer: math.hypot(*found) / math.sqrt(len(found)) for layer, found in layers.items()}


@dataclass(frozen=True)
class Training:
    """What came out of training a problem, in double precision."""

    problem: Problem
    losses: tuple[float, ...] = field(repr=False)  # over all samples: at the start, then after each update
    sizes: Mapping[int, Mapping[str, float]]       # update -> layer -> root mean square of its gradient
    parameters: Mapping[str, float]                # after the last update, by id
    first: Moment | None                           # the first and the last update; None where none was needed
    last: Moment | None
    until: float | None = None                     # the loss that was asked for

    @property
    def updates(self) -> int:
        """How many updates were made."""
        return len(self.losses) - 1

    @property
    def reached(self) -> bool | None:
        """Whether the loss that was asked for was reached; None where none was."""
        return None if self.until is None else self.losses[-1] <= self.until

    def row(self) -> dict[str, object]:
        """The run for JSON."""
        return {
            "updates": self.updates,
            "reached": self.reached,
            "losses": list(self.losses),
            "gradient_sizes": {
                "measure": MEASURE,
                "updates": list(self.sizes),
                "layers": {layer: [found[layer] for found in self.sizes.values()] for layer in self.layers},
            },
            "parameters": dict(self.parameters),
        }

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers whose gradients were measured, by number; none where no update was made."""
        return tuple(next(iter(self.sizes.values()), ()))


def layer_of(parameter: Quantity) -> str:
    """The layer that a parameter belongs to, by its number; one without a layer stands for itself."""
    return str(parameter.index[0]) if parameter.index else parameter.id
