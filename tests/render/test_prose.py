"""Sentences become LaTeX or plain text: words escaped, quantities and formulas as mathematics."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from derive import backprop, read
from derive.document.wording import Segment, listed, words
from derive.expression import minus, symbol
from derive.quantity import Quantity, gradient
from derive.render.given import given_number
from derive.render.markup import MATHML
from derive.render.media import HTML, TEX, tex_text
from derive.render.prose import Prose
from derive.render.rows import Rows, flat

WORK = backprop(read("article"))
PROSE = Prose(WORK.rows, lambda value: given_number(WORK.problem, value, WORK.rows), TEX)
W, A, Y = Quantity("w", (1, 1, 1)), Quantity("a", (2, 1)), Quantity("y", (1,))

SEGMENTS: list[tuple[Segment, str, str]] = [
    ("50% of {x}_1 ", r"50\% of \{x\}\_1 ", "50% of {x}_1 "),
    (W, "$w_{11}$", "w_11"),
    (A, r"$\hat{y}$", "ŷ"),
    (gradient(W), r"$\partial L/\partial w_{11}$", "∂L/∂w_11"),
    (minus(symbol(Y), symbol(A)), r"\mbox{$y - \hat{y}$}", "y - ŷ"),
    (Fraction(1, 10), "$0.1$", "0.1"),
    (Fraction(1, 3), r"$\frac{1}{3}$", "1/3"),
    (Fraction(1, 10**30), "$10^{-30}$", "10^(-30)"),
]


@pytest.mark.parametrize(("segment", "latex", "plain"), SEGMENTS)
def test_a_segment_in_latex_and_in_text(segment: Segment, latex: str, plain: str) -> None:
    assert PROSE.write((segment,)) == latex
    assert WORK.prose.write((segment,)) == plain


def test_a_sentence_keeps_its_spaces() -> None:
    assert PROSE.write(("Compute ", W, ", then ", A, ".")) == r"Compute~$w_{11}$, then~$\hat{y}$."
    assert WORK.prose.write(("Compute ", W, ", then ", A, ".")) == "Compute w_11, then ŷ."


def test_a_line_may_begin_with_an_equation_but_not_with_a_symbol_alone() -> None:
    assert PROSE.write(("Loss: share, ", A, " = ", Fraction(1, 10), " of ", W, ".")) == (
        r"Loss: share, $\hat{y}$~$=$~$0.1$ of~$w_{11}$."
    )


def test_a_lone_sign_is_mathematics() -> None:
    assert tex_text(" = ") == "~$=$ "
    assert tex_text(" a = b") == " a = b"


@pytest.mark.parametrize(
    ("latex", "sentence"),
    [
        (r"\frac{\partial L}{\partial w_{11}}", r"\partial L/\partial w_{11}"), (r"\frac{dy}{dx}", "dy/dx"),
        (r"\frac{1}{2}", r"\frac{1}{2}"), ("w_{11}", "w_{11}"),
    ],
)  # fmt: skip
def test_partial_derivatives_stand_on_one_line_in_a_sentence(latex: str, sentence: str) -> None:
    assert flat(latex) == sentence


def test_a_placeholder_without_a_filling_is_an_error() -> None:
    with pytest.raises(KeyError):
        words().say("tasks", "bias")


def test_punctuation_stays_with_its_formula_in_html() -> None:
    prose = Prose(Rows.of(WORK.notation, MATHML), str, HTML)
    assert re.fullmatch(r'<span class="held"><math>.*</math>,</span> so', prose.write((W, ", so")))
    assert prose.write((W, " so")).startswith("<math>") and prose.write(("so.", W)).startswith("so.<math>")
    assert PROSE.write((W, ", so")) == "$w_{11}$, so"


def test_a_lone_sign_between_formulas_is_mathematics() -> None:
    prose = Prose(Rows.of(WORK.notation, MATHML), str, HTML)
    assert "</math>\xa0<math><mo" in prose.write((W, " = ", Fraction(2)))
    assert prose.write(("a = b",)) == "a = b"


def test_a_long_list_can_be_broken_and_a_short_one_cannot() -> None:
    for count, tied in ((4, 2), (12, 0)):
        names = [Quantity("w", (1, 1, i)) for i in range(1, count + 1)]
        assert PROSE.write(listed(list(names))).count(",~") == tied
