"""What was asked: a network, its data and how to print it, checked and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from html import escape
from typing import Literal

from derive.formula import Formula
from derive.quantity import Quantity
from derive.rounding import Rounding, as_given

Bias = Literal["per_unit", "shared", "none"]


@dataclass(frozen=True, slots=True)
class Layer:
    """A dense layer: how many neurons, their activation (a name of the table, or a formula in z), their bias."""

    units: int
    activation: str | Formula
    bias: Bias = "per_unit"


@dataclass(frozen=True, slots=True)
class Problem:
    """One network with the numbers that are given; a quantity without a number stays a symbol."""

    name: str                                     # names the output folder: "article"
    title: str
    inputs: int
    layers: tuple[Layer, ...]
    loss: str | Formula
    given: Mapping[Quantity, Fraction] = field(default_factory=dict)  # x, y, w, b and the learning rate (RATE)
    source: str = ""
    input_names: tuple[str, ...] = ()             # empty, or one for each input
    frozen: frozenset[str] = frozenset()          # of "weights", "biases"
    notation: str = "layered"
    symbols: Mapping[str, str] = field(default_factory=dict)  # quantity id -> LaTeX of the user's own symbol, checked
    rounding: Rounding = Rounding()

    def units(self, layer: int) -> int:
        """How many neurons layer `layer` has, where layer 0 is the inputs."""
        return self.layers[layer - 1].units if layer else self.inputs

    @property
    def outputs(self) -> int:
        """How many neurons the last layer has."""
        return self.layers[-1].units

    def _repr_html_(self) -> str:
        layers = [f"{self.inputs} inputs", *(f"{row.units} {chosen(row.activation)}" for row in self.layers)]
        given = [f"{quantity} = {number(value)}" for quantity, value in self.given.items()]
        lines = [" → ".join(layers), f"loss: {chosen(self.loss)}", ", ".join(given)]
        return f"<b>{escape(self.title)}</b>" + "".join(f"<br>{escape(line)}" for line in lines if line)


def chosen(function: str | Formula) -> str:
    """A function of the tables by its name, a user's own as it was written."""
    return function if isinstance(function, str) else function.text


def number(value: Fraction) -> str:
    """A given number in short."""
    shown = as_given(value)
    return shown.text if shown else str(float(value))
