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
from derive.render.slides.lines import Line, Setting, fits
from derive.render.slides.look import BESIDE, SIZES, Aspect
from derive.render.stages import Told
from derive.statement import Statement

STRIP = 0.19                         # of a page's width that a picture above the equations is high


class Worked(NamedTuple):
    """An equation to be shown, and the statement that it tells."""

    statement: Statement
    told: Told


class Page(NamedTuple):
    """What one frame shows of a task."""

    worked: tuple[Worked, ...]
    lines: tuple[Line, ...]
    size: str
    place: str                       # where the network stands: beside them, above, or nowhere
    ends: bool = True                # whether its equations do not go on on the next


class Trial(NamedTuple):
    """One way to set equations: the size of the letters, where the network stands, whether short sides share lines."""

    size: str
    place: str
    packed: bool


SMALLEST = list(SIZES)[-1]           # in which alone sides are broken


def trials(place: str) -> tuple[Trial, ...]:
    """The ways to set equations with the network in a place, the most legible first; beside it nothing is huge."""
    sizes = list(SIZES)[1:] if place == "beside" else list(SIZES)
    return (*(Trial(size, place, False) for size in sizes), Trial(SMALLEST, place, True))


ALONE = trials("")


@dataclass(frozen=True, slots=True)
class Frames:
    """Lays out the tasks of one document on pages of one shape."""

    content: Content
    aspect: Aspect
    place: str                       # where the network stands: beside, above or nowhere

    def pages(self, task: Task, chapter: Chapter, sentence: str) -> Iterator[Page]:
        """The frames of a task with this sentence."""
        place = "" if chapter.general else self.place
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
    place: str                       # where the network is to stand

    def pages(self, worked: list[Worked]) -> Iterator[Page]:
        """Pages with as many of the equations on each as it holds; one that no page holds takes several."""
        while worked:
            held = (self._page(worked[:count]) for count in range(len(worked), 0, -1))
            pages = [page] if (page := next(filter(None, held), None)) else self._parts(worked[0])
            yield from pages
            worked = worked[len(pages[-1].worked) :]

    def _page(self, worked: Sequence[Worked]) -> Page | None:
        """Some equations on one page, a single one at need in the network's place too; None where they do not fit."""
        for trial in (*trials(self.place), *(ALONE if len(worked) == 1 else ())):
            lines = [line for each in worked for line in self._lines(each, trial)]
            whole = trial.size == SMALLEST or all(line.bits[0].new for line in lines)
            if whole and fits(lines, self._room(trial), self._height(trial)):
                return Page(tuple(worked), tuple(lines), trial.size, trial.place)
        return None

    def _parts(self, worked: Worked) -> list[Page]:
        """The pages of one equation."""
        trial = ALONE[-1]
        parts: list[list[Line]] = [[]]
        for line in self._lines(worked, trial):
            if parts[-1] and sum(each.height for each in (*parts[-1], line)) > self._height(trial):
                parts.append([])
                line = replace(line, left=worked.told.left if line.bits[0].new else "")
            parts[-1].append(line)
        return [Page((worked,), tuple(part), trial.size, trial.place, part is parts[-1]) for part in parts]

    def _lines(self, worked: Worked, trial: Trial) -> list[Line]:
        room = self._room(trial)
        return Setting(self.rows, room, trial.packed).lines(without_long_chain(worked.told, room))

    def _room(self, trial: Trial) -> float:
        """The em of a line."""
        return self.aspect.text * (BESIDE if trial.place == "beside" else 1.0) / self.aspect.em(trial.size)

    def _height(self, trial: Trial) -> float:
        """The em that lines may be high."""
        strip = STRIP * self.aspect.width if trial.place == "above" else 0.0
        return (self.height - strip) / self.aspect.em(trial.size)


def without_long_chain(told: Told, room: float) -> Told:
    """The same without a product of all factors that takes more than a line; the rule below it says it shorter."""
    first, *others = told.stages
    long = first.kind == "chain" and width(told.left + first.rows[0].text) > room - 2
    return told._replace(stages=tuple(others)) if long else told
