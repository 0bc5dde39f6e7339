"""Sentences as LaTeX: text escaped, quantities and expressions as mathematics."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from sympy import Eq, Expr

from derive.document.wording import Segment, Sentence
from derive.quantity import Partial, Quantity
from derive.render.escape import escape
from derive.render.measure import width
from derive.render.rows import Rows
from derive.render.writer import Writer

LINE = 30.0                          # em of a formula that is not broken within a sentence
FRACTION = re.compile(r"\\frac\{((?:\\partial |d).*)\}\{((?:\\partial |d).*)\}")


@dataclass(frozen=True, slots=True)
class Prose:
    """Writes sentences with the symbols of one problem."""

    rows: Rows
    number: Callable[[Fraction], str]  # how given numbers are written

    def tex(self, sentence: Sentence) -> str:
        """The sentence in LaTeX."""
        parts = [self._segment(segment) for segment in sentence]
        for i, segment in enumerate(sentence[1:], start=1):
            if not isinstance(segment, str | Eq) and parts[i - 1].endswith(" "):
                parts[i - 1] = parts[i - 1][:-1] + "~"  # no symbol begins a line alone
        return "".join(parts)

    def text(self, sentence: Sentence) -> str:
        """The sentence in plain text, for rows of that syntax."""
        return "".join(segment if isinstance(segment, str) else self._symbols(segment) for segment in sentence)

    def _segment(self, segment: Segment) -> str:
        if isinstance(segment, str):
            return spaced(segment)
        if isinstance(segment, Quantity | Partial):
            return f"${inline(self.rows.notation.latex(segment))}$"
        if isinstance(segment, Fraction):
            return f"${self._symbols(segment)}$"
        display = r"\displaystyle " if isinstance(segment, Eq) else ""
        formula = f"${display}{self._symbols(segment)}$"
        return rf"\mbox{{{formula}}}" if width(formula) < LINE else formula

    def _symbols(self, segment: Quantity | Partial | Expr | Eq | Fraction) -> str:
        if isinstance(segment, Quantity | Partial):
            return self.rows.name(segment.id)
        if isinstance(segment, Fraction):
            return self.number(segment)
        writer = Writer(self.rows.syntax, self.rows.symbol)
        return writer.condition(segment) if isinstance(segment, Eq) else writer.text(segment)


def spaced(text: str) -> str:
    """Escaped text that keeps the spaces at its ends; a lone sign between formulas is mathematics."""
    if text.strip() == "=":
        return "~$=$ "
    lead = " " if text[:1].isspace() else ""
    tail = " " if text[-1:].isspace() else ""
    return lead + escape(text) + tail


def inline(latex: str) -> str:
    """A symbol as it stands in a sentence: ∂L/∂w on one line."""
    partial = FRACTION.fullmatch(latex)
    return rf"{partial[1]}/{partial[2]}" if partial else latex
