"""What was asked: a network, its data and how to print it, checked and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from html import escape
from typing import Literal

from derive.arithmetic import Number
from derive.formula import Formula
from derive.graph import Graph
from derive.layers import Layer, Network, Shape
from derive.notations import DEFAULT
from derive.quantity import Quantity
from derive.rounding import Rounding, as_given

Reduction = Literal["mean", "sum"]

@dataclass(frozen=True)
class Problem:
    """One network with the numbers that are given; a quantity without a number stays a symbol."""

    name: str                                     # names the output folder: "article"
    title: str
    inputs: int
    layers: tuple[Layer, ...]
    loss: str | Formula
    given: Mapping[Quantity, Number] = field(default_factory=dict)  # x, y, w, b, the learning rate (RATE), …
    shape: Shape = ()                             # how the inputs are indexed; (): in a row
    samples: int | None = None                    # how many rows the data have; None: one sample, unnumbered
    sequence: bool = False                        # whether the rows are time steps, one after another
    last_only: bool = False                       # of a sequence: whether the last step alone has targets
    batch_size: int | None = None                 # samples of each update, in order, wrapping; None: all
    reduction: Reduction = "mean"                 # of the losses of a batch
    graph: Graph | None = None                    # in the place of layers: free named lines
    optimizer: str = "sgd"                        # a name of the table
    steps: int = 1                                # updates, one after another
    source: str = ""
    input_names: tuple[str, ...] = ()             # empty, or one for each input
    frozen: frozenset[str] = frozenset()          # of "weights", "biases"
    notation: str = DEFAULT
    symbols: Mapping[str, str] = field(default_factory=dict)  # quantity id -> LaTeX of the user's own symbol, checked
    rounding: Rounding = Rounding()
    written: object = field(default=None, compare=False, repr=False)  # as its file tells it: mappings, lists and words

    def __post_init__(self) -> None:
        """The numbers that layers bring themselves are given too."""
        if self.network.constants:
            object.__setattr__(self, "given", {**self.given, **self.network.constants})

    @cached_property
    def network(self) -> Network:
        """The layers with their shapes, and the samples that go through them."""
        return Network(self.shape or (self.inputs,), self.layers, self.batch, self.sequence)

    @property
    def parameters(self) -> tuple[Quantity, ...]:
        """Every parameter, in teaching order."""
        return self.network.parameters if self.graph is None else self.graph.parameters

    @property
    def entering(self) -> tuple[Quantity, ...]:
        """Every input of every sample; of a graph none, where each of them is used."""
        if self.graph is not None:
            return ()
        return tuple(x for sample in self.batch for x in self.network.values(0, sample))

    def units(self, layer: int) -> int:
        """How many values layer `layer` gives on, where layer 0 is the inputs."""
        return self.network.units[layer]

    def update(self, step: int, begun: Mapping[Quantity, Number]) -> Problem:
        """The problem of one update alone: its batch, counted from 1, and the numbers that the update begins with."""
        if step == self.steps == 1 and self.batch_size is None and not begun:
            return self
        if self.sequence:
            return replace(self, given={**self.given, **begun}, steps=1)
        size = self.batch_size or self.samples or 1
        taken = [((step - 1) * size + i) % (self.samples or 1) + 1 for i in range(size)]
        data = {q: value for q, value in self.given.items() if q.sample is None}
        for place, sample in enumerate(taken if self.samples else (), start=1):
            rows = ((q, value) for q, value in self.given.items() if q.sample == sample)
            data |= {replace(q, sample=place): value for q, value in rows}
        samples = size if self.samples else None
        return replace(self, given={**data, **begun}, samples=samples, batch_size=None, steps=1)

    @property
    def symbolic(self) -> bool:
        """Whether nothing is given but what the layers bring themselves."""
        return self.given.keys() <= self.network.constants.keys()

    @property
    def batch(self) -> tuple[int | None, ...]:
        """The samples by number; one without a number where there is no batch."""
        return (None,) if self.samples is None else tuple(range(1, self.samples + 1))

    @property
    def judged(self) -> tuple[int | None, ...]:
        """The samples or time steps whose outputs the loss compares with targets."""
        return self.batch[-1:] if self.last_only else self.batch

    @property
    def outputs(self) -> int:
        """How many values the last layer gives."""
        return self.network.units[-1]

    def _repr_html_(self) -> str:
        if self.graph is not None:
            return f"<b>{escape(self.title)}</b>" + "".join(f"<br>{escape(line)}" for line in self.graph.lines)
        named = (f"{self.units(n)} {chosen(row.activation)}" for n, row in enumerate(self.layers, 1))
        layers = [f"{self.inputs} inputs", *named]
        given = [f"{quantity} = {number(value)}" for quantity, value in self.given.items()]
        lines = [" → ".join(layers), f"loss: {chosen(self.loss)}", ", ".join(given)]
        return f"<b>{escape(self.title)}</b>" + "".join(f"<br>{escape(line)}" for line in lines if line)


def chosen(function: str | Formula) -> str:
    """A function of the tables by its name, a user's own as it was written."""
    return function if isinstance(function, str) else function.text


def number(value: Number) -> str:
    """A given number in short."""
    shown = as_given(value) if isinstance(value, Fraction) else None
    return shown.text if shown else str(float(value))
