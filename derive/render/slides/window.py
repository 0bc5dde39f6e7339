"""The part of a network around some equations: what they use, what is computed of it, and the loss; millimetres."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from derive.quantity import LOSS, quantity
from derive.render.figure.extent import extent
from derive.render.figure.inscriptions import Inscriptions
from derive.render.figure.shapes import Point
from derive.render.slides.wiring import NOTHING, Wiring

LARGEST, SMALLEST = 4.6, 3.2         # half of a node's height
LINE, OFF = 3.6, 0.6                 # that a value takes, and how far off its node it stands
APART = 1.0                          # from node to node of a column, at least
ASIDE, HALF = 15.0, 7.5              # that values at a side take, and half of those below
WIDEST_GAP, LOSS_GAP = 30.0, 17.0    # from column to column, and to the loss
TALLEST_PITCH = 20.0
CLOSEST = 21.0                       # the columns may stand, with the loss behind them


@dataclass(frozen=True)
class Window:
    """Two columns of nodes and the loss, in a box of so many millimetres; a long column is cut."""

    wiring: Wiring
    says: Inscriptions
    left: tuple[str, ...]
    right: tuple[str, ...]
    width: float
    height: float

    @cached_property
    def columns(self) -> tuple[tuple[str, ...], ...]:
        """The ids of each column from left to right, where there is room the loss too; an empty id stands for dots."""
        found = tuple(self._cut(column) for column in (self.left, self.right) if column)
        sides = sum(ASIDE for column in found if not self._below(column))
        close = self.width - sides - LOSS_GAP - 4 * LARGEST < CLOSEST
        return found if close or LOSS.id in self.right else (*found, (LOSS.id,))

    @property
    def uncut(self) -> bool:
        """Whether no column is cut."""
        return not any("" in column for column in self.columns)

    def _cut(self, column: tuple[str, ...]) -> tuple[str, ...]:
        most = int((self.height + APART) / (2 * SMALLEST + APART))
        return column if len(column) <= most else (*column[: most - 2], "", column[-1])

    @cached_property
    def places(self) -> dict[tuple[int, str], Point]:
        """Where each node stands, by its column and id."""
        return {
            (number, id): (self.across[number], self._middle(number) - row * self.pitch(number))
            for number, column in enumerate(self.columns)
            for row, id in enumerate(column)
        }

    def _middle(self, number: int) -> float:
        """How high the first node of a column stands: columns are level, but for what has no room so."""
        half = (len(self.columns[number]) - 1) / 2 * self.pitch(number)
        over, under = (max(0.0, half + reach - self.height / 2) for reach in (self.up(number), self.down(number)))
        return half + under - over

    @cached_property
    def across(self) -> tuple[float, ...]:
        """How far right each column stands."""
        found = [0.0]
        for number in range(1, len(self.columns)):
            aside = ASIDE if number == 2 and not self.below(1) else 0.0
            found.append(found[-1] + (self._gap if number == 1 else LOSS_GAP + aside))
        return tuple(found)

    @cached_property
    def _gap(self) -> float:
        """From the first column to the second."""
        behind = 0.0
        if len(self.columns) == 3:
            behind = LOSS_GAP + (0.0 if self.below(1) else ASIDE)
        return min(WIDEST_GAP, self.width - self.reach(0) - self.reach(len(self.columns) - 1) - behind)

    def reach(self, number: int) -> float:
        """How far the first or the last column reaches to its outer side."""
        return max(self.breadth, HALF) if self.below(number) else self.breadth + ASIDE

    def below(self, number: int) -> bool:
        """Whether the values of a column stand below its nodes; else at their outer side."""
        return self._below(self.columns[number])

    def _below(self, column: tuple[str, ...]) -> bool:
        return len(column) * (2 * SMALLEST + self._values(column)) <= self.height + 0.1

    def _values(self, column: tuple[str, ...]) -> float:
        """What the values below and the biases above the nodes of a column take."""
        lines = 1 if column == (LOSS.id,) else 2 + any(map(self.bias, column))
        return lines * LINE + OFF

    def bias(self, id: str) -> str:
        """The bias of a node, where it is computed here; else empty."""
        return self.wiring.fed.get(id, NOTHING).bias if id in self.right else ""

    def pitch(self, number: int) -> float:
        """From node to node of a column."""
        count = len(self.columns[number])
        ends = self.up(number) + self.down(number)
        return min(TALLEST_PITCH, (self.height - ends) / (count - 1)) if count > 1 else 0.0

    def up(self, number: int) -> float:
        """How far the nodes of a column reach up with their biases."""
        return self.radius + (OFF + LINE if self.biased(number) else 0.0)

    def biased(self, number: int) -> bool:
        """Whether biases stand above the nodes of a column: where there is room."""
        count, column = len(self.columns[number]), self.columns[number]
        return any(map(self.bias, column)) and count * (2 * SMALLEST + OFF + LINE) <= self.height

    def down(self, number: int) -> float:
        """How far the nodes of a column reach down with their values."""
        values = (1 if self.columns[number] == (LOSS.id,) else 2) * LINE
        return self.radius + OFF + values if self.below(number) else max(self.radius, values / 2)

    @cached_property
    def radius(self) -> float:
        """Half of the height of every node: as large as what stands above and below nodes allows."""
        free = (self.height / len(column) - self._between(number) for number, column in enumerate(self.columns))
        return max(SMALLEST, min(LARGEST, min(free) / 2))

    def _between(self, number: int) -> float:
        """What stands between the nodes of a column."""
        if self.below(number):
            return self._values(self.columns[number])
        return APART + (OFF + LINE if self.biased(number) else 0.0)

    @cached_property
    def breadth(self) -> float:
        """Half of the width of every node: of a circle where its symbols allow that."""
        symbols = (self.says.name(quantity(id)) for column in self.columns for id in column if id)
        wanted = max(extent(symbol, 8).width for symbol in symbols) / 2 + 0.6
        return wanted if wanted > self.radius else self.radius

    @property
    def round(self) -> bool:
        """Whether nodes are circles."""
        return self.breadth == self.radius

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of everything."""
        last = len(self.columns) - 1
        bottom = min(y - self.down(number) for (number, _), (_, y) in self.places.items())
        top = max(y + self.up(number) for (number, _), (_, y) in self.places.items())
        return -self.reach(0), bottom, self.across[last] + self.reach(last), top

    @cached_property
    def links(self) -> tuple[tuple[str, str, str], ...]:
        """From where, by which weight if any, to where: all links between the first two columns."""
        return tuple(
            (source, weight, target)
            for number, target in self.places
            for source, weight in self.wiring.fed.get(target, NOTHING).weights.items()
            if number == 1 and (0, source) in self.places
        )

    def drawn(self) -> Iterator[str]:
        """The ids of all that is shown."""
        yield from filter(None, (id for column in self.columns for id in column))
        yield from filter(None, (weight for _, weight, _ in self.links))
        yield from filter(None, (self.bias(id) for number, id in self.places if self.biased(number)))
