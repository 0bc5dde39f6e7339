"""The activation functions: a formula and its slope, side by side, one row each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy
from sympy import Expr

from derive.expression import ONE, applied, minus, negative, number, over, plus, times
from derive.functions import TWO, root, square

ZERO = number(0)
HALF = number(Fraction(1, 2))
LEAK = number(Fraction(1, 100))

Value = Callable[[Sequence[Expr], int], Expr]
Slope = Callable[[Sequence[Expr], Sequence[Expr], int, int], Expr]


@dataclass(frozen=True, slots=True)
class Activation:
    """One row: value(z, j) of neuron j, slope(z, a, j, k) of its activation by pre-activation k of the layer."""

    symbol: str                      # how the function is called in a formula; "" when it needs no name
    value: Value
    slope: Slope
    joint: bool = False              # whether each activation depends on every pre-activation of its layer


def single(symbol: str, value: Callable[[Expr], Expr], slope: Callable[[Expr, Expr], Expr]) -> Activation:
    """The row of a function of one pre-activation: value(z), slope(z, a)."""
    return Activation(symbol, lambda z, j: value(z[j]), lambda z, a, j, k: slope(z[j], a[j]))


def exp(x: Expr) -> Expr:
    """e to the x, unevaluated."""
    return applied(sympy.exp, x)


def sigmoid(z: Expr) -> Expr:
    """1 / (1 + e^-z)."""
    return over(ONE, plus(ONE, exp(negative(z))))


def if_positive(z: Expr, yes: Expr, no: Expr) -> Expr:
    """`yes` right of zero, `no` at zero and left of it: at a kink the slope is that of the left side."""
    return sympy.Piecewise((yes, sympy.Gt(z, 0, evaluate=False)), (no, sympy.Le(z, 0, evaluate=False)), evaluate=False)


def gauss(z: Expr) -> Expr:
    """The probability that a standard normal variable is below z."""
    return times(HALF, plus(ONE, applied(sympy.erf, over(z, root(TWO)))))


def gauss_density(z: Expr) -> Expr:
    """e^(-z²/2) / √(2π)."""
    return over(exp(negative(over(square(z), TWO))), root(times(TWO, sympy.pi)))


def softmax(z: Sequence[Expr], j: int) -> Expr:
    """e^z_j over the sum of all e^z_k."""
    return over(exp(z[j]), plus(*(exp(each) for each in z)))


def softmax_slope(z: Sequence[Expr], a: Sequence[Expr], j: int, k: int) -> Expr:
    """a_j (1 - a_j) on the diagonal of the Jacobian, -a_j a_k beside it."""
    return times(a[j], minus(ONE, a[j])) if j == k else negative(times(a[j], a[k]))


ACTIVATIONS: dict[str, Activation] = {
    "linear": single("", lambda z: z, lambda z, a: ONE),
    "sigmoid": single("σ", sigmoid, lambda z, a: times(a, minus(ONE, a))),
    "tanh": single("tanh", lambda z: applied(sympy.tanh, z), lambda z, a: minus(ONE, square(a))),
    "relu": single("ReLU", lambda z: sympy.Max(ZERO, z, evaluate=False), lambda z, a: if_positive(z, ONE, ZERO)),
    "leaky_relu": single(
        "LReLU", lambda z: if_positive(z, z, times(LEAK, z)), lambda z, a: if_positive(z, ONE, LEAK)
    ),
    "elu": single("ELU", lambda z: if_positive(z, z, minus(exp(z), ONE)), lambda z, a: if_positive(z, ONE, exp(z))),
    "softplus": single("softplus", lambda z: applied(sympy.log, plus(ONE, exp(z))), lambda z, a: sigmoid(z)),
    "silu": single(
        "SiLU",
        lambda z: over(z, plus(ONE, exp(negative(z)))),
        lambda z, a: plus(a, over(minus(ONE, a), plus(ONE, exp(negative(z))))),
    ),
    "gelu": single(
        "GELU",
        lambda z: times(z, gauss(z)),
        lambda z, a: plus(gauss(z), times(z, gauss_density(z))),
    ),
    "softmax": Activation("softmax", softmax, softmax_slope, joint=True),
}
