"""A figure as shapes, each with its place and the name of its style: what every file format draws. Millimetres."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from derive.render.figure.shapes import Box, Point
from derive.render.figure.styles import Styles


@dataclass(frozen=True, slots=True)
class Text:
    """A formula in LaTeX, words behind it, or both, in a size in points; squeezed to a width where one is told."""

    formula: str
    points: int
    words: str = ""
    squeezed: float | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A circle, or a box, with lines of text in its middle."""

    at: Point
    width: float
    height: float
    style: str
    texts: tuple[Text, ...] = ()
    name: str = ""                   # circles have one, which arrows run between
    lit: bool = False

    @property
    def round(self) -> bool:
        """Whether it is a circle."""
        return bool(self.name)


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow along some points; between two circles, with their names."""

    way: tuple[Point, ...]
    style: str = "edge"
    ends: tuple[str, str] | None = None
    lit: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle around several nodes."""

    left: float
    top: float
    right: float
    bottom: float
    style: str = "shared"


@dataclass(frozen=True, slots=True)
class Note:
    """A formula in its box: anchored by a side at a point, or turned about its middle."""

    text: Text
    box: Box
    style: str
    at: Point
    anchor: str = ""
    angle: float | None = None
    sized: bool = False              # whether its size is its own rather than its style's
    lit: bool = False


Shape = Node | Arrow | Frame | Note


@dataclass(frozen=True, slots=True)
class Scene:
    """Shapes, one over the other, and the styles that they name."""

    styles: Styles
    shapes: tuple[Shape, ...]
    steady: bool = False             # whether its size is told, so that it is the same whatever is lit

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of everything."""
        points = [point for shape in self.shapes for point in reach(shape)]
        across, up = [x for x, _ in points], [y for _, y in points]
        return min(across), min(up), max(across), max(up)


def reach(shape: Shape) -> Iterator[Point]:
    """Points that a shape does not reach beyond."""
    if isinstance(shape, Arrow):
        yield from shape.way
    elif isinstance(shape, Frame):
        yield from ((shape.left, shape.top), (shape.right, shape.bottom))
    elif isinstance(shape, Node):
        yield from Box(shape.at, shape.width, shape.height).corners
    else:
        yield from shape.box.corners
