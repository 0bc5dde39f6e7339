"""A worksheet or an answer key as the plain values that its template places on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from derive.document.sections import Task
from derive.document.wording import words
from derive.document.worksheet import Assignment, Chapter
from derive.render.content import Content, Values
from derive.render.display import Display, DisplayLine
from derive.render.escape import PREAMBLE, escape
from derive.render.figure import weights_are_written
from derive.render.given import given
from derive.render.press.precompiled import SAME_ABOVE

LONG = 30_000                        # millimetres of tasks, 120 pages: TeX holds those of fewer all at once
HEAD = 8                             # millimetres that the head of a task takes
TALLEST, START = 110, 60             # and a display that may be broken between pages, and what it begins with
TALL, FLAT = 11, 7                   # and a displayed line, with a fraction and without
BLOCK, CHAPTER = 12, 24              # and a heading with what must stand below it


@dataclass(frozen=True)
class PaperSheet:
    """Lays out one document on paper."""

    content: Content                 # in LaTeX

    def values(self) -> Values:
        """Everything that the template places, as text and lists of text."""
        content, sheet = self.content, self.content.sheet
        head, chapters = content.head(), content.chapters(self._task)
        return {
            **{key: value for key, value in head.items() if key != "description"},
            "paper": sheet.paper,
            "characters": PREAMBLE,
            "same_above": SAME_ABOVE,
            "long": total(chapters) > LONG,
            "footer": escape(shortened(sheet.problem.title)),
            "figure": content.figure,
            "legend": head["labels"]["legend"] if weights_are_written(sheet.problem, content.figure) else "",
            "given": given(content.teller, content.rows, sheet.needed),
            "chapters": [with_room(chapter) for chapter in chapters],
        }

    def _task(self, assignment: Assignment, chapter: Chapter) -> Values:
        lines = self.lines(assignment.task, chapter)
        room = self.room(assignment)
        return {
            **self.content.asked(assignment),
            "lines": [{"left": line.left, "right": line.right, "note": line.note} for line in lines],
            "room": room,
            "height": HEAD + sum(map(height, lines)) + 8 * room,
            "tall": is_tall(lines),
            "needs": str(needs(lines, room)),
        }

    def room(self, assignment: Assignment) -> int:
        """How many ruled lines are left for a task."""
        return 0 if self.content.sheet.worked else assignment.room

    def lines(self, task: Task, chapter: Chapter) -> list[DisplayLine]:
        """What is shown of a task: all of it, its formulas with blanks, or nothing."""
        sheet, display = self.content.sheet, self._display(chapter)
        if sheet.level == "blank" and not sheet.worked:
            return []
        if chapter.general:
            return display.primer(task)
        if task.grid is not None:
            return display.lines(self.content.in_matrices(task, chapter))
        return display.worked(task) if sheet.worked else display.guided(task)

    def _display(self, chapter: Chapter) -> Display:
        """What lays out the equations of a chapter; a whole chain needs all the room of its line."""
        remarks = words().word("labels", "long chain"), words().word("labels", "in short")
        return Display(self.content.stages(chapter), *remarks, refers=chapter.form != "chain")


def with_room(chapter: Values) -> Values:
    """A chapter with the millimetres that each heading and what it begins with need on their page."""
    blocks = [{**block, "needs": str(BLOCK + int(block["tasks"][0]["needs"]))} for block in chapter["blocks"]]
    return {**chapter, "blocks": blocks, "needs": str(CHAPTER + int(blocks[0]["needs"]))}


def total(chapters: Sequence[Values]) -> int:
    """About how many millimetres the tasks take."""
    return sum(task["height"] for chapter in chapters for block in chapter["blocks"] for task in block["tasks"])


def is_tall(lines: Sequence[DisplayLine]) -> bool:
    """Whether a display may be broken between pages."""
    return sum(map(height, lines)) > TALLEST


def needs(lines: Sequence[DisplayLine], room: int) -> int:
    """The millimetres that a task needs on its page."""
    return START if is_tall(lines) else HEAD + sum(map(height, lines)) + 8 * room


def height(line: DisplayLine) -> int:
    """About how many millimetres a displayed line is high."""
    tall = any(command in line.left + line.right for command in (r"\frac", r"\begin"))
    return TALL if tall else FLAT


def shortened(title: str, most: int = 70) -> str:
    """A title that fits into the foot of a page."""
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"
