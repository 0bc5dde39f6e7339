"""A formula with numbers put in by its pattern is what the writer itself would write with them."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
import sympy
from sympy import Expr, Symbol

from derive.derivation import backprop
from derive.expression import minus, negative, number, over, plus, power, times
from derive.reading import read
from derive.reading.starters import starters
from derive.render.markup import MATHML, TYPST
from derive.render.patterns import pattern, put_in
from derive.render.syntax import LATEX, TEXT, UNICODE_TEXT, Syntax
from derive.render.syntax import number as numeral
from derive.render.writer import Writer

SYNTAXES = (LATEX, TEXT, UNICODE_TEXT, MATHML, TYPST)
NUMBERS = ("0", "7", "12.5", "0.0326", "-1", "-0.4")
OTHERS = ("1/3", "-2/3", "3.2e-5", "-1e9", "1-5.1e-40")  # whose look is not that of plain numbers
X, Y, Z = map(Symbol, "xyz")
LINES = (
    X, negative(X), plus(X, negative(Y)), minus(X, minus(Y, Z)), times(X, Y), times(number(-1), X, Y),
    times(X, negative(Y)), over(X, Y), over(minus(X, Y), times(Y, Z)), times(number(2), minus(X, Y)),
    over(plus(X, Y, Z), number(3)),
    power(minus(X, Y), number(2)), power(negative(X), number(3)), power(number(2), X), power(Y, negative(X)),
    over(number(1), plus(number(1), sympy.exp(negative(X), evaluate=False))), sympy.tanh(X), sympy.Abs(minus(X, Y)),
    sympy.Max(X, Y), sympy.Piecewise((X, X > 0), (negative(Y), Y > 0)), power(X, number(Fraction(1, 2))), times(X, X),
)  # fmt: skip


def same(formula: Expr, texts: dict[str, str], syntax: Syntax) -> bool:
    """Whether both ways of writing give the same pieces."""
    numbers = {id: numeral(text, syntax) for id, text in texts.items()}
    wanted = Writer(syntax, numbers.__getitem__).pieces(formula)
    return all(put_in(formula, numbers, syntax) == wanted for _ in range(3))  # a pattern is made the second time


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("formula", LINES, ids=str)
def test_every_formula_takes_every_number(formula: Expr, syntax: Syntax) -> None:
    choose = random.Random(1)
    for _ in range(60):
        texts = {id: choose.choice(NUMBERS + OTHERS * choose.randint(0, 1)) for id in "xyz"}
        assert same(formula, texts, syntax), texts


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("name", starters())
def test_every_line_of_every_starter_is_written_alike(name: str, syntax: Syntax) -> None:
    lines = [equation.line for equation in backprop(read(name)).equations]
    for line in lines:
        if line is not None and not line.forms:
            texts = {id: operand.text for id, operand in line.operands.items()}
            assert same(line.formula, texts, syntax), line.formula


def test_a_formula_that_is_written_again_has_a_pattern_for_all_signs() -> None:
    found = pattern(plus(times(X, Y), negative(Z)), ("x", "y", "z"), LATEX)
    assert found is not None
    assert found.gaps == (("x", False), ("y", True), ("z", True))
    assert pattern(power(number(2), X), ("x",), LATEX) is None


def test_a_sign_of_per_cent_is_no_gap() -> None:
    numbers = {"x": numeral("2", LATEX), "y": numeral("-3", LATEX)}
    strange = replace(LATEX, dot=" % ")
    assert [put_in(times(X, Y), numbers, strange) for _ in range(3)] == [["2", " % (-3)"]] * 3
