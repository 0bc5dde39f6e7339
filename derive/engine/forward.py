"""The forward pass: the statements of every layer in turn, then of the loss."""

from __future__ import annotations

from collections.abc import Iterator

from derive.layers import Flow
from derive.objective import objective
from derive.problem import Problem
from derive.statement import Statement


def forward(problem: Problem) -> tuple[Statement, ...]:
    """Every value of every layer, sample by sample, then the loss, each after what it uses."""
    if problem.graph is not None:
        return problem.graph.forward()
    passes = [each for flow in flows(problem) for each in flow.network.layers[flow.number - 1].forward(flow)]
    return (*passes, *objective(problem))


def flows(problem: Problem) -> Iterator[Flow]:
    """Each sample through each layer that it must pass; layer by layer where one joins the samples of a batch."""
    network = problem.network
    numbers = range(1, len(network.layers) + 1)
    if any(layer.across_samples for layer in network.layers):
        yield from (Flow(network, number, sample) for number in numbers for sample in network.samples)
        return
    for sample in network.samples:
        needed = numbers if sample in problem.judged else numbers[: network.last_recurrent]
        yield from (Flow(network, number, sample) for number in needed)
