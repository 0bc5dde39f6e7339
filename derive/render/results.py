"""Tables of results: all that a key holds, and what a selection of tasks begins with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from derive.arithmetic import Number
from derive.document.wording import words
from derive.document.worksheet import Chapter, Sheet
from derive.engine.digits import Digits, Line
from derive.quantity import Quantity, named, renewed
from derive.render.given import precise
from derive.render.measure import width
from derive.render.media import Medium
from derive.render.rows import Rows
from derive.rounding import Shown

NARROW = 8.5                         # em of a symbol and its value, for three columns of results
SHORT, START = 110, 60               # a table that stays on one page, and what a longer one begins with, in millimetres
DIGIT, BRACKETS = 2, 6               # millimetres of a number in bold type

Result = dict[str, str]              # what a template places in a row: the number, the symbol, the value


@dataclass(frozen=True, slots=True)
class Results:
    """Writes the results of one document."""

    sheet: Sheet
    rows: Rows
    digits: tuple[Digits, ...]       # of each update
    medium: Medium

    def all(self) -> list[dict[str, Any]]:
        """A table for each update of all its results; none but for a key."""
        updates: list[list[Result]] = [[] for _ in self.digits]
        for chapter in self.sheet.of_network if self.sheet.kind == "answers" else ():
            updates[chapter.step - 1] += self._of(chapter)
        return self._tables("results", updates)

    def known(self) -> list[dict[str, Any]]:
        """A table for each update, of the results that the tasks need and do not find."""
        return self._tables("known", [list(self._known(step)) for step in range(1, len(self.sheet.known) + 1)])

    def _tables(self, label: str, updates: list[list[Result]]) -> list[dict[str, Any]]:
        """A table for each update that has results, told in its title where there are several."""
        found, title = [], words().word("labels", label)
        for step, results in enumerate(updates, start=1):
            told = words().word("labels", "step", title=title, n=step) if len(self.digits) > 1 else title
            found += [self._table(told, results)] if results else []
        return found

    def _table(self, title: str, rows: list[Result]) -> dict[str, Any]:
        return {"title": self.medium.text(title), **in_columns(rows)}

    def _of(self, chapter: Chapter) -> Iterator[Result]:
        for assignment in chapter.assignments:
            for statement in assignment.task.statements:
                line = self.digits[chapter.step - 1].line(statement)
                if line is not None:
                    last = self.rows.numbers(line)[-1]
                    yield self._row(assignment.task.number, statement.of.id, last.relation, last.text)

    def _known(self, step: int) -> Iterator[Result]:
        digits, operands = self.digits[step - 1], self._operands(step)
        for known in self.sheet.known[step - 1]:
            id, line = known.statement.of.id, digits.line(known.statement)
            if line is not None:
                value = self._value(digits.values[id], line, operands.get(id, ()))
                yield self._row(known.number, id, *value)

    def _value(self, value: Number, line: Line, operands: Iterable[Shown]) -> tuple[str, str]:
        """The sign and the value: in closed form, or as exactly as fits and as any line needs it."""
        if line.closed is not None:
            return "=", self.rows.closed(line.closed).text
        exact = Fraction(value)
        best = min((precise(self.sheet.problem, value), *operands), key=lambda each: abs(Fraction(each.value) - exact))
        return "=" if line.equal and best.exact else "≈", self.rows.number(best)

    def _operands(self, step: int) -> dict[str, list[Shown]]:
        """How the results of an update are printed in the lines that use them, by id."""
        found: dict[str, list[Shown]] = {}
        for chapter in self.sheet.of_network:
            lines = (self.digits[chapter.step - 1].line(each) for each in chapter.statements)
            for id, operand in (item for line in lines if line for item in line.operands.items()):
                of = named(id)
                if chapter.step == step:
                    found.setdefault(id, []).append(operand)
                elif chapter.step == step + 1 and isinstance(of, Quantity):
                    found.setdefault(renewed(of).id, []).append(operand)
        return found

    def _row(self, number: str, id: str, relation: str, value: str) -> Result:
        sign = self.rows.syntax.relations[relation]
        return {"number": number, "symbol": self.rows.inline(id), "value": f"{sign} {value}"}


def in_columns(rows: list[Result]) -> dict[str, Any]:
    """Results in columns: on one page, where one page holds them."""
    widest = max(width(row["symbol"] + row["value"]) for row in rows)
    columns = 3 if widest < NARROW else 2
    whole = 30 + 6 * (len(rows) // columns + 1)
    needs = whole if whole <= SHORT else START
    label = BRACKETS + DIGIT * max(2, *(len(row["number"]) for row in rows))
    return {"rows": rows, "columns": str(columns), "needs": str(needs), "label": str(label)}
