"""The computation graph: a box for each name, in columns from what is given to what is differentiated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from derive.graph import Graph
from derive.render.figure.chart import WIDEST, Chart, Item, Link, level
from derive.render.figure.extent import extent
from derive.render.figure.marks import Marks
from derive.render.figure.scene import Text
from derive.render.figure.shapes import Box
from derive.statement import Statement

HEIGHT, LINE, GAP = 7.0, 3.5, 3.0    # of a box with one line, of one more line, and between boxes
AISLE, NARROW = 13.0, 7.0            # between columns, and at least
POINTS = 9
MOST_ROWS, TALLEST = 9, 250.0        # of a figure on a worksheet; of one on a page of its own, in millimetres
SWEEPS = 8
Place = tuple[str, int]              # an id, or its line passing, in a column
Uses = Mapping[str, Sequence[str]]   # of what each line computes, in order, what it uses: ids; the last is the loss


@dataclass(frozen=True, slots=True)
class Computation:
    """A graph with the text and the place of each name."""

    uses: Uses
    home: Mapping[str, int]          # the column of each name
    texts: Mapping[str, str]         # LaTeX
    places: Mapping[Place, Box]

    @property
    def height(self) -> float:
        """From the lowest to the highest row."""
        middles = [box.centre[1] for box in self.places.values()]
        return max(middles) - min(middles) + HEIGHT

    def chart(self, marks: Marks) -> Chart:
        """The chart with what is marked."""
        lit = self.texts.keys() & marks.lit
        boxes = {each: self.places[each, self.home[each]] for each in self.texts}
        items = (
            Item(self.lines(each, marks), box, style(self.uses, each), each in lit) for each, box in boxes.items()
        )
        return Chart(tuple(items), tuple(links(self, lit)))

    def lines(self, name: str, marks: Marks) -> tuple[Text, ...]:
        """What stands in a box."""
        return tuple(Text(line, POINTS) for line in (self.texts[name], marks.known.get(name, "")) if line)


def computation(
    uses: Uses, texts: Mapping[str, str], room: Mapping[str, str], page: bool = False
) -> Computation | None:
    """The layout of a graph, with room for values; None where it is too wide or tall, for a page or a part of one."""
    home = columns_of(uses)
    columns = ordered(uses, home)
    wide = {n: max(extent(each, POINTS).width for each in (text, room.get(n, ""))) + 4 for n, text in texts.items()}
    high = {n: HEIGHT + LINE * (n in room) for n in texts}
    widths = [max((wide[n] for n, _ in column if home[n] == i), default=0.0) for i, column in enumerate(columns)]
    aisle = min(AISLE, (WIDEST - sum(widths)) / max(len(columns) - 1, 1))
    laid = Computation(uses, home, texts, placed(columns, home, widths, high, max(aisle, NARROW)))
    rows = max(map(len, columns))
    too_large = (aisle < NARROW or laid.height > TALLEST) if page else (aisle < AISLE or rows > MOST_ROWS)
    return None if too_large else laid


def placed(
    columns: Sequence[Sequence[Place]],
    home: Mapping[str, int],
    widths: Sequence[float],
    high: Mapping[str, float],
    aisle: float,
) -> dict[Place, Box]:
    """The box of each name in its column; where only its line passes, a box without size."""
    found: dict[Place, Box] = {}
    left = 0.0
    for i, (column, width) in enumerate(zip(columns, widths, strict=True)):
        pitch = max((high[name] for name, _ in column if home[name] == i), default=HEIGHT) + GAP
        for row, (name, _) in enumerate(column):
            y = ((len(column) - 1) / 2 - row) * pitch
            size = (width, high[name]) if home[name] == i else (0.0, 0.0)
            found[name, i] = Box((left + width / 2, y), *size)
        left += width + aisle
    return found


def uses_of(graph: Graph) -> Uses:
    """What each line of a graph uses."""
    of = graph.quantity
    return {of(node.name).id: [of(name).id for name in node.formula.variables] for node in graph.nodes}


def uses_in(forward: Sequence[Statement]) -> Uses:
    """What each statement of a forward pass uses, as far as the loss depends on it."""
    needed = {forward[-1].of.id}
    for statement in reversed(forward):
        if statement.of.id in needed:
            needed.update(statement.uses)
    return {statement.of.id: statement.uses for statement in forward if statement.of.id in needed}


def names(uses: Uses) -> list[str]:
    """Every name: those that are used, in reading order, then the last line's."""
    return list(dict.fromkeys(name for computed, used in uses.items() for name in (*used, computed)))


def columns_of(uses: Uses) -> dict[str, int]:
    """The column of each name: right of all it uses; what is given stands right before its first use."""
    found: dict[str, int] = {}
    for name, used in uses.items():
        found[name] = max((found.get(each, 0) for each in used), default=0) + 1
    for name in names(uses):
        if name not in uses:
            found[name] = min(found[user] for user in users(uses, name)) - 1
    return found


def users(uses: Uses, name: str) -> list[str]:
    """The lines that use a name."""
    return [computed for computed, used in uses.items() if name in used]


def ordered(uses: Uses, home: Mapping[str, int]) -> list[list[Place]]:
    """The names of each column, with those that pass it, in an order with few crossings."""
    last = max(home.values())
    columns: list[list[Place]] = [[] for _ in range(last + 1)]
    for name in names(uses):
        ends = [home[user] for user in users(uses, name)] or [home[name] + 1]
        for column in range(home[name], max(ends)):
            columns[column].append((name, column))
    near = {name: {name, *users(uses, name), *uses.get(name, ())} for name in home}
    for sweep in range(SWEEPS):
        for column in range(last - 1, -1, -1) if sweep % 2 == 0 else range(1, last + 1):
            beside = columns[column + 1 if sweep % 2 == 0 else column - 1]
            columns[column].sort(key=lambda place: pull(near[place[0]], beside))  # noqa: B023
    return columns


def pull(near: Set[str], beside: Sequence[Place]) -> float:
    """Where the neighbours of a name stand in the next column, on average."""
    rows = [row / max(len(beside) - 1, 1) for row, (each, _) in enumerate(beside) if each in near]
    return sum(rows) / len(rows) if rows else 0.5


def links(laid: Computation, lit: Set[str]) -> Iterator[Link]:
    """An arrow from each name to each line that uses it, past the columns between."""
    home, places = laid.home, laid.places
    for name in laid.texts:
        for user in users(laid.uses, name):
            between = [places[name, c].centre for c in range(home[name] + 1, home[user])]
            yield level(places[name, home[name]], places[user, home[user]], between, {name, user} <= lit)


def style(uses: Uses, name: str) -> str:
    """How a box is drawn: what is given, what is computed, what is differentiated."""
    return "target" if name == list(uses)[-1] else "item" if name in uses else "source"
