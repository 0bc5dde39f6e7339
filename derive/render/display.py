"""Equations as displayed lines: what is shown at each level, broken where a line would run over the margin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from derive.document.sections import Task
from derive.engine.digits import Digits, Line
from derive.quantity import LOSS, Partial, named
from derive.render.measure import width
from derive.render.rows import Row, Rows, said_again
from derive.render.syntax import Written
from derive.render.writer import Writer
from derive.statement import Statement, symbols_in

PAGE = 37.0                          # em that a displayed equation may take beside its indent
NOTE = 0.45                          # em that a character of a note takes
REFERENCES = 6                       # of an equation to others, that are all told
NUDGE = 0.01                         # em by which lines are made shorter until they are equally long
MOST_LINES = 3                       # that the product of all factors may take
CONTINUED = r"\quad{}"
WIDE_BLANK = r"\blank[60mm]"


@dataclass(frozen=True, slots=True)
class DisplayLine:
    """One line of a display: left of the alignment, right of it, and a remark beside."""

    left: str
    right: str
    note: str = ""

    def with_note_inline(self) -> DisplayLine:
        """The same with the remark right after the equation."""
        return replace(self, right=rf"{self.right} \quad \note{{{self.note}}}", note="") if self.note else self


@dataclass(frozen=True, slots=True)
class Together:
    """Right-hand sides that stand on one line where they fit, and the remark beside them."""

    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Display:
    """Lays out the equations of one document."""

    rows: Rows
    digits: Digits
    numbers: Mapping[str, str]       # the number of each equation, by the id of its quantity
    long_chain: str                  # what is said beside the product of all factors
    in_short: str                    # and beside the way to the short form of a gradient
    refers: bool = True              # whether the equations that a line uses are named beside it

    def primer(self, task: Task) -> list[DisplayLine]:
        """An equation in general letters."""
        (statement,) = task.statements
        return self._lines(self.rows.name(statement.of.id), [Together(tuple(self.rows.formulas(statement)))])

    def worked(self, task: Task) -> list[DisplayLine]:
        """Everything about the task: all factors, rule and formula, numbers and result."""
        return [line for statement in task.statements for line in self._worked(statement, len(task.statements) > 1)]

    def guided(self, task: Task) -> list[DisplayLine]:
        """The formulas, and a blank for every number; without numbers, the rule and a wide blank."""
        return [line for statement in task.statements for line in self._guided(statement, len(task.statements) > 1)]

    def _worked(self, statement: Statement, grouped: bool) -> list[DisplayLine]:
        line = self.digits.line(statement)
        left, formulas = self._left(statement), self._formulas(statement)
        chain = None if grouped else self.rows.chain(statement)  # all factors of each would fill the page
        parts = [Together((chain,), self.long_chain)] if chain and self._fits(left, chain) else []
        numbers = self.rows.numbers(line) if line else []
        if line is None or said_again(formulas, numbers):
            parts.append(Together((*formulas[:-1], boxed(formulas[-1])), self._references(statement)))
        else:
            *before, result = numbers
            parts.append(Together(tuple(formulas), self._references(statement)))
            parts.append(Together((*before, boxed(result)), self._conditions(line)))
        return [*self._lines(left, parts, grouped), *self._in_short(statement)]

    def _in_short(self, statement: Statement) -> list[DisplayLine]:
        """The steps to a shorter form of the same gradient, and its own numbers."""
        if not statement.short:
            return []
        writer = Writer(self.rows.syntax, self.rows.symbol)
        *steps, last = (Together((Row("=", tuple(writer.pieces(form)), "rule"),)) for form in statement.short)
        line = self.digits.line(replace(statement, forms=statement.short[-1:]))
        numbers = [Together(tuple(self.rows.numbers(line)))] if line else []
        return self._lines(self.rows.name(statement.of.id), [*steps, replace(last, note=self.in_short), *numbers])

    def _fits(self, left: str, chain: Row) -> bool:
        """Whether a long chain takes a few lines at most; the rule below it says the same in shorter form."""
        room = PAGE - width(left) - note_width(self.long_chain)
        return all(width(piece) <= room for piece in chain.pieces) and len(filled(chain.pieces, room)) <= MOST_LINES

    def _guided(self, statement: Statement, grouped: bool) -> list[DisplayLine]:
        line = self.digits.line(statement)
        formulas = self.rows.formulas(statement)
        if line is None:
            parts = [Together((*formulas[:-1], Row("=", (WIDE_BLANK,), "result")))]
        else:
            parts = [Together(tuple(formulas)), Together(tuple(self.rows.blanks(line)))]
        return self._lines(self.rows.long_name(statement.of), parts, grouped)

    def _left(self, statement: Statement) -> str:
        """The left-hand side, with δ beside the partial that it stands for."""
        of = statement.of
        if is_delta(of.id) and isinstance(of, Partial) and not self.rows.notation.writes_delta():
            return f"{self.rows.name(of.id)} = {self.rows.notation.delta(of.by)}"
        return self.rows.long_name(of)

    def _formulas(self, statement: Statement) -> list[Row]:
        """The forms of a statement; after them the formula with δ, where it is shorter."""
        formulas = self.rows.formulas(statement)
        if self.rows.notation.writes_delta() or not any(map(is_delta, symbols_in(statement.formula))):
            return formulas
        return [*formulas, Row("=", tuple(Writer(self.rows.syntax, self._short).pieces(statement.formula)), "formula")]

    def _short(self, id: str) -> Written:
        partial = named(id)
        if is_delta(id) and isinstance(partial, Partial):
            return Written(self.rows.notation.delta(partial.by))
        return self.rows.symbol(id)

    def _references(self, statement: Statement) -> str:
        if not self.refers:
            return ""
        return referred(sorted({int(self.numbers[id]) for id in statement.uses if id in self.numbers}))

    def _conditions(self, line: Line) -> str:
        return ", ".join(f"${condition}$" for condition in self.rows.conditions(line))

    def _lines(self, left: str, parts: Sequence[Together], grouped: bool = False) -> list[DisplayLine]:
        """The parts under each other, all on one line where they are short and belong to a group."""
        if grouped:
            whole = " ".join(self._side(row) for part in parts for row in part.rows)
            if width(left + whole) < PAGE:
                return [DisplayLine(left, whole)]
        room = PAGE - width(left)
        lines = [line for part in parts for line in self._part(part, room)]
        column = max(width(line.right) for line in lines) + max(note_width(line.note) for line in lines)
        if column > room:  # remarks in a column of their own would run over the margin
            lines = [line.with_note_inline() for line in lines]
        return [replace(lines[0], left=left), *lines[1:]]

    def _part(self, part: Together, room: float) -> list[DisplayLine]:
        sides = self._sides(part.rows, room - note_width(part.note))
        return [DisplayLine("", side, part.note if i == 0 else "") for i, side in enumerate(sides)]

    def _sides(self, rows: Sequence[Row], budget: float) -> list[str]:
        """Right-hand sides in as few lines as fit: several on one, or one on several, broken within."""
        found: list[str] = []
        for row in rows:
            side = self._side(row)
            if found and width(f"{found[-1]} {side}") <= budget:
                found[-1] += f" {side}"
            else:
                first, *more = broken(row.pieces, budget)
                found += [f"{self._sign(row)} {first}", *(CONTINUED + part for part in more)]
        return found

    def _side(self, row: Row) -> str:
        return f"{self._sign(row)} {row.text}"

    def _sign(self, row: Row) -> str:
        return self.rows.syntax.relations[row.relation]


def referred(numbers: Sequence[int]) -> str:
    """The equations with these numbers, of many the first and the last: (7), (15)-(17)."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    spans = [[f"({n})" for n in run] if len(run) < 3 else [f"({run[0]})--({run[-1]})"] for run in runs]
    texts = [text for span in spans for text in span]
    return ", ".join(texts if len(texts) <= REFERENCES else [*texts[:2], "...", texts[-1]])


def note_width(note: str) -> float:
    """The width in em of a remark and the space before it."""
    return NOTE * len(note) + 2 if note else 0.0


def boxed(row: Row) -> Row:
    """A result set off in colour and box."""
    return Row(row.relation, (rf"\result{{{row.text}}}",), row.role)


def broken(pieces: Sequence[str], budget: float) -> list[str]:
    """The pieces in as few lines of at most this width as hold them, about equally long, broken before a sign."""
    lines = filled(pieces, budget)
    for _ in pieces:
        tighter = filled(pieces, max(map(width, lines)) - NUDGE)
        if len(tighter) > len(lines):
            break
        lines = tighter
    return lines


def filled(pieces: Sequence[str], budget: float) -> list[str]:
    """The pieces in lines, each as full as this width allows."""
    lines = [""]
    for piece in pieces:
        if lines[-1] and width(lines[-1] + piece) > budget:
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return lines


def is_delta(id: str) -> bool:
    """Whether an id names the partial of the loss by a pre-activation."""
    partial = named(id)
    return isinstance(partial, Partial) and partial.top == LOSS and partial.by.kind == "z"
