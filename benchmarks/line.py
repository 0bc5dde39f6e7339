"""One numeric line, z = w₁x₁ + w₂x₂ + b with its numbers and its result in LaTeX, against handcalcs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.clock import best, fresh
from benchmarks.table import Row, span

CALLS = 200


def rows(peers: Path) -> list[Row]:
    """The line both ways; handcalcs runs in the environment of the peers."""
    ours = fresh("line", "ours")
    peer = fresh("line", "handcalcs", python=peers)
    what = f"one line with its numbers, `{ours['line']}`; handcalcs {peer['version']}"
    return [Row(what, span(ours["time"]), span(peer["time"]), peer["time"] / ours["time"], at_least=200)]


def ours() -> dict[str, Any]:
    """The line of an equation, its digits found and its numbers written anew at every call."""
    import derive

    equation = derive.backprop(derive.read("article"))["z[1][1]"]
    return {"time": timed(equation.latex), "line": equation.latex()}


def handcalcs() -> dict[str, Any]:
    """The same line by handcalcs."""
    from importlib.metadata import version

    from handcalcs.decorator import handcalc

    @handcalc(jupyter_display=False)
    def line(w_11: float, x_1: float, w_12: float, x_2: float, b_1: float) -> None:
        z_1 = w_11 * x_1 + w_12 * x_2 + b_1  # noqa: F841  (handcalcs reads the source)

    return {"time": timed(lambda: line(0.4, 0.5, 0.3, 0.1, 0.1)), "version": version("handcalcs")}


def timed(work: Any) -> float:
    """The time of one call, the best mean of five rounds."""
    return best(5, lambda: [work() for _ in range(CALLS)]) / CALLS


if __name__ == "__main__":
    print(json.dumps({"ours": ours, "handcalcs": handcalcs}[sys.argv[1]]()))
