"""The networks that are measured: dense and sigmoid, with drawn numbers of two decimals that never change."""

from __future__ import annotations

import math
import random
from itertools import pairwise
from typing import Any

Tree = dict[str, Any]


def dense(*sizes: int, seed: int = 1) -> Tree:
    """A problem file's tree of a network with these sizes, inputs first; every number is text, as in a file."""
    draw = random.Random(seed)

    def number() -> str:
        return f"{draw.randint(-99, 99) / 100:.2f}"

    layers = list(pairwise(sizes))
    return {
        "title": "-".join(map(str, sizes)),
        "network": {"inputs": sizes[0], "layers": [{"units": n, "activation": "sigmoid"} for n in sizes[1:]]},
        "loss": "mse",
        "data": {"inputs": [number() for _ in range(sizes[0])], "targets": [number() for _ in range(sizes[-1])]},
        "parameters": {
            "weights": [[[number() for _ in range(m)] for _ in range(n)] for m, n in layers],
            "biases": [[number() for _ in range(n)] for _, n in layers],
        },
        "training": {"learning_rate": "0.1"},
    }


def parameters(*sizes: int) -> int:
    """How many weights and biases such a network has."""
    return sum(math.prod(pair) + pair[1] for pair in pairwise(sizes))
