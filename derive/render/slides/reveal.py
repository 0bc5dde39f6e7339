"""When each bit of a frame is revealed: overlay numbers as Beamer writes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from derive.render.slides.lines import Bit, Line

MOST = 11                            # reveals of one frame


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of a line with the page of its frame from which it is seen."""

    text: str
    page: int


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line with the page from which its left-hand side is seen, and its pieces."""

    left: Shown
    pieces: tuple[Shown, ...]
    numbers: tuple[tuple[int, int], ...] = ()  # of each piece of the numbers its index, and its page


def revealed(lines: Sequence[Line]) -> list[ShownLine]:
    """The lines with their pages: as fine as a frame allows, the pieces of numbers, right-hand sides or equations."""
    for fine in (by_piece, by_side, by_equation):
        found = paged(lines, fine)
        if found[-1].pieces[-1].page <= MOST:
            break
    return found


def at_once(lines: Sequence[Line]) -> list[ShownLine]:
    """The lines, nothing kept for later."""
    return [ShownLine(Shown(line.left, 1), (Shown(line.text, 1),)) for line in lines]


def by_piece(line: Line, bit: Bit, first: bool) -> bool:
    """Every right-hand side in turn, its numbers one at a time."""
    return bit.new or bit.piece


def by_side(line: Line, bit: Bit, first: bool) -> bool:
    """Every right-hand side in turn."""
    return bit.new


def by_equation(line: Line, bit: Bit, first: bool) -> bool:
    """Every equation in turn."""
    return bool(line.left) and first


Fineness = Callable[[Line, Bit, bool], bool]


def paged(lines: Sequence[Line], begins: Fineness) -> list[ShownLine]:
    """The lines with their pages, where `begins` says which bits take a new one."""
    page, found = 1, []
    for i, line in enumerate(lines):
        shown: list[Shown] = []
        numbers = []
        start = page + 1 if i and begins(line, line.bits[0], True) else 1
        for k, bit in enumerate(line.bits):
            if begins(line, bit, k == 0) or page == 1:
                page += 1
            if bit.piece:
                numbers.append((bit.place, page))
            if shown and shown[-1].page == page:
                shown[-1] = Shown(shown[-1].text + bit.text, page)
            else:
                shown.append(Shown(bit.text, page))
        found.append(ShownLine(Shown(line.left, start), tuple(shown), tuple(numbers)))
    return found
