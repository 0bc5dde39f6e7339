"""The texts of the figure, as LaTeX: a symbol in every circle, values beside it, weights for the edges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from derive.arithmetic import Number
from derive.layers import Dense
from derive.losses import LOSSES
from derive.problem import Problem
from derive.quantity import Quantity
from derive.render.figure.layout import Neuron


class Worth(NamedTuple):
    """A number in LaTeX, and the sign between a symbol and it."""

    text: str
    sign: str = "="


NOTHING = Worth("", "")              # where no number is told
Name = Callable[[Quantity], str]
WorthOf = Callable[[Quantity], Worth]
Room = Mapping[str, str] | None      # by id, the values that must find room, now or later; None: nothing but the given


def given(problem: Problem, number: Callable[[Number], str]) -> WorthOf:
    """What tells the numbers that are given."""
    return lambda of: Worth(number(problem.given[of])) if of in problem.given else NOTHING


@dataclass(frozen=True, slots=True)
class Inscriptions:
    """What the figure says of a problem: the names and numbers of quantities."""

    problem: Problem
    name: Name
    worth: WorthOf
    room: Room = None
    adds: bool = True                # whether the number of a bias is that of a term, and not a derivative

    @property
    def widest(self) -> tuple[str, ...]:
        """The values that circles must have room for."""
        return tuple(text for id, text in (self.room or {}).items() if id.startswith(("a[", "L")))

    def symbol(self, neuron: Neuron) -> str:
        """What stands in the circle: an input or an activation."""
        return self.name(neuron.of)

    def value(self, unit: int) -> str:
        """The number of an input; empty where none is given."""
        return self.worth(Quantity("x", (unit,))).text

    def target(self, unit: int) -> str:
        """The target of an output; empty where the loss compares with none."""
        loss = self.problem.loss
        compares = LOSSES[loss].targets if isinstance(loss, str) else "y" in loss.used
        return self.equation(Quantity("y", (unit,))) if compares else ""

    def bias(self, neuron: Neuron, symbols: bool) -> str:
        """The bias of one neuron, or its layer's where the layer has a single neuron; else empty."""
        layer = self.dense(neuron.layer)
        if layer.bias == "shared":
            return self.shared(neuron.layer) if layer.units == 1 else ""
        return self.term(self.bias_of(neuron), symbols) if layer.bias == "per_unit" else ""

    def term(self, bias: Quantity, symbols: bool) -> str:
        """A bias as a parameter; a number alone with the sign by which it is added."""
        text = self.parameter(bias, symbols)
        alone = self.adds and not symbols and text == self.worth(bias).text
        return f"+{text}" if alone and not text.startswith("-") else text

    def bias_of(self, neuron: Neuron) -> Quantity:
        """The bias that is added in a neuron."""
        shared = self.dense(neuron.layer).bias == "shared"
        return Quantity("b", (neuron.layer,) if shared else (neuron.layer, neuron.unit))

    def shared(self, layer: int) -> str:
        """The one bias of a layer."""
        return self.equation(Quantity("b", (layer,)))

    def frames(self, layer: int) -> bool:
        """Whether several neurons of a layer share one bias, so that a frame goes around them."""
        return layer > 0 and self.dense(layer).bias == "shared" and self.problem.units(layer) > 1

    def dense(self, layer: int) -> Dense:
        """A layer of a network whose layers are all dense."""
        found = self.problem.layers[layer - 1]
        assert isinstance(found, Dense)
        return found

    def weight(self, source: Neuron, target: Neuron, symbols: bool) -> str:
        """The weight of an edge."""
        return self.parameter(Quantity("w", (target.layer, target.unit, source.unit)), symbols)

    def parameter(self, quantity: Quantity, symbols: bool) -> str:
        """The number of a parameter, with its symbol where wanted or where there is no number."""
        return self.equation(quantity) if symbols else self.worth(quantity).text or self.name(quantity)

    def equation(self, quantity: Quantity) -> str:
        """The symbol with its number, or the symbol alone."""
        worth = self.worth(quantity)
        return f"{self.name(quantity)}{worth.sign}{worth.text}"
