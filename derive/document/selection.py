"""Which tasks are wanted: those with certain numbers, or those about the first neurons of each layer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from derive.document.sections import Section, Task
from derive.errors import InputError
from derive.quantity import Named, Partial

ACROSS = frozenset("xyL")            # kinds of quantities that belong to no layer


@dataclass(frozen=True, slots=True)
class Selection:
    """The tasks that are wanted; each keeps its number."""

    only: str | None = None          # those with these numbers: "6-25" or "6,8,10-12"; None: all
    sample: int | None = None        # those about so many neurons of each layer, the first ones; None: all

    def __post_init__(self) -> None:
        if self.only is not None:
            spans(self.only)
        if self.sample is not None and self.sample < 1:
            raise InputError.of(f"--sample {self.sample} leaves no neuron", "give 1 or more")

    def __bool__(self) -> bool:
        return self != EVERYTHING

    def takes(self, number: str | None, of: Named) -> bool:
        """Whether an equation is wanted."""
        return self._numbered(number) and (self.sample is None or foremost(of, self.sample))

    def pick(self, sections: Iterable[Section]) -> tuple[Section, ...]:
        """The sections with the wanted tasks, and of tasks with several equations the wanted ones."""
        found = []
        for section in sections:
            parts = [replace(part, tasks=tuple(filter(None, map(self._of_task, part.tasks)))) for part in section.parts]
            full = tuple(part for part in parts if part.tasks)
            found += [replace(section, parts=full)] if full else []
        return tuple(found)

    def nothing(self, numbers: Iterable[int]) -> InputError:
        """What is said where no equation is left, of those with these numbers."""
        known = sorted(numbers)
        what = f"no equation has a number in {self.only}"
        return InputError.of(what + (f" under --sample {self.sample}" if self.sample else ""),
                             f"numbers run from {known[0]} to {known[-1]}")

    def _of_task(self, task: Task) -> Task | None:
        wanted = tuple(each for each in task.statements if self.takes(task.number, each.of))
        whole = task.grid is not None  # a matrix stays as it is
        return (task if whole else replace(task, statements=wanted)) if wanted else None

    def _numbered(self, number: str | None) -> bool:
        if self.only is None:
            return True
        return number is not None and any(first <= int(number) <= last for first, last in spans(self.only))


EVERYTHING = Selection()


@lru_cache(maxsize=64)
def spans(only: str) -> tuple[tuple[int, int], ...]:
    """The first and last numbers of "6-25" or "6,8,10-12"."""
    return tuple(span(part.strip()) for part in only.split(","))


def span(part: str) -> tuple[int, int]:
    """The first and last number of "6-25" or "6"."""
    match = re.fullmatch(r"(\d{1,6})(?:\s*-\s*(\d{1,6}))?", part)
    if match is None:
        raise InputError.of(f"--only {part!r} is not a range of numbers", "write it like 6-25 or 6,8,10-12")
    return int(match[1]), int(match[2] or match[1])


def foremost(of: Named, count: int) -> bool:
    """Whether a quantity is of the first so many neurons of its layer, and of the layer before."""
    if isinstance(of, Partial):
        return foremost(of.top, count) and foremost(of.by, count)
    return all(i <= count for i in (of.index if of.kind in ACROSS else of.index[1:]))
