"""What a selection of tasks needs beside the given values: results of tasks that are not among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from derive.document.outline import CHAIN
from derive.document.sections import Section, Task
from derive.layers import FAMILIES
from derive.problem import Problem
from derive.quantity import Quantity, named, renewed
from derive.statement import Statement


@dataclass(frozen=True, slots=True)
class Known:
    """A result that tasks use and that none of them asks for, with the number of the task that would."""

    number: str
    statement: Statement


def of_network(sections: Sequence[Section]) -> list[Task]:
    """The tasks about quantities of the network."""
    return [task for section in sections if section.title != CHAIN for task in section.tasks]


def used(sections: Sequence[Section]) -> dict[str, None]:
    """The ids of all that the tasks use, in the order they use it."""
    return dict.fromkeys(id for task in of_network(sections) for each in task.statements for id in each.uses)


def known_of(whole: Sequence[Section], picked: Sequence[Section], after: Sequence[Section]) -> tuple[Known, ...]:
    """The results of one update that picked tasks of it, or of the update after it, use and do not find."""
    found = {each.of.id for task in of_network(picked) for each in task.statements}
    everything = {each.of.id: Known(task.number, each) for task in of_network(whole) for each in task.statements}
    carried = [renewed(of).id for of in map(named, used(after)) if isinstance(of, Quantity)]
    wanted = {*used(picked), *carried} - found
    return tuple(known for id, known in everything.items() if id in wanted)


def needed(problem: Problem, picked: Sequence[Sequence[Section]]) -> frozenset[str]:
    """The ids of the given values that a sheet with these tasks shows: all data, and the parameters in use."""
    of_tasks = {id for sections in picked for id in used(sections)}
    return frozenset(q.id for q in problem.given if q.kind not in FAMILIES or q.id in of_tasks)
