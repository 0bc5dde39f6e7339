"""The results as a table: a row for each thing measured, with its target and whether it is met."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

HEAD = "| what | ours | peer | figure | target | met |\n|---|---|---|---|---|---|"


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, ours and the peer's time, the figure that counts, and the bound it must keep."""

    what: str
    ours: str
    peer: str
    figure: float
    at_least: float = 0.0
    at_most: float = math.inf

    @property
    def met(self) -> bool:
        """Whether the figure keeps its bound."""
        return self.at_least <= self.figure <= self.at_most

    @property
    def target(self) -> str:
        """The bound in writing."""
        return f"≥ {self.at_least:,.10g}" if self.at_least else f"≤ {self.at_most:,.10g}"

    def __str__(self) -> str:
        figure = f"{self.figure:,.0f}" if self.figure >= 100 else f"{self.figure:.3g}"
        cells = (self.what, self.ours, self.peer, figure, self.target, "yes" if self.met else "**no**")
        return f"| {' | '.join(cell.replace('|', '∣') for cell in cells)} |"


def span(seconds: float) -> str:
    """A time with three figures and a unit that fits it."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def table(rows: Iterable[Row]) -> str:
    """The rows under their head, in Markdown."""
    return "\n".join([HEAD, *map(str, rows)])
