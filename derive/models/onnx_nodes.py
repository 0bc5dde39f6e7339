"""What each node of an ONNX graph makes of its inputs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from derive.errors import InputError
from derive.models.decimals import Tensor
from derive.models.description import unknown
from derive.models.functions import SOFTMAX, put_in
from derive.models.onnx_node import Inputs, Node, signal
from derive.models.onnx_operators import JOINING_OPERATORS, LABELLING, PASSING, SINGLE_OPERATORS
from derive.models.onnx_sums import added, general_product, product
from derive.models.onnx_values import Signal, Unread, Value, Whole


def computed(node: Node, inputs: Inputs) -> Value:
    """What a node gives; what it cannot read is told only where an output needs it."""
    unread = next((each for each in inputs if isinstance(each, Unread)), None)
    if unread is not None:
        return unread
    if node.kind in LABELLING:
        return Unread(unknown(node.place, node.kind, KNOWN), label=True)
    try:
        return operator(node)(node, inputs)
    except InputError as fault:
        return Unread(fault)


def operator(node: Node) -> Callable[[Node, Inputs], Value]:
    """What computes a node of this kind."""
    if node.kind in PASSING:
        return passed
    if node.kind in SINGLE_OPERATORS or node.kind in JOINING_OPERATORS:
        return formula
    if node.kind not in STRUCTURE:
        raise unknown(node.place, node.kind, KNOWN)
    return STRUCTURE[node.kind]


def passed(node: Node, inputs: Inputs) -> Value:
    """What comes in, a constant or a signal."""
    value = inputs[0]
    return value if isinstance(value, Tensor | Whole) else signal(node, value)


def formula(node: Node, inputs: Inputs) -> Signal:
    """Formulas of the same weighted sums, and lone numbers, put into the operator's own."""
    if node.kind == "Add" and (found := added(node, inputs)):
        return found
    signals = [each for each in inputs if isinstance(each, Signal)]
    if not signals or any(each.stage is not signals[0].stage for each in signals):
        raise node.strange("joins numbers of several layers")
    if any(each.formula == SOFTMAX or each.turned for each in signals):
        raise node.strange("stands after a softmax, or after a Reshape")
    texts = [operand(node, each, i) for i, each in enumerate(inputs)]
    if node.kind in SINGLE_OPERATORS:
        made = put_in(SINGLE_OPERATORS[node.kind](node.attributes), z=texts[0])
    else:
        made = put_in(JOINING_OPERATORS[node.kind], **dict(zip("abc", texts, strict=False)))
    made_of = tuple(dict.fromkeys(name for each in signals for name in each.made_of))
    return Signal(signals[0].stage, made, (*made_of, node.kind))


def operand(node: Node, value: Value | None, at: int) -> str:
    """One of an operator's inputs as a formula."""
    if isinstance(value, Signal):
        return value.formula
    if isinstance(value, Tensor) and len(value.decimals) == 1:
        return value.decimals[0]
    raise node.strange(f"has an input {at + 1} that is neither a number nor comes from the layer before")


def softmax(node: Node, inputs: Inputs) -> Signal:
    """A softmax over the weighted sums of a layer."""
    before = signal(node, inputs[0])
    if node.setting("axis", -1) not in (-1, 1) or not before.bare or before.stage is None:
        raise node.strange("is no softmax over the weighted sums of a layer")
    return Signal(before.stage, SOFTMAX, (node.kind,))


def reshaped(node: Node, inputs: Inputs) -> Signal:
    """What keeps the outputs of a sample together: in a row, or one below the other."""
    before, shape = signal(node, inputs[0]), inputs[1]
    units = len(before.stage.dense.weights) if before.stage else -1
    last = shape.numbers[-1:] if isinstance(shape, Whole) and len(shape.numbers) == 2 else ()
    if last not in ((units,), (-1,), (1,)):
        raise node.strange("mixes samples and outputs")
    return replace(before, turned=last == (1,) and units != 1)


def both_classes(node: Node, inputs: Inputs) -> Signal:
    """The probabilities of two classes, 1 - p and p, told by p."""
    other, one = (signal(node, each) for each in (*inputs, None)[:2])
    if len(inputs) != 2 or other.stage is not one.stage or other.formula != put_in("1 - z", z=one.formula):
        raise node.strange("puts numbers of several layers together")
    return one


STRUCTURE: dict[str, Callable[[Node, Inputs], Value]] = {
    "Gemm": general_product,
    "MatMul": product,
    "Softmax": softmax,
    "Reshape": reshaped,
    "Concat": both_classes,
}
KNOWN = (*STRUCTURE, *SINGLE_OPERATORS, *JOINING_OPERATORS, *PASSING)
