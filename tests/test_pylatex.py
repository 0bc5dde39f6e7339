"""Sections of a derivation go into PyLaTeX documents of other people, and are tuples as before."""

from __future__ import annotations

import re
from functools import cache

import pylatex
import pypdfium2
import pytest

from derive import Derivation, backprop, read
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
