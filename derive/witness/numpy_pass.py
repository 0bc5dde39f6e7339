"""An independent pass in numpy: the network forth and back, its loss and its updates, from the problem alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from derive.arithmetic import Number
from derive.formula import Formula
from derive.problem import Problem
from derive.quantity import LOSS
from derive.witness.doubles import Array, Doubles, named
from derive.witness.formulas import differentiated
from derive.witness.functions import LOSSES
from derive.witness.graphs import graph_pass
from derive.witness.matrices import TYPES, Arrays, Found
from derive.witness.optimizers import updated
from derive.witness.rounding_error import Shake, still
from derive.witness.values import ids


def numpy_pass(problem: Problem, numbers: Mapping[str, Number], shake: Shake = still) -> dict[str, float]:
    """Every quantity of one update by id; not a number, or infinite, where doubles do not reach."""
    doubles = Doubles(problem, numbers)
    if problem.graph is not None:
        return graph_pass(problem.graph, doubles, shake)
    with np.errstate(all="ignore"):
        own = [{kind: shake(array) for kind, array in arrays.items()} for arrays in doubles.parameters()]
        inputs = shake(doubles.inputs())
        layers = forth(problem, own, inputs, shake)
        given = [inputs, *(values.of_samples["a"] for values in layers)]
        found, error = loss(doubles, given[-1], shake)
        for number, values in enumerate(layers, start=1):
            found |= ids(values, number, problem.batch)
        return found | back(doubles, own, given, layers, error, shake)


def forth(problem: Problem, own: Sequence[Arrays], inputs: Array, shake: Shake) -> list[Found]:
    """What each layer computes on the way forth."""
    found: list[Found] = []
    for layer, parameters in zip(problem.layers, own, strict=True):
        earlier = [inputs, *(values.of_samples["a"] for values in found)]
        found.append(TYPES[layer.type].forth(layer, parameters, earlier, shake))
    return found


def loss(doubles: Doubles, outputs: Array, shake: Shake) -> tuple[dict[str, float], Array]:
    """The shares of the loss by id, and the gradients of the outputs, zero where no target is."""
    problem = doubles.problem
    judged = [problem.batch.index(sample) for sample in problem.judged]
    a = outputs.reshape(len(outputs), -1)[judged]
    weight = 1.0 / len(judged) if problem.reduction == "mean" else 1.0
    share, slope = shared(problem.loss, shake(doubles.targets()), a, shake)
    of_samples = shake(weight * share.sum(axis=1))
    found = {**named("L", share, samples=problem.judged), **named("L", of_samples, samples=problem.judged)}
    error = np.zeros_like(outputs)
    error[judged] = shake(weight * slope).reshape(len(judged), *outputs.shape[1:])
    return {**found, LOSS.id: float(of_samples.sum())}, error


def shared(chosen: str | Formula, y: Array, a: Array, shake: Shake) -> tuple[Array, Array]:
    """The share of every output in the loss of its sample, and its slope by the output."""
    if isinstance(chosen, str):
        row, n = LOSSES[chosen], a.shape[1]
        return shake(row.value(y, a, n)), shake(row.slope(y, a, n))
    pairs = zip(y.flat, a.flat, strict=True)
    duals = [differentiated(chosen, "a", {"y": float(each), "a": float(output)}, shake) for each, output in pairs]
    value, slope = (np.array([getattr(each, part) for each in duals]) for part in ("value", "slope"))
    return value.reshape(a.shape), slope.reshape(a.shape)


def back(
    doubles: Doubles,
    own: Sequence[Arrays],
    given: Sequence[Array],
    layers: Sequence[Found],
    error: Array,
    shake: Shake,
) -> dict[str, float]:
    """Every gradient and every updated parameter, by id, last layer first."""
    problem = doubles.problem
    found: dict[str, float] = {}
    errors = [*(np.zeros_like(each) for each in given[:-1]), error]
    for n in range(len(layers), 0, -1):
        layer = problem.layers[n - 1]
        way = TYPES[layer.type].back(layer, own[n - 1], given[:n], layers[n - 1], errors[n], shake)
        found |= ids(way.values, n, problem.batch, "dL/d")
        for kind, gradient in way.parameters.items():
            found |= named(f"dL/d{kind}", gradient, n)
            found |= updated(doubles, kind, n, own[n - 1][kind], gradient, shake)
        for source, more in way.earlier.items():
            errors[source] = errors[source] + more
    return found | named("dL/dx", errors[0], samples=problem.batch)
