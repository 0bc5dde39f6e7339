"""The operators of ONNX that hold weights: matrix products, and the biases added to them."""

from __future__ import annotations

from dataclasses import replace

from derive.models.decimals import Tensor
from derive.models.description import Dense
from derive.models.onnx_node import Inputs, Node, constant, signal
from derive.models.onnx_values import Signal, Stage


def product(node: Node, inputs: Inputs) -> Signal:
    """A matrix product: a column of weights for each receiving neuron."""
    before, weights = signal(node, inputs[0]), constant(node, inputs[1])
    return Signal(Stage(node.place, node.called, before, Dense(weights.columns(), None)))


def general_product(node: Node, inputs: Inputs) -> Signal:
    """A matrix product with biases."""
    for name, usual in (("alpha", 1), ("beta", 1), ("transA", 0)):
        if node.setting(name, usual) != usual:
            raise node.strange(f"has {name} {node.setting(name, usual)}", f"derive takes {name} {usual}")
    before, weights = signal(node, inputs[0]), constant(node, inputs[1])
    matrix = weights.rows() if node.setting("transB", 0) else weights.columns()
    found = Dense(matrix, None)
    if len(inputs) > 2 and inputs[2] is not None:
        found = replace(found, biases=biases(node, constant(node, inputs[2]), len(matrix)))
    return Signal(Stage(node.place, node.called, before, found))


def biases(node: Node, found: Tensor, units: int) -> tuple[str, ...]:
    """A bias for each neuron; one alone is for all of them."""
    if len(found.decimals) not in (1, units) or found.shape[:-1] not in ((), (1,)):
        raise node.strange(f"adds numbers of the shape {found.shape} to {units} neurons")
    return found.decimals if len(found.decimals) == units else found.decimals * units


def added(node: Node, inputs: Inputs) -> Signal | None:
    """A matrix product that gets its biases; None where an addition is anything else."""
    sums = next((each for each in inputs if isinstance(each, Signal)), None)
    more = next((each for each in inputs if isinstance(each, Tensor)), None)
    if sums is None or more is None or sums.stage is None or not sums.bare or sums.stage.dense.biases is not None:
        return None
    dense = sums.stage.dense
    return Signal(replace(sums.stage, dense=replace(dense, biases=biases(node, more, len(dense.weights)))))
