"""Expressions in writing: network order, brackets only where needed, a sign never after a sign or a dot."""

from __future__ import annotations

import decimal
import re
from fractions import Fraction

import mpmath
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sympy import Expr

from derive.arithmetic import Arithmetic, NotReal
from derive.evaluate import evaluate
from derive.expression import from_formula, minus, negative, number, over, plus, power, symbol, times
from derive.formula import read_formula
from derive.quantity import Quantity
from derive.render.syntax import LATEX, TEXT, Written
from derive.render.syntax import number as written_number
from derive.render.writer import Writer
from tests.calculator import floating, typed

LETTERS = "xyzw"


def formula(text: str) -> Expr:
    """The expression of a formula in the letters."""
    return from_formula(read_formula(text, tuple(LETTERS)), {name: symbol(Quantity(name)) for name in LETTERS})


# a formula as it is typed -> in LaTeX -> in plain text
WRITTEN = {
    "w*x + y": ("w x + y", "w·x + y"),
    "y + w*x": ("y + w x", "y + w·x"),
    "x - y": ("x - y", "x - y"),
    "x - (y - z)": ("x - (y - z)", "x - (y - z)"),
    "-x - y": ("-x - y", "-x - y"),
    "-(x + y)": ("-(x + y)", "-(x + y)"),
    "x*(-y)": (r"x \cdot (-y)", "x·(-y)"),
    "(x + y)*z": (r"(x + y) \cdot z", "(x + y)·z"),
    "2*(x - y)": ("2 (x - y)", "2·(x - y)"),
    "(x - y)**2": ("(x - y)^{2}", "(x - y)^2"),
    "(x - y)**2/2": (r"\frac{(x - y)^{2}}{2}", "(x - y)^2/2"),
    "x/(y*z)": (r"\frac{x}{y z}", "x/(y·z)"),
    "x/y/z": (r"\frac{\frac{x}{y}}{z}", "x/y/z"),
    "1/(1 + exp(-z))": (r"\frac{1}{1 + e^{-z}}", "1/(1 + e^(-z))"),
    "exp(-z**2)": ("e^{-z^{2}}", "e^(-z^2)"),
    "sqrt(x + y)": (r"\sqrt{x + y}", "√(x + y)"),
    "abs(x - y)": (r"\left|x - y\right|", "|x - y|"),
    "log(x)": (r"\ln(x)", "ln(x)"),
    "log(1 + exp(z))": (r"\ln\left(1 + e^{z}\right)", "ln(1 + e^z)"),
    "tanh(z)": (r"\tanh(z)", "tanh(z)"),
    "erf(z)": (r"\operatorname{erf}(z)", "erf(z)"),
    "max(0, z)": (r"\max(0, z)", "max(0, z)"),
    "(x**y)**z": (r"\left(x^{y}\right)^{z}", "(x^y)^z"),
    "x**(y**z)": ("x^{y^{z}}", "x^(y^z)"),
    "(-x)**2": ("(-x)^{2}", "(-x)^2"),
    "0.01*z": ("0.01 z", "0.01·z"),
    "z/2": (r"\frac{z}{2}", "z/2"),
    "x if z > 0 else y": (
        r"\begin{cases}x & \text{if } z > 0\\y & \text{if } z \leq 0\end{cases}",
        "{x if z > 0; y if z ≤ 0}",
    ),
}


def names(id: str) -> Written:
    """A letter as it is."""
    return Written(id)


@pytest.mark.parametrize("text", WRITTEN)
def test_a_formula_is_written_in_its_own_order(text: str) -> None:
    expression = formula(text)
    assert Writer(LATEX, names).text(expression) == WRITTEN[text][0]
    assert Writer(TEXT, names).text(expression) == WRITTEN[text][1]


# the same expressions with numbers for letters
NUMBERS = {
    "w*x + y": r"-0.5 \cdot 0.3 + (-2)",
    "x - y": "0.3 - (-2)",
    "x - y*w": r"0.3 - (-2) \cdot (-0.5)",
    "exp(-w)": "e^{-(-0.5)}",
    "w**2": "(-0.5)^{2}",
    "-w": "-(-0.5)",
    "x*w": r"0.3 \cdot (-0.5)",
    "2*x": r"2 \cdot 0.3",
    "x/z": r"\frac{0.3}{\frac{1}{3}}",
    "z*x": r"\frac{1}{3} \cdot 0.3",
    "x*(y - z)": r"0.3 \left(-2 - \frac{1}{3}\right)",
    "z**2": r"\left(\frac{1}{3}\right)^{2}",
    "max(w, y)": r"\max(-0.5, -2)",
}
SHOWN = {"w": "-0.5", "x": "0.3", "y": "-2", "z": "1/3"}


@pytest.mark.parametrize("text", NUMBERS)
def test_negative_numbers_stand_in_brackets_unless_they_come_first(text: str) -> None:
    assert Writer(LATEX, lambda id: written_number(SHOWN[id], LATEX)).text(formula(text)) == NUMBERS[text]


leaves = st.one_of(st.sampled_from([symbol(Quantity(name)) for name in LETTERS]), st.integers(1, 9).map(number))


def grown(parts: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """Expressions made of smaller ones."""
    return st.one_of(
        st.builds(plus, parts, parts),
        st.builds(minus, parts, parts),
        st.builds(times, parts, parts),
        st.builds(lambda a, b, c: times(a, b, c), parts, parts, parts),
        st.builds(over, parts, parts),
        st.builds(negative, parts),
        st.builds(power, parts, st.sampled_from([number(2), number(3), number(-1), negative(number(2))])),
        st.builds(lambda x: sympy.exp(negative(power(x, number(2))), evaluate=False), parts),
        st.builds(lambda x: sympy.tanh(x, evaluate=False), parts),
        st.builds(lambda x, y: sympy.Max(x, y, evaluate=False) if x != y else x, parts, parts),
    )


expressions = st.recursive(leaves, grown, max_leaves=8)
shown_numbers = st.sampled_from(["-0.5", "0.3", "-2", "1/3", "-1/3", "2e-7", "-1.5e-6", "1e-9", "4"])


@settings(max_examples=300)
@given(expressions, st.lists(shown_numbers, min_size=4, max_size=4))
def test_any_expression_is_worth_what_is_written(expression: Expr, texts: list[str]) -> None:
    given_texts = dict(zip(LETTERS, texts, strict=True))
    try:
        worth = float(evaluate(expression, {k: Fraction(v) for k, v in given_texts.items()}, Arithmetic(60, True)))
    except (NotReal, OverflowError, decimal.Overflow):
        assume(False)
    assume(abs(worth) < 1e200)
    latex = Writer(LATEX, lambda id: written_number(given_texts[id], LATEX)).text(expression)
    assert float(floating(typed(latex))) == pytest.approx(worth, rel=1e-12, abs=1e-50), latex
    text = Writer(TEXT, lambda id: written_number(given_texts[id], TEXT)).text(expression)
    assert python(text) == pytest.approx(worth, rel=1e-12, abs=1e-50), text
    for line in (latex, text):
        assert not re.search(r"\+ -|--|- -|\\cdot -|·-", line), line


def python(text: str) -> float:
    """What Python computes for a line of plain text."""
    names = {"tanh": mpmath.tanh, "max": max, "e": mpmath.e, "f": lambda digits: mpmath.mpf(digits)}
    typed_text = re.sub(r"\d+(\.\d+)?", lambda match: f"f('{match[0]}')", text)
    with mpmath.workdps(100):
        return float(eval(typed_text.replace("·", "*").replace("^", "**"), {"__builtins__": {}}, names))


def test_pieces_are_the_places_where_a_line_may_break() -> None:
    writer = Writer(LATEX, names)
    assert writer.pieces(formula("w*x + y*z - x")) == ["w x", " + y z", " - x"]
    assert writer.pieces(formula("w*x*(y + z)")) == ["w", " x", " (y + z)"]
    for text in WRITTEN:
        assert "".join(writer.pieces(formula(text))) == WRITTEN[text][0]


# a long sum with a number before or below it: its brackets may be broken between, and mean what was meant
LONG_SUMS = {
    "(x + y + z)/3": ([r"\frac{1}{3} \cdot \bigl(x", " + y", r" + z\bigr)"], "1/3·(x + y + z)"),
    "2*(x - y + z)": ([r"2 \bigl(x", " - y", r" + z\bigr)"], "2·(x - y + z)"),
    "(-2)*(x + y + (z - w))": ([r"-2 \bigl(x", " + y", r" + (z - w)\bigr)"], "-2·(x + y + (z - w))"),
    "(x + y + z)/sqrt(2)": ([r"\frac{1}{\sqrt{2}} \cdot \bigl(x", " + y", r" + z\bigr)"], "1/√(2)·(x + y + z)"),
    "(x + y)/2": ([r"\frac{x + y}{2}"], "(x + y)/2"),
    "w*(x + y + z)": (["w", " (x + y + z)"], "w·(x + y + z)"),
}


@pytest.mark.parametrize("text", LONG_SUMS)
def test_a_long_sum_may_be_broken_within_its_brackets(text: str) -> None:
    expression, (pieces, plain) = formula(text), LONG_SUMS[text]
    assert Writer(LATEX, names).pieces(expression) == pieces
    assert "".join(Writer(TEXT, names).pieces(expression)) == plain
    numbers = dict(zip(LETTERS, (Fraction(1, 2), Fraction(-3), Fraction(7, 4), Fraction(5)), strict=True))
    latex = "".join(Writer(LATEX, lambda id: written_number(str(float(numbers[id])), LATEX)).pieces(expression))
    worth = evaluate(expression, numbers, Arithmetic(60, True))
    assert float(floating(typed(latex))) == pytest.approx(float(worth), rel=1e-12)
