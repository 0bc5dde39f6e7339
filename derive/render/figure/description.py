"""The figure in one sentence, for those who cannot see it."""

from __future__ import annotations

from derive.problem import Layer, Problem

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def describe(problem: Problem) -> str:
    """The network in words: its inputs, its hidden layers and its outputs with their activations."""
    *hidden, output = problem.layers
    parts = [counted(problem.inputs, "input"), *hidden_layers(hidden), neurons(output, "output ")]
    return f"A network with {', '.join(parts[:-1])} and {parts[-1]}."


def hidden_layers(layers: list[Layer]) -> list[str]:
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
    kind = layer.activation.replace("_", " ") if isinstance(layer.activation, str) else "custom"
    return counted(layer.units, f"{kind} {role}neuron")


def counted(number: int, noun: str) -> str:
    """A number of things: "1 input", "2 inputs"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
