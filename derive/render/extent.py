"""How much a document is, told before it is set: its pages filled with what has about the height it will have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil
from typing import NamedTuple

from sympy import Expr

from derive.document.wording import Sentence
from derive.document.worksheet import Assignment, Chapter
from derive.render.display import DisplayLine
from derive.render.given import given
from derive.render.sheet import START, PaperSheet, is_tall

# Millimetres, measured on 2,600 tasks of the starters and of dense networks up to 10-10-10.
HEIGHT = {"a4": 255.0, "letter": 237.4}  # of a page that is written on
LINE, SENTENCE, SMALL = 4.8, 5.7, 5.3  # of a line of text, of a task's sentence with its symbols, of a row of a table
BETWEEN, HEADED = 2.0, 2.5           # between rules; the heading of a table in rows
CHARACTERS = {"rule": 92, "introduction": 100, "sentence": 87}  # of such a line
TITLE, SECTION, HEADING = 22.0, 14.1, 9.5  # of the title with the fields below it, and of headings
TASK, DISPLAY, ROOM = 3.2, -2.2, 8.0  # above a task, around its display less what is below each line, of a ruled line
FLAT, TALL, SLOPE = 9.0, 12.9, 15.0  # of a displayed line: without a fraction, with one, with one of layered symbols
ROW, GAP, DEEP = 4.9, 6.5, 2.5       # of each row of cases or of a matrix, around them, and of blanks in a fraction
TABLE = 114                          # that a row of given values may take
COLUMNS = 3                          # of results
ALIKE = 3                            # tasks of as many symbols that are written, of all that are alike
UPRIGHT = re.compile(r",(-?\d+\.?\d*)\)")
SLOPES = re.compile(r"\\frac\{\\partial [^}]*[\^]\{")
BLANKS = re.compile(r"\\frac\{[^{}]*\\blank")
INNER = re.compile(r"\\begin\{\w+\}(.*?)\\end", re.DOTALL)
COMMAND, MARK = re.compile(r"\\[A-Za-z]+ ?"), re.compile(r"[{}$^_\\]")


@dataclass(frozen=True, slots=True)
class Extent:
    """So many numbered equations, and about so many pages."""

    equations: int
    pages: int


@dataclass(slots=True)
class Pages:
    """Pages that are filled one after another."""

    height: float
    count: int = 1
    used: float = 0.0

    def put(self, height: float, needs: float = 0.0) -> None:
        """Puts a block on this page, or on a new one where less is left than it needs; what is higher runs on."""
        if self.used + needs > self.height:
            self.count, self.used = self.count + 1, -TASK / 2  # there is no gap above what comes first
        self.used += height
        while self.used > self.height:
            self.count, self.used = self.count + 1, self.used - self.height


class Block(NamedTuple):
    """How high a task is, and how much must be left of the page that it begins on."""

    height: float
    needs: float


@dataclass(frozen=True)
class Measured:
    """The heights of a document's parts, in millimetres; of tasks that are alike a few are written."""

    paper: PaperSheet
    known: dict[tuple[str, int, int], list[Block]] = field(default_factory=dict)

    def extent(self) -> Extent:
        """How much the document is."""
        sheet = self.paper.content.sheet
        pages = Pages(HEIGHT[sheet.paper])
        for height in self.head:
            pages.put(height, height)
        for chapter in sheet.chapters:
            self.fill(pages, chapter)
        if sheet.kind == "answers":
            pages.put(results(sum(len(chapter.statements) for chapter in sheet.of_network)))
        return Extent(len(sheet.assignments), pages.count)

    def fill(self, pages: Pages, chapter: Chapter) -> None:
        """Puts a chapter on the pages, its headings with the task below them."""
        above = SECTION + self.text(chapter.introduction, "introduction")
        for block in chapter.blocks:
            above += HEADING if block.heading else 0.0
            for assignment in block.assignments:
                task = self.task(assignment, chapter)
                pages.put(above + task.height, above + task.needs)
                above = 0.0

    @cached_property
    def head(self) -> list[float]:
        """What stands before the first chapter: title and rules, the picture, the tables of what is given."""
        content = self.paper.content
        problem = content.sheet.problem
        rules = BETWEEN + sum(self.text(rule, "rule") + BETWEEN for rule in content.sheet.rules)
        lines = FLAT * len(problem.graph.lines) if problem.graph else 0.0
        tables = [SMALL * (HEADED + 1 + len(problem.layers)), SMALL * HEADED, *self.given()]
        notices = sum(self.text(notice, "introduction") + BETWEEN for notice in content.notices())
        known = [results(len(found)) for found in content.sheet.known if found]
        return [TITLE, rules, SECTION + upright(content.figure) + lines, *tables, notices, *known]

    def given(self) -> Iterator[float]:
        """The rows of given values."""
        content = self.paper.content
        for row in given(content.teller, content.rows, content.sheet.needed):
            yield SMALL * ceil(len(row["entries"]) * row["width"] / TABLE)

    def task(self, assignment: Assignment, chapter: Chapter) -> Block:
        """A task's block: of the first of a kind as they are written, of all others the mean of those."""
        task = assignment.task
        forms = [form for each in task.statements for form in (*each.forms, each.chain, *each.short)]
        kind = chapter.title, len(task.statements), sum(leaves(form) for form in forms if form is not None)
        found = self.known.setdefault(kind, [])
        if len(found) == ALIKE:
            return Block(*(sum(each) / ALIKE for each in zip(*found, strict=True)))
        lines, room = self.paper.lines(task, chapter), self.paper.room(assignment)
        sentence = self.text(assignment.sentence, "sentence")
        height = TASK + sentence + display(lines) + room * ROOM
        found.append(Block(height, START if is_tall(lines) else height))
        return found[-1]

    def text(self, sentence: Sentence, kind: str) -> float:
        """The height of a sentence."""
        letters = len(MARK.sub("", COMMAND.sub("x", self.paper.content.prose.write(sentence))))
        return (SENTENCE if kind == "sentence" else LINE) * ceil(letters / CHARACTERS[kind])


def results(count: int) -> float:
    """The height of so many results in columns."""
    return SECTION + SMALL * ceil(count / COLUMNS)


def display(lines: Sequence[DisplayLine]) -> float:
    """The height of displayed lines."""
    return DISPLAY + sum(map(height, lines)) if lines else 0.0


def height(line: DisplayLine) -> float:
    """The height of one of them."""
    text = line.left + line.right
    inner = max((part.count(r"\\") + 1 for part in INNER.findall(text)), default=0)
    tall = (SLOPE if SLOPES.search(text) else TALL) if r"\frac" in text else FLAT
    return max(tall + DEEP * bool(BLANKS.search(text)), ROW * inner + GAP)


def upright(picture: str) -> float:
    """About how high a picture is."""
    places = [float(y) for y in UPRIGHT.findall(picture)]
    return max(places) - min(places) + 12 if places else 0.0


def leaves(expression: Expr) -> int:
    """How many symbols and numbers an expression is written with."""
    return sum(map(leaves, expression.args)) if expression.args else 1
