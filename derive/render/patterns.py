"""Formulas with plain numbers put in: written once for all numbers of the same signs."""

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
GAP, NEGATIVE, END = "\0\1\2"         # around an id whose number goes there
GAPS = re.compile(f"{GAP}(.+?){END}")


class Pattern(NamedTuple):
    """A piece of a line without its numbers: a %s for each of them, and their ids."""

    text: str
    ids: tuple[str, ...]

    @classmethod
    def of(cls, piece: str) -> Pattern:
        """The pattern of a piece that has an id in each of its gaps."""
        return cls(GAPS.sub("%s", piece.replace("%", "%%")), tuple(GAPS.findall(piece)))


def put_in(formula: Expr, numbers: Mapping[str, Written], syntax: Syntax) -> list[str]:
    """The formula with numbers for its symbols, in pieces that a line may be broken between."""
    signs = tuple([(id, each.signed) for id, each in numbers.items() if each.kind == "number"])
    found = patterns(formula, syntax, signs) if len(signs) == len(numbers) else None
    if found is None:
        return Writer(syntax, numbers.__getitem__).pieces(formula)
    return [text % tuple([numbers[id].text for id in ids]) for text, ids in found]


@lru_cache(maxsize=KEPT)
def patterns(formula: Expr, syntax: Syntax, signs: tuple[tuple[str, bool], ...]) -> tuple[Pattern, ...] | None:
    """The pieces of a formula for all plain numbers of these signs; None where a symbol is raised."""
    if raised(formula):
        return None  # a raised digit may be another character
    gaps = {id: gap(id, syntax.sign if negative else "") for id, negative in signs}
    pieces = Writer(syntax, gaps.__getitem__).pieces(formula)
    return tuple([Pattern.of(piece.replace(syntax.sign + NEGATIVE, GAP)) for piece in pieces])


def gap(id: str, sign: str) -> Written:
    """What stands for a number of this sign; the sign is there for what is beside it to see."""
    return Written(f"{sign}{NEGATIVE if sign else GAP}{id}{END}", ATOM, "number", bool(sign))


def raised(formula: Expr) -> bool:
    """Whether a symbol stands in an exponent."""
    powers = (each for each in sympy.preorder_traversal(formula) if isinstance(each, sympy.Pow | sympy.exp))
    return any(power.args[-1].free_symbols for power in powers)
