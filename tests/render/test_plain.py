"""Symbols for a terminal say the same as in LaTeX, without its commands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from derive.notations import notations
from derive.quantity import gradient, quantity
from derive.reading import read, starters
from derive.render.glyphs import greek
from derive.render.notation import Notation
from derive.render.scripts import plain

PLAIN = {
    r"\hat{y}": "ŷ",
    r"\hat{y}_{2}": "ŷ_2",
    "w_{31}": "w_31",
    "w_{1,10}": "w_1,10",
    r"\eta": "η",
    r"\Delta": "Δ",
    r"\lambda": "λ",
    r"\delta^{(2)}_{1}": "δ^(2)_1",
    r"\mathrm{in}_{h_{1}}": "in_h1",
    r"y_{\text{pred}}": "y_pred",
    r"E_{\mathrm{total}}": "E_total",
    r"w_{31,\text{new}}": "w_31,new",
    r"w^{(1)\,\text{new}}_{11}": "w^(1),new_11",
    r"\frac{\partial L}{\partial w_{31}}": "∂L/∂w_31",
    r"\frac{dy}{dx}": "dy/dx",
    r"\frac{\partial E_{\mathrm{total}}}{\partial \mathrm{out}_{o_{1}}}": "∂E_total/∂out_o1",
}


@pytest.mark.parametrize("latex", PLAIN)
def test_each_symbol_in_plain_text(latex: str) -> None:
    assert plain(latex) == PLAIN[latex]


@pytest.mark.parametrize("notation", notations())
@pytest.mark.parametrize("name", starters())
def test_no_command_and_no_brace_is_left_over(name: str, notation: str) -> None:
    names = Notation.of(replace(read(name), notation=notation))
    for id in ("x[1]", "y[1]", "w[1][1][2]", "b[1][1]", "z[1][1]", "a[1][1]", "L", "L[1]", "w_new[1][1][1]", "eta"):
        for each in (quantity(id), gradient(quantity(id))):
            text = plain(names.latex(each))
            assert text and not set(text) & set("\\{}"), text


def test_a_command_that_is_no_letter_keeps_its_name() -> None:
    assert (greek("alpha"), greek("Omega"), greek("max")) == ("α", "Ω", "max")
