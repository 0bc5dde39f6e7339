"""The plain values that the page's template places: those of any document, with words for what is seen."""

from __future__ import annotations

import html
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from derive.document.sections import Task
from derive.document.wording import words
from derive.document.worksheet import Assignment, Chapter
from derive.render.content import Content, Values
from derive.render.media import PLAIN
from derive.render.page import scripts
from derive.render.page.fence import ROUNDS, Fence, salt
from derive.render.page.questions import Questions

SIGN = "<mo>"                        # that a piece of an equation may begin with
SPOKEN = (
    "progress", "near count", "done", "really", "right", "hint 1", "hint 2", "hint 3", "unread", "empty",
)  # fmt: skip
BETWEEN = '<mo form="infix">'        # the same, told that something stands before it


@dataclass(frozen=True)
class Page:
    """Tells one document as a page."""

    content: Content                 # in HTML

    def values(self) -> Values:
        """Everything that the template places."""
        chapters = self.content.chapters(self._task)
        questions = (task["questions"] for each in chapters for block in each["blocks"] for task in block["tasks"])
        asked = sum(map(len, questions))
        style, script = scripts.source(scripts.STYLE), scripts.source(scripts.ANSWERING if asked else scripts.READING)
        return {
            **self.public,
            "chapters": chapters,
            "asked": asked,
            "student": not self.content.sheet.worked,
            "said": self.said,
            "style": style,
            "script": script,
            "policy": scripts.policy(style, script),
            "data": self._data() if asked else {},
        }

    @cached_property
    def public(self) -> Values:
        """What stands before the tasks."""
        return {**self.content.head(), "given": self.content.given(), "figure": self.content.figure}

    @cached_property
    def plain(self) -> Content:
        """The same document in plain text, for those who do not see its mathematics."""
        return replace(self.content, medium=PLAIN)

    @cached_property
    def questions(self) -> Questions:
        """What is asked on it."""
        return Questions(self.content, self.plain, Fence(salt(str(self.public))))

    @cached_property
    def said(self) -> dict[str, str]:
        """The page's own words."""
        return {name: html.escape(text) for name, text in words().tree["page"].items()}

    def _data(self) -> dict[str, str]:
        """What the page's program must know to check an answer, and the words it answers with."""
        rounding = self.content.sheet.problem.rounding
        known = {"salt": self.questions.fence.salt, "rounds": str(ROUNDS)}
        said = {name.replace(" ", "-"): self.said[name] for name in SPOKEN}
        near = self.said[f"near {rounding.carry}"]
        return {**known, "digits": str(rounding.digits), "unit": rounding.unit, **said, "near": near}

    def _task(self, assignment: Assignment, chapter: Chapter) -> Values:
        return {
            **self.content.asked(assignment),
            "general": chapter.general,
            "equations": self._equations(assignment.task, chapter),
            "uses": self._uses(assignment.task, chapter),
            "questions": [] if self.content.sheet.worked else self.questions.of(assignment.task, chapter),
        }

    def _equations(self, task: Task, chapter: Chapter) -> list[Values]:
        """What is shown of a task's equations, each row with what it says in plain text."""
        seen, heard = self.content.equations(task, chapter), self.plain.equations(task, chapter)
        return [with_words(*both) for both in zip(seen, heard, strict=True)]

    def _uses(self, task: Task, chapter: Chapter) -> list[str]:
        """The numbers of the equations that a task uses."""
        if chapter.general:
            return []
        stages = self.content.stages(chapter)
        return list(map(str, sorted({number for each in task.statements for number in stages.uses(each)})))


def with_words(seen: Values, heard: Values) -> Values:
    """An equation whose rows have their pieces and their text."""
    stages = [
        {**stage, "rows": [with_text(*rows) for rows in zip(stage["rows"], text["rows"], strict=True)]}
        for stage, text in zip(seen["stages"], heard["stages"], strict=True)
    ]
    return {**seen, "stages": stages, "spoken": html.escape(heard["left"])}


def with_text(row: dict[str, Any], heard: dict[str, Any]) -> dict[str, Any]:
    """A right-hand side in pieces that a line may be broken between, with its text."""
    pieces = [between(row["relation"]) + row["pieces"][0], *map(between, row["pieces"][1:])]
    return {**row, "pieces": pieces, "spoken": html.escape(f"{heard['relation']} {heard['text']}")}


def between(piece: str) -> str:
    """A piece whose sign stands between two things, although a new group begins with it."""
    return BETWEEN + piece.removeprefix(SIGN) if piece.startswith(SIGN) else piece


def page(content: Content) -> Values:
    """What is given to the page's template: to a worksheet with its questions, to a key with every step."""
    return Page(content).values()
