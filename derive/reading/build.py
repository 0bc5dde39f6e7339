"""From a checked problem file to the frozen Problem."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from derive.layers import Layer
from derive.problem import Problem
from derive.quantity import RATE, Quantity
from derive.reading.model import ProblemFile, RoundingPart
from derive.reading.samples import last_only, recurrent, samples
from derive.rounding import Rounding

Given = tuple[Quantity, Fraction]
Matrices = Sequence[Sequence[Sequence[Fraction]] | None]
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
    layers = tuple(part.layer() for part in checked.network.layers)
    return Problem(
        name=name,
        title=checked.title,
        source=checked.source,
        inputs=inputs if isinstance(inputs, int) else len(inputs),
        input_names=() if isinstance(inputs, int) else inputs,
        layers=layers,
        loss=checked.loss,
        given=Fixed(dict(given(checked))),
        **together(checked),
        steps=checked.training.steps,
        frozen=frozenset(checked.training.frozen) - families_without(layers),
        notation=checked.notation,
        symbols=Fixed(dict(checked.symbols)),
        rounding=rounding(checked.rounding),
    )


def together(checked: ProblemFile) -> dict[str, Any]:
    """How the samples of a batch count together, where there are several."""
    rows = samples(checked)
    training = checked.training
    if recurrent(checked):
        time = {"sequence": True, "last_only": last_only(checked)}
        return {"samples": len(rows), "reduction": training.reduction, **time}
    if len(rows) < 2:
        return {}
    return {"samples": len(rows), "batch_size": training.batch_size, "reduction": training.reduction}


def given(checked: ProblemFile) -> Iterator[Given]:
    """Every quantity that has a number."""
    rows = samples(checked)
    numbered = len(rows) > 1 or recurrent(checked)
    for number, (inputs, targets) in enumerate(rows, 1):
        sample = number if numbered else None
        yield from ((Quantity("x", (i,), sample), value) for i, value in enumerate(inputs, 1))
        yield from ((Quantity("y", (k,), sample), value) for k, value in enumerate(targets, 1))
    yield from weights("w", checked.parameters.weights)
    yield from weights("u", checked.parameters.recurrent_weights)
    yield from biases(checked)
    if checked.training.learning_rate is not None:
        yield RATE, checked.training.learning_rate


def weights(kind: str, matrices: Matrices | None) -> Iterator[Given]:
    """The weights into neuron j of layer l from neuron i."""
    for layer, matrix in enumerate(matrices or (), 1):
        for j, row in enumerate(matrix or (), 1):
            yield from ((Quantity(kind, (layer, j, i)), value) for i, value in enumerate(row, 1))


def biases(checked: ProblemFile) -> Iterator[Given]:
    """The biases: of neuron j of layer l, or of the whole layer where it is shared."""
    for layer, row in enumerate(checked.parameters.biases or (), 1):
        shared = getattr(checked.network.layers[layer - 1], "bias", None) == "shared"
        for j, value in enumerate(row or (), 1):
            yield Quantity("b", (layer,) if shared else (layer, j)), value


def families_without(layers: Sequence[Layer]) -> set[str]:
    """What may be frozen, but is in no layer."""
    return set() if any(layer.recurrent for layer in layers) else {"recurrent_weights"}


def rounding(part: RoundingPart) -> Rounding:
    """How numbers are printed; four places where nothing else is said."""
    default = Rounding()
    if part.figures is not None:
        return Rounding(part.figures, "figures", part.carry)
    return Rounding(default.digits if part.places is None else part.places, "places", part.carry)
