"""In a notebook, problems, equations, derivations and documents show themselves."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import html5lib
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


def parsed(html: str) -> Element:
    """A piece of HTML as a tree; html5lib's strict parser refuses whatever the standard calls an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parseFragment(html)
    return tree


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("starter", derive.starters())
def test_a_document_shows_its_tasks(starter: str, level: str) -> None:
    sheet = worksheet(backprop(read(starter)), level)  # type: ignore[arg-type]
    shown = sheet._repr_html_()
    numbers = re.findall(r"<p><b>\((\d+)\)</b>", shown)
    assert numbers == [str(i + 1) for i in range(len(numbers))] and len(numbers) > 7
    assert ("border: 1.5px solid" in shown) is (level == "worked")
    assert ('class="blank"' in shown) is (level == "guided")
    assert ('display="block"' in shown) is (level != "blank")
    assert parsed(shown) is not None and "$" not in shown and "\\" not in shown


def test_the_key_shows_the_answers_and_the_sheet_does_not() -> None:
    sheet = worksheet(WORK)
    assert "0.5818" in sheet.answers()._repr_html_()
    assert "0.5818" not in sheet._repr_html_()


@pytest.mark.parametrize("form", ["delta", "chain", "matrix"])
def test_a_document_shows_itself_in_its_form(form: str) -> None:
    shown = worksheet(WORK, form=form).answers()._repr_html_()
    assert parsed(shown) is not None and ('class="matrix"' in shown) is (form == "matrix")


def test_words_of_a_user_are_no_html_and_no_mathematics() -> None:
    title = r"<script>alert(1)</script> $x$ \(y\) \begin{align}"
    shown = worksheet(backprop(read(small(title=title))))._repr_html_()
    assert "".join(parsed(shown).find("div/h2").itertext()) == title
    assert "<script>" not in shown and "$x$" not in shown and "\\(" not in shown and "\\begin" not in shown
