"""The figure in one sentence, for those who cannot see it."""

from __future__ import annotations

from collections.abc import Sequence

from derive.layers import Dense, Layer
from derive.problem import Problem

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def describe(problem: Problem) -> str:
    """The network in words: its inputs, its hidden layers and its outputs with their activations."""
    if problem.graph is not None:
        return f"A computation in {counted(len(problem.graph.nodes), 'line')}: {'; '.join(problem.graph.lines)}."
    *hidden, output = problem.layers
    if not all(isinstance(layer, Dense) for layer in problem.layers):
        source = [counted(problem.inputs, "input")] if problem.inputs else []  # an embedding has none
        kinds = (neurons(layer) if isinstance(layer, Dense) else layer.type for layer in problem.layers)
        return f"A network with {', then '.join([*source, *kinds])}."
    parts = [counted(problem.inputs, "input"), *hidden_layers(hidden), neurons(output, "output ")]
    time = f", unrolled over {counted(problem.samples or 1, 'time step')}" if problem.sequence else ""
    return f"A network with {', '.join(parts[:-1])} and {parts[-1]}{time}."


def hidden_layers(layers: Sequence[Layer]) -> list[str]:
    """All hidden layers as one phrase; none where there is no hidden layer."""
    if not layers:
        return []
    count = NUMBERS[len(layers) - 1] if len(layers) <= len(NUMBERS) else str(len(layers))
    each = [neurons(layer) for layer in layers]
    if len(each) == 1:
        return [f"{count} hidden layer of {each[0]}"]
    alike = f"{each[0]} each" if len(set(each)) == 1 else f"{', '.join(each[:-1])} and {each[-1]}"
    return [f"{count} hidden layers of {alike}"]


def neurons(layer: Layer, role: str = "") -> str:
    """How many neurons of which activation: "2 sigmoid neurons"."""
    assert isinstance(layer, Dense)
    kind = layer.activation.replace("_", " ") if isinstance(layer.activation, str) else "custom"
    kind = f"recurrent {kind}" if layer.recurrent else kind
    return counted(layer.units, f"{kind} {role}neuron")


def counted(number: int, noun: str) -> str:
    """A number of things: "1 input", "2 inputs"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
