"""The numbers that optimizers need beside the learning rate, by their names in a problem file."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from derive.expression import symbol
from derive.quantity import RATE, Quantity


@dataclass(frozen=True, slots=True)
class Hyperparameter:
    """A number that an optimizer needs: what it is called in formulas, and what it is where nothing is said."""

    of: Quantity
    default: Fraction


HYPERPARAMETERS: dict[str, Hyperparameter] = {
    "momentum": Hyperparameter(Quantity("mu"), Fraction(9, 10)),
    "rho": Hyperparameter(Quantity("rho"), Fraction(9, 10)),
    "beta1": Hyperparameter(Quantity("beta", (1,)), Fraction(9, 10)),
    "beta2": Hyperparameter(Quantity("beta", (2,)), Fraction(999, 1000)),
    "epsilon": Hyperparameter(Quantity("epsilon"), Fraction(1, 10**8)),
    "weight_decay": Hyperparameter(Quantity("lambda"), Fraction(0)),
}
DECAY = HYPERPARAMETERS["weight_decay"].of
DECAYED = frozenset({"weights", "recurrent_weights"})  # the families of parameters that decay: no biases
UPDATE = Quantity("t")               # the number of the update
ETA, T = symbol(RATE), symbol(UPDATE)
MU, RHO, BETA1, BETA2, EPSILON, LAMBDA = (symbol(row.of) for row in HYPERPARAMETERS.values())
