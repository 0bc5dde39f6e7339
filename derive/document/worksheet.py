"""The worksheet and its answer key as documents: what stands in them and in which order, not how it looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from derive.document.forms import Form
from derive.document.known import Known, known_of, needed
from derive.document.outline import CHAIN
from derive.document.rules import rules
from derive.document.sections import Section, Task
from derive.document.selection import EVERYTHING, Selection
from derive.document.tell import Teller
from derive.document.wording import Sentence, words
from derive.problem import Problem
from derive.statement import Statement

Level = Literal["worked", "guided", "blank"]
Paper = Literal["a4", "letter"]
Step = tuple[Problem, tuple[Section, ...]]  # an update and its sections
Kind = Literal["worksheet", "answers"]
STEPWISE: Mapping[str, Form] = MappingProxyType({})
LEVELS: tuple[Level, ...] = ("worked", "guided", "blank")
PAPERS: tuple[Paper, ...] = ("a4", "letter")


@dataclass(frozen=True, slots=True)
class Assignment:
    """One task on the page: what to do, what it is worth, and how many ruled lines its work takes."""

    task: Task
    sentence: Sentence
    points: int
    room: int


@dataclass(frozen=True, slots=True)
class Block:
    """The assignments under one small heading."""

    heading: str
    assignments: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the page."""

    title: str
    introduction: Sentence
    blocks: tuple[Block, ...]
    step: int = 1                    # which update it belongs to
    general: bool = False            # whether it speaks of no quantity of this network
    form: Form = "steps"

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """All assignments of the chapter."""
        return tuple(each for block in self.blocks for each in block.assignments)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All equations that are asked for in it."""
        return tuple(statement for each in self.assignments for statement in each.task.statements)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document: a student's worksheet at one level of help, or the answer key to it."""

    problem: Problem
    kind: Kind
    level: Level
    paper: Paper
    rules: tuple[Sentence, ...]
    chapters: tuple[Chapter, ...]
    known: tuple[tuple[Known, ...], ...] = ()  # of each update, what its tasks use and do not find
    needed: frozenset[str] | None = None  # the ids of the given values that are shown; None: all

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """All assignments, in order."""
        return tuple(each for chapter in self.chapters for each in chapter.assignments)

    @property
    def of_network(self) -> tuple[Chapter, ...]:
        """The chapters about quantities of this network."""
        return tuple(chapter for chapter in self.chapters if not chapter.general)

    @property
    def points(self) -> int:
        """What the whole sheet is worth."""
        return sum(each.points for each in self.assignments)

    @property
    def worked(self) -> bool:
        """Whether the answers stand in it."""
        return self.kind == "answers" or self.level == "worked"


def sheet(
    problem: Problem,
    steps: Sequence[Step],
    kind: Kind,
    level: Level,
    paper: Paper,
    forms: Mapping[str, Form] = STEPWISE,
    wanted: Selection = EVERYTHING,
) -> Sheet:
    """The document of a kind, at a level, for a size of paper, its sections in their forms, with the tasks wanted."""
    picked = [wanted.pick(sections) for _, sections in steps]
    chapters = tuple(
        replace(
            chapter(Teller(update, words()), section, level, number if len(steps) > 1 else None),
            form=forms.get(section.title, "steps"),
        )
        for number, ((update, _), sections) in enumerate(zip(steps, picked, strict=True), start=1)
        for section in sections
    )
    whole = Sheet(problem, kind, level, paper, rules(Teller(problem, words())), chapters)
    if not wanted:
        return whole
    after = [*picked[1:], ()]
    known = tuple(known_of(*each) for each in zip([sections for _, sections in steps], picked, after, strict=True))
    return replace(whole, known=known, needed=needed(problem, picked))


def chapter(teller: Teller, section: Section, level: Level, step: int | None) -> Chapter:
    """A section of the outline with its words; the number of its update where there are several."""
    headings = [teller.place(part) if headed(section) else "" for part in section.parts]
    blocks = tuple(
        Block(
            heading if heading != before else "",
            tuple(assignment(teller, section, task, level) for task in part.tasks),
        )
        for part, heading, before in zip(section.parts, headings, ["", *headings], strict=False)
    )
    title = teller.words.word("sections", section.title)
    general = section.title == CHAIN
    if step is not None and not general:
        title = teller.words.word("labels", "step", title=title, n=step)
    return Chapter(title, teller.introduction(section), blocks, step or 1, general)


def headed(section: Section) -> bool:
    """Whether the parts of a section belong to places of the network."""
    return any(part.layer is not None for part in section.parts)


def assignment(teller: Teller, section: Section, task: Task, level: Level) -> Assignment:
    """A task with its words, its points and its room."""
    points = teller.points(section, task, blank=level == "blank")
    return Assignment(task, teller.task(section, task), points, room(task, level) if points else 0)


def room(task: Task, level: Level) -> int:
    """How many ruled lines: as many as the answer has rows, and one to spare; where blanks guide, one."""
    if level != "blank" or all(statement.rule == "no path" for statement in task.statements):
        return 1
    return 1 + sum(len(statement.forms) + 1 for statement in task.statements)
