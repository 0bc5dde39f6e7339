"""Sentences in one medium: text made safe, quantities and expressions as mathematics."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from sympy import Eq

from derive.document.wording import Segment, Sentence
from derive.quantity import Partial, Quantity
from derive.render.media import Medium
from derive.render.rows import Rows
from derive.render.writer import Writer

LISTED, MOST = ", ", 6               # between the symbols of a list, and how many of them a line holds
PUNCTUATION = re.compile(r"[.,:;?!)]+")  # that begins no line


@dataclass(frozen=True, slots=True)
class Prose:
    """Writes sentences with the symbols of one problem."""

    rows: Rows                       # in the syntax of the medium
    number: Callable[[Fraction], str]  # how given numbers are written
    medium: Medium

    def write(self, sentence: Sentence) -> str:
        """The sentence, with no symbol at the beginning of a line alone but within a long list."""
        parts = [self._segment(segment) for segment in sentence]
        loose = LISTED if sentence.count(LISTED) > MOST else None
        for i, segment in enumerate(sentence[1:], start=1):
            if tied(segment, sentence[i + 1 :]) and parts[i - 1].endswith(" ") and sentence[i - 1] != loose:
                parts[i - 1] = parts[i - 1][:-1] + self.medium.tie
        return "".join(self._held(sentence, parts))

    def _held(self, sentence: Sentence, parts: list[str]) -> Iterator[str]:
        """The parts, each formula held together with the punctuation behind it."""
        for i, part in enumerate(parts):
            behind = PUNCTUATION.match(parts[i + 1]) if i + 1 < len(parts) else None
            if behind and not isinstance(sentence[i], str):
                parts[i + 1] = parts[i + 1][behind.end() :]
                yield self.medium.held(part, behind[0])
            else:
                yield part

    def _segment(self, segment: Segment) -> str:
        if isinstance(segment, str):
            return self.medium.text(segment)
        if isinstance(segment, Quantity | Partial):
            return self.medium.formula(self.rows.inline(segment.id))
        if isinstance(segment, Fraction):
            return self.medium.formula(self.number(segment))
        writer = Writer(self.rows.syntax, self.rows.symbol)
        if isinstance(segment, Eq):
            return self.medium.whole(writer.condition(segment), True)
        return self.medium.whole(writer.text(segment), False)


def tied(segment: Segment, after: Sentence) -> bool:
    """Whether a segment must not begin a line: a symbol alone, not one that an equation begins with."""
    equation = bool(after) and isinstance(after[0], str) and after[0].strip() == "="
    return not (isinstance(segment, str | Eq) or equation)
