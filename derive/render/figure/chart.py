"""A chart: labelled boxes at places, arrows between them; millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from derive.render.figure.extent import extent
from derive.render.figure.scene import Arrow, Node, Note, Scene, Text
from derive.render.figure.shapes import Box, Point
from derive.render.figure.styles import CHART, LIT

WIDEST = 166.0                       # of a whole chart
LABEL, PADDING = 8, 0.5              # points of what stands at an arrow, and the white around it


@dataclass(frozen=True, slots=True)
class Item:
    """A box with the lines that stand in it."""

    texts: tuple[Text, ...]
    box: Box
    style: str = "item"
    lit: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow along some points, from the rim of a box to the rim of another, with a label at one of them."""

    way: tuple[Point, ...]
    label: str = ""
    at: Point = (0.0, 0.0)
    lit: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that is drawn."""

    items: tuple[Item, ...]
    links: tuple[Link, ...]

    @property
    def width(self) -> float:
        """From the leftmost to the rightmost box."""
        return max(item.box.right for item in self.items) - min(item.box.left for item in self.items)

    def scene(self, steady: bool = False) -> Scene:
        """The chart as shapes; where its size must stay the same, that is told."""
        arrows = (Arrow(link.way, lit=link.lit) for link in sorted(self.links, key=lambda link: link.lit))
        boxes = (Node(i.box.centre, i.box.width, i.box.height, i.style, i.texts, lit=i.lit) for i in self.items)
        labels = (labelled(link) for link in self.links if link.label)
        return Scene({**CHART, **LIT} if steady else CHART, (*arrows, *boxes, *labels), steady)


def labelled(link: Link) -> Note:
    """The label of an arrow."""
    room = extent(link.label, LABEL)
    box = Box(link.at, room.width + 2 * PADDING, room.above + room.below + 2 * PADDING)
    return Note(Text(link.label, LABEL), box, "label", link.at)


def level(start: Box, end: Box, between: Sequence[Point] = (), lit: bool = False) -> Link:
    """An arrow from the right side of a box to the left side of another, through some points."""
    return Link(((start.right, start.centre[1]), *between, (end.left, end.centre[1])), lit=lit)
