"""A document as plain values in one medium: what a template of any format places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from derive.document.notices import notices
from derive.document.sections import Task
from derive.document.tell import Teller
from derive.document.wording import Sentence, words
from derive.document.worksheet import Assignment, Block, Chapter, Sheet
from derive.engine.digits import Digits
from derive.quantity import Quantity
from derive.render.figure import describe
from derive.render.given import given_number, given_pairs
from derive.render.matrices import Matrices, guided, worked
from derive.render.media import Medium
from derive.render.notation import Notation
from derive.render.prose import Prose
from derive.render.results import Results
from derive.render.rows import Rows
from derive.render.stages import Stages, Told
from derive.render.tables import architecture, graph_lines
from derive.statement import Statement

Values = dict[str, Any]
TaskWriter = Callable[[Assignment, Chapter], Values]


@dataclass(frozen=True)
class Content:
    """Tells one document in one medium."""

    sheet: Sheet
    notation: Notation
    digits: tuple[Digits, ...]       # of each update
    medium: Medium
    figure: str = ""                 # the network's picture, in TikZ or SVG
    otherwise: Callable[[], tuple[Digits, ...]] = tuple  # of each update, were results carried the other way

    def values(self) -> Values:
        """Everything that a template may place: text, and lists and tables of text."""
        return {
            **self.head(),
            "given": self.given(),
            "chapters": self.chapters(self.task),
        }

    def given(self) -> list[Values]:
        """The given values, in the rows of a table."""
        return given_pairs(self.teller, self.rows, self.medium, self.sheet.needed)

    def head(self) -> Values:
        """What stands in a document beside its tasks."""
        problem, text = self.sheet.problem, self.medium.text
        labels = {key: text(word) for key, word in words().tree["labels"].items() if isinstance(word, str)}
        return {
            "title": text(problem.title),
            "source": text(problem.source),
            "is_key": self.sheet.kind == "answers",
            "is_worked": self.sheet.worked,
            "labels": labels,
            "total": str(self.sheet.points),
            "points": self.points(self.sheet.points),
            "subject": labels["network" if problem.graph is None else "graph"],
            "description": text(describe(problem)),
            "rules": [self.prose.write(rule) for rule in self.sheet.rules],
            "lines": graph_lines(problem, self.rows),
            "architecture": architecture(self.teller, self.rows, self.medium),
            "known": self.results.known(),
            "notices": [self.prose.write(notice) for notice in self.notices()],
            "results": self.results.all(),
        }

    def chapters(self, task: TaskWriter) -> list[Values]:
        """Every chapter with its blocks, its tasks written as the format has them."""
        return [
            {
                "title": self.medium.text(chapter.title),
                "introduction": self.prose.write(chapter.introduction),
                "blocks": [self._block(block, chapter, task) for block in chapter.blocks],
            }
            for chapter in self.sheet.chapters
        ]

    def _block(self, block: Block, chapter: Chapter, task: TaskWriter) -> Values:
        tasks = [task(assignment, chapter) for assignment in block.assignments]
        return {"heading": self.medium.text(block.heading), "tasks": tasks}

    def task(self, assignment: Assignment, chapter: Chapter) -> Values:
        """A task and what is shown of its equations."""
        return {**self.asked(assignment), "equations": self.equations(assignment.task, chapter)}

    def asked(self, assignment: Assignment) -> Values:
        """A task's number, its sentence and its points."""
        return {
            "number": assignment.task.number,
            "sentence": self.prose.write(assignment.sentence),
            "points": self.points(assignment.points),
        }

    def equations(self, task: Task, chapter: Chapter) -> list[Values]:
        """The equations of a task, as far as the document shows them."""
        if self.sheet.level == "blank" and not self.sheet.worked:
            return []
        stages, grouped = self.stages(chapter), len(task.statements) > 1
        if task.grid is not None:
            return [{"id": task.of.id, **stages.values(self.in_matrices(task, chapter))}]
        return [
            {"id": statement.of.id, **stages.values(told)}
            for statement in task.statements
            for told in self.told(stages, statement, chapter.general, grouped)
        ]

    def told(self, stages: Stages, statement: Statement, general: bool, grouped: bool) -> list[Told]:
        """What is shown of an equation: in general letters, everything, or its formulas with blanks."""
        if general:
            return [stages.general(statement)]
        if self.sheet.worked:
            return stages.worked(statement, grouped)
        return [stages.guided(statement, self.rows.syntax.blank)]

    def in_matrices(self, task: Task, chapter: Chapter) -> Told:
        """What is shown of a matrix equation."""
        matrices = Matrices(self.sheet.problem, self.rows, self.digits[chapter.step - 1])
        return worked(matrices, task) if self.sheet.worked else guided(matrices, task)

    @cached_property
    def rows(self) -> Rows:
        """What writes equations."""
        return Rows.of(self.notation, self.medium.syntax)

    @cached_property
    def short_rows(self) -> Rows:
        """What writes equations with δ for ∂L/∂z."""
        return Rows.of(self.notation.with_delta(), self.medium.syntax)

    @cached_property
    def teller(self) -> Teller:
        """What finds the words."""
        return Teller(self.sheet.problem, words())

    @cached_property
    def prose(self) -> Prose:
        """What writes sentences."""
        return Prose(self.rows, self._given, self.medium)

    @cached_property
    def results(self) -> Results:
        """What writes the tables of results."""
        return Results(self.sheet, self.rows, self.digits, self.medium)

    def stages(self, chapter: Chapter) -> Stages:
        """What tells the equations of a chapter."""
        rows = self.short_rows if chapter.form in ("delta", "matrix") else self.rows
        return Stages(rows, self.digits[chapter.step - 1], self.numbers(chapter.step))

    def numbers(self, step: int) -> dict[str, str]:
        """The number of each equation of an update, by the id of its quantity."""
        return self._numbers[step - 1]

    @cached_property
    def _numbers(self) -> list[dict[str, str]]:
        return [self._numbered(step) for step in range(1, len(self.digits) + 1)]

    def _numbered(self, step: int) -> dict[str, str]:
        tasks = (each.task for chapter in self.sheet.of_network if chapter.step == step for each in chapter.assignments)
        known = {each.statement.of.id: each.number for found in self.sheet.known[step - 1 : step] for each in found}
        return known | {statement.of.id: task.number for task in tasks for statement in task.statements}

    def points(self, count: int) -> str:
        """What a task is worth, in words; nothing where it is worth nothing."""
        return self.medium.text(words().word("labels", "point", count=count)) if count else ""

    def notices(self) -> tuple[Sentence, ...]:
        """What is remarkable about the numbers: on the key alone, for it tells values."""
        if self.sheet.kind != "answers":
            return ()
        found, shown = notices(self.teller, self.digits[0].values), self.numbers(1)
        return found if self.sheet.needed is None else tuple(each for each in found if about(each) & shown.keys())

    def _given(self, value: Fraction) -> str:
        return given_number(self.sheet.problem, value, self.rows)


def about(sentence: Sentence) -> set[str]:
    """The ids of the quantities that a sentence names."""
    return {segment.id for segment in sentence if isinstance(segment, Quantity)}
