"""What flows through an ONNX graph: constants, and numbers of which we know the layer and the formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from derive.errors import InputError
from derive.models.decimals import Tensor
from derive.models.description import Dense, Function, Piece


@dataclass(frozen=True, slots=True)
class Whole:
    """A constant of whole numbers: a shape, the names of classes."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Signal:
    """A formula in the weighted sums z of the layer `stage`; None: in the inputs of the model."""

    stage: Stage | None
    formula: str = "z"
    made_of: tuple[str, ...] = ()
    turned: bool = False             # whether its outputs stand below each other, as skl2onnx leaves them at the end

    @property
    def bare(self) -> bool:
        """Whether it is the weighted sum itself."""
        return self.formula == "z" and not self.turned


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """The weighted sums of a layer, and what came in."""

    place: int
    name: str
    before: Signal
    dense: Dense


@dataclass(frozen=True, slots=True)
class Unread:
    """What nobody can read here, and why; `label` where it only names the class that is chosen."""

    fault: InputError
    label: bool = False


Value = Tensor | Whole | Signal | Unread


def pieces(last: Signal) -> Iterator[Piece]:
    """The layers that lead to a signal, the first one first."""
    way = [last]
    while (stage := way[-1].stage) is not None:
        way.append(stage.before)
    for signal in reversed(way):
        if signal.stage is not None:
            yield Piece(signal.stage.place, signal.stage.name, signal.stage.dense)
        if signal.formula != "z":
            place = signal.stage.place if signal.stage else 1
            yield Piece(place, ", ".join(signal.made_of), Function(signal.formula))
