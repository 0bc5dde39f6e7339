"""A model as it was found, of whatever framework: its layers one after another, every number as a decimal."""

from __future__ import annotations

from dataclasses import dataclass

from derive.errors import InputError
from derive.formula.numeral import shortened

Matrix = tuple[tuple[str, ...], ...]  # a row for each receiving neuron


@dataclass(frozen=True, slots=True)
class Dense:
    """Weighted sums: a row of weights for each neuron, and a bias for each or none at all."""

    weights: Matrix
    biases: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Function:
    """An activation: a formula in z, or `softmax`."""

    formula: str


@dataclass(frozen=True, slots=True)
class Passing:
    """What lets numbers pass as they are; `training` where it does so only outside of training."""

    training: bool = False


Part = Dense | Function | Passing


@dataclass(frozen=True, slots=True)
class Piece:
    """One layer of the framework: its place counted from 1, how it is called there, and what it does."""

    place: int
    name: str                        # its kind and its own name: "Linear 0"
    part: Part

    @property
    def called(self) -> str:
        """Its name in one printable line."""
        return shortened(" ".join(self.name.split()), 60)


@dataclass(frozen=True, slots=True)
class Layer:
    """A dense layer with its activation: a formula in z or `softmax`; None where the file does not say."""

    dense: Dense
    activation: str | None
    made_of: tuple[str, ...]         # how the framework calls its pieces

    @property
    def inputs(self) -> int:
        """How many numbers come in."""
        return len(self.dense.weights[0])

    @property
    def units(self) -> int:
        """How many neurons it has."""
        return len(self.dense.weights)


@dataclass(frozen=True, slots=True)
class Model:
    """A chain of dense layers, and where it comes from."""

    framework: str                   # with its version, where the file tells it: "Keras 3.15.1"
    layers: tuple[Layer, ...]
    loss: str = ""                   # where the file tells it
    left_out: tuple[str, ...] = ()   # the pieces that act in training alone


def strange(place: int, what: str, cure: str) -> InputError:
    """The fault of one layer of the model, by its place."""
    return InputError.of(f"layer {place} of the model{what}", cure)


def unknown(place: int, kind: str, known: object) -> InputError:
    """The fault of a layer that derive does not know; `known` are the names of those it does."""
    names = ", ".join(str(name) for name in known)  # type: ignore[attr-defined]
    return strange(place, f", {shortened(kind)}, is not one derive knows", f"known are {names}")
