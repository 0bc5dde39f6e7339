"""Several steps: each update from the parameters that the one before left."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

import derive
from derive.cli import app
from derive.errors import InputError
from derive.quantity import Quantity
from derive.reading import starter_text

PARAMETER = re.compile(r"([wb])(\[.*)")


def article(**training: Any) -> dict[str, Any]:
    tree: dict[str, Any] = YAML(typ="safe").load(starter_text("article"))
    tree["training"] |= training
    return tree


def test_a_step_begins_where_the_one_before_ended() -> None:
    first, second, third = derive.backprop(derive.read(article(steps=3))).steps
    for before, after in ((first, second), (second, third)):
        old, new = before.values(), after.values()
        parameters = [match for id in new if (match := PARAMETER.fullmatch(id))]
        assert len(parameters) == 9
        assert all(new[match[0]] == old[f"{match[1]}_new{match[2]}"] for match in parameters)
    assert third.values()["L"] < second.values()["L"] < first.values()["L"]


def test_a_step_is_the_update_of_a_problem_with_those_parameters() -> None:
    second = derive.backprop(derive.read(article(steps=2))).steps[1]
    parameters = [quantity for quantity in second.problem.given if quantity.kind in "wb"]
    given = {quantity: f"{second.numbers[quantity.id]:.40f}" for quantity in parameters}
    tree = article()
    tree["parameters"]["weights"] = [
        [[given[Quantity("w", (1, j, i))] for i in (1, 2)] for j in (1, 2)],
        [[given[Quantity("w", (2, 1, i))] for i in (1, 2)]],
    ]
    tree["parameters"]["biases"] = [
        [given[Quantity("b", (1, j))] for j in (1, 2)],
        [given[Quantity("b", (2, 1))]],
    ]
    alone = derive.backprop(derive.read(tree)).values()
    assert second.values() == pytest.approx(alone, rel=1e-15)


def test_numbers_run_on_and_the_chain_rule_is_told_once() -> None:
    first, second = derive.backprop(derive.read(article(steps=2))).steps
    assert [equation.number for equation in first.equations if equation.number][-1] == "33"
    numbers = [equation.number for equation in second.equations if equation.number]
    assert (numbers[0], second.equations[0].id, numbers[-1]) == ("34", "z[1][1]", "61")
    assert {equation.section for equation in second.equations}.isdisjoint({"Chain rule"})


def test_a_batch_takes_the_samples_in_order_and_wraps() -> None:
    tree = article(steps=3, batch_size=2)
    tree["data"] = {"inputs": [[0.5, 0.1], [1, 2], [3, 4]], "targets": [[0.6], [0], [1]]}
    steps = derive.backprop(derive.read(tree)).steps
    taken = [[(values["x[1]@1"], values["x[2]@2"])] for values in (step.values() for step in steps)]
    assert taken == [[(0.5, 2)], [(3, 0.1)], [(1, 4)]]


def test_rounded_numbers_are_carried_into_the_next_step() -> None:
    tree = article(steps=2)
    tree["rounding"] = {"places": 4, "carry": "rounded"}
    values = derive.backprop(derive.read(tree)).steps[1].values()
    assert all(round(value, 4) == value for id, value in values.items() if id[0] in "wb")


def test_every_step_is_printed_proved_and_given() -> None:
    work = derive.backprop(derive.read(article(steps=2)))
    key = derive.worksheet(work).answers().tex()
    assert "Step 1: Forward pass" in key and "Step 2: The remaining parameters" in key
    assert key.count("Step 2: ") == 5  # four chapters and its results
    report = derive.check(work)
    assert report.agreed and any(line.startswith("step 2: ") for line in report.lines)


def test_the_command_line_gives_an_object_for_each_step() -> None:
    told = CliRunner().invoke(app, ["values", "-", "--json"], input=json.dumps(article(steps=2)))
    first, second = json.loads(told.stdout)["steps"]
    assert second["w[2][1][1]"] == first["w_new[2][1][1]"]
    rows = CliRunner().invoke(app, ["equations", "-", "--format", "json"], input=json.dumps(article(steps=2)))
    assert {row["step"] for row in json.loads(rows.stdout)} == {1, 2}


def test_letters_alone_take_one_step() -> None:
    tree = article(steps=2)
    del tree["data"]
    with pytest.raises(InputError, match="several steps need every number"):
        derive.backprop(derive.read(tree))
