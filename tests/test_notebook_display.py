"""In a notebook, problems, equations, derivations and documents show themselves."""

from __future__ import annotations

import re

import pytest

import derive
from derive import backprop, read, worksheet
from derive.document.worksheet import LEVELS
from tests.small import activated, small

WORK = backprop(read("article"))
OURS = re.compile(r"\\(result|note|blank|task|ruled|color|small)\b")  # commands that MathJax does not know


def balanced(latex: str) -> bool:
    """Whether every brace and every environment is closed."""
    bare = re.sub(r"\\[{}]", "", latex)
    return bare.count("{") == bare.count("}") and latex.count(r"\begin") == latex.count(r"\end")


def test_an_equation_is_displayed_mathematics() -> None:
    shown = WORK["dL/dw[2][1][1]"]._repr_latex_()
    assert shown.startswith(r"$\displaystyle \frac{\partial L}{\partial w_{31}} = ")
    assert shown.endswith(r"\approx 0.0312$")
    assert shown.count("$") == 2


@pytest.mark.parametrize("starter", derive.starters())
def test_every_equation_can_be_shown(starter: str) -> None:
    equations = backprop(read(starter)).equations
    assert len(equations) > 7
    for equation in equations:
        shown = equation._repr_latex_()
        assert balanced(shown) and not OURS.search(shown), shown


def test_a_derivation_shows_all_its_numbered_equations() -> None:
    shown = WORK._repr_latex_()
    assert shown.startswith(r"$$\begin{aligned}") and shown.endswith(r"\end{aligned}$$")
    numbers = re.findall(r"\\text\{\((\d+)\)\}", shown)
    assert numbers == [equation.number for equation in WORK.equations if equation.number]
    assert balanced(shown)


def test_a_problem_tells_its_network_and_its_numbers() -> None:
    shown = read("article")._repr_html_()
    assert "<b>Backpropagation by hand</b><br>2 inputs → 2 sigmoid → 1 sigmoid<br>loss: mse<br>x[1] = 0.5, " in shown
    assert "w[2][1][2] = 0.7" in shown and "eta = 0.1" in shown


def test_a_problem_shows_formulas_and_fractions_as_they_are_written() -> None:
    shown = read(small(title="a < b & c", loss="(y - a)**2/3", data__inputs=["1/3"]))._repr_html_()
    assert "a &lt; b &amp; c" in shown and "loss: (y - a)**2/3" in shown and "x[1] = 1/3" in shown
    assert "max(0, z)" in read(activated("max(0, z)"))._repr_html_()
    assert read("summary")._repr_html_().endswith("loss: mse")


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("starter", derive.starters())
def test_a_document_shows_its_tasks(starter: str, level: str) -> None:
    sheet = worksheet(backprop(read(starter)), level)  # type: ignore[arg-type]
    shown = sheet._repr_html_()
    numbers = re.findall(r"<p><b>\((\d+)\)</b>", shown)
    assert numbers == [str(i + 1) for i in range(len(numbers))] and len(numbers) > 7
    assert (r"\boxed{" in shown) is (level == "worked")
    assert (r"\underline{\hspace{3em}}" in shown) is (level == "guided")
    assert ("$$" in shown) is (level != "blank")
    for display in re.findall(r"\$\$(.*?)\$\$", shown, re.S):
        assert balanced(display) and not OURS.search(display) and "<" not in display


def test_the_key_shows_the_answers_and_the_sheet_does_not() -> None:
    sheet = worksheet(WORK)
    assert "0.5818" in sheet.answers()._repr_html_()
    assert "0.5818" not in sheet._repr_html_()


def test_words_of_a_user_are_no_html_and_no_mathematics() -> None:
    shown = worksheet(backprop(read(small(title="<script>alert(1)</script> $x$"))))._repr_html_()
    assert "<script>" not in shown and "&lt;script&gt;" in shown
    assert "$x$" not in shown and "<span>$</span>x<span>$</span>" in shown
