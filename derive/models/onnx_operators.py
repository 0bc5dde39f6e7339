"""The operators of ONNX that work on each number by itself, one row each, as formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from derive.models import functions, tree
from derive.models.decimals import SINGLE, shortest

Attributes = Mapping[str, object]
Row = Callable[[Attributes], str]


def always(formula: str) -> Row:
    """The row of an operator without attributes."""
    return lambda attributes: formula


def number(attributes: Attributes, name: str, default: float) -> float:
    """An attribute: a single, by its shortest decimal."""
    return float(shortest(tree.number(attributes.get(name, default), name), SINGLE))


def gelu(attributes: Attributes) -> str:
    """GELU with the error function, or by tanh."""
    return functions.GELU_BY_TANH if attributes.get("approximate") == b"tanh" else functions.GELU


def hard_sigmoid(attributes: Attributes) -> str:
    """A straight line from 0 to 1; PyTorch's slope is a sixth."""
    slope, offset = number(attributes, "alpha", 0.2), number(attributes, "beta", 0.5)
    return functions.HARD_SIGMOID if (slope, offset) == (0.16666667, 0.5) else functions.hard_sigmoid(slope, offset)


# of one number z
SINGLE_OPERATORS: dict[str, Row] = {
    "Relu": always(functions.RELU),
    "Sigmoid": always(functions.SIGMOID),
    "Tanh": always(functions.TANH),
    "LeakyRelu": lambda of: functions.leaky(number(of, "alpha", 0.01)),
    "Elu": lambda of: functions.elu(number(of, "alpha", 1)),
    "Celu": lambda of: functions.celu(number(of, "alpha", 1)),
    "Gelu": gelu,
    "Softplus": always(functions.SOFTPLUS),
    "Softsign": always(functions.SOFTSIGN),
    "Selu": always(functions.SELU),
    "Mish": always(functions.MISH),
    "HardSigmoid": hard_sigmoid,
    "HardSwish": always(functions.HARD_SILU),
    "ThresholdedRelu": lambda of: functions.threshold(number(of, "alpha", 1), 0),
    "Exp": always("exp(z)"),
    "Log": always("log(z)"),
    "Sqrt": always("sqrt(z)"),
    "Erf": always("erf(z)"),
    "Abs": always("abs(z)"),
    "Neg": always("-z"),
    "Reciprocal": always("1/z"),
}

# of several numbers a, b, c in the order of the operator's inputs
JOINING_OPERATORS: dict[str, str] = {
    "Add": "a + b",
    "Sub": "a - b",
    "Mul": "a*b",
    "Div": "a/b",
    "Pow": "a**b",
    "Max": "max(a, b)",
    "Min": "min(a, b)",
    "Greater": "a > b",
    "GreaterOrEqual": "a >= b",
    "Less": "a < b",
    "LessOrEqual": "a <= b",
    "Where": "b if a else c",
    "Clip": "min(max(b, a), c)",
}

PASSING = ("Identity", "Cast", "Flatten", "Dropout", "ZipMap")
LABELLING = ("ArgMax", "TopK")       # they choose a class, beside the probabilities
