"""Tables below a network, for layers whose arrows carry no numbers: a row for each neuron, a column for each sender."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from derive.layers import Dense
from derive.problem import Problem
from derive.quantity import Quantity
from derive.render.figure.extent import extent
from derive.render.figure.inscriptions import Name, WorthOf
from derive.render.figure.layout import MOST_SHOWN, Neuron
from derive.render.figure.scene import Arrow, Frame, Note, Scene, Shape, Text
from derive.render.figure.shapes import Box, Point
from derive.render.figure.styles import Style, Styles

SIZE = 8                             # points
ROW, BETWEEN, APART = 4.8, 2.6, 5.5  # millimetres: of a row, between columns, between tables and around them
INNER = 1.4                          # from the frame to the cells
WIDEST = 166.0
STYLES: Styles = {"cell": Style(more="inner sep=0pt"), "table": Style(draw="ink!40", width=0.4, corner=1.0)}


class Cell(NamedTuple):
    """What stands in a cell, and the id of what it tells."""

    text: str
    of: str = ""


@dataclass(frozen=True)
class Table:
    """The weights of one dense layer, and its biases, behind the symbols of its neurons."""

    problem: Problem
    layer: int
    symbol: Name
    worth: WorthOf
    sign: str                        # before the letter of the weights
    kind: str = "w"                  # of the weights: those from the layer before, or from the step before

    @property
    def _before(self) -> int:
        """The layer that the weights lead from."""
        return self.layer - (self.kind == "w")

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """All cells, the head first."""
        columns = [Neuron(self._before, unit).of for unit in self._units(self._before)]
        letter = rf"{self.sign}\mathbf{{{self.kind.upper()}}}^{{({self.layer})}}"
        head = [Cell(letter), *(Cell(self.symbol(of)) for of in columns)]
        last = [Cell(rf"{self.sign}b")] if self._biased else []
        return [[*head, *last], *(self._row(unit) for unit in self._units(self.layer))]

    @property
    def _biased(self) -> bool:
        """Whether every neuron has a bias of its own."""
        layer = self.problem.layers[self.layer - 1]
        return isinstance(layer, Dense) and layer.bias == "per_unit" and self.kind == "w"

    @property
    def filled(self) -> bool:
        """Whether all of its numbers are known."""
        return all(cell.text for row in self.rows for cell in row)

    def _row(self, unit: int) -> list[Cell]:
        weights = [Quantity(self.kind, (self.layer, unit, source)) for source in self._units(self._before)]
        told = [*weights, *([Quantity("b", (self.layer, unit))] if self._biased else [])]
        return [Cell(self.symbol(Neuron(self.layer, unit).of)), *(Cell(self.worth(of).text, of.id) for of in told)]

    def _units(self, layer: int) -> range:
        return range(1, self.problem.units(layer) + 1)

    @cached_property
    def widths(self) -> list[float]:
        """The width of each column."""
        return [max(extent(cell.text, SIZE).width for cell in column) for column in zip(*self.rows, strict=True)]

    @property
    def width(self) -> float:
        """From the left side of the frame to its right side."""
        return sum(self.widths) + BETWEEN * (len(self.widths) - 1) + 2 * INNER

    @property
    def height(self) -> float:
        """From the top of the frame to its bottom."""
        return ROW * len(self.rows) + 2 * INNER

    def shapes(self, corner: Point, lit: Set[str]) -> Iterator[Shape]:
        """The frame and the cells, from the upper left corner on."""
        x, y = corner
        yield Frame(x, y, x + self.width, y - self.height, "table")
        left = x + INNER
        for number, width in enumerate(self.widths):
            for row, cells in enumerate(self.rows):
                middle = left + width / 2, y - INNER - (row + 0.5) * ROW
                yield written(cells[number], middle, cells[number].of in lit)
            left += width + BETWEEN


def written(cell: Cell, middle: Point, lit: bool) -> Note:
    """A cell about its middle."""
    room = extent(cell.text, SIZE)
    return Note(Text(cell.text, SIZE), Box(middle, room.width, ROW - 0.6), "cell", middle, sized=True, lit=lit)


def with_tables(scene: Scene, tables: Iterable[Table], lit: Set[str]) -> Scene:
    """The scene with tables below it, as far as numbers are known and they are not too wide."""
    found = [table for table in tables if table.width <= WIDEST and table.filled]
    left, bottom, right, _ = scene.bounds
    shapes: list[Shape] = []
    top = bottom - APART
    for line in in_lines(found):
        x = (left + right - sum(table.width + APART for table in line) + APART) / 2
        for table in line:
            shapes += table.shapes((x, top), lit)
            x += table.width + APART
        top -= max(table.height for table in line) + APART
    return replace(scene, styles={**scene.styles, **STYLES}, shapes=(*scene.shapes, *shapes)) if found else scene


def bare(scene: Scene, problem: Problem) -> Iterator[tuple[int, str]]:
    """The layers whose arrows carry no numbers, each with the kind of its weights; none that is too long."""
    labels = [shape.box.centre[0] for shape in scene.shapes if isinstance(shape, Note) and shape.angle is not None]
    for layer, row in enumerate(problem.layers, start=1):
        ways = [shape.way for shape in scene.shapes if isinstance(shape, Arrow) and leads_into(shape, layer)]
        whole = max(problem.units(layer), problem.units(layer - 1)) <= MOST_SHOWN
        if whole and not any(way[0][0] < x < way[-1][0] for way in ways for x in labels):
            yield from ((layer, kind) for kind in "wu" if kind == "w" or row.recurrent)


def leads_into(arrow: Arrow, layer: int) -> bool:
    """Whether an arrow leads to a neuron of a layer."""
    return arrow.ends is not None and arrow.ends[1].startswith(f"n{layer}-")


def in_lines(tables: Sequence[Table]) -> list[list[Table]]:
    """The tables side by side, in as many lines as they take."""
    lines: list[list[Table]] = []
    for table in tables:
        if not lines or sum(each.width + APART for each in (*lines[-1], table)) - APART > WIDEST:
            lines.append([])
        lines[-1].append(table)
    return lines
