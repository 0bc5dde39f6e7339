"""A curve in a terminal, drawn in dots of braille, or in stars where the terminal has no braille."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from derive.render.plot.scale import Scale, thinned

HEIGHT = 12                          # lines of the curve
NARROWEST = 20                       # columns that it has at least


@dataclass(frozen=True, slots=True)
class Marks:
    """What a curve is drawn in: how many dots a character holds, across and down, and the lines of the axes."""

    across: int
    down: int
    dots: dict[tuple[int, int], int]  # of each dot in a character, what it adds to the first character
    first: int
    lines: tuple[str, str, str, str, str]  # of the axes: upright, with a mark, the corner, level, with a mark


BRAILLE = Marks(2, 4, {(0, 0): 1, (0, 1): 2, (0, 2): 4, (1, 0): 8, (1, 1): 16, (1, 2): 32, (0, 3): 64, (1, 3): 128},
                0x2800, ("│", "┤", "└", "─", "┴"))  # fmt: skip
ASCII = Marks(1, 1, {(0, 0): ord("*") - ord(" ")}, ord(" "), ("|", "+", "+", "-", "+"))


@dataclass(frozen=True)
class Grid:
    """A field of characters, each made of dots; dots are counted from the left and from the top."""

    marks: Marks
    columns: int
    rows: int
    cells: dict[tuple[int, int], int] = field(default_factory=dict)

    def dot(self, x: int, y: int) -> None:
        """Sets one dot."""
        cell = (x // self.marks.across, y // self.marks.down)
        self.cells[cell] = self.cells.get(cell, 0) | self.marks.dots[x % self.marks.across, y % self.marks.down]

    def line(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Sets the dots between two."""
        (x, y), (right, bottom) = start, end
        steps = max(abs(right - x), abs(bottom - y), 1)
        for step in range(steps + 1):
            self.dot(x + round((right - x) * step / steps), y + round((bottom - y) * step / steps))

    def lines(self) -> Iterator[str]:
        """The field, line by line."""
        for row in range(self.rows):
            filled = (self.cells.get((column, row), 0) for column in range(self.columns))
            yield "".join(chr(self.marks.first + each) if each else " " for each in filled)


def curve(values: Sequence[float], width: int, marks: Marks = BRAILLE) -> list[str]:
    """The values from left to right in lines of this width, with the scale to their left and their count below."""
    scale = Scale.of(values)
    labels = {min(round((1 - tick.at) * HEIGHT - 0.5), HEIGHT - 1): tick.text for tick in reversed(scale.ticks(5))}
    margin = max(map(len, labels.values()))
    columns = max(width - margin - 2, NARROWEST)
    upright, marked, *_ = marks.lines
    rows = drawn(values, scale, Grid(marks, columns, HEIGHT)).lines()
    body = [
        f"{labels.get(row, ''):>{margin}} {marked if row in labels else upright}{line}" for row, line in enumerate(rows)
    ]
    return [line.rstrip() for line in [*body, *axis(len(values) - 1, columns, margin, marks)]]


def drawn(values: Sequence[float], scale: Scale, grid: Grid) -> Grid:
    """The curve on a field of dots."""
    right, bottom = grid.columns * grid.marks.across - 1, grid.rows * grid.marks.down - 1
    last = max(len(values) - 1, 1)
    points = [
        (round(place / last * right), round((1 - scale.at(value)) * bottom))
        for place, value in thinned(values, 4 * right)
    ]
    for start, end in zip(points, points[1:] or points, strict=False):
        grid.line(start, end)
    return grid


def axis(last: int, columns: int, margin: int, marks: Marks) -> list[str]:
    """The line below the curve, with the number of updates at some places of it."""
    _, _, corner, level, marked = marks.lines
    line, labels = [level] * columns, [" "] * (columns + 12)
    for tick in Scale(0, last or 1).ticks(max(columns // 10, 2)):
        column = round(tick.at * (columns - 1))
        line[column] = marked
        start = max(column - len(tick.text) // 2, 0)
        labels[start : start + len(tick.text)] = tick.text
    return [f"{'':{margin}} {corner}{''.join(line)}", f"{'':{margin}}  {''.join(labels)}"]
