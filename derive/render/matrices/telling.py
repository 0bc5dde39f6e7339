"""What is shown of a matrix equation: symbols, numbers and the result."""

from __future__ import annotations

from derive.document.sections import Task
from derive.render.matrices.grid import Matrices, Pieces, place
from derive.render.matrices.numbers import NUMBERS
from derive.render.matrices.symbols import RULES, Sides, entries
from derive.render.rows import Row
from derive.render.stages import Stage, Told


def worked(matrices: Matrices, task: Task) -> Told:
    """Symbols, numbers and the result, which is set off."""
    lines = matrices.digits.together(task.statements)
    sides = in_symbols(matrices, task)
    if lines is None:
        own = entries(matrices, task, task.columns)
        return in_letters(sides, own, Row("=", own, "answer"))
    equal, faithful = (all(getattr(line, which) for line in lines) for which in ("equal", "faithful"))
    put_in = NUMBERS.get(task.grid or "", Matrices.entry_by_entry)(matrices, task, lines)
    result = matrices.grid([matrices.rows.number(line.result) for line in lines], task.columns)
    found = Row("=" if equal else "≈", (result,), "answer")
    return told(sides, Row("=" if faithful else "≈", put_in, "numbers"), found)


def guided(matrices: Matrices, task: Task) -> Told:
    """Symbols, and a blank for each entry of the result."""
    lines = matrices.digits.together(task.statements)
    sides = in_symbols(matrices, task)
    blanks = matrices.grid([matrices.syntax.blank] * len(task.statements), task.columns)
    if lines is None:
        return in_letters(sides, entries(matrices, task, task.columns), Row("=", (blanks,), "result"))
    return told(sides, Row("=" if all(line.equal for line in lines) else "≈", (blanks,), "result"))


def told(sides: Sides, *numbers: Row) -> Told:
    """The symbols, and each row of numbers by itself."""
    rule = Stage("formula", (Row("=", sides.right, "formula"),))
    return Told(sides.left, (rule, *(Stage("numbers", (row,)) for row in numbers)))


def in_letters(sides: Sides, entries: Pieces, row: Row) -> Told:
    """The rule and a row for its entries, where there are no numbers; the row alone where the rule is the entries."""
    return Told(sides.left, (Stage("formula", (row,)),)) if sides.right == entries else told(sides, row)


def in_symbols(matrices: Matrices, task: Task) -> Sides:
    """The left-hand side and the rule, every symbol with its shape below it."""
    return RULES[task.grid or "weighted sums"](matrices, place(task), task)
