"""How time grows with the network, from 9 to 1,864 parameters, and what the largest takes in time and memory."""

from __future__ import annotations

import json
import math
import sys
from typing import Any

from benchmarks.clock import cpu, fresh, memory
from benchmarks.networks import dense, parameters
from benchmarks.table import Row, span

NETWORKS = ((2, 2, 1), (3, 4, 2), (4, 8, 8, 3), (8, 16, 16, 4), (16, 32, 32, 8))
RUNS = 3                             # fresh processes of each kind
TIMES = 5                            # derivations in one


def rows() -> list[Row]:
    """The exponent of growth, and the largest network complete."""
    runs = [fresh("growth", "all") for _ in range(RUNS)]
    times = {sizes: min(run[name(sizes)] for run in runs) for sizes in NETWORKS}
    largest = [fresh("growth", name(NETWORKS[-1])) for _ in range(RUNS)]
    cold = min(run["cold"] for run in largest)
    list_of_times = ", ".join(f"{name(sizes)} {span(seconds)}" for sizes, seconds in times.items())
    power = exponent([(parameters(*sizes), seconds) for sizes, seconds in times.items()])
    return [
        Row("growth of that time with the parameters, from 9 to 1,864: the exponent fitted to five networks",
            list_of_times, "", power, at_most=1.1),
        Row("16-32-32-8 (1,864 parameters) complete: derivation, values, every equation's line; seconds, first of a "
            "process", span(cold), "", cold, at_most=1),
        Row("memory for it, with all that is imported; MB", f"{max(run['memory'] for run in largest):.0f} MB", "",
            max(run["memory"] for run in largest), at_most=250),
    ]  # fmt: skip


def name(sizes: tuple[int, ...]) -> str:
    """How a network is called: 3-4-2."""
    return "-".join(map(str, sizes))


def exponent(points: list[tuple[int, float]]) -> float:
    """The slope of the line that lies best, by least squares, through the logarithms of sizes and times."""
    logs = [(math.log(size), math.log(seconds)) for size, seconds in points]
    x, y = (sum(column) / len(logs) for column in zip(*logs, strict=True))
    return sum((a - x) * (b - y) for a, b in logs) / sum((a - x) ** 2 for a, _ in logs)


def complete(times: int, *sizes: int) -> list[float]:
    """The times of so many derivations of a network, one after another, with all values and all lines."""
    import derive

    problem, backprop = derive.read(dense(*sizes)), derive.backprop  # modules are imported before the clock starts

    def work() -> None:
        derivation = backprop(problem)
        assert derivation.values()
        assert [equation.latex() for equation in derivation.equations]

    return [cpu(work) for _ in range(times)]


def measured(which: str) -> dict[str, Any]:
    """The best later time of every network; or the first time of one, and the memory it took."""
    if which == "all":
        return {name(sizes): min(complete(TIMES, *sizes)[1:]) for sizes in NETWORKS}
    return {"cold": complete(1, *map(int, which.split("-")))[0], "memory": memory()}


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1])))
