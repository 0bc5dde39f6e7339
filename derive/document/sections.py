"""What an outline is made of: sections, their parts, each at a place of the network, and numbered tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from derive.quantity import Named
from derive.statement import Statement

Grid = Literal[
    "weighted sums", "activations", "slopes of the loss", "slopes", "jacobian", "last delta", "delta", "weights",
    "biases", "shared bias", "new parameters",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task:
    """One numbered thing to do: an equation, or a few that share a number."""

    number: str
    statements: tuple[Statement, ...]
    grid: Grid | None = None         # which matrix equation it is; None: a line for each statement
    columns: int = 1                 # of that matrix

    @property
    def of(self) -> Named:
        """The quantity the task is about, the first of its group."""
        return self.statements[0].of


@dataclass(frozen=True, slots=True)
class Part:
    """The tasks of a section that belong to one place of the network: a layer, a neuron, the loss."""

    layer: int | None                # None: the loss, or no place at all
    neuron: int | None               # None: the whole layer
    tasks: tuple[Task, ...]
    sample: int | None = None        # None: every sample, or the only one


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the worksheet."""

    title: str
    parts: tuple[Part, ...]

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks of the section, in order."""
        return tuple(task for part in self.parts for task in part.tasks)


Group = tuple[Statement, ...]


class Place(NamedTuple):
    """Where a part stands in the network, and what is asked there."""

    layer: int | None
    neuron: int | None
    groups: list[Group]
    sample: int | None = None


def numbered(plan: Sequence[tuple[str, list[Place]]], before: int) -> tuple[Section, ...]:
    """The sections with their tasks numbered through; empty places and sections are left out."""
    number, sections = before, []
    for title, places in plan:
        parts = []
        for place in places:
            tasks = tuple(Task(str(number + i), group) for i, group in enumerate(place.groups, start=1))
            number += len(tasks)
            parts += [Part(place.layer, place.neuron, tasks, place.sample)] if tasks else []
        sections += [Section(title, tuple(parts))] if parts else []
    return tuple(sections)
