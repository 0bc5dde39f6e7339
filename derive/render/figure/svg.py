"""A scene as SVG that needs nothing else: no font, no script, no style sheet; each shape has the class of its style."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from derive.render.figure.captions import PADDING_X
from derive.render.figure.letters import FONTS
from derive.render.figure.scene import Arrow, Frame, Node, Note, Scene, Shape
from derive.render.figure.shapes import Point
from derive.render.figure.styles import MM_PER_POINT, Style, rgb, whole
from derive.render.figure.typeset import lines, raised, room
from derive.render.figure.way import rounded, shortened, tip

ASIDE = {"east": 1, "west": -1}      # a formula anchored at its right side stands at the right of its box
MARGIN = 1.0                         # around everything, for the thickness of lines


def as_svg(scene: Scene, title: str, description: str) -> str:
    """The whole file, with a title and a description for those who cannot see it."""
    left, bottom, right, top = scene.bounds
    painter = Painter(scene, MARGIN - left, top + MARGIN)
    width, height = (places(size + 2 * MARGIN) for size in (right - left, top - bottom))
    size = f'width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}"'
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" class="figure" {size} font-family="{FONTS}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(description)}</desc>",
        '<rect class="paper" width="100%" height="100%" fill="#FFFFFF"/>',
        *(line for shape in scene.shapes for line in painter.draw(shape)),
        "</svg>\n",
    ])  # fmt: skip


def places(value: float) -> str:
    """A length, to a hundredth of a millimetre."""
    return f"{round(value, 2) + 0.0:g}"


@dataclass(frozen=True, slots=True)
class Painter:
    """Draws the shapes of a scene on a page that runs down from its upper left corner."""

    scene: Scene
    right: float                     # how far everything is moved
    down: float

    def at(self, point: Point) -> Point:
        """A point on the page."""
        return point[0] + self.right, self.down - point[1]

    def draw(self, shape: Shape) -> Iterator[str]:
        """One shape, in lines of the file."""
        if isinstance(shape, Arrow):
            yield from self.arrow(shape)
        elif isinstance(shape, Frame):
            (x, y), style = self.at((shape.left, shape.top)), self.style(shape.style)
            yield rectangle(x, y, shape.right - shape.left, shape.top - shape.bottom, shape.style, style)
        elif isinstance(shape, Node):
            yield from self.node(shape)
        else:
            yield from self.note(shape)

    def style(self, name: str, kind: str = "", lit: bool = False) -> Style:
        """How a shape looks."""
        return whole(self.scene.styles, name, *([f"lit {kind}"] if lit else []))

    def node(self, node: Node) -> Iterator[str]:
        """A circle or a box with its lines of text."""
        style, (x, y) = self.style(node.style, "node", node.lit), self.at(node.at)
        name = named(node.style, node.lit)
        if node.round:
            circle = f'cx="{places(x)}" cy="{places(y)}" r="{places(node.width / 2)}"'
            yield f'<circle class="{name}" {circle} {painted(style)}/>'
        else:
            yield rectangle(x - node.width / 2, y - node.height / 2, node.width, node.height, name, style)
        yield from lines(node.texts, x, y)

    def note(self, note: Note) -> Iterator[str]:
        """A formula, on its own ground where it has one."""
        style, (x, y) = self.style(note.style, "value", note.lit), self.at(note.box.centre)
        box, wide = note.box, min(room(note.text) + 2 * PADDING_X, note.box.width)
        x += ASIDE.get(note.anchor, 0) * (box.width - wide) / 2
        if note.angle:
            yield f'<g transform="rotate({places(-note.angle)} {places(x)} {places(y)})">'
        if style.fill:
            name = named(note.style, note.lit)
            yield rectangle(x - wide / 2, y - box.height / 2, wide, box.height, name, style)
        middle = self.at(note.at)[1] - raised(note.text) if note.anchor == "base" else y
        yield from lines([note.text], x, middle)
        if note.angle:
            yield "</g>"

    def arrow(self, arrow: Arrow) -> Iterator[str]:
        """A line with a tip."""
        style, name = self.style(arrow.style, "edge", arrow.lit), named(arrow.style, arrow.lit)
        assert style.tip is not None
        way = [self.at(point) for point in arrow.way]
        line = rounded(shortened(way, style.tip[0]), style.corner)
        yield f'<path class="{name}" d="{line}" fill="none" {stroked(style)}/>'
        yield f'<path class="{name} tip" d="{tip(way, *style.tip)}" fill="#{rgb(style.draw)}"/>'


def rectangle(x: float, y: float, width: float, height: float, name: str, style: Style) -> str:
    """A rectangle from its upper left corner."""
    corner = f' rx="{places(style.corner)}"' if style.corner else ""
    size = f'x="{places(x)}" y="{places(y)}" width="{places(width)}" height="{places(height)}"{corner}'
    return f'<rect class="{name}" {size} {painted(style)}/>'


def named(style: str, lit: bool) -> str:
    """The classes of a shape."""
    return f"{style} lit" if lit else style


def painted(style: Style) -> str:
    """The attributes of what has an area."""
    fill = f'fill="#{rgb(style.fill)}"' if style.fill else 'fill="none"'
    return f"{fill} {stroked(style)}" if style.draw else fill


def stroked(style: Style) -> str:
    """The attributes of a line."""
    dash = " ".join(places(part * MM_PER_POINT) for part in style.dash)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'stroke="#{rgb(style.draw)}" stroke-width="{places(style.width * MM_PER_POINT)}"{dashed}'
