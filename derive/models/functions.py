"""The activations of the frameworks as formulas in z, in derive's own words."""

from __future__ import annotations

import re

from derive.errors import InputError
from derive.formula.tokens import LONGEST
from derive.models.decimals import decimal

SIGMOID = "sigmoid(z)"
TANH = "tanh(z)"
RELU = "relu(z)"
SOFTPLUS = "softplus(z)"
SILU = "z*sigmoid(z)"
GELU = "z*(1 + erf(z/sqrt(2)))/2"
GELU_BY_TANH = "z*(1 + tanh(sqrt(2/pi)*(z + 0.044715*z**3)))/2"
SOFTSIGN = "z/(1 + abs(z))"
MISH = "z*tanh(softplus(z))"
SELU = "1.0507009873554805*z if z > 0 else 1.7580993408473766*(exp(z) - 1)"
HARD_SIGMOID = "min(max(0, z/6 + 1/2), 1)"
HARD_SILU = "z*min(max(0, z/6 + 1/2), 1)"
LOG_SIGMOID = "-softplus(-z)"
TANHSHRINK = "z - tanh(z)"
SOFTMAX = "softmax"                  # no formula in one z

# a formula -> the name under which derive has it
NAMES = {
    "z": "linear", SIGMOID: "sigmoid", TANH: "tanh", RELU: "relu", SOFTPLUS: "softplus", SILU: "silu", GELU: "gelu",
    "z if z > 0 else 0.01*z": "leaky_relu", "z if z > 0 else exp(z) - 1": "elu",
    "max(0, z)": "relu", "sigmoid(z)*z": "silu",
    "z if (z > 20) else softplus(z)": "softplus",  # as PyTorch guards it; beyond 20 they agree to 9 places
}  # fmt: skip
SIMPLE = re.compile(r"\w+|[\d.]+")
CALL = re.compile(r"[a-z]+\(")
ALONE = re.compile(r"(?<=[(,])( ?)([a-z])(?=[,)])")  # a variable that is a whole argument


def leaky(slope: float) -> str:
    """A line of this slope left of zero."""
    return f"z if z > 0 else {decimal(slope)}*z"


def elu(alpha: float) -> str:
    """An exponential left of zero."""
    return f"z if z > 0 else {scaled(alpha, 'exp(z) - 1')}"


def celu(alpha: float) -> str:
    """An exponential left of zero that has slope 1 there."""
    return elu(1) if alpha == 1 else f"z if z > 0 else {decimal(alpha)}*(exp(z/{decimal(alpha)}) - 1)"


def clipped(low: float, high: float) -> str:
    """Nothing below one bound and nothing above the other."""
    return f"min(max({decimal(low)}, z), {decimal(high)})"


def softplus(beta: float) -> str:
    """A softplus that bends more or less sharply."""
    return SOFTPLUS if beta == 1 else f"softplus({decimal(beta)}*z)/{decimal(beta)}"


def threshold(bound: float, below: float) -> str:
    """The number itself above a bound, another one up to it."""
    return f"z if z > {decimal(bound)} else {decimal(below)}"


def hard_sigmoid(slope: float, offset: float) -> str:
    """A straight line from 0 to 1."""
    return f"min(max(0, {decimal(slope)}*z + {decimal(offset)}), 1)"


def scaled(factor: float, sum: str) -> str:
    """A factor times a sum, where it is not one."""
    return sum if factor == 1 else f"{decimal(factor)}*({sum})"


def named(formula: str) -> str:
    """derive's name of a formula, or the formula itself where it has none."""
    return NAMES.get(formula, formula)


def put_in(formula: str, **operands: str) -> str:
    """A formula with formulas for its variables, in brackets where they need them; InputError if too long."""
    bare = {name: text if simple(text) else f"({text})" for name, text in operands.items()}
    marked = ALONE.sub(lambda word: f"{word[1]}@{word[2]}", formula)
    made = re.sub(r"(@?)\b([a-z])\b", lambda word: (operands if word[1] else bare).get(word[2], word[2]), marked)
    if len(made) > LONGEST:
        raise InputError.of(f"its activations make a formula of {len(made)} characters", f"stay within {LONGEST}")
    return made


def simple(text: str) -> bool:
    """Whether a formula is a name, a number or a call, so that it needs no brackets."""
    if not CALL.match(text):
        return SIMPLE.fullmatch(text) is not None
    depth = [text[: i + 1].count("(") - text[: i + 1].count(")") for i in range(text.index("("), len(text))]
    return text.endswith(")") and 0 not in depth[:-1]
