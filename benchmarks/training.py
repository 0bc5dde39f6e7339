"""Ten thousand updates of 2-2-1, derivation and compiling included, against the same loop in plain numpy."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.clock import best, fresh
from benchmarks.networks import Tree, dense
from benchmarks.table import Row, span

SIZES = (2, 2, 1)
UPDATES = 10_000
RUNS = 3
RATE = 0.1
CLOSE = 1e-12                        # how well the parameters of both must agree, after all updates


def rows(peers: Path) -> list[Row]:
    """The loop both ways; numpy runs in the environment of the peers."""
    ours = fresh("training", "ours")
    peer = fresh("training", "numpy", python=peers)
    agreed(ours["parameters"], peer["parameters"])
    what = f"`derive train`: {UPDATES:,} updates of 2-2-1, loss after each; plain numpy {peer['version']}"
    return [Row(what, span(ours["time"]), span(peer["time"]), ours["time"] / peer["time"], at_most=20)]


def agreed(ours: dict[str, float], theirs: dict[str, float]) -> None:
    """RuntimeError where both do not end with the same parameters: then they did not do the same work."""
    apart = [id for id, value in theirs.items() if abs(ours[id] - value) > CLOSE]
    if apart or ours.keys() != theirs.keys():
        raise RuntimeError(f"the parameters differ: {apart or ours.keys() ^ theirs.keys()}")


def ours(tree: Tree) -> dict[str, Any]:
    """The time of `derive.train`, its modules imported; and the parameters it ends with."""
    import derive

    problem, train = derive.read(tree), derive.train
    time = best(RUNS, lambda: train(problem, steps=UPDATES))
    return {"time": time, "parameters": dict(train(problem, steps=UPDATES).parameters)}


def plain(tree: Tree) -> dict[str, Any]:
    """The time of the loop as one writes it with matrices."""
    import numpy

    time = best(RUNS, lambda: loop(tree))
    return {"time": time, "parameters": loop(tree), "version": numpy.__version__}


def loop(tree: Tree) -> dict[str, float]:
    """Gradient descent on the mean squared error of two sigmoid layers, and the loss after each update."""
    import numpy as np

    x, y = (np.array(tree["data"][what], dtype=float) for what in ("inputs", "targets"))
    w1, w2 = (np.array(matrix, dtype=float) for matrix in tree["parameters"]["weights"])
    b1, b2 = (np.array(row, dtype=float) for row in tree["parameters"]["biases"])
    losses = []
    for _ in range(UPDATES):
        a1 = 1 / (1 + np.exp(-(w1 @ x + b1)))
        a2 = 1 / (1 + np.exp(-(w2 @ a1 + b2)))
        losses.append(((y - a2) ** 2).mean())
        d2 = 2 / len(y) * (a2 - y) * a2 * (1 - a2)
        d1 = (w2.T @ d2) * a1 * (1 - a1)
        w2, b2 = w2 - RATE * np.outer(d2, a1), b2 - RATE * d2
        w1, b1 = w1 - RATE * np.outer(d1, x), b1 - RATE * d1
    arrays = {"w[1]": w1, "b[1]": b1, "w[2]": w2, "b[2]": b2}
    return {
        name + "".join(f"[{i + 1}]" for i in index): float(value)
        for name, array in arrays.items()
        for index, value in np.ndenumerate(array)
    }


if __name__ == "__main__":
    print(json.dumps({"ours": ours, "numpy": plain}[sys.argv[1]](dense(*SIZES))))
