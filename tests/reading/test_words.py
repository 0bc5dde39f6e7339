"""Titles are one clean line; users' own symbols are a small language that TeX cannot be hurt with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derive.reading.refused import Refused, closest
from derive.reading.symbols import symbol
from derive.reading.words import line

TITLES = {
    "a\n\nb\tc  d": "a b c d",
    "  spaced  ": "spaced",
    "\\input{/etc/passwd} % $ & #": "\\input{/etc/passwd} % $ & #",
    "Nguyễn Иван 中文 محمد": "Nguyễn Иван 中文 محمد",
    "e\u0301": "é",
    "a" * 200: "a" * 200,
    "": "",
}
HIDDEN = {
    "a\0b": "NULL (U+0000)",
    "\a": "BELL (U+0007)",
    "a\u202eb": "RIGHT-TO-LEFT OVERRIDE (U+202E)",
    "a\u200bb": "ZERO WIDTH SPACE (U+200B)",
    "\ufeff": "ZERO WIDTH NO-BREAK SPACE (U+FEFF)",
    "\ud800": "U+D800",
    "\ue000": "U+E000",
    "a" * 201: "201 characters",
}
SYMBOLS = [
    "w_{31}", "x", "\\eta", "\\hat{y}", "\\hat{y}_{1}^{(2)}", "w_i^j", "x'", "x''_1", "E_{total}", "\\mathrm{out}_{h1}",
    "\\mathbf{W}^{(1)}", "\\bar{\\alpha}_2", "w_\\alpha", "{ab}_c", "(w)", "W_{1, 2}",
]  # fmt: skip
DANGEROUS = [
    "\\input{x}", "\\write18{x}", "$x$", "a_1_2", "a^1^2", "a^1'", "x'^2", "{", "}", "a}", "{a", "_1", "^2", "a_", "{}",
    "\\hat", "\\hat y", "x_\\hat{y}", "\\", "\\\\", "%", "a&b", "#1", "~", "a\nb", "é", "", " ", "a" * 61, "\\text{x}",
    "\\csname x\\endcsname", "^^5c", "\\alphax", "'",
]  # fmt: skip


@pytest.mark.parametrize("text", TITLES)
def test_a_title_is_one_line(text: str) -> None:
    assert line(text) == TITLES[text]


@pytest.mark.parametrize("text", HIDDEN)
def test_hidden_characters_are_refused_by_name(text: str) -> None:
    with pytest.raises(Refused) as caught:
        line(text)
    assert HIDDEN[text] in caught.value.what


@pytest.mark.parametrize("value", [None, True, ["a"], {"a": 1}])
def test_a_title_is_text(value: object) -> None:
    with pytest.raises(Refused, match="in place of text"):
        line(value)


@given(st.text())
def test_any_title_is_printable_or_refused(text: str) -> None:
    try:
        found = line(text)
    except Refused:
        return
    assert "\n" not in found
    assert len(found) <= 200


@pytest.mark.parametrize("text", SYMBOLS)
def test_a_symbol_is_kept_as_it_is(text: str) -> None:
    assert symbol(text) == text


@pytest.mark.parametrize("text", DANGEROUS)
def test_anything_else_is_no_symbol(text: str) -> None:
    with pytest.raises(Refused) as caught:
        symbol(text)
    assert caught.value.cure


@given(st.text(alphabet="ab1_^{}'\\ (,", max_size=12))
def test_symbols_have_balanced_braces_and_no_unknown_commands(text: str) -> None:
    try:
        found = symbol(text)
    except Refused:
        return
    assert found.count("{") == found.count("}")
    assert "\\" not in found
    assert "{}" not in found


@pytest.mark.parametrize(
    ("word", "meant"), [("ReLU", "relu"), ("Leaky-ReLU", "leaky_relu"), ("sigmod", "sigmoid"), ("xyz", "")]
)
def test_a_misspelt_name_has_a_nearest(word: str, meant: str) -> None:
    assert closest(word, ["relu", "leaky_relu", "sigmoid"]) == meant
