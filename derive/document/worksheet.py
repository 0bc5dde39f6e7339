"""The worksheet and its answer key as documents: what stands in them and in which order, not how it looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from derive.document.outline import Section, Task
from derive.document.rules import rules
from derive.document.tell import Teller
from derive.document.wording import Sentence, words
from derive.problem import Problem

Level = Literal["worked", "guided", "blank"]
Paper = Literal["a4", "letter"]
Kind = Literal["worksheet", "answers"]
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

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """All assignments of the chapter."""
        return tuple(each for block in self.blocks for each in block.assignments)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document: a student's worksheet at one level of help, or the answer key to it."""

    problem: Problem
    kind: Kind
    level: Level
    paper: Paper
    rules: tuple[Sentence, ...]
    chapters: tuple[Chapter, ...]

    @property
    def points(self) -> int:
        """What the whole sheet is worth."""
        return sum(each.points for chapter in self.chapters for each in chapter.assignments)

    @property
    def worked(self) -> bool:
        """Whether the answers stand in it."""
        return self.kind == "answers" or self.level == "worked"


def sheet(problem: Problem, sections: tuple[Section, ...], kind: Kind, level: Level, paper: Paper) -> Sheet:
    """The document of a kind, at a level, for a size of paper."""
    teller = Teller(problem, words())
    chapters = tuple(chapter(teller, section, level) for section in sections)
    return Sheet(problem, kind, level, paper, rules(teller), chapters)


def chapter(teller: Teller, section: Section, level: Level) -> Chapter:
    """A section of the outline with its words."""
    blocks = tuple(
        Block(
            teller.place(part) if headed(section) else "",
            tuple(assignment(teller, section, task, level) for task in part.tasks),
        )
        for part in section.parts
    )
    title = teller.words.word("sections", section.title)
    return Chapter(title, teller.introduction(section), blocks)


def headed(section: Section) -> bool:
    """Whether the parts of a section belong to places of the network."""
    return any(part.layer is not None for part in section.parts)


def assignment(teller: Teller, section: Section, task: Task, level: Level) -> Assignment:
    """A task with its words, its points and its room."""
    points = teller.points(section, task, blank=level == "blank")
    return Assignment(task, teller.task(section, task), points, room(task, level) if points else 0)


def room(task: Task, level: Level) -> int:
    """How many ruled lines: as many as the answer has rows, and one to spare; where blanks guide, one."""
    if level != "blank":
        return 1
    return 1 + sum(len(statement.forms) + 1 for statement in task.statements)
