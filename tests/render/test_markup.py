"""MathML and Typst: every line of every starter is well formed, and says what the LaTeX says."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from derive import backprop, read, starters
from derive.render.markup import MATHML, TYPST
from derive.render.rows import Rows
from derive.render.scripts import UNICODE
from derive.render.syntax import LATEX, TEXT, number


def spoken(mathml: str) -> str:
    """The characters of a piece of MathML, in reading order."""
    text = "".join(ElementTree.fromstring(f"<math>{mathml}</math>").itertext())
    return re.sub(r"[\u2061\u2062\s]", "", text)


@pytest.mark.parametrize("starter", starters())
def test_every_line_is_well_formed_and_holds_the_same_numbers(starter: str) -> None:
    work = backprop(read(starter))
    mathml, typst = Rows.of(work.notation, MATHML), Rows.of(work.notation, TYPST)
    for equation in work.equations:
        line = equation.line
        spoken(mathml.whole(equation.statement, line))
        dense = typst.whole(equation.statement, line)
        assert "\\" not in dense and dense.count("(") == dense.count(")"), dense
        if line is not None:
            for row, same in zip(mathml.numbers(line), Rows.of(work.notation, TEXT).numbers(line), strict=True):
                digits = re.findall(r"\d+\.?\d*", same.text)
                assert re.findall(r"\d+\.?\d*", " ".join(re.findall(r"<mn>(.*?)</mn>", row.text))) == digits


def test_one_line_in_words_of_a_browser() -> None:
    work = backprop(read("article"))
    equation = work["dL/dw[2][1][1]"]
    text = spoken(Rows.of(work.notation, MATHML).whole(equation.statement, equation.line))
    assert text == "∂L∂w31=∂L∂z3⋅∂z3∂w31=∂L∂z3⋅a1≈0.0536⋅0.5818≈0.0312"


@pytest.mark.parametrize(
    ("text", "latex", "typst"),
    [
        ("-0.03", "-0.03", "-0.03"), ("1/3", r"\frac{1}{3}", "frac(1, 3)"),
        ("-3.2e-5", r"-3.2 \cdot 10^{-5}", "-3.2 dot.op 10^(-5)"),
        ("1-5e-40", r"1 - 5 \cdot 10^{-40}", "1 - 5 dot.op 10^(-40)"),
    ],
)  # fmt: skip
def test_numbers_in_each_writing(text: str, latex: str, typst: str) -> None:
    assert (number(text, LATEX).text, number(text, TYPST).text) == (latex, typst)


def test_characters_of_unicode_stand_where_there_are_all() -> None:
    assert UNICODE.symbol("w_{31}") == "w₃₁"
    assert UNICODE.symbol(r"a^{(1)}_{2}") == "a⁽¹⁾₂"
    assert UNICODE.symbol(r"y_{\text{pred}}") == "y_pred"  # there is no lowered d
    assert UNICODE.symbol("w_{1,10}") == "w_1,10"


def test_a_prime_leaves_its_letter_in_italics() -> None:
    """A single letter in `mi` stands in italics, two characters stand upright."""
    assert MATHML.function("σ′").startswith('<mi>σ</mi><mo form="postfix">′</mo>')
    assert MATHML.function("σ").startswith("<mi>σ</mi>")
    assert MATHML.function("tanh′").startswith('<mi>tanh</mi><mo form="postfix">′</mo>')


def test_users_words_are_no_markup() -> None:
    written = MATHML.symbol(r"\mathrm{ab}<c")
    assert written == '<mi>ab</mi><mi mathvariant="normal">&lt;</mi><mi>c</mi>'
