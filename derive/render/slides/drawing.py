"""A picture as slides take it: commands of TikZ, each with the id that it is lit or filled by; millimetres."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from derive.render.content import Values
from derive.render.figure.extent import extent
from derive.render.figure.shapes import Point

SYMBOL_SIZES = (10, 9, 8, 7)


@dataclass(frozen=True)
class Drawing:
    """What is drawn, the places of its values, and the ids of both."""

    size: str
    corner: str                      # left and lower
    node: str                        # width and height of every node
    shapes: tuple[str, ...]
    values: tuple[str, ...]
    drawn: frozenset[str]
    carried: frozenset[str]
    whole: bool                      # whether it shows all of a network, of any sample

    def commands(self) -> Values:
        """What a template places."""
        told = {"size": self.size, "corner": self.corner, "node": self.node}
        return {**told, "shapes": list(self.shapes), "places": list(self.values)}


def symbol_size(symbol: str, width: float) -> int:
    """The largest size in points at which a symbol fits a node of this width."""
    return next((size for size in SYMBOL_SIZES if extent(symbol, size).width <= width - 1.4), SYMBOL_SIZES[-1])


def node(style: str, id: str, place: Point, symbol: str, width: float) -> str:
    """A node with a symbol in it, as large as fits."""
    return rf"\{style}{{{id}}}{{{at(place)}}}{{{symbol_size(symbol, width)}}}{{${symbol}$}}"


def value(id: str, place: Point, anchor: str, letter: str, colour: str = "") -> str:
    """The place of a value, which is seen as soon as there is one."""
    option = f"[{colour}]" if colour else ""
    return rf"\carry{option}{{{id}}}{{{at(place)}}}{{{anchor}}}{{{letter}}}"


def rim(start: Point, end: Point, radius: float) -> str:
    """The way from the rim of one circle to the rim of another."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = hypot(dx, dy)
    cut_x, cut_y = radius * dx / length, radius * dy / length
    return f"{{{at((start[0] + cut_x, start[1] + cut_y))}}}{{{at((end[0] - cut_x, end[1] - cut_y))}}}"


def at(place: Point) -> str:
    """A point, to a tenth of a millimetre."""
    return "{:g}, {:g}".format(*(round(each, 1) + 0.0 for each in place))
