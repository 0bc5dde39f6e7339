"""The article's equations (1) to (25), in its own words and numbers, and what it leaves to the reader after them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from derive.derivation import Derivation, backprop
from derive.reading import read
from tests.seeds.words import digits, says

# number -> what is asked for, and the right-hand side in the article's letters
SAID = {
    "1": (r"\frac{dy}{dx}", r"\frac{dy}{dg} \cdot \frac{dg}{dx}"),
    "2": ("z", "w x + b"),
    "3": ("a", r"\sigma(z)"),
    "4": ("L", "(y - a)^{2}"),
    "5": (
        r"\frac{\partial L}{\partial w}",
        r"\frac{\partial L}{\partial a} \cdot \frac{\partial a}{\partial z} \cdot \frac{\partial z}{\partial w}",
    ),
    "6": ("z_{1}", r"w_{11} x_{1} + w_{12} x_{2} + b_{1} = 0.4 \cdot 0.5 + 0.3 \cdot 0.1 + 0.1 = 0.33"),
    "7": ("a_{1}", r"\sigma(z_{1}) = \frac{1}{1 + e^{-z_{1}}} = \frac{1}{1 + e^{-0.33}} \approx 0.5818"),
    "8": ("z_{2}", r"w_{21} x_{1} + w_{22} x_{2} + b_{2} = 0.6 \cdot 0.5 + 0.9 \cdot 0.1 + 0.2 = 0.59"),
    "9": ("a_{2}", r"\sigma(z_{2}) = \frac{1}{1 + e^{-z_{2}}} = \frac{1}{1 + e^{-0.59}} \approx 0.6434"),
    "10": ("z_{3}", "w_{31} a_{1} + w_{32} a_{2} + b_{3}"),
    "11": (r"\hat{y}", r"\sigma(z_{3}) = \frac{1}{1 + e^{-z_{3}}}"),
    "12": ("L", r"(y - \hat{y})^{2}"),
    "13": (r"\frac{\partial L}{\partial \hat{y}}", r"2 (\hat{y} - y)"),
    "14": (r"\frac{\partial \hat{y}}{\partial z_{3}}", r"\sigma'(z_{3}) = \hat{y} (1 - \hat{y})"),
    "15": (
        r"\frac{\partial L}{\partial z_{3}}",
        r"\frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial \hat{y}}{\partial z_{3}}",
    ),
    "16": (r"\frac{\partial L}{\partial w_{31}}", r"\frac{\partial L}{\partial z_{3}} \cdot a_{1}"),
    "17": (r"\frac{\partial L}{\partial w_{32}}", r"\frac{\partial L}{\partial z_{3}} \cdot a_{2}"),
    "18": (r"\frac{\partial L}{\partial b_{3}}", r"\frac{\partial L}{\partial z_{3}} \cdot 1"),
    "19": (r"\frac{\partial L}{\partial a_{1}}", r"\frac{\partial L}{\partial z_{3}} \cdot w_{31}"),
    "20": (r"\frac{\partial a_{1}}{\partial z_{1}}", r"\sigma'(z_{1}) = a_{1} (1 - a_{1})"),
    "21": (
        r"\frac{\partial L}{\partial z_{1}}",
        r"\frac{\partial L}{\partial a_{1}} \cdot \frac{\partial a_{1}}{\partial z_{1}}",
    ),
    "22": (r"\frac{\partial L}{\partial w_{11}}", r"\frac{\partial L}{\partial z_{1}} \cdot x_{1}"),
    "23": (r"\frac{\partial L}{\partial w_{12}}", r"\frac{\partial L}{\partial z_{1}} \cdot x_{2}"),
    "24": (r"\frac{\partial L}{\partial b_{1}}", r"\frac{\partial L}{\partial z_{1}} \cdot 1"),
    "25": (r"w_{31,\text{new}}", r"w_{31} - \eta \cdot \frac{\partial L}{\partial w_{31}}"),
    "26": (r"\frac{\partial L}{\partial a_{2}}", r"\frac{\partial L}{\partial z_{3}} \cdot w_{32}"),
    "27": (r"\frac{\partial a_{2}}{\partial z_{2}}", r"\sigma'(z_{2}) = a_{2} (1 - a_{2})"),
    "28": (
        r"\frac{\partial L}{\partial z_{2}}",
        r"\frac{\partial L}{\partial a_{2}} \cdot \frac{\partial a_{2}}{\partial z_{2}}",
    ),
    "29": (r"\frac{\partial L}{\partial w_{21}}", r"\frac{\partial L}{\partial z_{2}} \cdot x_{1}"),
    "30": (r"\frac{\partial L}{\partial w_{22}}", r"\frac{\partial L}{\partial z_{2}} \cdot x_{2}"),
    "31": (r"\frac{\partial L}{\partial b_{2}}", r"\frac{\partial L}{\partial z_{2}} \cdot 1"),
    "32": (r"w_{11,\text{new}}", r"w_{11} - \eta \cdot \frac{\partial L}{\partial w_{11}}"),
    "33": (r"w_{21,\text{new}}", r"w_{21} - \eta \cdot \frac{\partial L}{\partial w_{21}}"),
}
# number -> values with (y - ŷ)² and with half of it, to nine digits
VALUES = {
    "12": ["0.0193455513", "0.00967277563"],
    "13": ["0.278176572", "0.139088286"],
    "14": ["0.192836792", "0.192836792"],
    "15": ["0.0536426776", "0.0268213388"],
    "16": ["0.0312071307", "0.0156035653"],
    "17": ["0.0345118291", "0.0172559145"],
    "18": ["0.0536426776", "0.0268213388"],
    "19": ["0.0268213388", "0.0134106694"],
    "20": ["0.243315404", "0.243315404"],
    "21": ["0.00652604489", "0.00326302245"],
    "22": ["0.00326302245", "0.00163151122"],
    "23": ["0.000652604489", "0.000326302245"],
    "24": ["0.00652604489", "0.00326302245"],
    "26": ["0.0375498743", "0.0187749372"],
    "27": ["0.229446435", "0.229446435"],
    "28": ["0.00861568479", "0.00430784240"],
    "29": ["0.00430784240", "0.00215392120"],
    "30": ["0.000861568479", "0.000430784240"],
    "31": ["0.00861568479", "0.00430784240"],
}
# new weights and biases share the number of their neuron
UPDATES = {
    "25": [["0.496879287", "0.696548817", "0.294635732"], ["0.498439643", "0.698274409", "0.297317866"]],
    "32": [["0.399673698", "0.299934740", "0.0993473955"], ["0.399836849", "0.299967370", "0.0996736978"]],
    "33": [["0.599569216", "0.899913843", "0.199138432"], ["0.599784608", "0.899956922", "0.199569216"]],
}
SECTIONS = {"Chain rule": (1, 5), "Forward pass": (6, 12), "Backward pass": (13, 24), "Updates": (25, 25)}


def article(loss: str = "mse") -> Derivation:
    """The article's network with one of the two readings of its loss."""
    return backprop(replace(read("article"), loss=loss))


def values(work: Derivation, number: str) -> list[str]:
    """The values of the equations that share a number, to nine digits."""
    found = [equation.value for equation in work if equation.number == number]
    return [digits(value, 9) for value in found if value is not None]


@pytest.mark.parametrize("number", SAID)
def test_each_equation_has_its_number_and_says_what_the_article_says(number: str) -> None:
    name, right = SAID[number]
    first = next(equation for equation in article() if equation.number == number)
    assert says(first.latex(), name, right), first.latex()


@pytest.mark.parametrize("loss", ["mse", "half_squared_error"])
@pytest.mark.parametrize("number", VALUES)
def test_each_number_is_right_to_nine_digits(number: str, loss: str) -> None:
    assert values(article(loss), number) == [VALUES[number][loss != "mse"]]


@pytest.mark.parametrize("loss", ["mse", "half_squared_error"])
@pytest.mark.parametrize("number", UPDATES)
def test_each_new_parameter_is_right_to_nine_digits(number: str, loss: str) -> None:
    assert values(article(loss), number) == UPDATES[number][loss != "mse"]


def test_the_forward_pass_has_the_articles_numbers() -> None:
    work = article()
    found = [round(float(work[id].value or 0), 4) for id in "z[1][1] a[1][1] z[1][2] a[1][2] z[2][1] a[2][1]".split()]
    assert found == [0.33, 0.5818, 0.59, 0.6434, 1.0412, 0.7391]


def test_the_sections_follow_the_article() -> None:
    work = article()
    for title, (first, last) in SECTIONS.items():
        numbers = [int(equation.number or 0) for equation in work.section(title)]
        assert (numbers[0], numbers[-1]) == (first, last)
    assert [e.number for e in work if e.number] == sorted((e.number for e in work if e.number), key=int)
