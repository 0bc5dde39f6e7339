"""Problems with layers of every type, drawn by chance, the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import prod
from random import Random
from typing import Any, get_args

from derive import read
from derive.hyperparameters import HYPERPARAMETERS
from derive.layers import Bias, Padding
from derive.optimizers import OPTIMIZERS
from derive.problem import Problem, Reduction
from derive.quantity import Quantity

Layer = dict[str, Any]
EPSILON = HYPERPARAMETERS["epsilon"]
FLATTEN: Layer = {"type": "flatten"}
SKIP: Layer = {"type": "skip", "from": 0}
LINE, PICTURE = {"channels": 2, "length": 5}, {"height": 3, "width": 4}
TOKENS = {"tokens": 3, "features": 2}


def dense(chance: Random, units: int = 2, **others: Any) -> Layer:
    """A dense layer."""
    return {"units": units, "activation": chance.choice(["tanh", "sigmoid", "softplus"]), **others}


def convolution(chance: Random, axes: int) -> Layer:
    """A convolution with any kernel, stride, padding and bias that fits on a small grid."""
    return {
        "type": "convolution", "filters": chance.randint(1, 2), "kernel": several(chance, 3, axes),
        "stride": several(chance, 2, axes), "padding": chance.choice(get_args(Padding)),
        "bias": chance.choice(get_args(Bias)), "activation": chance.choice(["tanh", "relu", "linear", "z**2/4"]),
    }  # fmt: skip


def pooling(chance: Random, axes: int, kind: str) -> Layer:
    """A pooling layer whose windows may overlap or leave gaps."""
    return {"type": "pooling", "kind": kind, "size": several(chance, 3, axes), "stride": several(chance, 3, axes)}


def several(chance: Random, most: int, axes: int) -> Any:
    """A size for all axes, or one for each."""
    return chance.choice([chance.randint(1, most), [chance.randint(1, most) for _ in range(axes)]])


def dropout(chance: Random, count: int) -> Layer:
    """Dropout of some of so many values."""
    mask = [chance.randint(0, 1) for _ in range(count)]
    return {"type": "dropout", "rate": chance.choice(["1/2", "0.2"]), "mask": mask}


def norm(chance: Random, kind: str) -> Layer:
    """A normalisation."""
    return {"type": f"{kind}_norm", "epsilon": chance.choice(["1e-5", "0.1"])}


def words(chance: Random) -> Layer:
    """A text of three words out of four."""
    return {"type": "embedding", "units": 2, "vocabulary": 4, "tokens": [chance.randint(1, 4) for _ in range(3)]}


def attention(chance: Random, units: int = 2) -> Layer:
    """Attention of one head, causal or not."""
    return {"type": "attention", "units": units, **chance.choice([{}, {"mask": "causal"}])}


Chain = Callable[[Random], list[Layer]]
# what goes in (None: nothing), how many samples at most, and the layers
CHAINS: dict[str, tuple[Any, int, Chain]] = {
    "convolution on a line": (LINE, 2, lambda c: [convolution(c, 1)]),
    "convolution on a picture": (PICTURE, 2, lambda c: [convolution(c, 2)]),
    "max pooling": (PICTURE, 2, lambda c: [pooling(c, 2, "max")]),
    "average pooling": (LINE, 2, lambda c: [pooling(c, 1, "average")]),
    "flatten": (PICTURE, 2, lambda c: [FLATTEN, dense(c)]),
    "convolution, pooling, flatten, dense": (
        LINE, 2, lambda c: [
            {**convolution(c, 1), "padding": "same", "stride": 1}, pooling(c, 1, "max"), FLATTEN, dense(c),
        ],
    ),
    "dense, dropout, skip, dense": (3, 2, lambda c: [dense(c, 3), dropout(c, 3), SKIP, dense(c)]),
    "dense, layer_norm, dense": (2, 3, lambda c: [dense(c, 3), norm(c, "layer"), dense(c)]),
    "dense, batch_norm, dense": (2, 3, lambda c: [dense(c), norm(c, "batch"), dense(c)]),
    "layer_norm of tokens": (TOKENS, 2, lambda c: [norm(c, "layer"), dropout(c, 6)]),
    "attention": (TOKENS, 2, lambda c: [attention(c, c.randint(1, 3))]),
    "embedding, attention, skip, layer_norm, flatten, dense": (
        None, 1, lambda c: [words(c), attention(c), {**SKIP, "from": 1}, norm(c, "layer"), FLATTEN, dense(c)],
    ),
    "recurrent, layer_norm, dense": (2, 0, lambda c: [dense(c, recurrent=True), norm(c, "layer"), dense(c)]),
}  # fmt: skip


def layered(name: str, seed: int) -> Problem:
    """A problem of one of the chains with every number given; a chain of no samples is one of time steps."""
    inputs, most, chain = CHAINS[name]
    chance = Random(f"{name} {seed}")
    rows = 3 if most == 0 else chance.randint(2 if "batch_norm" in name else 1, most)
    network = {"layers": chain(chance), **({"inputs": inputs} if inputs else {})}
    count = inputs if isinstance(inputs, int) else prod((inputs or {}).values())
    data = {"sequence" if most == 0 else "inputs": [[0] * count] * rows} if inputs else {}
    training = {
        "optimizer": chance.choice(list(OPTIMIZERS)), "steps": chance.randint(1, 2), "learning_rate": "0.1",
        "reduction": chance.choice(get_args(Reduction)), "weight_decay": chance.choice([None, "0.05"]),
    }  # fmt: skip
    loss = chance.choice(["mse", "half_squared_error"])
    problem = read({"network": network, "loss": loss, "data": data, "training": training})
    return replace(problem, given={**problem.given, **given(chance, problem)})


def given(chance: Random, problem: Problem) -> dict[Quantity, Fraction]:
    """Numbers of three places for the inputs, targets and parameters."""
    each = [*problem.network.parameters]
    for sample in problem.batch:
        each += problem.network.values(0, sample)
        each += [Quantity("y", (k,), sample) for k in range(1, problem.outputs + 1)]
    numbers = {quantity: Fraction(chance.randint(-1500, 1500), 1000) for quantity in each}
    return {**numbers, **({EPSILON.of: Fraction(1, 1000)} if EPSILON.of in problem.given else {})}
