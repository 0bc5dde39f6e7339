"""Every slope and every formula of every layer type is spoiled by 0.05 % in turn, and every authority objects."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sympy import Expr

import derive
from derive.derivation import Derivation
from derive.engine.forward import forward
from derive.expression import number, plus, times
from derive.layers import LAYERS
from derive.problem import Problem
from derive.reading import read
from derive.statement import Statement
from derive.witness import witnesses
from tests.authorities import AUTHORITIES, objected
from tests.conftest import spoiling_tables
from tests.engine.test_check import SPOILED

# the inputs, the layers, of which the last is spoiled, and the numbers of the data and parameters
SMALL: dict[str, tuple[Any, list[dict[str, Any]], Any, Any]] = {
    "dense": (2, [{"units": 1, "activation": "tanh"}], [0.5, -1], {"weights": [[[0.4, 0.3]]], "biases": [[0.1]]}),
    "skip": (
        2, [{"units": 2, "activation": "tanh", "bias": "none"}, {"type": "skip", "from": 0}], [0.5, -1],
        {"weights": [[[0.4, 0.3], [0.2, 0.9]], None]},
    ),
    "convolution": (
        {"length": 3}, [{"type": "convolution", "filters": 1, "kernel": 2, "activation": "tanh"}], [0.2, 0.9, -0.4],
        {"weights": [[[0.5, -1]]], "biases": [[0.1]]},
    ),
    "max pooling": ({"length": 3}, [{"type": "pooling", "kind": "max", "size": 2, "stride": 1}], [3, 1, 2], {}),
    "average pooling": ({"length": 3}, [{"type": "pooling", "kind": "average", "size": 2, "stride": 1}], [3, 1, 2], {}),
    "flatten": ({"length": 2}, [{"type": "flatten"}], [3, 1], {}),
    "dropout": (2, [{"type": "dropout", "rate": "1/3", "mask": [0, 1]}], [3, 1], {}),
    "layer_norm": (
        3, [{"type": "layer_norm", "epsilon": 1}], [1, 2, 6], {"weights": [[1, 2, 3]], "biases": [[0, 1, 1]]},
    ),
    "batch_norm": (
        1, [{"type": "batch_norm", "epsilon": 1}], [[1], [2], [6]], {"weights": [[2]], "biases": [[0.5]]},
    ),
    "embedding": (
        None, [{"type": "embedding", "units": 1, "vocabulary": 3, "tokens": [2, 3, 2]}], None,
        {"weights": [[[0.4], [0.3], [-2]]]},
    ),
    "attention": (
        {"tokens": 2, "features": 1}, [{"type": "attention", "units": 1}], [[1], [-0.5]],
        {"weights": [{"query": [[0.4]], "key": [[0.9]], "value": [[2]]}]},
    ),
}  # fmt: skip


def problem(name: str) -> Problem:
    """A small problem of one type, whose targets are 7: no error is 0."""
    inputs, layers, data, parameters = SMALL[name]
    network = {"layers": layers} if inputs is None else {"inputs": inputs, "layers": layers}
    bare = read({"network": network, "loss": "squared_error", "data": {"inputs": data} if data else {}})
    row = [7] * bare.outputs
    return read({
        "network": network, "loss": "squared_error", "parameters": parameters, "training": {"learning_rate": 0.1},
        "data": {**({"inputs": data} if data else {}), "targets": [row] * bare.samples if bare.samples else row},
    })  # fmt: skip


def own_statements(name: str) -> list[Statement]:
    """The forward statements of the last layer."""
    whole = problem(name)
    return [each for each in forward(whole) if each.of.kind != "L" and each.of.index[0] == len(whole.layers)]


FORMULAS = [(name, kind) for name in SMALL for kind in dict.fromkeys(each.of.kind for each in own_statements(name))]
SLOPES = [
    (name, *kinds)
    for name in SMALL
    for kinds in dict.fromkeys((s.of.kind, edge.by.kind) for s in own_statements(name) for edge in s.edges)
]


def crooked(form: Expr) -> Expr:
    """0.05 % more; of a slope that is always zero, 0.05 % of one."""
    return times(SPOILED, form) if form != 0 else plus(form, SPOILED, number(-1))


def wrong_slope(statement: Statement, top: str, by: str) -> Statement:
    """A statement with its slopes by one kind of quantity spoiled, if it is of one kind."""
    if statement.of.kind != top:
        return statement
    edges = (
        replace(edge, forms=tuple(map(crooked, edge.forms))) if edge.by.kind == by else edge for edge in statement.edges
    )
    return replace(statement, edges=tuple(edges))


def wrong_formula(statement: Statement, top: str) -> Statement:
    """A statement with its formula and its own slopes spoiled alike, if it is of one kind."""
    if statement.of.kind != top:
        return statement
    edges = (replace(edge, forms=tuple(times(SPOILED, form) for form in edge.forms)) for edge in statement.edges)
    return replace(statement, forms=tuple(times(SPOILED, form) for form in statement.forms), edges=tuple(edges))


def spoiled(name: str, spoil: Callable[[Statement], Statement]) -> Derivation:
    """The derivation of a small problem whose last layer is spoiled."""
    whole = problem(name)
    layer = LAYERS[whole.layers[-1].type]
    right = layer.forward
    with spoiling_tables() as patch:
        patch.setattr(layer, "forward", lambda self, flow: [
            spoil(each) if flow.number == len(whole.layers) else each for each in right(self, flow)
        ])  # fmt: skip
        return derive.backprop(whole)


@functools.cache
def with_slope(name: str, top: str, by: str) -> dict[str, set[str]]:
    """What each authority objects to, where one kind of slope is spoiled."""
    return objected(derive.check(spoiled(name, lambda statement: wrong_slope(statement, top, by))).proofs)


@functools.cache
def with_formula(name: str, kind: str) -> dict[str, set[str]]:
    """What numpy and torch object to, where the formulas of one kind of quantity are spoiled."""
    work = spoiled(name, lambda statement: wrong_formula(statement, kind))
    testimonies = witnesses(work.problem, work.statements, work.numbers)
    return objected(proof for testimony in testimonies for proof in testimony.proofs)


def test_every_type_of_layer_is_spoiled() -> None:
    assert {problem(name).layers[-1].type for name in SMALL} == set(LAYERS)
    assert len(SLOPES) > 30


@pytest.mark.parametrize("authority", AUTHORITIES)
@pytest.mark.parametrize("name", SMALL)
def test_what_is_right_is_agreed_with(name: str, authority: str) -> None:
    assert with_slope(name, "none of its kinds", "")[authority] == set()


@pytest.mark.parametrize("authority", AUTHORITIES)
@pytest.mark.parametrize(("name", "top", "by"), SLOPES)
def test_a_slope_of_a_layer_that_is_slightly_wrong_is_found(name: str, top: str, by: str, authority: str) -> None:
    assert with_slope(name, top, by)[authority]


@pytest.mark.parametrize("authority", AUTHORITIES[2:])
@pytest.mark.parametrize(("name", "kind"), FORMULAS)
def test_a_formula_of_a_layer_that_is_slightly_wrong_with_its_own_slopes_is_found(
    name: str, kind: str, authority: str
) -> None:
    assert with_formula(name, kind)[authority]
