"""The deck's 2-2-2 network: its names, its weights after one step, its loss before and after."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from derive.derivation import Derivation, backprop
from derive.quantity import Quantity
from derive.reading import read
from tests.seeds.words import digits, says

# W_1 … W_8 lead from … to …, and are worth this after one step
WEIGHTS = {
    "W_{1}": ("w[1][1][1]", "0.25", "0.249215"),
    "W_{2}": ("w[1][2][1]", "0.2", "0.199327"),
    "W_{3}": ("w[1][1][2]", "0.5", "0.499608"),
    "W_{4}": ("w[1][2][2]", "0.15", "0.149664"),
    "W_{5}": ("w[2][1][1]", "0.7", "0.667693"),
    "W_{6}": ("w[2][2][1]", "0.4", "0.409070"),
    "W_{7}": ("w[2][1][2]", "0.6", "0.567994"),
    "W_{8}": ("w[2][2][2]", "0.35", "0.358986"),
}
SAID = {
    "z[1][1]": (
        r"\mathrm{in}_{h_{1}}",
        r"W_{1} i_{1} + W_{3} i_{2} + b_{1} = 0.25 \cdot 0.1 + 0.5 \cdot 0.05 + 0.3 = 0.35",
    ),
    "z[1][2]": (
        r"\mathrm{in}_{h_{2}}",
        r"W_{2} i_{1} + W_{4} i_{2} + b_{1} = 0.2 \cdot 0.1 + 0.15 \cdot 0.05 + 0.3 = 0.3275",
    ),
    "a[1][1]": (
        r"\mathrm{out}_{h_{1}}",
        r"\frac{1}{1 + e^{-\mathrm{in}_{h_{1}}}} = \frac{1}{1 + e^{-0.35}} \approx 0.5866",
    ),
    "a[1][2]": (
        r"\mathrm{out}_{h_{2}}",
        r"\frac{1}{1 + e^{-\mathrm{in}_{h_{2}}}} = \frac{1}{1 + e^{-0.3275}} \approx 0.5812",
    ),
    "z[2][1]": (
        r"\mathrm{in}_{o_{1}}",
        r"W_{5} \cdot \mathrm{out}_{h_{1}} + W_{7} \cdot \mathrm{out}_{h_{2}} + b_{2}",
    ),
    "z[2][2]": (
        r"\mathrm{in}_{o_{2}}",
        r"W_{6} \cdot \mathrm{out}_{h_{1}} + W_{8} \cdot \mathrm{out}_{h_{2}} + b_{2}",
    ),
    "L[1]": ("E_{o_{1}}", r"\frac{1}{2} \cdot (\mathrm{target}_{o_{1}} - \mathrm{out}_{o_{1}})^{2}"),
    "L[2]": ("E_{o_{2}}", r"\frac{1}{2} \cdot (\mathrm{target}_{o_{2}} - \mathrm{out}_{o_{2}})^{2}"),
    "L": (r"E_{\mathrm{total}}", "E_{o_{1}} + E_{o_{2}}"),
    "w_new[2][1][2]": (
        r"W_{7,\text{new}}",
        r"W_{7} - \alpha \cdot \frac{\partial E_{\mathrm{total}}}{\partial W_{7}}",
    ),
}


@pytest.fixture(scope="module")
def deck() -> Derivation:
    """The deck's derivation."""
    return backprop(read("deck"))


@pytest.mark.parametrize("name", WEIGHTS)
def test_each_weight_has_its_flat_name_and_its_value_after_one_step(deck: Derivation, name: str) -> None:
    id, before, after = WEIGHTS[name]
    assert deck.notation.named(id) == name
    assert deck.numbers[id] == Fraction(before)
    assert f"{float(deck[id.replace('w[', 'w_new[')].value or 0):.6f}" == after


@pytest.mark.parametrize("id", SAID)
def test_each_equation_says_what_the_deck_says(deck: Derivation, id: str) -> None:
    assert says(deck[id].latex(), *SAID[id]), deck[id].latex()


def test_the_gradient_of_w7_is_the_decks_product_of_three(deck: Derivation) -> None:
    loss, out, into = r"E_{\mathrm{total}}", r"\mathrm{out}_{o_{1}}", r"\mathrm{in}_{o_{1}}"
    product = r" \cdot ".join([slope(loss, out), slope(out, into), slope(into, "W_{7}")])
    chain = deck.rows.chain(deck["dL/dw[2][1][2]"].statement)
    assert chain is not None
    assert chain.text == product
    assert digits(deck["dL/dw[2][1][2]"].value or Fraction(0), 9) == "0.0640112915"


def slope(top: str, by: str) -> str:
    """The partial of one by the other."""
    return rf"\frac{{\partial {top}}}{{\partial {by}}}"


def test_the_loss_falls_as_the_deck_says_when_the_new_weights_are_used(deck: Derivation) -> None:
    assert f"{float(deck['L'].value or 0):.6f}" == "0.353961"
    after = {q: Fraction(deck[renewed(q)].value) if renewed(q) in deck else v for q, v in deck.problem.given.items()}
    again = backprop(replace(deck.problem, given=after))
    assert f"{float(again['L'].value or 0):.6f}" == "0.349459"


def renewed(of: Quantity) -> str:
    """The id of a quantity after the step."""
    return Quantity(f"{of.kind}_new", of.index).id


def test_the_biases_are_one_a_layer_and_stay_as_they_are(deck: Derivation) -> None:
    assert (deck.numbers["b[1]"], deck.numbers["b[2]"]) == (Fraction("0.3"), Fraction("0.9"))
    assert not [id for id in deck.numbers if id.startswith("b_new")]
