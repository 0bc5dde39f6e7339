"""A full derivation of 3-4-2 (equations, values, both printed lines) against stock SymPy."""

from __future__ import annotations

import json
import sys
from typing import Any

import sympy

from benchmarks.clock import cpu, fresh
from benchmarks.networks import Tree, dense
from benchmarks.table import Row, span

SIZES = (3, 4, 2)
RUNS = 3                             # fresh processes of ours; each derives once cold and then WARM times
WARM = 40                            # each time with other numbers
CLOSE = 1e-12                        # relative; how well both must agree


def rows() -> list[Row]:
    """The same network both ways: first derivation of a process, and a later one."""
    ours = [fresh("derivation", "ours") for _ in range(RUNS)]
    peer = fresh("derivation", "sympy")
    agreed(ours[0]["gradients"], peer["gradients"])
    what = "derivation of 3-4-2: equations, values, every printed line; SymPy's compose + diff + subs + latex"
    cold, warm = (min(run[state] for run in ours) for state in ("cold", "warm"))
    return [
        Row(f"{what}; the first of a process", span(cold), span(peer["cold"]), peer["cold"] / cold, at_least=100),
        Row("the same network once more in the same process, with other numbers", span(warm), span(peer["warm"]),
            peer["warm"] / warm, at_least=1500),
    ]  # fmt: skip


def agreed(ours: dict[str, float], theirs: dict[str, float]) -> None:
    """RuntimeError where both do not give the same gradients: then they did not do the same work."""
    apart = [id for id, value in theirs.items() if abs(ours[id] - value) > CLOSE * abs(value)]
    if apart or ours.keys() != theirs.keys():
        raise RuntimeError(f"the gradients differ: {apart or ours.keys() ^ theirs.keys()}")


def ours(tree: Tree) -> dict[str, Any]:
    """Times of `derive.backprop` with all values and all lines, its modules imported; and the gradients."""
    import derive

    problem, backprop = derive.read(tree), derive.backprop  # modules are imported before the clock starts
    others = [derive.read(each) for each in other_numbers(WARM)]

    def work(problem: derive.Problem) -> dict[str, float]:
        derivation = backprop(problem)
        assert all(equation.latex() for equation in derivation.equations)
        return derivation.values()

    cold = cpu(lambda: work(problem))
    warm = min(cpu(lambda: work(other)) for other in others)  # noqa: B023  (called at once)
    gradients = {id: value for id, value in work(problem).items() if id.startswith(("dL/dw", "dL/db"))}
    return {"cold": cold, "warm": warm, "gradients": gradients}


def stock(tree: Tree) -> dict[str, Any]:
    """Times of the composed loss differentiated by each parameter, printed and put in numbers; and the gradients."""
    found: dict[str, float] = {}
    cold = cpu(lambda: found.update(by_sympy(tree)))
    (other,) = other_numbers(1)
    warm = cpu(lambda: by_sympy(other))
    return {"cold": cold, "warm": warm, "gradients": found}


def other_numbers(count: int) -> list[Tree]:
    """So many problems of the same network with other numbers."""
    return [dense(*SIZES, seed=seed) for seed in range(2, count + 2)]


def by_sympy(tree: Tree) -> dict[str, float]:
    """Every gradient as one writes it with SymPy alone."""
    numbers: dict[sympy.Symbol, float] = {}
    loss, parameters = composed(tree, numbers)
    found = {}
    for id, parameter in parameters.items():
        gradient = sympy.diff(loss, parameter)
        assert sympy.latex(gradient)
        found[f"dL/d{id}"] = float(gradient.subs(numbers))
    return found


def composed(tree: Tree, numbers: dict[sympy.Symbol, float]) -> tuple[sympy.Expr, dict[str, sympy.Symbol]]:
    """The loss in inputs, targets and parameters alone, and the parameters by id; the numbers of all are noted."""

    def symbol(name: str, number: str) -> sympy.Symbol:
        made = sympy.Symbol(name)
        numbers[made] = float(number)
        return made

    parameters: dict[str, sympy.Symbol] = {}
    values = [symbol(f"x{i}", x) for i, x in enumerate(tree["data"]["inputs"])]
    targets = [symbol(f"y{k}", y) for k, y in enumerate(tree["data"]["targets"])]
    given = zip(tree["parameters"]["weights"], tree["parameters"]["biases"], strict=True)
    for layer, (matrix, biases) in enumerate(given, start=1):
        after = []
        for j, (row, bias) in enumerate(zip(matrix, biases, strict=True), start=1):
            w = {f"w[{layer}][{j}][{i}]": symbol(f"w{layer}{j}{i}", number) for i, number in enumerate(row, start=1)}
            b = symbol(f"b{layer}{j}", bias)
            parameters |= w | {f"b[{layer}][{j}]": b}
            z = sum((weight * a for weight, a in zip(w.values(), values, strict=True)), b)
            after.append(1 / (1 + sympy.exp(-z)))
        values = after
    return sum((y - a) ** 2 for y, a in zip(targets, values, strict=True)) / len(targets), parameters


if __name__ == "__main__":
    print(json.dumps({"ours": ours, "sympy": stock}[sys.argv[1]](dense(*SIZES))))
