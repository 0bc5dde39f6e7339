"""The figure as SVG: the same shapes as in TikZ, well formed, complete in itself, told in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from derive import backprop, read, starters
from derive.arithmetic import Number
from derive.derivation import Derivation
from derive.problem import Problem
from derive.render.figure import Marks, describe, figure, svg
from derive.render.figure.setting import SET
from derive.render.figure.typeset import joined
from derive.render.given import given_number

SPACE = "{http://www.w3.org/2000/svg}"
ROOM = {"a[1][1]": "-0.1234"}
PICTURED = [name for name in starters() if name != "lstm"]


def work_of(starter: str) -> Derivation:
    return backprop(read(starter))


def number_of(work: Derivation) -> Callable[[Number], str]:
    """What writes given numbers."""
    return lambda value: given_number(work.given, value, work.rows)


def svg_of(work: Derivation, *lit: str, known: dict[str, str] | None = None) -> str:
    """The SVG of a derivation with something marked."""
    marks = Marks(frozenset(lit), known or {})
    return svg(work.given, work.notation.latex, number_of(work), marks, ROOM)


def words_of(root: ElementTree.Element) -> list[str]:
    """What is written in a picture, a string for each line of text."""
    return ["".join(text.itertext()) for text in root.iter(f"{SPACE}text")]


@pytest.mark.parametrize("starter", PICTURED)
def test_it_is_well_formed_and_needs_nothing_else(starter: str) -> None:
    text = svg_of(work_of(starter))
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SPACE}svg" and root.get("role") == "img"
    assert len(words_of(root)) >= 3
    assert not re.search(r"(?:href|url|script|style)\b", re.sub(r"font-style", "", text))
    assert text.count("http") == 1


@pytest.mark.parametrize("starter", PICTURED)
def test_it_is_told_in_words(starter: str) -> None:
    work = work_of(starter)
    root = ElementTree.fromstring(svg_of(work))
    assert [child.tag for child in root][:2] == [f"{SPACE}title", f"{SPACE}desc"]
    assert root[0].text == work.problem.title and root[1].text == describe(work.problem)


def test_users_words_are_escaped() -> None:
    problem = Problem("n", "<script>&\"'", 1, read("article").layers[1:], "mse")
    root = ElementTree.fromstring(svg_of(backprop(problem)))
    assert root[0].text == "<script>&\"'"


@pytest.mark.parametrize("starter", PICTURED)
def test_it_draws_what_tikz_draws(starter: str) -> None:
    work = work_of(starter)
    root = ElementTree.fromstring(svg_of(work))
    tex = figure(work.given, work.notation.latex, number_of(work), room=ROOM)
    circles = len(list(root.iter(f"{SPACE}circle")))
    tips = [path for path in root.iter(f"{SPACE}path") if "tip" in path.get("class", "")]
    assert circles == len(re.findall(r"\] \((?:n\d+-\d+|loss)\) at", tex))
    assert len(tips) == tex.count(r"\path[edge,draw]") + tex.count(r"\path[dense,draw]")
    assert tips


def test_a_lit_path_is_thicker_and_has_its_class() -> None:
    root = ElementTree.fromstring(svg_of(work_of("article"), "w[1][1][1]", "a[1][1]", "L"))
    lit = [each for each in root.iter() if "lit" in each.get("class", "").split()]
    assert sorted(each.get("class", "") for each in lit) == [
        "edge lit", "edge lit tip", "input lit", "neuron lit", "value lit"
    ]  # fmt: skip
    widths = {each.get("class"): float(each.get("stroke-width", 0)) for each in root.iter()}
    assert widths["edge lit"] > 2 * widths["edge"] and widths["neuron lit"] > 2 * widths["neuron"]


def test_values_stand_in_the_circles_as_they_become_known() -> None:
    work = work_of("article")
    bare, known = (ElementTree.fromstring(svg_of(work, known=each)) for each in ({}, {"a[1][1]": "-0.59", "L": "0.05"}))
    assert sorted(set(words_of(known)) - set(words_of(bare))) == ["0.05", "−0.59"]
    assert bare.get("viewBox") == known.get("viewBox")


@pytest.mark.parametrize(
    ("latex", "runs"),
    [
        ("w_{11}", ["w", "11"]),
        (r"w_{31}=-0.5", ["w", "31", "=", "−0.5"]),
        (r"\hat{y}", ["ŷ"]),
        (r"\text{out}_{h_1}", ["out", "h", "1"]),
        (r"\tfrac{1}{3}", ["1", "3"]),
        (r"1.5\cdot 10^{-5}", ["1.5", "·", "10", "−5"]),
        (r"\mathbf{a}^{(1)\langle 2\rangle}", ["a", "(1)⟨2⟩"]),
    ],
)
def test_a_formula_is_set_in_order(latex: str, runs: list[str]) -> None:
    assert [run.text for run in joined(SET.symbol(latex).runs)] == runs


def test_indices_stand_below_marks_above_and_fractions_over_a_stroke() -> None:
    letter, index, mark = SET.symbol("w_{1}^{2}").runs
    assert index.y < letter.y == 0 < mark.y and index.x == mark.x > 0 and index.size < 1
    fraction = SET.symbol(r"\tfrac{1}{3}")
    (top, bottom), (stroke,) = fraction.runs, fraction.strokes
    assert top.y > stroke.y > bottom.y and fraction.width > stroke.width > 0
