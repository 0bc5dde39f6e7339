"""Equations as lines of a slide, in bits that are revealed one after another."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from derive.render.breaking import broken, joined
from derive.render.display import boxed
from derive.render.measure import width
from derive.render.rows import Row, Rows
from derive.render.stages import Stage, Told

SIGN = 2.0                           # em of a relation and the space around it
BOX = 1.0                            # and of the frame around a result
FLAT, CASE = 1.75, 1.6               # em of a line's height: plain, and of each of several cases
TALL, TALLER, TALLEST = 2.75, 3.35, 4.0  # with a fraction, with raised indices or a root in it, with another in it
NESTED = re.compile(r"\\frac\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\\frac|\\frac\{(?:[^{}]|\{[^{}]*\})*\}\{[^{}]*\\frac")
FRAMED = 0.4                         # more where a result is set off


class Bit(NamedTuple):
    """A piece of a line, what is revealed with it, and which piece of its row it is."""

    text: str
    new: bool                        # whether it begins a right-hand side
    piece: bool = False              # whether it goes on with the numbers of one, a piece at a time
    place: int = -1                  # of that piece


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the left-hand side, if it begins an equation, and the bits right of the alignment."""

    left: str
    bits: tuple[Bit, ...]

    @property
    def text(self) -> str:
        """The right-hand side in one piece."""
        return "".join(bit.text for bit in self.bits)

    @property
    def width(self) -> float:
        """The em that its right-hand side takes."""
        return width(self.text) + (BOX if r"\result" in self.text else 0.0)

    @property
    def height(self) -> float:
        """The em that it is high, with the space to the next."""
        whole = self.left + self.text
        cases = CASE * (whole.count(r"\\") + 1) if r"\begin" in whole else 0.0
        return max(cases, fraction_height(whole)) + (FRAMED if r"\result" in whole else 0.0)


def fraction_height(formula: str) -> float:
    """The em that a formula in display style is high, told by its fractions."""
    if r"\frac" not in formula:
        return FLAT
    raised = r"\sqrt" in formula or r"^{(" in formula or r"\langle" in formula
    if NESTED.search(formula) or (raised and r"\left(" in formula):
        return TALLEST
    return TALLER if raised else TALL


@dataclass(frozen=True, slots=True)
class Setting:
    """How equations are broken into lines: the em there are at a height, and whether short sides share a line."""

    rows: Rows
    room: Callable[[float], float]
    packed: bool = False

    def lines(self, told: Told) -> list[Line]:
        """The lines of an equation."""
        found: list[Line] = []
        for stage in told.stages:
            for row in stage.rows:
                height = sum(line.height for line in found)
                room = self.room(height + fraction_height("".join(row.pieces))) - width(told.left)
                more = self._row(boxed(row), room)
                if self.packed and found and found[-1].width + more[0].width <= room:
                    found[-1] = replace(found[-1], bits=(*found[-1].bits, *more.pop(0).bits))
                found += more
            found[-1] = noted(found[-1], stage)
        return [replace(found[0], left=told.left), *found[1:]]

    def _row(self, row: Row, room: float) -> list[Line]:
        """A right-hand side, in as few lines as hold it."""
        syntax, numbers = self.rows.syntax, row.role == "numbers"
        lead = f"{syntax.relations[row.relation]} "
        found = []
        for first, last in broken(row.pieces, room - SIGN):
            pieces = [joined(row.pieces, (first, first + 1)), *row.pieces[first + 1 : last]]
            texts = [(syntax.indent if first else lead) + pieces[0], *pieces[1:]]
            bits = (Bit(text, i == 0, numbers, i) for i, text in enumerate(texts, start=first))
            found.append(Line("", tuple(bits)))
        return found


def noted(line: Line, stage: Stage) -> Line:
    """A line with what decided between cases beside it."""
    if not stage.conditions:
        return line
    note = ", ".join(f"${condition}$" for condition in stage.conditions)
    return replace(line, bits=(*line.bits, Bit(rf" \quad \remark{{{note}}}", new=False)))
