"""A chart: labelled boxes at places, arrows between them; millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pylatex import TikZ, TikZCoordinate, TikZDraw, TikZNode, TikZOptions

from derive.render.figure.shapes import Box, Point

WIDEST = 166.0                       # of a whole chart
STYLES = (
    "x=1mm, y=1mm, text=ink",
    "item/.style={draw=accent, fill=soft, line width=.7pt, rounded corners=1.2mm, inner sep=0pt, align=center}",
    "source/.style={item, draw=ink!75, fill=white}",
    "target/.style={item, line width=1.2pt}",
    "edge/.style={draw=ink!45, line width=.4pt, rounded corners=1.5mm, -{Latex[length=1.8mm, width=1.25mm]}}",
    r"label/.style={fill=white, inner sep=.5mm, font=\fontsize{8}{8}\selectfont}",
)


@dataclass(frozen=True, slots=True)
class Item:
    """A box with what stands in it, as LaTeX, and its size in points."""

    text: str
    box: Box
    style: str = "item"
    points: int = 9


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow along some points, from the rim of a box to the rim of another, with a label at one of them."""

    way: tuple[Point, ...]
    label: str = ""
    at: Point = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that is drawn."""

    items: tuple[Item, ...]
    arrows: tuple[Arrow, ...]

    @property
    def width(self) -> float:
        """From the leftmost to the rightmost box."""
        return max(item.box.right for item in self.items) - min(item.box.left for item in self.items)

    def tikz(self) -> str:
        """The chart as a `tikzpicture`."""
        drawing = TikZ(options=TikZOptions(*(f"\n  {style}" for style in STYLES)))
        for part in (*map(drawn, self.arrows), *map(written, self.items), *map(labelled, filter(named, self.arrows))):
            drawing.append(part)
        text: str = drawing.dumps()
        return text


def written(item: Item) -> TikZNode:
    """The box of an item with its text."""
    size = f"minimum width={item.box.width:g}mm, minimum height={item.box.height:g}mm"
    font = rf"font=\fontsize{{{item.points}}}{{{item.points + 2}}}\selectfont"
    return TikZNode(None, TikZOptions(item.style, size, font), coordinate(item.box.centre), item.text)


def drawn(arrow: Arrow) -> TikZDraw:
    """The line of an arrow."""
    path: list[object] = []
    for point in arrow.way:
        path += ["--", coordinate(point)] if path else [coordinate(point)]
    return TikZDraw(path, options=TikZOptions("edge"))


def named(arrow: Arrow) -> bool:
    """Whether an arrow has a label."""
    return bool(arrow.label)


def labelled(arrow: Arrow) -> TikZNode:
    """The label of an arrow."""
    return TikZNode(None, TikZOptions("label"), coordinate(arrow.at), f"${arrow.label}$")


def coordinate(point: Point) -> TikZCoordinate:
    """A point, to a hundredth of a millimetre."""
    return TikZCoordinate(*(round(value, 2) + 0.0 for value in point))


def level(start: Box, end: Box, between: Sequence[Point] = ()) -> Arrow:
    """An arrow from the right side of a box to the left side of another, through some points."""
    return Arrow(((start.right, start.centre[1]), *between, (end.left, end.centre[1])))
