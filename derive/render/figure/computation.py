"""The computation graph: a box for each name, in columns from what is given to what is differentiated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from derive.arithmetic import Number
from derive.graph import Graph
from derive.problem import Problem
from derive.quantity import Quantity
from derive.render.figure.chart import WIDEST, Chart, Item, Link, level
from derive.render.figure.extent import extent
from derive.render.figure.marks import Marks
from derive.render.figure.scene import Text
from derive.render.figure.shapes import Box

HEIGHT, GAP, AISLE = 7.0, 3.0, 13.0  # of a box, between boxes, and between columns
MOST_ROWS = 9
SWEEPS = 8
Place = tuple[str, int]              # a name, or its line passing, in a column


@dataclass(frozen=True, slots=True)
class Computation:
    """A graph with the text and the place of each name."""

    graph: Graph
    home: Mapping[str, int]          # the column of each name
    texts: Mapping[str, str]         # LaTeX
    places: Mapping[Place, Box]

    def chart(self, marks: Marks) -> Chart:
        """The chart with what is marked."""
        lit = {each for each in self.texts if self.graph.quantity(each).id in marks.lit}
        items = (
            Item((Text(text, 9),), self.places[each, self.home[each]], style(self.graph, each), each in lit)
            for each, text in self.texts.items()
        )
        return Chart(tuple(items), tuple(links(self, lit)))


def computation(
    problem: Problem, graph: Graph, name: Callable[[Quantity], str], number: Callable[[Number], str]
) -> Computation | None:
    """The layout of a graph; None where it would be too wide or too tall to be read."""
    home = columns_of(graph)
    columns = ordered(graph, home)
    texts = {each: text(problem, graph, each, name, number) for each in names(graph)}
    room = {each: extent(latex, 9).width + 4 for each, latex in texts.items()}
    widths = [max((room[n] for n, _ in column if home[n] == i), default=0.0) for i, column in enumerate(columns)]
    if max(map(len, columns)) > MOST_ROWS or sum(widths) + AISLE * (len(columns) - 1) > WIDEST:
        return None
    return Computation(graph, home, texts, placed(columns, home, widths))


def placed(columns: Sequence[Sequence[Place]], home: Mapping[str, int], widths: Sequence[float]) -> dict[Place, Box]:
    """The box of each name in its column; where only its line passes, a box without size."""
    found: dict[Place, Box] = {}
    left = 0.0
    for i, (column, width) in enumerate(zip(columns, widths, strict=True)):
        for row, (name, _) in enumerate(column):
            y = ((len(column) - 1) / 2 - row) * (HEIGHT + GAP)
            size = (width, HEIGHT) if home[name] == i else (0.0, 0.0)
            found[name, i] = Box((left + width / 2, y), *size)
        left += width + AISLE
    return found


def names(graph: Graph) -> list[str]:
    """Every name: those that are used, in reading order, then the last line's."""
    used = [name for node in graph.nodes for name in (*node.formula.variables, node.name)]
    return list(dict.fromkeys(used))


def columns_of(graph: Graph) -> dict[str, int]:
    """The column of each name: right of all it uses; what is given stands right before its first use."""
    found: dict[str, int] = {}
    computed = {node.name: node.formula.variables for node in graph.nodes}
    for name, used in computed.items():
        found[name] = max((found.get(each, 0) for each in used), default=0) + 1
    for name in names(graph):
        if name not in computed:
            found[name] = min(found[user] for user, used in computed.items() if name in used) - 1
    return found


def users(graph: Graph, name: str) -> list[str]:
    """The lines that use a name."""
    return [node.name for node in graph.nodes if name in node.formula.variables]


def used(graph: Graph, name: str) -> tuple[str, ...]:
    """What a line uses; nothing of a name that none computes."""
    return next((node.formula.variables for node in graph.nodes if node.name == name), ())


def ordered(graph: Graph, home: Mapping[str, int]) -> list[list[Place]]:
    """The names of each column, with those that pass it, in an order with few crossings."""
    last = max(home.values())
    columns: list[list[Place]] = [[] for _ in range(last + 1)]
    for name in names(graph):
        ends = [home[user] for user in users(graph, name)] or [home[name] + 1]
        for column in range(home[name], max(ends)):
            columns[column].append((name, column))
    near = {name: {name, *users(graph, name), *used(graph, name)} for name in home}
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
        for user in users(laid.graph, name):
            between = [places[name, c].centre for c in range(home[name] + 1, home[user])]
            yield level(places[name, home[name]], places[user, home[user]], between, {name, user} <= lit)


def style(graph: Graph, name: str) -> str:
    """How a box is drawn: what is given, what is computed, what is differentiated."""
    computed = [node.name for node in graph.nodes]
    return "target" if name == computed[-1] else "item" if name in computed else "source"


def text(
    problem: Problem, graph: Graph, each: str, name: Callable[[Quantity], str], number: Callable[[Number], str]
) -> str:
    """What stands in a box: the symbol, with its number where one is given."""
    of = graph.quantity(each)
    given = problem.given.get(of)
    return name(of) if given is None else f"{name(of)}={number(given)}"
