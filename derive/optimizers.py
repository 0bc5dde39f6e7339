"""The ways to take a step against the gradient, one row each: what becomes of a parameter, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sympy import Expr, Symbol

from derive.expression import ONE, minus, over, plus, power, symbol, times
from derive.functions import root, square
from derive.hyperparameters import (
    BETA1,
    BETA2,
    DECAY,
    EPSILON,
    ETA,
    HYPERPARAMETERS,
    LAMBDA,
    MU,
    RHO,
    Hyperparameter,
    T,
)
from derive.quantity import Named, Quantity, gradient, renewed
from derive.statement import Statement, symbols_in

Letters = Callable[[str], Expr]      # what the letters of a formula stand for: w, g, v, v_new, …


@dataclass(frozen=True, slots=True)
class Line:
    """One equation of an update, in general letters: w a parameter, g its gradient, X_new what X becomes."""

    letter: str                      # what it is about
    rule: str
    formula: Callable[[Letters], Expr]


@dataclass(frozen=True)
class Optimizer:
    """One row: the lines of an update, the new parameter last."""

    lines: tuple[Line, ...]

    @cached_property
    def uses(self) -> frozenset[str]:
        """Every letter and hyperparameter of its formulas."""
        return frozenset(id for line in self.lines for id in symbols_in(line.formula(Symbol)))

    @cached_property
    def hyperparameters(self) -> dict[str, Hyperparameter]:
        """The numbers it takes, by their names in a problem file; any optimizer may let weights decay."""
        return {name: row for name, row in HYPERPARAMETERS.items() if row.of == DECAY or row.of.id in self.uses}

    @cached_property
    def state(self) -> tuple[str, ...]:
        """The letters of what it remembers of a parameter from one update to the next; 0 at first."""
        return tuple(line.letter.removesuffix("_new") for line in self.lines[:-1] if line.letter.endswith("_new"))

    def general(self, decayed: bool) -> list[Statement]:
        """The lines of an update in general letters."""
        w = Quantity("w")

        def letters(letter: str) -> Expr:
            return symbol(gradient(w)) if is_gradient(letter, decayed) else Symbol(letter)

        lines = self.all_lines(decayed)
        return [Statement(Quantity(line.letter), line.rule, (line.formula(letters),)) for line in lines]

    def all_lines(self, decayed: bool) -> tuple[Line, ...]:
        """The lines of an update, with the one that lets a weight decay."""
        return (WEIGHT_DECAY, *self.lines) if decayed else self.lines

    def about(self, parameter: Quantity, decayed: bool) -> list[Named]:
        """What the lines of one parameter's update are about."""
        return [called(line.letter, parameter, decayed) for line in self.all_lines(decayed)]

    def statements(self, parameter: Quantity, decayed: bool) -> Iterator[Statement]:
        """The forward statements of one parameter's update."""

        def letters(letter: str) -> Expr:
            return symbol(called(letter, parameter, decayed))

        for line in self.all_lines(decayed):
            yield Statement(called(line.letter, parameter, decayed), line.rule, (line.formula(letters),))


def is_gradient(letter: str, decayed: bool) -> bool:
    """Whether a letter of the formulas is ∂L/∂w itself: g is, unless the weight decays."""
    return letter == "d" or (letter == "g" and not decayed)


def called(letter: str, parameter: Quantity, decayed: bool) -> Named:
    """What a letter of the formulas stands for in one parameter's update: v_new is `v_w_new[l][j][i]`."""
    if is_gradient(letter, decayed):
        return gradient(parameter)
    old = letter.removesuffix("_new")
    of = parameter if old == "w" else kept(old, parameter)
    return of if old == letter else renewed(of)


def kept(letter: str, parameter: Quantity) -> Quantity:
    """What an optimizer keeps of a parameter: its velocity `v_w[l][j][i]`, its moments."""
    return Quantity(f"{letter}_{parameter.kind}", parameter.index)


WEIGHT_DECAY = Line("g", "weight decay", lambda of: plus(of("d"), times(LAMBDA, of("w"))))
VELOCITY = Line("v_new", "velocity", lambda of: plus(times(MU, of("v")), times(ETA, of("g"))))


def average(letter: str, rule: str, keep: Expr, of_what: Callable[[Expr], Expr]) -> Line:
    """A running average: so much of the old one is kept, and the rest of it is new."""
    return Line(
        f"{letter}_new", rule,
        lambda of: plus(times(keep, of(letter)), times(minus(ONE, keep), of_what(of("g")))),
    )  # fmt: skip


def corrected(letter: str, rule: str, keep: Expr) -> Line:
    """An average that began at 0, divided by the weight of all that went into it."""
    return Line(f"{letter}_hat", rule, lambda of: over(of(f"{letter}_new"), minus(ONE, power(keep, T))))


def scaled_step(rule: str, direction: str, squares: str) -> Line:
    """A step whose rate is divided by the root of the squares: w - η/(√s + ε) · g."""
    return Line(
        "w_new", rule,
        lambda of: minus(of("w"), times(over(ETA, plus(root(of(squares)), EPSILON)), of(direction))),
    )  # fmt: skip


OPTIMIZERS: dict[str, Optimizer] = {
    "sgd": Optimizer((Line("w_new", "gradient descent", lambda of: minus(of("w"), times(ETA, of("g")))),)),
    "momentum": Optimizer((VELOCITY, Line("w_new", "step of the velocity", lambda of: minus(of("w"), of("v_new"))))),
    "nesterov": Optimizer((
        VELOCITY,
        Line(
            "w_new", "look-ahead step",
            lambda of: minus(of("w"), plus(times(MU, of("v_new")), times(ETA, of("g")))),
        ),
    )),
    "adagrad": Optimizer((
        Line("s_new", "sum of squares", lambda of: plus(of("s"), square(of("g")))),
        scaled_step("scaled step", "g", "s_new"),
    )),
    "rmsprop": Optimizer((
        average("s", "running average of squares", RHO, square),
        scaled_step("scaled step", "g", "s_new"),
    )),
    "adam": Optimizer((
        average("m", "first moment", BETA1, lambda g: g),
        average("s", "second moment", BETA2, square),
        corrected("m", "corrected first moment", BETA1),
        corrected("s", "corrected second moment", BETA2),
        scaled_step("step of the moments", "m_hat", "s_hat"),
    )),
}  # fmt: skip
RULES = frozenset(line.rule for row in OPTIMIZERS.values() for line in row.all_lines(True))
