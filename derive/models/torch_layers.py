"""The layers of PyTorch, one row each: what a module does, told by its attributes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from derive.errors import InputError
from derive.models import functions, tree
from derive.models.description import Function, Part, Passing

Attributes = Mapping[str, object]
Row = Callable[[Attributes], Part]

LINEAR = "Linear"                    # the layer with weights, which the reader of the file takes itself
SEQUENTIAL = "Sequential"


def number(attributes: Attributes, name: str) -> float:
    """An attribute that is a number."""
    return tree.number(attributes[name], name)


def always(formula: str) -> Row:
    """The row of an activation that has no attributes."""
    return lambda attributes: Function(formula)


def softmax(attributes: Attributes) -> Part:
    """A softmax over the outputs of a sample."""
    if attributes.get("dim") not in (None, 1, -1):
        raise InputError.of(f"Softmax over dimension {attributes.get('dim')} mixes samples", "give dim=1")
    return Function(functions.SOFTMAX)


def gelu(attributes: Attributes) -> Part:
    """GELU with the error function, or by tanh."""
    by_tanh = attributes.get("approximate", "none") == "tanh"
    return Function(functions.GELU_BY_TANH if by_tanh else functions.GELU)


def hardtanh(attributes: Attributes) -> Part:
    """The number itself between two bounds."""
    return Function(functions.clipped(number(attributes, "min_val"), number(attributes, "max_val")))


LAYERS: dict[str, Row] = {
    "ReLU": always(functions.RELU),
    "Sigmoid": always(functions.SIGMOID),
    "Tanh": always(functions.TANH),
    "Softmax": softmax,
    "LeakyReLU": lambda of: Function(functions.leaky(number(of, "negative_slope"))),
    "ELU": lambda of: Function(functions.elu(number(of, "alpha"))),
    "GELU": gelu,
    "SiLU": always(functions.SILU),
    "Softplus": lambda of: Function(functions.softplus(number(of, "beta"))),
    "CELU": lambda of: Function(functions.celu(number(of, "alpha"))),
    "SELU": always(functions.SELU),
    "Mish": always(functions.MISH),
    "Softsign": always(functions.SOFTSIGN),
    "LogSigmoid": always(functions.LOG_SIGMOID),
    "Tanhshrink": always(functions.TANHSHRINK),
    "ReLU6": always(functions.clipped(0, 6)),
    "Hardtanh": hardtanh,
    "Hardsigmoid": always(functions.HARD_SIGMOID),
    "Hardswish": always(functions.HARD_SILU),
    "Threshold": lambda of: Function(functions.threshold(number(of, "threshold"), number(of, "value"))),
    "Identity": lambda of: Passing(),
    "Flatten": lambda of: Passing(),
    "Dropout": lambda of: Passing(training=True),
    "AlphaDropout": lambda of: Passing(training=True),
}
