"""What a user of the library sees of a derivation: equations by id, by number, by section, as rows."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
import sympy

from derive.derivation import BESIDE, Derivation, backprop
from derive.equation import as_float
from derive.errors import InputError
from derive.optimizers import OPTIMIZERS
from derive.quantity import quantity
from derive.reading import read


@pytest.fixture(scope="module")
def work() -> Derivation:
    """The article's derivation."""
    return backprop(read("article"))


def test_an_equation_is_found_by_its_id(work: Derivation) -> None:
    equation = work["dL/dw[2][1][1]"]
    assert (equation.id, equation.number, equation.section) == ("dL/dw[2][1][1]", "16", "Backward pass")
    assert equation.rule == "chain rule"
    assert equation.uses == ("dL/dz[2][1]", "a[1][1]")
    assert float(equation.value or 0) == pytest.approx(0.0312071307, abs=1e-10)
    assert "dL/dw[2][1][1]" in work
    assert "dL/dw[9][1][1]" not in work


def test_every_id_is_there_once(work: Derivation) -> None:
    ids = [equation.id for equation in work if equation.id]
    assert len(ids) == len(set(ids)) == len(work) - 5
    assert len(ids) > 35


def test_what_is_not_asked_for_has_no_number(work: Derivation) -> None:
    assert {e.id for e in work.section(BESIDE)} == {"L[1]", "dL/dx[1]", "dL/dx[2]"}
    assert {e.number for e in work.section(BESIDE)} == {None}


def test_a_section_that_is_not_there_is_told_with_those_that_are(work: Derivation) -> None:
    with pytest.raises(KeyError, match="Backward pass"):
        work.section("Sideways pass")


@pytest.mark.parametrize("id", ["z[2][1]", "L", "dL/dw[1][2][1]", "w_new[1][1][1]", "da/dz[1][1]", "dL/dx[2]"])
def test_an_expanded_equation_holds_inputs_targets_and_parameters_alone(work: Derivation, id: str) -> None:
    expanded = work[id].expanded()
    given = {q.id: value for q, value in work.problem.given.items()}
    assert {symbol.name for symbol in expanded.free_symbols} <= set(given)
    number = expanded.subs({name: sympy.Rational(str(value)) for name, value in given.items()}).evalf(20)
    assert float(number) == pytest.approx(float(work[id].value or 0), rel=1e-14)


def test_values_are_doubles_in_order_inputs_first(work: Derivation) -> None:
    values = work.values()
    assert list(values)[:3] == ["x[1]", "x[2]", "y[1]"]
    assert values["eta"] == 0.1 and values["z[1][1]"] == 0.33
    assert all(type(value) is float for value in values.values())


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_values_give_every_number_that_a_formula_of_theirs_uses(optimizer: str) -> None:
    training = {"learning_rate": 0.1, "optimizer": optimizer, "weight_decay": 0.01, "steps": 2}
    problem = read({
        "network": {"inputs": 1, "layers": [{"units": 1, "activation": "tanh"}]},
        "loss": "mse",
        "data": {"inputs": [0.5], "targets": [1]},
        "parameters": {"weights": [[[0.4]]], "biases": [[0.1]]},
        "training": training,
    })  # fmt: skip
    for step in backprop(problem).steps:
        used = {id for statement in step.statements for id in statement.uses}
        assert "eta" in used and "lambda" in used
        assert used <= step.values().keys()


def test_a_row_is_json(work: Derivation) -> None:
    row = json.loads(json.dumps(work["z[1][1]"].row()))
    assert row == {
        "number": "6",
        "id": "z[1][1]",
        "section": "Forward pass",
        "rule": "weighted sum",
        "uses": [],
        "latex": r"z_{1} = w_{11} x_{1} + w_{12} x_{2} + b_{1} = 0.4 \cdot 0.5 + 0.3 \cdot 0.1 + 0.1 = 0.33",
        "text": "z_1 = w_11·x_1 + w_12·x_2 + b_1 = 0.4·0.5 + 0.3·0.1 + 0.1 = 0.33",
        "value": 0.33,
    }


def test_the_primer_is_about_no_quantity(work: Derivation) -> None:
    assert {(e.id, e.value, e.line, e.uses) for e in work.section("Chain rule")} == {(None, None, None, ())}


def test_rounded_values_are_carried_on() -> None:
    problem = read("article")
    rounded = backprop(replace(problem, rounding=replace(problem.rounding, carry="rounded")))
    assert rounded.numbers["a[1][1]"] == Fraction("0.5818")
    assert rounded.numbers["z[2][1]"] == Fraction("1.0413")  # 0.5 · 0.5818 + 0.7 · 0.6434 + 0.3 = 1.04128


def test_a_value_too_large_for_a_double_is_told() -> None:
    with pytest.raises(InputError, match="too large for a double"):
        as_float("z[1][1]", Fraction(10**400))


def test_what_is_too_small_for_a_double_is_a_zero_without_a_sign() -> None:
    assert str(as_float("z[1][1]", Decimal("-1e-4000"))) == "0.0"


def test_an_infinite_loss_is_told_in_one_line() -> None:
    problem = read("article")
    idle = (problem.layers[0], replace(problem.layers[1], activation="relu"))
    certain = {**problem.given, quantity("y[1]"): Fraction(1), quantity("b[2][1]"): Fraction(-5)}
    with pytest.raises(InputError) as told:
        backprop(replace(problem, loss="binary_cross_entropy", layers=idle, given=certain))
    assert "the loss is infinite" in str(told.value)
    assert "\n" not in str(told.value)
