"""The words a formula may use."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from derive.formula.tree import Call, Name, Number, Tree

ONE = Number(Fraction(1))
ZERO = Number(Fraction(0))
MANY = 99

CIRCLE = ("sin", "cos", "tan", "asin", "acos", "atan")
HYPERBOLA = ("sinh", "cosh", "tanh", "asinh", "acosh", "atanh")
OF_ONE = ("exp", "log", "ln", "sqrt", *CIRCLE, *HYPERBOLA, "erf", "abs", "sigmoid", "relu", "softplus")

# function -> the fewest and the most arguments it takes
FUNCTIONS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(OF_ONE, (1, 1)),
    **dict.fromkeys(("max", "min"), (2, MANY)),
}
CONSTANTS: dict[str, Tree] = {"pi": Name("pi"), "e": Call("exp", (ONE,))}


def _sigmoid(x: Tree) -> Tree:
    return Call("/", (ONE, Call("+", (ONE, Call("exp", (Call("neg", (x,)),))))))


# functions that are written out in simpler ones
WRITTEN_OUT: dict[str, Callable[[Tree], Tree]] = {
    "ln": lambda x: Call("log", (x,)),
    "sigmoid": _sigmoid,
    "relu": lambda x: Call("max", (ZERO, x)),
    "softplus": lambda x: Call("log", (Call("+", (ONE, Call("exp", (x,)))),)),
}
