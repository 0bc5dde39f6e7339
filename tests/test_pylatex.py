"""Sections of a derivation go into PyLaTeX documents of other people, and are tuples as before."""

from __future__ import annotations

import re
from functools import cache

import pylatex
import pypdfium2
import pytest

from derive import Derivation, backprop, figure, read
from derive.render.pdf import compile_tex


@cache
def derived(starter: str) -> Derivation:
    return backprop(read(starter))


def pages(document: pylatex.Document) -> list[str]:
    """The text of each page, as the embedded engine sets it."""
    with pypdfium2.PdfDocument(compile_tex(document.dumps())) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def lecture(*parts: object) -> pylatex.Document:
    """A document of somebody's own."""
    document = pylatex.Document()
    with document.create(pylatex.Section("My lecture")):
        document.append("Only 100 % own words.")
        for part in parts:
            document.append(part)
    return document


def test_a_section_goes_into_a_document_of_one_s_own() -> None:
    document = lecture(derived("article").section("Forward pass").pylatex(), "And words after it.")
    [page] = pages(document)
    assert page.index("Only 100 % own words.") < page.index("(6)") < page.index("(12)") < page.index("words after it")
    assert [package.dumps() for package in document.packages].count(r"\usepackage{amsmath}") == 1


@pytest.mark.parametrize("starter", ["article", "circuit"])
def test_a_figure_goes_there_beside_it(starter: str) -> None:
    work = derived(starter)
    parts = figure(work, show="values").pylatex(), work.section("Forward pass").pylatex()
    document = lecture(*parts, "And words after.")
    text = "".join(pages(document)).replace("\N{MINUS SIGN}", "-")
    values = {each.text().rpartition(" ")[2] for each in work.section("Forward pass") if (each.id or "")[:1] in "afq"}
    assert values and all(text.count(value) >= 2 for value in values)  # in the figure, and in the section
    assert "Only 100 % own words." in text and "And words after." in text
    assert [package.dumps() for package in document.packages].count(r"\usepackage{tikz}") == 1


@pytest.mark.parametrize("starter", ["recurrent", "convolution", "softmax", "article"])
def test_every_kind_of_figure_fits_there(starter: str) -> None:
    """The lines of LaTeX's article are 345 points long, 1 inch and 62 points from the left."""
    document = lecture(figure(derived(starter)).pylatex(), figure(derived("article"), show="values").pylatex())
    with pypdfium2.PdfDocument(compile_tex(document.dumps())) as pdf:
        text = pdf[0].get_textpage()
        rights = [text.get_charbox(i)[2] for i in range(text.count_chars())]
    assert len(rights) > 40 and max(rights) <= 72.27 + 62 + 345 + 1


def test_it_needs_no_more_than_it_says() -> None:
    part = derived("article").section("Forward pass").pylatex()
    assert [package.dumps() for package in part.packages] == [r"\usepackage{amsmath}"]
    assert part.dumps() == derived("article").section("Forward pass").latex()


@pytest.mark.parametrize("starter", ["summary", "softmax", "lstm", "batch-norm"])
def test_every_section_of_a_derivation_can_go_into_it(starter: str) -> None:
    work = derived(starter)
    shown = "".join(pages(lecture(*(work.section(section.title).pylatex() for section in work.sections))))
    assert [each.number for each in work if each.number and f"({each.number})" not in shown] == []


def test_a_section_is_a_tuple_of_its_equations() -> None:
    work = derived("article")
    found = work.section("Forward pass")
    assert isinstance(found, tuple)
    assert found == tuple(each for each in work.equations if each.section == "Forward pass")
    assert found[0] is work["z[1][1]"] and [each.number for each in found] == "6 7 8 9 10 11 12".split()


def test_its_latex_has_the_ids_as_labels() -> None:
    found = derived("article").section("Backward pass")
    assert re.findall(r"\\label\{(.*?)\}", found.latex()) == [each.id for each in found]


def test_a_notebook_shows_it() -> None:
    shown = derived("article").section("Updates")._repr_latex_()
    assert shown.startswith(r"$$\begin{aligned}") and shown.count(r"\text{(25)}") == 3
