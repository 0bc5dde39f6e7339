"""The tables before the tasks show every layer, and every given number once and as it was given."""

from __future__ import annotations

import re

import pytest

from derive import backprop, read, starters
from derive.document.tell import Teller
from derive.document.wording import words
from derive.reading import read as read_problem
from derive.render.escape import escape
from derive.render.notation import Notation
from derive.render.rows import Rows
from derive.render.tables import architecture, given
from tests.small import small


def layers(problem: object) -> list[tuple[str, ...]]:
    """The rows of the table of layers."""
    return [tuple(row.values()) for row in architecture(Teller(problem, words()), Rows(Notation.of(problem)))]  # type: ignore[arg-type]


def entries(problem: object) -> dict[str, list[str]]:
    """What stands in each row of given values."""
    work = backprop(problem)  # type: ignore[arg-type]
    return {str(row["label"]): row["entries"] for row in given(Teller(work.problem, words()), work.rows)}  # type: ignore[misc]


def test_the_layers_of_the_deck() -> None:
    assert layers(read("deck")) == [
        ("Input layer", "2", "", ""), ("Hidden layer", "2", "sigmoid", "one for the layer"),
        ("Output layer", "2", "sigmoid", "one for the layer"),
    ]  # fmt: skip


def test_a_formula_is_shown_as_it_was_written_and_escaped() -> None:
    layer = {"units": 1, "activation": "z**2 if z > 0 else 0", "bias": "none"}
    weights = {"weights": [[["0.4"]]], "biases": None}
    problem = read(small(network={"inputs": 1, "layers": [layer]}, parameters=weights))
    [_, (_, _, activation, bias)] = layers(problem)
    assert activation == escape("f(z) = z**2 if z > 0 else 0")
    assert bias == "none"


def test_a_formula_without_cases_is_set_as_mathematics() -> None:
    problem = read(small(network={"inputs": 1, "layers": [{"units": 1, "activation": "z/(1+exp(-z))"}]}))
    assert layers(problem)[-1][2] == r"$f(z) = \frac{z}{1 + e^{-z}}$"


def test_the_given_values_of_the_article() -> None:
    table = entries(read("article"))
    assert list(table) == [
        "Inputs", "Targets", "First hidden neuron", "Second hidden neuron", "Output neuron", "Learning rate",
    ]  # fmt: skip
    assert table["First hidden neuron"] == ["w_{11} = 0.4", "w_{12} = 0.3", "b_{1} = 0.1"]
    assert table["Learning rate"] == [r"\eta = 0.1"]


@pytest.mark.parametrize("starter", starters())
def test_every_given_number_stands_in_the_table_once(starter: str) -> None:
    problem = read_problem(starter)
    shown = [entry.partition(" = ")[0] for row in entries(problem).values() for entry in row]
    rows = backprop(problem).rows
    assert sorted(shown) == sorted(rows.name(quantity.id) for quantity in problem.given)


def test_inputs_with_names_have_them_beside() -> None:
    problem = read(small(network__inputs=["size & age"]))
    assert entries(problem)["Inputs"] == [r"x_{1} = 0.5\text{ (size \& age)}"]


PRINTED = {
    "1/3": r"\frac{1}{3}", "1e-30": "10^{-30}", "2.50": "2.5", "1e15": "10^{15}", "-0": "0",
    "-3e-7": r"-3 \cdot 10^{-7}", "0.123456789012345": "0.123456789012345",
}  # fmt: skip


@pytest.mark.parametrize("number", PRINTED)
def test_a_number_is_shown_as_exactly_as_it_was_given(number: str) -> None:
    [weight, _] = entries(read(small(parameters__weights=[[[number]]])))["Output neuron"]
    assert weight.partition(" = ")[2] == PRINTED[number]


def test_a_number_of_very_many_digits_is_shortened() -> None:
    [weight, _] = entries(read(small(parameters__weights=[[["0." + "123456789" * 5]]])))["Output neuron"]
    assert re.search(r" = 0\.12345679$", weight)
