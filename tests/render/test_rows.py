"""An equation as rows: the rule, the formula, the numbers, the result, each with the sign it deserves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from derive.derivation import Derivation, backprop
from derive.problem import Problem
from derive.reading import read
from derive.render.rows import Row, Rows
from derive.render.syntax import LATEX, TEXT
from derive.rounding import Rounding


@pytest.fixture(scope="module")
def article() -> Derivation:
    """The article's derivation."""
    return backprop(read("article"))


def neuron(activation: str, z: object, carry: str = "full", loss: str = "squared_error") -> Derivation:
    """One neuron whose pre-activation is its bias."""
    problem: Problem = read({
        "network": {"inputs": 1, "layers": [{"units": 1, "activation": activation}]},
        "loss": loss,
        "data": {"inputs": [0], "targets": [0]},
        "parameters": {"weights": [[[1]]], "biases": [[z]]},
        "training": {"learning_rate": 0.1},
    })  # fmt: skip
    return backprop(replace(problem, rounding=Rounding(4, "places", carry)))  # type: ignore[arg-type]


def sides(rows: list[Row]) -> list[tuple[str, str]]:
    """The relation and text of each row."""
    return [(row.relation, row.text) for row in rows]


def test_the_rule_leads_to_the_formula(article: Derivation) -> None:
    rows = Rows(article.notation, TEXT).formulas(article["dL/dw[2][1][1]"].statement)
    assert [(row.role, row.text) for row in rows] == [("rule", "∂L/∂z_3·∂z_3/∂w_31"), ("formula", "∂L/∂z_3·a_1")]


def test_exact_numbers_stand_after_an_equals_sign_rounded_ones_after_a_wavy_one(article: Derivation) -> None:
    rows = Rows(article.notation, TEXT)
    exact, rounded, carried = (article[id].line for id in ("z[1][1]", "a[1][1]", "z[2][1]"))
    assert exact and rounded and carried
    assert sides(rows.numbers(exact)) == [("=", "0.4·0.5 + 0.3·0.1 + 0.1"), ("=", "0.33")]
    assert sides(rows.numbers(rounded)) == [("=", "1/(1 + e^(-0.33))"), ("≈", "0.5818")]
    assert [relation for relation, _ in sides(rows.numbers(carried))] == ["≈", "≈"]


def test_operands_show_the_digits_that_the_result_needs(article: Derivation) -> None:
    line = article["z[2][1]"].line  # with 0.5818 and 0.6434 it would be 1.0413
    assert line is not None
    assert sides(Rows(article.notation, TEXT).numbers(line))[0][1] == "0.5·0.58176 + 0.7·0.64337 + 0.3"


def test_a_blank_stands_for_every_number_and_for_the_result(article: Derivation) -> None:
    line = article["dL/dw[2][1][1]"].line
    assert line is not None
    blanks = Rows(article.notation, LATEX).blanks(line)
    assert blanks[0].text.count(r"\blank{}") == 2
    assert blanks[-1].text.count(r"\blank{}") == 1
    assert not any(character.isdigit() for row in blanks for character in row.text)


def test_what_decides_between_cases_is_shown_with_its_numbers() -> None:
    work = neuron("leaky_relu", "-0.5")
    line = work["a[1][1]"].line
    assert line is not None
    rows = Rows(work.notation, TEXT)
    assert rows.conditions(line) == ["-0.5 ≤ 0"]
    assert sides(rows.numbers(line)) == [("=", "0.01·(-0.5)"), ("=", "-0.005")]
    assert [row.text for row in rows.blanks(line)] == ["____"]


def test_exact_values_are_fractions_roots_and_powers_of_e() -> None:
    work = neuron("sigmoid", "0.5", carry="exact")
    assert work["a[1][1]"].latex().endswith(r" = \frac{1}{1 + e^{-\frac{1}{2}}} \approx 0.6225")
    thirds = neuron("linear", "1/3", carry="exact")
    assert thirds["L"].text().endswith("= 1/9")


def test_a_value_next_to_one_is_shown_by_its_distance() -> None:
    work = neuron("sigmoid", 100)
    assert "1 - 3.72008 \\cdot 10^{-44}" in work["da/dz[1][1]"].latex()


def test_the_long_chain_names_every_factor(article: Derivation) -> None:
    chain = Rows(article.notation, TEXT).chain(article["dL/dw[1][1][2]"].statement)
    assert chain is not None
    assert chain.text == "∂L/∂ŷ·∂ŷ/∂z_3·∂z_3/∂a_1·∂a_1/∂z_1·∂z_1/∂w_12"
    assert Rows(article.notation, TEXT).chain(article["dL/da[2][1]"].statement) is None


def test_a_short_name_of_a_partial_is_said_with_the_long_one() -> None:
    work = backprop(replace(read("article"), notation="layered"))
    assert work["dL/dz[1][1]"].latex().startswith(r"\delta^{(1)}_{1} = \frac{\partial L}{\partial z^{(1)}_{1}} = ")


def test_the_pieces_of_a_row_make_its_text(article: Derivation) -> None:
    for equation in article:
        for row in article.rows.formulas(equation.statement):
            assert "".join(row.pieces) == row.text
