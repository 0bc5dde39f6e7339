"""The summary's one neuron in letters alone."""

from __future__ import annotations

import pytest

from derive.derivation import backprop
from derive.reading import read
from tests.seeds.words import says

SAID = {
    "z[1][1]": ("z", "w_{1} x_{1} + w_{2} x_{2} + b"),
    "a[1][1]": (r"y_{\text{pred}}", r"\sigma(z) = \frac{1}{1 + e^{-z}}"),
    "L": ("L", r"(y_{\text{true}} - y_{\text{pred}})^{2}"),
    "dL/da[1][1]": (r"\frac{\partial L}{\partial y_{\text{pred}}}", r"2 (y_{\text{pred}} - y_{\text{true}})"),
    "w_new[1][1][1]": (r"w_{1,\text{new}}", r"w_{1} - \eta \cdot \frac{\partial L}{\partial w_{1}}"),
}


@pytest.mark.parametrize("id", SAID)
def test_each_equation_is_in_the_summarys_letters(id: str) -> None:
    assert says(backprop(read("summary"))[id].latex(), *SAID[id])


def test_the_gradient_of_a_weight_is_the_summarys_product_of_three() -> None:
    work = backprop(read("summary"))
    chain = work.rows.chain(work["dL/dw[1][1][1]"].statement)
    assert chain is not None
    assert chain.text == (
        r"\frac{\partial L}{\partial y_{\text{pred}}} \cdot \frac{\partial y_{\text{pred}}}{\partial z} \cdot "
        r"\frac{\partial z}{\partial w_{1}}"
    )


def test_letters_have_no_values() -> None:
    work = backprop(read("summary"))
    assert work.values() == {}
    assert all(equation.value is None and equation.line is None for equation in work)
