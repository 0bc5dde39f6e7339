"""Random problems of a kind that a teacher could set: small dense networks with short numbers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import get_args

from hypothesis import strategies as st

from derive.activations import ACTIVATIONS
from derive.derivation import Derivation, backprop
from derive.errors import InputError
from derive.hyperparameters import HYPERPARAMETERS
from derive.layers import Bias, Dense
from derive.losses import LOSSES
from derive.notations import notations
from derive.optimizers import OPTIMIZERS
from derive.problem import Problem
from derive.quantity import RATE, Quantity
from derive.rounding import Carry, Rounding

LOGARITHMIC = {"binary_cross_entropy", "cross_entropy"}  # losses of outputs between zero and one
PROBABLE = {1: ["sigmoid"], 2: ["sigmoid", "softmax"]}

short = st.integers(-2000, 2000).flatmap(
    lambda n: st.sampled_from([Fraction(n, 1000), Fraction(n // 10, 100), Fraction(n // 100, 10)])
)
numbers = st.one_of(short, st.sampled_from([Fraction(1, 3), Fraction(-1, 3), Fraction(2, 7), Fraction(0)]))
shares = st.sampled_from([Fraction(9, 10), Fraction(999, 1000), Fraction(1, 2), Fraction(1, 3), Fraction(0)])
hyperparameters = dict.fromkeys(HYPERPARAMETERS, shares) | {
    "epsilon": st.sampled_from([Fraction(1, 10**8), Fraction(1, 1000)]),
    "weight_decay": st.sampled_from([Fraction(0), Fraction(1, 100), Fraction(1, 3)]),
}
units = st.sampled_from(["places", "figures"])
roundings = st.builds(Rounding, st.integers(2, 5), units, st.sampled_from(get_args(Carry)))


def layers(most: int, choices: list[str]) -> st.SearchStrategy[Dense]:
    """A layer of up to so many neurons with one of these activations."""
    return st.builds(Dense, st.integers(1, most), st.sampled_from(choices), st.sampled_from(get_args(Bias)))


@st.composite
def problems(draw: st.DrawFn, most: int = 4, depth: int = 3) -> Problem:
    """A network of up to `depth` layers of up to `most` neurons, with numbers for everything."""
    loss = draw(st.sampled_from(list(LOSSES)))
    hidden = draw(st.lists(layers(most, list(ACTIVATIONS)), max_size=depth - 1))
    units = 1 if not LOSSES[loss].targets else draw(st.integers(1, most - 1))
    last = PROBABLE[min(units, 2)] if loss in LOGARITHMIC else list(ACTIVATIONS)
    output = replace(draw(layers(1, last)), units=units)
    bare = Problem("drawn", "Drawn", draw(st.integers(1, most)), (*hidden, output), loss)
    problem = replace(bare, notation=draw(st.sampled_from(list(notations()))), rounding=draw(roundings))
    optimizer, steps = draw(st.sampled_from(list(OPTIMIZERS))), draw(st.sampled_from([1, 1, 2]))
    problem = replace(problem, optimizer=optimizer, steps=steps)
    return replace(problem, given=draw(givens(problem)))


@st.composite
def givens(draw: st.DrawFn, problem: Problem) -> dict[Quantity, Fraction]:
    """Numbers for the inputs, targets, parameters and the learning rate of a problem."""
    inputs = [Quantity("x", (i,)) for i in range(1, problem.inputs + 1)]
    given = {each: draw(numbers) for each in [*inputs, *problem.network.parameters]}
    between = st.integers(0, 10).map(lambda tenths: Fraction(tenths, 10))
    target = between if problem.loss in LOGARITHMIC else numbers
    given |= {Quantity("y", (k,)): draw(target) for k in range(1, problem.outputs + 1)}
    rows = OPTIMIZERS[problem.optimizer].hyperparameters
    given |= {row.of: draw(hyperparameters[name]) for name, row in rows.items()}
    return {**given, RATE: draw(st.sampled_from([Fraction(1, 10), Fraction(1, 2), Fraction(1, 100)]))}


def derived(problem: Problem) -> Derivation | None:
    """The derivation of a problem; None where a drawn one has no finite loss, which the reader of files refuses."""
    try:
        return backprop(problem)
    except InputError as error:
        assert "would need" in str(error) or "too large" in str(error)
        return None
