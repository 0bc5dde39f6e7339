"""The smallest problems: one neuron, or one softmax layer, with whatever a test changes in them."""

from __future__ import annotations

import copy
import random
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from derive import backprop, read, worksheet

SMALL: dict[str, Any] = {
    "title": "One neuron",
    "network": {"inputs": 1, "layers": [{"units": 1, "activation": "sigmoid"}]},
    "loss": "mse",
    "data": {"inputs": ["0.5"], "targets": ["0.6"]},
    "parameters": {"weights": [[["0.4"]]], "biases": [["0.1"]]},
    "training": {"learning_rate": "0.1"},
}


def small(**changes: Any) -> dict[str, Any]:
    """A problem of one neuron, with other values at the paths given: data__inputs=[1]."""
    problem = copy.deepcopy(SMALL)
    for path, value in changes.items():
        *parents, key = path.split("__")
        place: Any = problem
        for parent in parents:
            place = place[int(parent)] if isinstance(place, list) else place.setdefault(parent, {})
        place[key] = value
    return problem


def activated(activation: str, z: str = "0") -> dict[str, Any]:
    """A neuron with this activation, whose weighted sum is z."""
    return small(network__layers__0__activation=activation, parameters__weights=[[["0"]]], parameters__biases=[[z]])


def three_classes(z: list[str], targets: list[int]) -> dict[str, Any]:
    """A softmax layer of three neurons with these weighted sums."""
    return small(
        network={"inputs": 1, "layers": [{"units": 3, "activation": "softmax"}]}, loss="cross_entropy",
        data={"inputs": [0], "targets": targets}, parameters={"weights": [[[1], [1], [1]]], "biases": [z]},
    )  # fmt: skip


def wide(units: int) -> dict[str, Any]:
    """A network of three layers with so many neurons each, with random numbers."""
    rest = random.Random(33)

    def row() -> list[str]:
        return [f"{rest.uniform(-1, 1):.2f}" for _ in range(units)]

    return small(
        network={"inputs": units, "layers": [{"units": units, "activation": "sigmoid"} for _ in range(2)]},
        data={"inputs": row(), "targets": row()},
        parameters={"weights": [[row() for _ in range(units)] for _ in range(2)], "biases": [row(), row()]},
    )


def texts(problem: dict[str, Any]) -> tuple[str, str]:
    """The LaTeX of the guided worksheet and of the key."""
    sheet = worksheet(backprop(read(problem)))
    return sheet.tex(), sheet.answers().tex()


def written(problem: dict[str, Any], folder: Path, name: str = "mine.yaml") -> Path:
    """The problem as a file."""
    path = folder / name
    with path.open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(problem, file)
    return path
