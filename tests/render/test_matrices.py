"""Matrix equations in every medium: multiplied out here from what is printed, they give what is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from typing import Any

import pytest
import typst

from derive import Derivation, backprop, read, worksheet
from derive.document.worksheet import Chapter
from derive.render import media
from derive.render.content import Content
from derive.render.markup import MATHML, TYPST
from derive.render.measure import width
from derive.render.media import HTML, MARKDOWN, PLAIN, TEX, UNICODE, Medium
from derive.render.syntax import LATEX, TEXT
from tests.document.test_forms import SHARED
from tests.render.test_markup import spoken

WORKS = {name: backprop(read(name)) for name in ("article", "xor", "deck")} | {"shared": backprop(read(SHARED))}
MEDIA = (TEX, HTML, MARKDOWN, PLAIN, UNICODE, media.TYPST)
MATRIX = re.compile(r"\[([^\]]*)\]")
LINEAR = "z^", "W^", "∇_W", "∇_b", "δ^", "b^"
Grid = list[list[Fraction]]


def content(work: Derivation, medium: Medium, student: bool = False) -> Content:
    """The key, or the student's sheet, in matrices and in one medium."""
    sheet = worksheet(work, form="matrix")
    return replace((sheet if student else sheet.answers())._content(TEX), medium=medium)


def equations(told: Content) -> Iterator[dict[str, Any]]:
    """Every matrix equation."""
    def task(assignment: Any, chapter: Chapter) -> dict[str, Any]:
        return {"equations": told.equations(assignment.task, chapter) if assignment.task.grid else []}

    for chapter in told.chapters(task):
        for block in chapter["blocks"]:
            for each in block["tasks"]:
                yield from each["equations"]


def read_grid(text: str) -> Grid:
    return [[Fraction(entry.strip()) for entry in row.split(",")] for row in text.split(";")]


def product(one: Grid, other: Grid) -> Grid:
    assert len(one[0]) == len(other)
    return [[sum(a * b for a, b in zip(row, column, strict=True)) for column in zip(*other, strict=True)]
            for row in one]


def entrywise(one: Grid, other: Grid, sign: str) -> Grid:
    operation = {"+": Fraction.__add__, "-": Fraction.__sub__, "⊙": Fraction.__mul__}[sign]
    return [[operation(a, b) for a, b in zip(*rows, strict=True)] for rows in zip(one, other, strict=True)]


def factors(text: str) -> Grid:
    """Matrices side by side, a number before them."""
    scale, dot, rest = text.rpartition("·")
    found = reduce(product, map(read_grid, MATRIX.findall(rest)))
    return [[entry * Fraction(scale or "1") for entry in row] for row in found] if dot else found


def worth(text: str) -> Grid:
    """What a line of matrices gives."""
    first, *others = re.split(r" ([-+⊙]) (?=[\[\d])", text)
    found = factors(first)
    for sign, term in zip(others[::2], others[1::2], strict=True):
        found = entrywise(found, factors(term), sign)
    return found


@pytest.mark.parametrize("name", WORKS)
def test_every_line_of_matrices_gives_its_result(name: str) -> None:
    compared = 0
    for each in equations(content(WORKS[name], PLAIN)):
        put_in, result = (stage["rows"][0]["text"] for stage in each["stages"][1:])
        if each["left"].startswith(LINEAR) and "(" not in put_in:
            for row, shown in zip(worth(put_in), factors(result), strict=True):
                for entry, told in zip(row, shown, strict=True):
                    assert abs(entry - told) <= Fraction(1, 20_000), (each["left"], put_in, result)
                    compared += 1
    assert compared > 20


@pytest.mark.parametrize("medium", MEDIA, ids="tex html md text unicode typst".split())
@pytest.mark.parametrize("student", (True, False))
def test_each_medium_has_the_same_equations(medium: Medium, student: bool) -> None:
    plain, other = (list(equations(content(WORKS["article"], each, student))) for each in (PLAIN, medium))
    shape = [[len(stage["rows"]) for stage in each["stages"]] for each in plain]
    assert shape == [[len(stage["rows"]) for stage in each["stages"]] for each in other]
    assert len(plain) == 4 + 9 + 4 and all(len(stages) == (2 if student else 3) for stages in shape)


def test_a_weighted_sum_in_words_of_a_browser() -> None:
    first = next(equations(content(WORKS["article"], HTML)))
    rows = ["".join(stage["rows"][0]["pieces"]) for stage in first["stages"]]
    assert spoken(first["left"]) == "𝐳(1)2×1"
    assert spoken(rows[0]) == "𝐖(1)2×2𝐱2×1+𝐛(1)2×1"
    assert spoken(rows[1]) == "[0.40.30.60.9][0.50.1]+[0.10.2]"
    assert spoken(rows[2]) == "[0.330.59]"


def test_letters_of_matrices_are_bold_in_mathml() -> None:
    assert spoken(MATHML.symbol(r"\nabla_{\!\mathbf{W}^{(2)}}")) == "∇𝐖(2)"
    assert spoken(MATHML.symbol(r"\boldsymbol{\delta}^{(1)\top}")) == "𝜹(1)⊤"
    assert spoken(MATHML.symbol(r"\mathbf{1}^{\top}")) == "𝟏⊤"


def test_typst_sets_matrices_and_what_stands_below() -> None:
    grid = TYPST.matrix([["1", "frac(1, 2)"], ["-3", "x"]])
    below = TYPST.under(TYPST.symbol(r"\mathbf{W}^{(1)}"), TYPST.symbol(r"2\times 3"))
    text = f"$ {below}{TYPST.elementwise}{grid} $".encode()
    assert typst.compile(text).startswith(b"%PDF-")


def test_matrices_in_latex_and_in_plain_text() -> None:
    assert LATEX.matrix([["1", "2"], ["3", "4"]]) == r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"
    assert r"\\[8pt]" in LATEX.matrix([[r"\frac{1}{2}"], ["3"]])
    assert TEXT.matrix([["1", "2"], ["3", "4"]]) == "[1, 2; 3, 4]"


def test_a_matrix_is_as_wide_as_its_widest_entries() -> None:
    """Two columns of numbers of three digits, a gap of an em, and the brackets; what is below may be wider."""
    wide = width(r"\begin{bmatrix} 0.1 & 2 \\ 3 & 0.4 \end{bmatrix}")
    assert width(r"\begin{bmatrix} 0.1 & 0.4 \end{bmatrix}") == pytest.approx(wide, abs=1e-4)
    assert 4 < wide < 6
    within = r"\begin{cases}1 & \text{if } z > 0\\0 & \text{if } z < 0\end{cases}"
    assert width(rf"\begin{{bmatrix}} {within} \\ 1 \end{{bmatrix}}") > width(within) > 6
    assert width(r"\underset{2\times 2}{W}") == pytest.approx(width(r"W"), abs=1)


@pytest.mark.parametrize("name", ["softmax", "summary", "adam"])
def test_lines_of_matrices_keep_within_the_margin(name: str) -> None:
    tex = worksheet(backprop(read(name)), form="matrix").answers().tex()
    lines = [line.replace("&", " ", 1) for line in tex.splitlines() if "bmatrix" in line]
    assert len(lines) > 8 and all(width(line) < 45 for line in lines)


def test_without_numbers_the_key_tells_every_entry_once_and_the_sheet_asks_for_it() -> None:
    layers = [{"units": 2, "activation": "sigmoid"}, {"units": 1, "activation": "sigmoid"}]
    sheet = worksheet(backprop(read({"network": {"inputs": 2, "layers": layers}, "loss": "mse"})), form="matrix")
    slope = r"a^{(2)}_{1} \left(1 - a^{(2)}_{1}\right)"
    assert slope not in sheet.tex()
    told = [line for line in sheet.answers().tex().splitlines() if slope in line]
    assert len(told) == 1
    assert rf"= \result{{\begin{{bmatrix}} {slope} \end{{bmatrix}}}}" in told[0]
