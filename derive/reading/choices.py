"""Names and formulas to choose from: activations, losses, notations, optimizers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import get_args

from derive.activations import ACTIVATIONS
from derive.formula import Formula, FormulaError, read_formula
from derive.formula.numeral import shortened
from derive.layers import LAYERS, Bias, Padding, PoolingKind
from derive.losses import LOSSES
from derive.notations import notations
from derive.optimizers import OPTIMIZERS
from derive.reading.numbers import exact, kind, up_to, whole
from derive.reading.refused import Refused, closest, suggestion
from derive.rounding import Carry

BIASES: tuple[str, ...] = get_args(Bias)
PADDINGS: tuple[str, ...] = get_args(Padding)
POOLINGS: tuple[str, ...] = get_args(PoolingKind)
CARRIES: tuple[str, ...] = get_args(Carry)
FROZEN = ("weights", "recurrent_weights", "biases")
REDUCTIONS = ("mean", "sum")
MOST_DIGITS = 15
MOST_STEPS = 100

# other names of activations and losses -> the name here
CALLED = {
    "identity": "linear", "none": "linear", "logistic": "sigmoid", "swish": "silu", "lrelu": "leaky_relu",
    "bce": "binary_cross_entropy", "log_loss": "binary_cross_entropy", "crossentropy": "cross_entropy",
    "categorical_cross_entropy": "cross_entropy", "mae": "absolute_error", "l1": "absolute_error",
    "sse": "squared_error", "l2": "squared_error", "mean_squared_error": "mse", "smooth_l1": "huber",
}  # fmt: skip
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_ -]*")
WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")


def one_of(names: Iterable[str]) -> Callable[[object], str]:
    """The reader of a name that must be one of these."""
    known = tuple(names)

    def read(value: object) -> str:
        if isinstance(value, str) and value in known:
            return value
        raise unknown(value, known)

    return read


def unknown(value: object, known: Iterable[str]) -> Refused:
    """The fault of a name that is none of the known ones."""
    if not isinstance(value, str):
        return Refused(f"{kind(value)} stands in place of a name", f"known are {', '.join(known)}")
    return Refused(f"{value[:40]!r} is not known", suggestion(CALLED.get(value.lower(), value), known))


def name_or_formula(
    names: Iterable[str], variables: tuple[str, ...], needed: str, also: Mapping[str, str]
) -> Callable[[object], str | Formula]:
    """The reader of a name of a table, or of a formula in some variables, `needed` among them."""
    known = tuple(names)

    def read(value: object) -> str | Formula:
        if isinstance(value, str) and value in known:
            return value
        if not isinstance(value, str) or misspelt(value):
            raise unknown(value, known)
        try:
            return formula(value)
        except FormulaError as error:
            if not WORD.fullmatch(value):
                raise
            cure = f"{error.cure}{'' if error.cure.endswith('?') else ';'} the names are {', '.join(known)}"
            raise FormulaError(error.what, cure, error.column) from None

    def misspelt(value: str) -> bool:
        near = CALLED.get(value.lower()) or closest(value, known)
        return bool(near and NAME.fullmatch(value) and value not in (*variables, *also))

    def formula(value: str) -> Formula:
        made = read_formula(value, variables, also)
        if needed not in made.used:
            raise FormulaError(f"the formula does not contain {needed}", f"write it in {needed}", 1)
        return made

    return read


activation = name_or_formula(ACTIVATIONS, ("z",), "z", {"x": "z"})
loss = name_or_formula(LOSSES, ("y", "a"), "a", {})
bias = one_of(BIASES)
padding = one_of(PADDINGS)
pooling = one_of(POOLINGS)
layer_type = one_of(LAYERS)
notation = one_of(notations())
carry = one_of(CARRIES)
frozen = one_of(FROZEN)
reduction = one_of(REDUCTIONS)
digits = up_to(MOST_DIGITS)          # how many places or figures are printed
steps = up_to(MOST_STEPS)            # how many updates are derived


def time_steps(value: object) -> int:
    """How many time steps a sequence in symbols has."""
    number = whole(value)
    if not 1 <= number <= MOST_STEPS:
        raise Refused(f"{number} time steps are out of range", f"give 1 to {MOST_STEPS}, or a row for each")
    return number


def rate(value: object) -> Fraction:
    """A learning rate: a number, zero or above."""
    number = exact(value)
    if number < 0:
        raise Refused("the learning rate is negative", "give a positive one; the update subtracts")
    return number


def share(value: object) -> Fraction:
    """How much of an average is kept: zero or above, and less than one."""
    number = exact(value)
    if not 0 <= number < 1:
        raise Refused(f"{shortened(str(value))} is out of range", "give a number from 0 up to, but without, 1")
    return number


def positive(value: object) -> Fraction:
    """A number above zero."""
    number = exact(value)
    if number <= 0:
        raise Refused(f"{shortened(str(value))} is not above zero", "give a small positive number such as 1e-8")
    return number


def decay(value: object) -> Fraction:
    """How much of a weight is added to its gradient: zero or above."""
    number = exact(value)
    if number < 0:
        raise Refused("the weight decay is negative", "give a positive one, or leave it out")
    return number


optimizer = one_of(OPTIMIZERS)


def named_optimizer(value: object) -> object:
    """The way of taking steps with its numbers; a name alone leaves them as they usually are."""
    return value if isinstance(value, Mapping) else {"name": optimizer(value)}
