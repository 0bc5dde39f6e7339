"""Free computation graphs in both passes: every line with its slopes, then back from the last to the first."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from derive.graph import Graph
from derive.quantity import local
from derive.witness.doubles import Doubles
from derive.witness.formulas import differentiated
from derive.witness.optimizers import updated
from derive.witness.rounding_error import Shake

Numbers = dict[str, float]
Slopes = Mapping[tuple[str, str], float]  # of a line by a name in it


def graph_pass(graph: Graph, doubles: Doubles, shake: Shake) -> Numbers:
    """Every quantity of a graph, by id."""
    given = {*graph.inputs, *graph.targets, *(parameter.id for parameter in graph.parameters)}
    values: Numbers = {name: float(shake(doubles.nearest(name))) for name in given}
    slopes: dict[tuple[str, str], float] = {}
    for node in graph.nodes:
        here = {name: values[name] for name in node.formula.variables}
        duals = {name: differentiated(node.formula, name, here, shake) for name in here}
        values[node.name] = next(iter(duals.values())).value if duals else differentiated(node.formula, "", {}).value
        slopes |= {(node.name, name): dual.slope for name, dual in duals.items()}
    gradients = backward(graph, slopes, shake)
    found = {graph.quantity(name).id: value for name, value in values.items()}
    found |= {local(graph.quantity(top), graph.quantity(by)).id: slope for (top, by), slope in slopes.items()}
    found |= {f"dL/d{name}": gradient for name, gradient in gradients.items()}
    for parameter in graph.parameters:
        w, gradient = (np.array(each[parameter.id]) for each in (values, gradients))
        found |= updated(doubles, parameter.id, None, w, gradient, shake)
    return found


def backward(graph: Graph, slopes: Slopes, shake: Shake) -> Numbers:
    """The gradients of the last line by every name, each from those of the lines that use it."""
    names = {name for _, name in slopes}
    found = {**dict.fromkeys(names, 0.0), graph.nodes[-1].name: 1.0}
    for node in reversed(graph.nodes):
        for name in node.formula.variables:
            found[name] += float(shake(found.get(node.name, 0.0) * slopes[node.name, name]))
    return found
