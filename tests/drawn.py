"""Problem files drawn by chance, the same for the same seed: every kind of network that a file can ask for."""

from __future__ import annotations

from random import Random
from typing import Any, get_args

from derive.activations import ACTIVATIONS
from derive.layers import Bias
from derive.losses import LOSSES
from derive.optimizers import OPTIMIZERS
from derive.problem import Reduction

OWN = ["z*exp(-z**2/8)", "max(z, z/10) + sin(z)", "z if z > 1/7 else exp(z) - 1", "sqrt(z**2 + 1)*tanh(z)", "abs(z)"]
OWN_LOSSES = ["(y - a)**4/(1 + (y - a)**2)", "log(cosh(y - a))", "abs(a - y)*erf(a)"]
# the activations of the outputs, where not every one will do
OUTPUTS = {
    "binary_cross_entropy": ["sigmoid"],
    "cross_entropy": ["sigmoid", "softmax"],
    "output": [name for name in [*ACTIVATIONS, *OWN] if name != "softmax"],
}
File = dict[str, Any]


def drawn(seed: int) -> File:
    """A problem file of one to three layers and one to three updates, with every number given."""
    chance = Random(seed)
    loss = chance.choice([*LOSSES, *OWN_LOSSES])
    layers = [layer(chance, [*ACTIVATIONS, *OWN]) for _ in range(chance.randint(0, 2))]
    layers.append(layer(chance, OUTPUTS.get(loss, [*ACTIVATIONS, *OWN])))
    layers[-1]["units"] = 1 if loss == "output" else layers[-1]["units"]
    if in_time := chance.random() < 0.3:
        chance.choice(layers)["recurrent"] = True
    inputs, rows = chance.randint(1, 4), chance.randint(1, 4)
    layers = skipped(chance, inputs, layers)
    return {
        "network": {"inputs": inputs, "layers": layers},
        "loss": loss,
        "data": data(chance, rows, inputs, layers[-1]["units"], loss, in_time),
        "parameters": parameters(chance, inputs, layers),
        "training": training(chance, None if in_time else rows),
    }


def layer(chance: Random, activations: list[str]) -> File:
    """A layer of one to four neurons; a softmax has at least two."""
    activation = chance.choice(activations)
    units = chance.randint(1 + (activation == "softmax"), 4)
    return {"units": units, "activation": activation, "bias": chance.choice(get_args(Bias))}


def skipped(chance: Random, inputs: int, layers: list[File]) -> list[File]:
    """The layers with a skip connection over a hidden one, where one fits."""
    units = [inputs, *(each["units"] for each in layers)]
    fitting = [(i, j) for j in range(1, len(layers)) for i in range(j) if units[i] == units[j]]
    if not fitting:
        return layers
    source, after = chance.choice(fitting)
    return [*layers[:after], {"type": "skip", "from": source}, *layers[after:]]


def data(chance: Random, rows: int, inputs: int, outputs: int, loss: str, in_time: bool) -> File:
    """Samples, or time steps with targets at each or at the last alone; no targets where the loss takes none."""
    given: File = {"sequence" if in_time else "inputs": [numbers(chance, inputs) for _ in range(rows)]}
    if loss == "output":
        return given
    least = 0 if loss in OUTPUTS else -15
    judged = chance.choice([1, rows]) if in_time else rows
    return given | {"targets": [[str(chance.randint(least, 10) / 10) for _ in range(outputs)] for _ in range(judged)]}


def numbers(chance: Random, count: int) -> list[str]:
    """Short decimals, some of them zero."""
    whole = [chance.choice([chance.randint(-1500, 1500), 100 * chance.randint(-15, 15)]) for _ in range(count)]
    return [str(number / 1000) for number in whole]


def parameters(chance: Random, inputs: int, layers: list[File]) -> File:
    """The weights, recurrent weights and biases of every layer that has some."""
    found: File = {"weights": [], "recurrent_weights": [], "biases": []}
    before = inputs
    for each in layers:
        units = each.get("units", before)
        dense, recurrent = "units" in each, "recurrent" in each
        biases = {"per_unit": units, "shared": 1}.get(each.get("bias", "none"), 0)
        found["weights"].append([numbers(chance, before) for _ in range(units)] if dense else None)
        found["recurrent_weights"].append([numbers(chance, units) for _ in range(units)] if recurrent else None)
        found["biases"].append(numbers(chance, biases) or None)
        before = units
    return found


def training(chance: Random, samples: int | None) -> File:
    """One to three updates, of some of the samples each where there are samples, by any optimizer."""
    return {
        "learning_rate": chance.choice(["0.1", "0.02", "1/7"]),
        "optimizer": optimizer(chance),
        "weight_decay": chance.choice([None, "0.05"]),
        "steps": chance.randint(1, 3),
        "batch_size": chance.choice([None, chance.randint(1, samples)]) if samples else None,
        "reduction": chance.choice(get_args(Reduction)),
        "frozen": chance.choice([[], [], [], ["weights"], ["biases"], ["recurrent_weights"]]),
    }


def optimizer(chance: Random) -> File:
    """An optimizer with its usual numbers, or with some of its own.

    Its ε is large: beside the usual one a gradient that is zero, and 1e-17 in doubles, would make a step.
    """
    name = chance.choice(list(OPTIMIZERS))
    own = {"momentum": "0.8", "rho": "0.7", "beta1": "0.6", "beta2": "0.75"} if chance.random() < 0.5 else {}
    numbers = {**own, "epsilon": "0.001"}
    return {"name": name, **{key: value for key, value in numbers.items() if key in OPTIMIZERS[name].hyperparameters}}
