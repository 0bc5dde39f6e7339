"""How much a document is, told before it is laid out."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr

from derive.document.worksheet import Sheet

# What a task takes of a page, and what each symbol and number of its formulas does: fitted to the keys of nineteen
# dense networks of 4 to 241 parameters, whose pages it tells to a fifth; an LSTM's formulas take two fifths less.
TASK, SYMBOL = 2 / 15, 1 / 60


@dataclass(frozen=True, slots=True)
class Extent:
    """So many numbered equations, and about so many pages."""

    equations: int
    pages: int


def extent(sheet: Sheet) -> Extent:
    """How much a document is; of the worksheet and its key it is about the same."""
    tasks = [each.task for each in sheet.assignments]
    symbols = sum(leaves(form) for task in tasks for each in task.statements for form in each.forms)
    return Extent(len(tasks), max(1, round(TASK * len(tasks) + SYMBOL * symbols)))


def leaves(expression: Expr) -> int:
    """How many symbols and numbers an expression is written with."""
    return sum(map(leaves, expression.args)) if expression.args else 1
