"""What happens in the picture while a frame is told: what is lit from which page on, and which values are found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from derive.engine.digits import Digits
from derive.quantity import Named, Quantity, before_update, is_new
from derive.render.rows import Rows
from derive.render.slides.frames import Page
from derive.render.slides.light import Light
from derive.render.slides.reveal import ShownLine
from derive.statement import Statement, symbols_in


class Lit(NamedTuple):
    """Ids that are lit from a page of the frame on."""

    page: int
    ids: tuple[str, ...]


class Found(NamedTuple):
    """A value that the picture carries from a page of the frame on."""

    page: int
    id: str
    text: str
    lasting: bool                    # whether the next update goes on with it


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells the frames of one update."""

    light: Light | None              # none without a picture
    digits: Digits
    rows: Rows
    carries: Callable[[Named], bool]  # whether pictures have a place for a value

    def lit(self, page: Page, lines: Sequence[ShownLine]) -> list[Lit]:
        """What is lit: what the frame is about, then the way that each equation goes, term by term where it can."""
        told: dict[str, int] = {}
        if self.light is None:
            return []
        for worked, own in zip(page.worked, equations(lines), strict=True):
            for number, ids in self._lit(self.light, worked.statement, own):
                for id in ids:
                    told[id] = min(number, told.get(id, number))
        pages = sorted(set(told.values()))
        return [Lit(number, tuple(id for id in told if told[id] == number)) for number in pages]

    def found(self, page: Page, lines: Sequence[ShownLine]) -> list[Found]:
        """The values that are found on a frame."""
        return [
            found
            for worked, own in zip(page.worked, equations(lines), strict=True)
            if page.ends
            for found in self._found(worked.statement, own[-1].pieces[-1].page)
        ]

    def _lit(self, light: Light, statement: Statement, lines: Sequence[ShownLine]) -> Iterator[tuple[int, list[str]]]:
        yield lines[0].left.page, light.subject(statement)
        line, numbers = self.digits.line(statement), [pair for each in lines for pair in each.numbers]
        terms = line.formula.args if line and isinstance(statement.of, Quantity) else ()
        if terms and len(terms) == len(numbers):
            for index, number in numbers:
                yield number, light.named(symbols_in(terms[index]))
        else:
            yield lines[0].pieces[0].page, light.path(statement)

    def _found(self, statement: Statement, number: int) -> Iterator[Found]:
        of, line = statement.of, self.digits.line(statement)
        lasting = isinstance(of, Quantity) and is_new(of)
        carried = before_update(of) if isinstance(of, Quantity) and lasting else of
        if line is not None and self.carries(carried):
            yield Found(number, carried.id, self.rows.numbers(line)[-1].text, lasting)


def equations(lines: Sequence[ShownLine]) -> list[list[ShownLine]]:
    """The lines of each equation: one begins with a left-hand side, or goes on from the page before."""
    found: list[list[ShownLine]] = []
    for line in lines:
        if line.left.text or not found:
            found.append([])
        found[-1].append(line)
    return found
