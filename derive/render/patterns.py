"""Formulas with plain numbers put in: what is between the numbers is written once for all of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import sympy
from sympy import Expr

from derive.render.syntax import ATOM, Syntax, Written
from derive.render.writer import Writer

KEPT = 8192                          # formulas whose patterns are remembered
GAP, END, BREAK = "\0\1\2"           # before and after an id whose number goes there, and between pieces
GAPS = re.compile(f"({GAP}+)(.+?){END}")


class Pattern(NamedTuple):
    """A formula without its numbers: a %s for each of them, their ids, and which stand in brackets below zero."""

    text: str
    gaps: tuple[tuple[str, bool], ...]

    def filled(self, numbers: Mapping[str, Written], syntax: Syntax) -> list[str]:
        """Its pieces with the numbers."""
        found = [(numbers[id], held) for id, held in self.gaps]
        texts = [syntax.brackets(each.text) if held and each.signed else each.text for each, held in found]
        return (self.text % tuple(texts)).split(BREAK)


class Asked:
    """A formula that is to be written: how it is a first time, and by its pattern from then on."""

    __slots__ = ("formula", "pattern", "syntax", "times")

    def __init__(self, formula: Expr, syntax: Syntax) -> None:
        self.formula, self.syntax = formula, syntax
        self.pattern: Pattern | None = None
        self.times = 0

    def pieces(self, numbers: Mapping[str, Written]) -> list[str]:
        """The formula with these plain numbers."""
        if self.pattern is not None:
            return self.pattern.filled(numbers, self.syntax)
        self.times += 1
        if self.times == 2:
            self.pattern = pattern(self.formula, tuple(numbers), self.syntax)
        return Writer(self.syntax, numbers.__getitem__).pieces(self.formula)


def put_in(formula: Expr, numbers: Mapping[str, Written], syntax: Syntax) -> list[str]:
    """The formula with numbers for its symbols, in pieces that a line may be broken between."""
    if all(each.kind == "number" for each in numbers.values()):
        return asked(formula, syntax).pieces(numbers)
    return Writer(syntax, numbers.__getitem__).pieces(formula)


@lru_cache(maxsize=KEPT)
def asked(formula: Expr, syntax: Syntax) -> Asked:
    """What is remembered of a formula in one syntax."""
    return Asked(formula, syntax)


def pattern(formula: Expr, ids: tuple[str, ...], syntax: Syntax) -> Pattern | None:
    """The pattern of a formula for all plain numbers.

    None where a sign changes more than the brackets of its own number, or where a symbol is raised: a raised digit may
    be another character.
    """
    if raised(formula):
        return None
    above = written(formula, {id: gap(id) for id in ids}, syntax)
    below = written(formula, {id: gap(id, syntax.sign) for id in ids}, syntax)
    for id in ids:
        mark = f"{syntax.sign}{GAP}{id}{END}"
        below = below.replace(syntax.brackets(mark), f"{GAP}{GAP}{id}{END}").replace(mark, f"{GAP}{id}{END}")
    gaps = tuple((id, len(edge) > 1) for edge, id in GAPS.findall(below))
    if GAPS.sub(rf"{GAP}\2{END}", below) != above:
        return None
    return Pattern(GAPS.sub("%s", above.replace("%", "%%")), gaps)


def written(formula: Expr, gaps: Mapping[str, Written], syntax: Syntax) -> str:
    """The formula with gaps, its pieces in one text."""
    return BREAK.join(Writer(syntax, gaps.__getitem__).pieces(formula))


def gap(id: str, sign: str = "") -> Written:
    """What stands for a number of this sign; the sign is there for what is beside it to see."""
    return Written(f"{sign}{GAP}{id}{END}", ATOM, "number", bool(sign))


def raised(formula: Expr) -> bool:
    """Whether a symbol stands in an exponent."""
    waiting = [formula]
    while waiting:
        node = waiting.pop()
        if (node.is_Pow or isinstance(node, sympy.exp)) and node.args[-1].free_symbols:
            return True
        waiting += [part for part in node.args if not part.is_Symbol]
    return False
