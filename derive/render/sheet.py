"""A worksheet or an answer key as the plain values that its template places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from derive.document.extent import extent
from derive.document.notices import notices
from derive.document.sections import Task
from derive.document.tell import Teller
from derive.document.wording import Sentence, words
from derive.document.worksheet import Assignment, Block, Chapter, Sheet
from derive.engine.digits import Digits
from derive.quantity import Quantity
from derive.render.display import Display, DisplayLine
from derive.render.escape import PREAMBLE, escape
from derive.render.figure import weights_are_written
from derive.render.formats import FORMATS
from derive.render.matrices import guided, worked
from derive.render.matrices.grid import Matrices
from derive.render.press.precompiled import SAME_ABOVE
from derive.render.prose import Prose
from derive.render.results import Results
from derive.render.rows import Rows
from derive.render.stages import Stages
from derive.render.tables import architecture, given, given_number, graph_lines
from derive.render.tex import fill

LONG = 120                           # pages, of which TeX holds all at once
HEAD = 8                             # millimetres that the head of a task takes
TALLEST, START = 110, 60             # and a display that may be broken between pages, and what it begins with
TALL, FLAT = 11, 7                   # and a displayed line, with a fraction and without


@dataclass(frozen=True)
class SheetWriter:
    """Writes one document in LaTeX."""

    sheet: Sheet
    rows: Rows
    digits: tuple[Digits, ...]       # of each update
    figure: str                      # the network's picture, which worksheet and key share

    def tex(self) -> str:
        """The whole document."""
        return fill(FORMATS[self.sheet.kind].template, self.values())

    @cached_property
    def displays(self) -> tuple[Display, ...]:
        """What lays out the equations of each update."""
        remarks = words().word("labels", "long chain"), words().word("labels", "in short")
        return tuple(
            Display(Stages(self.rows, digits, self._numbers(step)), *remarks)
            for step, digits in enumerate(self.digits, 1)
        )

    @cached_property
    def short_rows(self) -> Rows:
        """What writes equations with δ for ∂L/∂z."""
        return Rows.of(self.rows.notation.with_delta(), self.rows.syntax)

    @property
    def results(self) -> Results:
        """What writes the tables of results."""
        return Results(self.sheet, self.rows, self.digits)

    def _numbers(self, step: int) -> dict[str, str]:
        """The number of each equation of an update, by the id of its quantity."""
        tasks = (each.task for chapter in self.sheet.of_network if chapter.step == step for each in chapter.assignments)
        known = {each.statement.of.id: each.number for found in self.sheet.known[step - 1 : step] for each in found}
        return known | {statement.of.id: task.number for task in tasks for statement in task.statements}

    def values(self) -> dict[str, Any]:
        """Everything that the template places, as text and lists of text."""
        problem, teller = self.sheet.problem, Teller(self.sheet.problem, words())
        prose = Prose(self.rows, self._given)
        labels = {key: escape(text) for key, text in words().tree["labels"].items() if isinstance(text, str)}
        return {
            "paper": self.sheet.paper,
            "characters": PREAMBLE,
            "same_above": SAME_ABOVE,
            "title": escape(problem.title),
            "long": extent(self.sheet).pages > LONG,
            "footer": escape(shortened(problem.title)),
            "source": escape(problem.source),
            "is_key": self.sheet.kind == "answers",
            "labels": labels,
            "total": str(self.sheet.points),
            "points": points(self.sheet.points),
            "subject": labels["network" if problem.graph is None else "graph"],
            "rules": [prose.tex(rule) for rule in self.sheet.rules],
            "figure": self.figure,
            "legend": labels["legend"] if weights_are_written(problem, self.figure) else "",
            "lines": graph_lines(problem, self.rows),
            "architecture": architecture(teller, self.rows),
            "given": given(teller, self.rows, self.sheet.needed),
            "known": self.results.known(),
            "notices": [prose.tex(notice) for notice in self._notices(teller)],
            "chapters": [self._chapter(chapter, prose) for chapter in self.sheet.chapters],
            "results": self.results.all(),
        }

    def _notices(self, teller: Teller) -> tuple[Sentence, ...]:
        """What is remarkable about the numbers: on the key alone, for it tells values."""
        if self.sheet.kind != "answers":
            return ()
        found, shown = notices(teller, self.digits[0].values), self._numbers(1)
        return found if self.sheet.needed is None else tuple(each for each in found if about(each) & shown.keys())

    def _given(self, value: Fraction) -> str:
        return given_number(self.sheet.problem, value, self.rows)

    def _chapter(self, chapter: Chapter, prose: Prose) -> dict[str, Any]:
        return {
            "title": escape(chapter.title),
            "introduction": prose.tex(chapter.introduction),
            "blocks": (blocks := [self._block(block, chapter, prose) for block in chapter.blocks]),
            "needs": str(24 + int(blocks[0]["needs"])),
        }

    def _block(self, block: Block, chapter: Chapter, prose: Prose) -> dict[str, Any]:
        tasks = [self._task(each, chapter, prose) for each in block.assignments]
        return {"heading": escape(block.heading), "tasks": tasks, "needs": str(12 + int(tasks[0]["needs"]))}

    def _task(self, assignment: Assignment, chapter: Chapter, prose: Prose) -> dict[str, Any]:
        lines = self.lines(assignment.task, chapter)
        room = 0 if self.sheet.worked else assignment.room
        tall = sum(map(height, lines)) > TALLEST
        needs = START if tall else HEAD + sum(map(height, lines)) + 8 * room
        return {
            "number": assignment.task.number,
            "sentence": prose.tex(assignment.sentence),
            "points": points(assignment.points),
            "lines": [{"left": line.left, "right": line.right, "note": line.note} for line in lines],
            "room": room,
            "tall": tall,
            "needs": str(needs),
        }

    def lines(self, task: Task, chapter: Chapter) -> list[DisplayLine]:
        """What is shown of a task: all of it, its formulas with blanks, or nothing."""
        display = self.displays[chapter.step - 1]
        if chapter.form == "chain":
            display = replace(display, refers=False)  # a whole chain needs all the room of its line
        if chapter.form in ("delta", "matrix"):
            display = replace(display, stages=replace(display.stages, rows=self.short_rows))
        if self.sheet.level == "blank" and not self.sheet.worked:
            return []
        if chapter.general:
            return display.primer(task)
        if task.grid is not None:
            matrices = Matrices(self.sheet.problem, self.rows, display.digits)
            return worked(matrices, task) if self.sheet.worked else guided(matrices, task)
        return display.worked(task) if self.sheet.worked else display.guided(task)


def about(sentence: Sentence) -> set[str]:
    """The ids of the quantities that a sentence names."""
    return {segment.id for segment in sentence if isinstance(segment, Quantity)}


def height(line: DisplayLine) -> int:
    """About how many millimetres a displayed line is high."""
    tall = any(command in line.left + line.right for command in (r"\frac", r"\begin"))
    return TALL if tall else FLAT


def points(count: int) -> str:
    """What a task is worth, in words; nothing where it is worth nothing."""
    return escape(words().word("labels", "point", count=count)) if count else ""


def shortened(title: str, most: int = 70) -> str:
    """A title that fits into the foot of a page."""
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"
