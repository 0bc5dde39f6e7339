"""One operator of an ONNX graph, and what it asks of its inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from derive.errors import InputError
from derive.models.decimals import Tensor
from derive.models.description import strange
from derive.models.onnx_values import Signal, Value

Inputs = Sequence[Value | None]


@dataclass(frozen=True, slots=True)
class Node:
    """One operator of the graph: its place counted from 1, its kind, its name, its attributes."""

    place: int
    kind: str
    name: str
    attributes: Mapping[str, object]

    @property
    def called(self) -> str:
        """Its kind and its name."""
        return self.kind if self.name == self.kind else f"{self.kind} {self.name}"

    def strange(self, what: str, cure: str = "give a chain of dense layers and activations") -> InputError:
        """The fault of this node."""
        return strange(self.place, f", {self.called}, {what}", cure)

    def setting(self, name: str, default: float) -> object:
        """An attribute, or what it is where nothing is said."""
        return self.attributes.get(name, default)


def signal(node: Node, value: Value | None) -> Signal:
    """An input that must come from the layer before."""
    if not isinstance(value, Signal) or value.turned:
        raise node.strange("does not take what the layer before it gives")
    return value


def constant(node: Node, value: Value | None) -> Tensor:
    """An input that must be a constant of floats."""
    if not isinstance(value, Tensor):
        raise node.strange("has weights that are no constants")
    return value
