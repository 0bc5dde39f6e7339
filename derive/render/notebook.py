"""The notebook: a worksheet or an answer key whose equations are found by the Python API as it is run."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pprint import pformat

from derive.document.forms import is_gradient
from derive.document.sections import Task
from derive.document.wording import words
from derive.document.worksheet import Assignment, Chapter
from derive.errors import InputError
from derive.render.content import Content, Values
from derive.render.rows import Rows
from derive.render.syntax import TEXT

WIDTH = 88                           # characters of a line of Python
NUMERIC = frozenset({"network", "data", "parameters", "training", "rounding"})  # keys of a file that hold numbers
BASIC = (bool, int, float, str)      # whose literals Python reads back


@dataclass(frozen=True, slots=True)
class Notebook:
    """Tells one document as a notebook."""

    content: Content                 # in Markdown

    def values(self) -> Values:
        """Everything that the template places."""
        return {
            **self.content.head(),
            "given": self.content.given(),
            "figure": bool(self.content.figure),
            "problem": literal(self.content.sheet.problem.written),
            "said": {name: self.content.medium.text(text) for name, text in words().tree["notebook"].items()},
            "chapters": self.content.chapters(self._task),
        }

    def _task(self, assignment: Assignment, chapter: Chapter) -> Values:
        task = self.content.task(assignment, chapter)
        shown = chapter.general or recast(assignment.task, chapter) or not self.content.sheet.worked
        formulas = [found for each in task["equations"] if (found := self._formulas(each))] if shown else []
        cells = [] if chapter.general else self._cells(assignment.task, chapter)
        return {**task, "formulas": formulas, "cells": cells}

    def _formulas(self, equation: Values) -> Values | None:
        """An equation without its numbers and blanks; None where nothing is left of it."""
        told = [row for stage in equation["stages"] if stage["kind"] in ("chain", "formula") for row in stage["rows"]]
        rows = [row for row in told if self.content.rows.syntax.blank not in row["text"]]
        return {"left": equation["left"], "rows": rows} if rows else None

    def _cells(self, task: Task, chapter: Chapter) -> list[Values]:
        digits, plain = self.content.digits[chapter.step - 1], Rows.of(self.content.notation, TEXT)
        work = "work" if chapter.step == 1 else f"work.steps[{chapter.step - 1}]"
        return [
            {
                "equation": f"{work}[{json.dumps(each.of.id)}]",
                "name": plain.name(each.of.id),
                "asked": digits.line(each) is not None,
            }
            for each in task.statements
        ]


def recast(task: Task, chapter: Chapter) -> bool:
    """Whether a task is in another form than the cells, which show what they compute step by step."""
    return task.grid is not None or (chapter.form != "steps" and is_gradient(task.statements[0]))


def literal(tree: object) -> str:
    """A problem in Python; InputError where it was never read from a file or a dictionary."""
    if tree is None:
        raise InputError.of("this problem was made without a file or a dictionary", "make it with derive.read(...)")
    return pformat(basic(tree), width=WIDTH, sort_dicts=False)


def basic(value: object, numeric: bool = False) -> object:
    """A tree of Python's own mappings, lists, words and numbers; where numbers stand, text that is one becomes it."""
    if isinstance(value, Mapping):
        return {str(key): basic(inner, numeric or key in NUMERIC) for key, inner in value.items()}
    if isinstance(value, list):
        return [basic(inner, numeric) for inner in value]
    if isinstance(value, str) and numeric:
        return plain_number(value)
    return value if value is None or type(value) in BASIC else str(value)


def plain_number(text: str) -> int | float | str:
    """The number of Python that is written in just this way; else the text."""
    kinds = (kind for kind in (int, float) if text[-1:].isdigit() and looks_like(kind, text))
    return next((kind(text) for kind in kinds), text)


def looks_like(kind: Callable[[str], int | float], text: str) -> bool:
    """Whether Python would write a number like this."""
    try:
        return repr(kind(text)) == text
    except ValueError:
        return False


def notebook(content: Content) -> Values:
    """What is given to the notebook's template."""
    return Notebook(content).values()
