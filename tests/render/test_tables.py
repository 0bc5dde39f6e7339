"""The tables before the tasks show every layer, and every given number once and as it was given."""

from __future__ import annotations

import dataclasses
import re

import pytest

from derive import backprop, read, starters
from derive.document.tell import Teller
from derive.document.wording import words
from derive.reading import read as read_problem
from derive.render.escape import escape
from derive.render.given import given
from derive.render.media import TEX
from derive.render.notation import Notation
from derive.render.rows import Rows
from derive.render.tables import architecture
from tests.small import small


def layers(problem: object) -> list[tuple[str, ...]]:
    """The rows of the table of layers."""
    return [tuple(row.values()) for row in architecture(Teller(problem, words()), Rows(Notation.of(problem)), TEX)]  # type: ignore[arg-type]


def entries(problem: object) -> dict[str, list[str]]:
    """What stands in each row of given values."""
    work = backprop(problem)  # type: ignore[arg-type]
    return {str(row["label"]): row["entries"] for row in given(Teller(work.given, words()), work.rows)}  # type: ignore[misc]


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
    shown = [name for row in entries(problem).values() for entry in row for name in names(entry)]
    rows = backprop(problem).rows
    assert sorted(shown) == sorted(rows.name(quantity.id) for quantity in problem.given)


def names(entry: str) -> list[str]:
    """The symbols whose numbers an entry shows: one, or in a matrix that of each place, its indices last."""
    symbol, _, value = entry.partition(" = ")
    matrix = re.search(r"\\begin{pmatrix}(.*)\\end{pmatrix}", value)
    if matrix:
        lines = [line.split(" & ") for line in matrix[1].split(r"\\")]
        return [f"{symbol}_{{{r}{c}}}" for r, line in enumerate(lines, 1) for c in range(1, len(line) + 1)]
    if value.startswith("("):
        return [f"{symbol}_{{{i}}}" for i in range(1, value.count(r",\;") + 2)]
    return [symbol]


def test_kernels_and_pictures_stand_as_matrices() -> None:
    table = entries(read_problem("convolution2d"))
    kernel, bias = table["Layer 1: convolution"]
    assert r"\begin{pmatrix}0.5 & 0 & -0.5\\1 & 0 & -1\\0.5 & 0 & -0.5\end{pmatrix}" in kernel
    assert (kernel.partition(" = ")[0], bias) == ("w^{(1)}", "b^{(1)}_{1} = -0.5")
    assert entries(read_problem("convolution"))["Inputs"] == [r"x = (0.2,\; 0.9,\; -0.4,\; 0.5,\; 0.3)"]


def test_a_matrix_with_a_symbol_of_the_users_own_is_told_value_by_value() -> None:
    problem = read_problem("convolution")
    table = entries(dataclasses.replace(problem, symbols={"w[1][1][1][2]": r"\theta"}))
    assert table["Layer 1: convolution"] == [
        "w^{(1)}_{1} = 0.5", r"\theta = 1", "w^{(1)}_{3} = -0.5", "b^{(1)}_{1} = 0.1",
    ]  # fmt: skip


def test_a_layer_on_a_grid_tells_its_sizes() -> None:
    convolution, pooling = layers(read_problem("convolution2d"))[1:3]
    assert convolution[0] == escape("Layer 1: convolution, kernel 3×3, stride 1, valid padding")
    assert convolution[1:] == (escape("1×2×2"), "relu", "one for each filter")
    assert pooling == (escape("Layer 2: average pooling of 1×2, stride 1×2"), escape("1×2×1"), "", "")


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
