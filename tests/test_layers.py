"""A layer gives forward equations in network order, each with the slopes of what it uses."""

from __future__ import annotations

import pytest
import sympy

from derive.engine.forward import forward
from derive.layers import Bias, Dense
from derive.problem import Problem
from derive.quantity import Quantity
from derive.reading import read
from derive.statement import Statement


def statements(bias: Bias = "per_unit", activation: str = "sigmoid", loss: str = "mse") -> dict[str, Statement]:
    """The forward pass of a 3-2-2 network."""
    problem = Problem("t", "T", 3, (Dense(2, activation, bias), Dense(2, activation, bias)), loss)
    return {statement.of.id: statement for statement in forward(problem)}


def test_everything_stands_after_what_it_uses() -> None:
    found = statements()
    order = list(found)
    assert order[:5] == ["z[1][1]", "a[1][1]", "z[1][2]", "a[1][2]", "z[2][1]"]
    for id, statement in found.items():
        assert all(order.index(used) < order.index(id) for used in statement.uses if used in found)


def test_a_joint_activation_waits_for_all_pre_activations() -> None:
    assert list(statements(activation="softmax"))[:4] == ["z[1][1]", "z[1][2]", "a[1][1]", "a[1][2]"]


@pytest.mark.parametrize(
    ("bias", "last"), [("per_unit", "b[1][2]"), ("shared", "b[1]"), ("none", "x[3]")]
)
def test_a_weighted_sum_keeps_the_order_of_the_inputs_and_ends_with_its_bias(bias: Bias, last: str) -> None:
    uses = statements(bias)["z[1][2]"].uses
    inputs = ("w[1][2][1]", "x[1]", "w[1][2][2]", "x[2]", "w[1][2][3]", "x[3]")
    assert uses[:6] == inputs
    assert uses[-1] == last


def test_a_weighted_sum_knows_the_slope_by_each_of_its_symbols() -> None:
    statement = statements()["z[2][1]"]
    assert {edge.by.id for edge in statement.edges} == set(statement.uses)
    for edge in statement.edges:
        assert edge.forms[-1] == sympy.diff(statement.formula, sympy.Symbol(edge.by.id))
        assert not edge.named


def test_a_joint_activation_has_a_slope_by_every_pre_activation_of_its_layer() -> None:
    assert [edge.by.id for edge in statements(activation="softmax")["a[2][1]"].edges] == ["z[2][1]", "z[2][2]"]
    assert [edge.by.id for edge in statements()["a[2][1]"].edges] == ["z[2][1]"]


def test_the_loss_is_the_sum_of_its_shares_and_of_one_output_its_share() -> None:
    assert statements()["L"].uses == ("L[1]", "L[2]")
    single = {s.of.id: s for s in forward(Problem("t", "T", 1, (Dense(1, "tanh"),), "mse"))}
    assert single["L"].formula == single["L[1]"].formula


def test_a_users_own_functions_are_layers_and_losses_too() -> None:
    problem = read({
        "network": {"inputs": 1, "layers": [{"units": 1, "activation": "z/(1+exp(-z))"}]},
        "loss": "(y - a)**2/2",
    })  # fmt: skip
    found = {s.of.id: s for s in forward(problem)}
    assert str(found["a[1][1]"].forms[0]) == "f(z[1][1])"
    assert found["a[1][1]"].uses == ("z[1][1]",)
    assert found["L"].uses == ("y[1]", "a[1][1]")
    assert [edge.by for edge in found["L"].edges] == [Quantity("a", (1, 1))]
