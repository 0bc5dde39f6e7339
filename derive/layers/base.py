"""What a layer is: it knows the shape of what it gives on, its parameters, and its forward equations."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod
from typing import ClassVar

from derive.formula import Formula
from derive.quantity import Quantity
from derive.statement import Statement

Shape = tuple[int, ...]              # how many there are along each index

# the kind of a parameter -> where the problem file keeps it, and may freeze it
FAMILIES = {
    "w": "weights", "wq": "weights", "wk": "weights", "wv": "weights", "gamma": "weights", "u": "recurrent_weights",
    "b": "biases", "beta": "biases",
}  # fmt: skip


class Misfit(ValueError):
    """Why a layer does not fit where it stands, and the cure."""

    def __init__(self, what: str, cure: str) -> None:
        self.what = what
        self.cure = cure
        super().__init__(f"{what}; {cure}")


class Layer(ABC):
    """One layer of a network; what is special of a type of layer is all in its class."""

    type: ClassVar[str]                    # what problem files call it
    activation: str | Formula = "linear"   # a name of the table, or a formula in z
    recurrent: bool = False                # whether it uses what it gave at the time step before
    across_samples: ClassVar[bool] = False  # whether its equations join the samples of a batch
    by_channel: ClassVar[bool] = False      # whether its values are taught channel by channel
    called: ClassVar[Mapping[str, str]] = {}  # what files call its kinds of parameters, where a family has several
    staged: ClassVar[bool] = False         # whether it is taught kind by kind, the values of a row together

    @abstractmethod
    def shape(self, earlier: Sequence[Shape]) -> Shape:
        """How many values it gives on along each index, from the shapes of the inputs and of every layer before it.

        Misfit where it cannot stand there.
        """

    def tensors(self, before: Shape) -> dict[str, Shape]:
        """The shape of each kind of parameter it has; () for a single number of the whole layer."""
        return {}

    def parameters(self, number: int, before: Shape) -> list[Quantity]:
        """Every parameter it has as layer `number`, in teaching order."""
        tensors = self.tensors(before).items()
        return [Quantity(kind, (number, *index)) for kind, shape in tensors for index in indices(shape)]

    def constants(self, number: int, before: Shape) -> dict[Quantity, Fraction]:
        """The numbers that it brings itself as layer `number`: what no training changes."""
        return {}

    @property
    def rules(self) -> tuple[str, ...]:
        """By which names the word file calls it: its own, then whatever else a sheet says of it before the tasks."""
        return (self.type,)

    def sizes(self, before: Shape) -> Mapping[str, Shape | str]:
        """The sizes that a table shows of it, by the names of the word file."""
        return {}

    @abstractmethod
    def forward(self, flow: Flow) -> list[Statement]:
        """Its forward equations for one sample, each with its local slopes."""


@dataclass(frozen=True)
class Network:
    """The inputs and the layers, and the samples or time steps that go through them."""

    inputs: Shape
    layers: tuple[Layer, ...]
    samples: tuple[int | None, ...] = (None,)
    sequential: bool = False               # whether the samples are time steps, one after another

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        """The shape of what each layer gives on, the inputs first."""
        found = [self.inputs]
        for layer in self.layers:
            found.append(layer.shape(found))
        return tuple(found)

    @cached_property
    def units(self) -> tuple[int, ...]:
        """How many values each layer gives on in all, the inputs first."""
        return tuple(map(prod, self.shapes))

    @cached_property
    def plain(self) -> bool:
        """Whether it is a dense network without time, the kind that is taught neuron by neuron."""
        return all(layer.type == "dense" and not layer.recurrent for layer in self.layers)

    @cached_property
    def last_recurrent(self) -> int:
        """The number of the last recurrent layer; 0 where there is none."""
        return max((number for number, layer in enumerate(self.layers, start=1) if layer.recurrent), default=0)

    @cached_property
    def parameters(self) -> tuple[Quantity, ...]:
        """Every parameter, layer by layer."""
        layers = enumerate(zip(self.layers, self.shapes, strict=False), start=1)
        return tuple(each for number, (layer, before) in layers for each in layer.parameters(number, before))

    @cached_property
    def constants(self) -> dict[Quantity, Fraction]:
        """The numbers that the layers bring themselves."""
        layers = enumerate(zip(self.layers, self.shapes, strict=False), start=1)
        pairs = (each for number, (layer, before) in layers for each in layer.constants(number, before).items())
        return dict(pairs)

    def values(self, layer: int, sample: int | None = None) -> list[Quantity]:
        """What layer `layer` gives on for one sample, row by row; layer 0 is the inputs."""
        if layer == 0:
            return [Quantity("x", index, sample) for index in indices(self.shapes[0])]
        return [Quantity("a", (layer, *index), sample) for index in indices(self.shapes[layer])]


@dataclass(frozen=True, slots=True)
class Flow:
    """Where a layer stands: its network, its number, and the sample that flows through it."""

    network: Network
    number: int
    sample: int | None

    @property
    def before(self) -> Shape:
        """The shape of the layer before."""
        return self.network.shapes[self.number - 1]

    @property
    def inputs(self) -> list[Quantity]:
        """What the layer before gives on."""
        return self.network.values(self.number - 1, self.sample)

    @property
    def earlier(self) -> list[Quantity]:
        """What this layer gave on at the time step before; nothing at the first, where the state is zero."""
        if not self.network.sequential or self.sample is None or self.sample == 1:
            return []
        return self.network.values(self.number, self.sample - 1)

    def own(self, kind: str, *index: int) -> Quantity:
        """A quantity of this layer and sample."""
        return Quantity(kind, (self.number, *index), self.sample)


def indices(shape: Shape) -> Sequence[tuple[int, ...]]:
    """Every index of a shape, counted from 1, row by row."""
    return list(product(*(range(1, count + 1) for count in shape)))


def spoken(shape: Shape) -> str:
    """A shape in words: 3, or 2×3."""
    return "×".join(map(str, shape))
