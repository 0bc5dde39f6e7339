"""From a checked problem file to the frozen Problem."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from derive.layers import Layer, Network, indices
from derive.problem import Problem
from derive.quantity import RATE, Quantity
from derive.reading.hyperparameters import hyperparameters
from derive.reading.model import ProblemFile, RoundingPart, network_of
from derive.reading.nests import Tensor, flat
from derive.reading.samples import last_only, recurrent, samples
from derive.reading.shapes import NAMES, by_kind, families
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
    network, names = network_of(checked), checked.network.inputs.names
    numbers = dict(given(checked, network))
    return Problem(
        name=name,
        title=checked.title,
        source=checked.source,
        inputs=network.units[0],
        shape=network.inputs if len(network.inputs) > 1 else (),
        input_names=names,
        layers=network.layers,
        loss=checked.loss,
        given=Fixed(numbers | dict(hyperparameters(checked.training, bool(numbers)))),
        **together(checked),
        optimizer=checked.training.optimizer.name,
        steps=checked.training.steps,
        frozen=frozenset(checked.training.frozen) - families_without(network.layers),
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


def given(checked: ProblemFile, network: Network) -> Iterator[Given]:
    """Every quantity that has a number."""
    rows = samples(checked)
    numbered = len(rows) > 1 or recurrent(checked)
    for number, (inputs, targets) in enumerate(rows, 1):
        sample = number if numbered else None
        yield from zip(network.values(0, sample), inputs, strict=False)
        yield from ((Quantity("y", (k,), sample), value) for k, value in enumerate(targets, 1))
    for family in NAMES:
        yield from parameters(family, getattr(checked.parameters, family) or (), network)
    if checked.training.learning_rate is not None:
        yield RATE, checked.training.learning_rate


def parameters(family: str, tensors: Sequence[Tensor | None], network: Network) -> Iterator[Given]:
    """The parameters of a family: of every layer that has numbers for them, in the order of their indices."""
    for number, tensor in enumerate(tensors):
        layer = network.layers[number]
        kinds = families(layer, network.shapes[number])[family]
        for kind, _, numbers in by_kind(tensor, kinds, layer):
            for index, value in zip(indices(kinds[kind]), flat(numbers), strict=True):
                yield Quantity(kind, (number + 1, *index)), value


def families_without(layers: Sequence[Layer]) -> set[str]:
    """What may be frozen, but is in no layer."""
    return set() if any(layer.recurrent for layer in layers) else {"recurrent_weights"}


def rounding(part: RoundingPart) -> Rounding:
    """How numbers are printed; four places where nothing else is said."""
    default = Rounding()
    if part.figures is not None:
        return Rounding(part.figures, "figures", part.carry)
    return Rounding(default.digits if part.places is None else part.places, "places", part.carry)
