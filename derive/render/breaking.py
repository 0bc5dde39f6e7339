"""Where the lines of an equation are broken: found for its LaTeX, and then the same in every way of writing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from derive.render.measure import width
from derive.render.rows import Row
from derive.render.syntax import LATEX, Syntax

NUDGE = 0.01                         # em by which lines are made shorter until they are equally long
Span = tuple[int, int]               # the first of some neighbouring pieces, and the one behind the last


class Run(NamedTuple):
    """What stands of a right-hand side on one line."""

    row: int
    span: Span

    def write(self, rows: Sequence[Row], syntax: Syntax) -> str:
        """The run in writing: after its relation, or as what goes on from the line before."""
        row = rows[self.row]
        lead = syntax.indent if self.span[0] else f"{syntax.relations[row.relation]} "
        return lead + joined(row.pieces, self.span)


Line = tuple[Run, ...]


def written(line: Line, rows: Sequence[Row], syntax: Syntax) -> str:
    """A line in writing."""
    return " ".join(run.write(rows, syntax) for run in line)


def arranged(rows: Sequence[Row], room: float) -> list[Line]:
    """Right-hand sides, in LaTeX, in as few lines as fit: several on one, or one on several, broken within."""
    lines: list[Line] = []
    text = ""
    for i, row in enumerate(rows):
        side = f"{LATEX.relations[row.relation]} {row.text}"
        if lines and width(f"{text} {side}") <= room:
            lines[-1] += (Run(i, (0, len(row.pieces))),)
            text += f" {side}"
        else:
            lines += [(Run(i, span),) for span in broken(row.pieces, room)]
            text = lines[-1][0].write(rows, LATEX)
    return lines


def broken(pieces: Sequence[str], room: float) -> list[Span]:
    """The pieces in as few lines of at most this width as hold them, about equally long, broken before a sign."""
    widths = [width(piece) for piece in pieces]
    lines = filled(widths, room)
    for _ in pieces:
        tighter = filled(widths, max(sum(widths[slice(*line)]) for line in lines) - NUDGE)
        if len(tighter) > len(lines):
            break
        lines = tighter
    return lines


def filled(widths: Sequence[float], room: float) -> list[Span]:
    """Pieces of these widths in lines, each as full as this room allows."""
    lines: list[Span] = []
    start, taken = 0, 0.0
    for piece, wide in enumerate(widths):
        if piece > start and taken + wide > room:
            lines.append((start, piece))
            start, taken = piece, 0.0
        taken += wide
    return [*lines, (start, len(widths))]


def joined(pieces: Sequence[str], span: Span) -> str:
    """Neighbouring pieces as they stand at the beginning of a line."""
    return "".join(pieces[slice(*span)]).lstrip()
