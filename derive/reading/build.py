"""From a checked problem file to the frozen Problem."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import zip_longest
from typing import Any, TypeVar

from derive.problem import Layer, Problem
from derive.quantity import RATE, Quantity
from derive.reading.model import ProblemFile, RoundingPart
from derive.rounding import Rounding

Given = tuple[Quantity, Fraction]
Key = TypeVar("Key")
Value = TypeVar("Value")


class Fixed(Mapping[Key, Value]):
    """A mapping that stays as it is, and can be sent to another process."""

    def __init__(self, items: Mapping[Key, Value]) -> None:
        self._items = dict(items)

    def __getitem__(self, key: Key) -> Value:
        return self._items[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return repr(self._items)


def build(checked: ProblemFile, name: str) -> Problem:
    """The Problem that a file tells."""
    inputs = checked.network.inputs
    return Problem(
        name=name,
        title=checked.title,
        source=checked.source,
        inputs=inputs if isinstance(inputs, int) else len(inputs),
        input_names=() if isinstance(inputs, int) else inputs,
        layers=tuple(Layer(layer.units, layer.activation, layer.bias) for layer in checked.network.layers),
        loss=checked.loss,
        given=Fixed(dict(given(checked))),
        **together(checked),
        steps=checked.training.steps,
        frozen=frozenset(checked.training.frozen) - {"recurrent_weights"},  # no layer has any
        notation=checked.notation,
        symbols=Fixed(dict(checked.symbols)),
        rounding=rounding(checked.rounding),
    )


def together(checked: ProblemFile) -> dict[str, Any]:
    """How the samples of a batch count together, where there are several."""
    samples = len(batch(checked))
    training = checked.training
    if samples < 2:
        return {}
    return {"samples": samples, "batch_size": training.batch_size, "reduction": training.reduction}


def given(checked: ProblemFile) -> Iterator[Given]:
    """Every quantity that has a number."""
    samples = batch(checked)
    for number, (inputs, targets) in enumerate(samples, 1):
        sample = number if len(samples) > 1 else None
        yield from ((Quantity("x", (i,), sample), value) for i, value in enumerate(inputs, 1))
        yield from ((Quantity("y", (k,), sample), value) for k, value in enumerate(targets, 1))
    yield from weights(checked)
    yield from biases(checked)
    if checked.training.learning_rate is not None:
        yield RATE, checked.training.learning_rate


def batch(checked: ProblemFile) -> list[tuple[list[Fraction], list[Fraction]]]:
    """The inputs and targets of each sample."""
    nothing: list[Fraction] = []
    rows = zip_longest(checked.data.inputs or [], checked.data.targets or [], fillvalue=nothing)
    return list(rows)


def weights(checked: ProblemFile) -> Iterator[Given]:
    """The weights: into neuron j of layer l from neuron i."""
    for layer, matrix in enumerate(checked.parameters.weights or (), 1):
        for j, row in enumerate(matrix or (), 1):
            yield from ((Quantity("w", (layer, j, i)), value) for i, value in enumerate(row, 1))


def biases(checked: ProblemFile) -> Iterator[Given]:
    """The biases: of neuron j of layer l, or of the whole layer where it is shared."""
    for layer, row in enumerate(checked.parameters.biases or (), 1):
        shared = checked.network.layers[layer - 1].bias == "shared"
        for j, value in enumerate(row or (), 1):
            yield Quantity("b", (layer,) if shared else (layer, j)), value


def rounding(part: RoundingPart) -> Rounding:
    """How numbers are printed; four places where nothing else is said."""
    default = Rounding()
    if part.figures is not None:
        return Rounding(part.figures, "figures", part.carry)
    return Rounding(default.digits if part.places is None else part.places, "places", part.carry)
