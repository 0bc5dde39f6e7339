"""Equations as displayed lines: what is shown at each level, broken where a line would run over the margin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from derive.document.sections import Task
from derive.engine.digits import Digits
from derive.render.breaking import arranged, filled, written
from derive.render.measure import width
from derive.render.rows import Row, Rows
from derive.render.stages import Stage, Stages, Told

PAGE = 37.0                          # em that a displayed equation may take beside its indent
NOTE = 0.45                          # em that a character of a note takes
REFERENCES = 6                       # of an equation to others, that are all told
MOST_LINES = 3                       # that the product of all factors may take
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
class Display:
    """Lays out the equations of one document."""

    stages: Stages
    long_chain: str                  # what is said beside the product of all factors
    in_short: str                    # and beside the way to the short form of a gradient
    refers: bool = True              # whether the equations that a line uses are named beside it

    @property
    def rows(self) -> Rows:
        """What writes the equations."""
        return self.stages.rows

    @property
    def digits(self) -> Digits:
        """What decides the digits of their lines."""
        return self.stages.digits

    def primer(self, task: Task) -> list[DisplayLine]:
        """An equation in general letters."""
        (statement,) = task.statements
        return self.lines(self.stages.general(statement))

    def worked(self, task: Task) -> list[DisplayLine]:
        """Everything about the task: all factors, rule and formula, numbers and result."""
        grouped = len(task.statements) > 1
        return [
            line
            for statement in task.statements
            for i, told in enumerate(self.stages.worked(statement, grouped))
            for line in self.lines(self._readable(told), grouped and i == 0)
        ]

    def guided(self, task: Task) -> list[DisplayLine]:
        """The formulas, and a blank for every number; without numbers, the rule and a wide blank."""
        grouped = len(task.statements) > 1
        told = (self.stages.guided(statement, WIDE_BLANK) for statement in task.statements)
        return [line for each in told for line in self.lines(each, grouped)]

    def _readable(self, told: Told) -> Told:
        """The same without a long chain that takes more than a few lines; the rule below it says the same shorter."""
        first, *others = told.stages
        drop = first.kind == "chain" and not self._fits(told.left, first.rows[0])
        return told._replace(stages=tuple(others)) if drop else told

    def _fits(self, left: str, chain: Row) -> bool:
        """Whether a long chain takes a few lines at most."""
        room = PAGE - width(left) - note_width(self.long_chain)
        widths = [width(piece) for piece in chain.pieces]
        return max(widths) <= room and len(filled(widths, room)) <= MOST_LINES

    def _note(self, stage: Stage) -> str:
        """What is remarked beside a stage."""
        if stage.kind in ("chain", "last short"):
            return self.long_chain if stage.kind == "chain" else self.in_short
        if stage.conditions:
            return ", ".join(f"${condition}$" for condition in stage.conditions)
        return referred(stage.uses) if self.refers else ""

    def lines(self, told: Told, grouped: bool = False) -> list[DisplayLine]:
        """The stages under each other, all on one line where they are short and belong to a group."""
        left, stages = told
        if grouped:
            whole = " ".join(self._side(row) for stage in stages for row in stage.rows)
            if width(left + whole) < PAGE:
                return [DisplayLine(left, whole)]
        room = PAGE - width(left)
        lines = [line for stage in stages for line in self._stage(stage, room)]
        column = max(width(line.right) for line in lines) + max(note_width(line.note) for line in lines)
        if column > room:  # remarks in a column of their own would run over the margin
            lines = [line.with_note_inline() for line in lines]
        return [replace(lines[0], left=left), *lines[1:]]

    def _stage(self, stage: Stage, room: float) -> list[DisplayLine]:
        note = self._note(stage)
        sides = self._sides([boxed(row) for row in stage.rows], room - note_width(note))
        return [DisplayLine("", side, note if i == 0 else "") for i, side in enumerate(sides)]

    def _sides(self, rows: Sequence[Row], room: float) -> list[str]:
        """Right-hand sides in as few lines as fit."""
        return [written(line, rows, self.rows.syntax) for line in arranged(rows, room)]

    def _side(self, row: Row) -> str:
        return f"{self.rows.syntax.relations[row.relation]} {boxed(row).text}"


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
    """A row; an answer is set off in colour and box."""
    return row._replace(pieces=(rf"\result{{{row.text}}}",), role="result") if row.role == "answer" else row
