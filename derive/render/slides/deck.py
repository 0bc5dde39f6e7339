"""The slides of a document as the plain values that their template places: a list of frames in teaching order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from derive.document.worksheet import Assignment, Chapter
from derive.quantity import Partial
from derive.render.content import Content, Values
from derive.render.escape import PREAMBLE, escape
from derive.render.sheet import shortened
from derive.render.slides.drawing import Drawing
from derive.render.slides.frames import Frames, Page
from derive.render.slides.lists import given, graph_lines, results, rules
from derive.render.slides.look import BESIDE, PICTURE, PLAIN, Look
from derive.render.slides.overlays import line_values, overlay
from derive.render.slides.reveal import ShownLine, revealed
from derive.render.slides.stage import Stage
from derive.render.slides.telling import Telling


@dataclass(frozen=True)
class Deck:
    """Lays out one document as slides."""

    content: Content                 # in LaTeX
    look: Look

    def values(self) -> Values:
        """Everything that the template places."""
        head, page = self.content.head(), self.look.page
        frames = list(drawn_anew(self._frames(head)))
        return {
            **{key: head[key] for key in ("title", "source", "labels")},
            "aspect": page.option,
            "width": f"{page.width:g}",
            "height": f"{page.height:g}",
            "points": str(page.points),
            "short": escape(shortened(self.content.sheet.problem.title)),
            "sizes": page.sizes,
            "beside": f"{BESIDE:g}",
            "picture": f"{PICTURE:g}",
            "theme": self.look.theme,
            "plain": self.look.theme == PLAIN,
            "handout": self.look.handout,
            "beamer": self.look.beamer,
            "characters": PREAMBLE,
            "given": self.stage.given(self.content, 1),
            "frames": frames,
            "count": str(len(frames)),
        }

    @cached_property
    def stage(self) -> Stage:
        """The picture that stands beside the equations."""
        return Stage.of(self.content)

    def _frames(self, head: Values) -> Iterator[Values]:
        """Every frame, in order."""
        problem, page, labels = self.content.sheet.problem, self.look.page, head["labels"]
        yield {"kind": "title"}
        if self.content.figure:
            yield {"kind": "figure", "title": head["subject"], "figure": self.content.figure}
        for size, lines in graph_lines(self.content, problem, page):
            shown_lines = [line_values(line) for line in lines]
            yield {"kind": "formulas", "title": head["subject"], "size": size, "lines": shown_lines}
        for part in rules(self.content, page):
            yield {"kind": "rules", "title": labels["agreed"], "rules": part}
        for rows in given(self.content.given(), page):
            yield {"kind": "given", "title": labels["given"], "rows": rows}
        for table in head["known"]:
            yield from self._results(table)
        for i, chapter in enumerate(self.content.sheet.chapters):
            yield from self._chapter(chapter, i)
        for table in head["results"]:
            yield from self._results(table)

    def _results(self, table: Values) -> Iterator[Values]:
        """A table of results."""
        for columns in results(table, self.look.page):
            share = f"{1 / len(columns) - 0.03:.2f}"
            yield {"kind": "results", "title": table["title"], "columns": columns, "share": share}

    def _chapter(self, chapter: Chapter, place: int) -> Iterator[Values]:
        """A section announced, and its tasks."""
        chapters = self.content.sheet.chapters
        again = place > 0 and chapter.step > chapters[place - 1].step
        yield {
            "kind": "section",
            "title": self.content.medium.text(chapter.title),
            "introduction": self.content.prose.write(chapter.introduction),
            "again": self.stage.given(self.content, chapter.step) if again else [],
        }
        heading = ""
        for block in chapter.blocks:
            heading = block.heading or heading
            for assignment in block.assignments:
                yield from self._task(assignment, chapter, heading)

    def _task(self, assignment: Assignment, chapter: Chapter, heading: str) -> Iterator[Values]:
        """The frames of a task."""
        text, asked = self.content.medium.text, self.content.asked(assignment)
        for page in self.frames.pages(assignment.task, chapter, asked["sentence"]):
            yield {
                **asked,
                "kind": "task",
                "title": text(chapter.title),
                "subtitle": text(heading),
                **self._page(page, chapter),
            }

    def _page(self, page: Page, chapter: Chapter) -> Values:
        """What one frame shows."""
        lines, worked = revealed(page.lines), [each.statement for each in page.worked]
        drawing = None if chapter.general or not page.place else self.stage.drawing(worked, page.place)
        return {
            "ids": ", ".join(dict.fromkeys(each.of.id for each in worked)),
            "size": page.size,
            "place": page.place if drawing else "",
            "below": f"{page.below:.1f}",
            "lines": [line_values(line) for line in lines],
            **self._told(page, lines, chapter, drawing),
        }

    def _told(self, page: Page, lines: Sequence[ShownLine], chapter: Chapter, drawing: Drawing | None) -> Values:
        """The picture by some lines, and what happens in it."""
        if chapter.general:
            return {"drawing": None, "lit": [], "found": [], "sample": ""}
        light = self.stage.light(drawing) if drawing else None
        telling = Telling(light, self.content.digits[chapter.step - 1], self.content.rows, self.stage.carries)
        return {
            "drawing": drawing.commands() if drawing else None,
            "lit": [{"from": overlay(each.page), "ids": ", ".join(each.ids)} for each in telling.lit(page, lines)],
            "found": [
                {"from": overlay(each.page), "id": each.id, "text": each.text, "lasting": each.lasting}
                for each in telling.found(page, lines)
            ],
            "sample": sample_of(page) if drawing and drawing.whole else "",
        }

    @cached_property
    def frames(self) -> Frames:
        """What lays out the tasks."""
        return Frames(self.content, self.look.page, self.stage.place)


def drawn_anew(frames: Iterable[Values]) -> Iterator[Values]:
    """The frames, each with its picture only where that is another than the one before."""
    before = None
    for frame in frames:
        drawing = frame.get("drawing") or before
        yield frame if drawing != before else {**frame, "drawing": None}
        before = drawing


def sample_of(page: Page) -> str:
    """The sample that a frame is about; empty where there is one only, or none in particular."""
    of = page.worked[0].statement.of
    sample = of.by.sample if isinstance(of, Partial) else of.sample
    return "" if sample is None else str(sample)
