"""The tasks of a document as frames: their equations on as few pages as hold them, at the largest size that fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from derive.document.sections import Task
from derive.document.worksheet import Chapter
from derive.render.content import Content
from derive.render.measure import width
from derive.render.rows import Rows
from derive.render.slides.lines import Line, Setting
from derive.render.slides.look import Aspect, Place
from derive.render.slides.room import BROKEN, Room, Trial, fallbacks, room, trials
from derive.render.stages import Told
from derive.statement import Statement


class Worked(NamedTuple):
    """An equation to be shown, and the statement that it tells."""

    statement: Statement
    told: Told


class Page(NamedTuple):
    """What one frame shows of a task."""

    worked: tuple[Worked, ...]
    lines: tuple[Line, ...]
    size: str
    place: Place                     # where the picture stands, if there is one
    below: float = 0.0               # millimetres from the task down to a picture in the corner
    ends: bool = True                # whether its equations do not go on on the next


@dataclass(frozen=True, slots=True)
class Frames:
    """Lays out the tasks of one document on pages of one shape."""

    content: Content
    aspect: Aspect
    place: Place                     # where pictures stand

    def pages(self, task: Task, chapter: Chapter, sentence: str) -> Iterator[Page]:
        """The frames of a task with this sentence."""
        place: Place = "" if chapter.general else self.place
        fitting = Fitting(self.content.rows, self.aspect, self.aspect.room(sentence), place)
        return fitting.pages(list(self._worked(task, chapter)))

    def _worked(self, task: Task, chapter: Chapter) -> Iterator[Worked]:
        stages, grouped = self.content.stages(chapter), len(task.statements) > 1
        for statement in task.statements:
            for told in self.content.told(stages, statement, chapter.general, grouped):
                yield Worked(statement, told)


@dataclass(frozen=True, slots=True)
class Fitting:
    """Fits equations on pages with so many millimetres below the sentence."""

    rows: Rows
    aspect: Aspect
    height: float
    place: Place                     # where the picture is to stand

    def pages(self, worked: list[Worked]) -> Iterator[Page]:
        """Pages with as many of the equations on each as it holds; one that no page holds takes several."""
        while worked:
            held = (self._page(worked[:count]) for count in range(len(worked), 0, -1))
            pages = [page] if (page := next(filter(None, held), None)) else self._parts(worked[0])
            yield from pages
            worked = worked[len(pages[-1].worked) :]

    def _page(self, worked: Sequence[Worked]) -> Page | None:
        """Some equations on one page, a single one at need with a smaller picture; None where they do not fit."""
        for trial in (*trials(self.place), *(fallbacks(self.place) if len(worked) == 1 else ())):
            has = room(self.aspect, self.height, trial)
            lines = [line for each in worked for line in self._lines(each, trial, has)]
            whole = trial.size in BROKEN or all(line.bits[0].new for line in lines)
            if whole and has.holds(lines):
                below = has.narrow_from(lines) * self.aspect.em(trial.size)
                return Page(tuple(worked), tuple(lines), trial.size, trial.place, below)
        return None

    def _parts(self, worked: Worked) -> list[Page]:
        """The pages of one equation."""
        trial = fallbacks(self.place)[-1]._replace(brief=False)
        has = room(self.aspect, self.height, trial)
        parts: list[list[Line]] = [[]]
        for line in self._lines(worked, trial, has):
            if parts[-1] and sum(each.height for each in (*parts[-1], line)) > has.height:
                parts.append([])
                line = replace(line, left=worked.told.left if line.bits[0].new else "")
            parts[-1].append(line)
        return [Page((worked,), tuple(part), trial.size, trial.place, ends=part is parts[-1]) for part in parts]

    def _lines(self, worked: Worked, trial: Trial, has: Room) -> list[Line]:
        told = without_chain(worked.told, 0.0 if trial.brief else has.width - 2)
        return Setting(self.rows, has.at, trial.packed).lines(told)


def without_chain(told: Told, room: float) -> Told:
    """The same without a product of all factors that takes more than so many em; the rule below it says it shorter."""
    first, *others = told.stages
    long = first.kind == "chain" and others and width(told.left + first.rows[0].text) > room
    return told._replace(stages=tuple(others)) if long else told
