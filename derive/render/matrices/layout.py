"""Matrix equations on their lines: symbols, numbers and the result, none of them over the margin."""

from __future__ import annotations

from collections.abc import Sequence

from derive.document.sections import Task
from derive.engine.digits import Line
from derive.render.display import PAGE, DisplayLine
from derive.render.matrices.grid import Matrices, Piece, place, sign
from derive.render.matrices.numbers import NUMBERS
from derive.render.matrices.symbols import RULES
from derive.render.measure import width
from derive.render.syntax import LATEX
from derive.render.writer import Writer


def worked(matrices: Matrices, task: Task) -> list[DisplayLine]:
    """Symbols, numbers and the result in a box."""
    lines = matrices.digits.together(task.statements)
    rule = in_symbols(matrices, task)
    if lines is None:
        return laid_out(rule, [entries(matrices, task)])
    exact = all(line.equal for line in lines)
    put_in = "=" if all(line.faithful for line in lines) else r"\approx"
    result = matrices.grid([matrices.rows.number(line.result) for line in lines], task.columns)
    boxed = Piece(rf"\result{{{result.text}}}", result.room + 1)
    put_in_numbers = [sign(put_in), *in_numbers(matrices, task, lines)]
    return laid_out(rule, [put_in_numbers, [sign("=" if exact else r"\approx"), boxed]])


def guided(matrices: Matrices, task: Task) -> list[DisplayLine]:
    """Symbols, and a blank for each entry of the result."""
    lines = matrices.digits.together(task.statements)
    if lines is None:
        return laid_out(in_symbols(matrices, task), [])
    blanks = matrices.grid([LATEX.blank] * len(task.statements), task.columns)
    exact = all(line.equal for line in lines)
    return laid_out(in_symbols(matrices, task), [[sign("=" if exact else r"\approx"), blanks]])


def laid_out(symbols: list[Piece], parts: Sequence[list[Piece]]) -> list[DisplayLine]:
    """The symbols on a line, and each part on as many as it takes."""
    left, *right = symbols
    found = [DisplayLine(left.text, "".join(piece.text for piece in right))]
    room = PAGE - left.room
    for part in parts:
        row, taken = "", 0.0
        for piece in part:
            if row and taken + piece.room > room:
                found.append(DisplayLine("", row))
                row, taken = r"\quad ", 1.0
            row, taken = row + piece.text, taken + piece.room
        found.append(DisplayLine("", row))
    return found


def entries(matrices: Matrices, task: Task) -> list[Piece]:
    """The entries in symbols, where there are no numbers."""
    writer = Writer(matrices.rows.syntax, matrices.rows.symbol)
    return [sign("="), matrices.grid([writer.text(each.formula) for each in task.statements], task.columns)]


def in_symbols(matrices: Matrices, task: Task) -> list[Piece]:
    """The left-hand side, then the rule, every symbol with its shape below it."""
    layer = place(task)
    left, right = RULES[task.grid or "weighted sums"](matrices, layer, task)
    return [Piece(left, width(left)), sign("="), Piece(right, width(right))]


def in_numbers(matrices: Matrices, task: Task, lines: Sequence[Line]) -> list[Piece]:
    """The rule with the numbers put in."""
    return NUMBERS.get(task.grid or "", Matrices.entry_by_entry)(matrices, task, lines)
