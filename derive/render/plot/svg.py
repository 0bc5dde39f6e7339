"""A picture as SVG."""

from __future__ import annotations

from html import escape

from derive.render.plot.picture import Dot, Picture, Point, Shape, Text, corners, powered

FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"


def svg(picture: Picture) -> bytes:
    """The whole file."""
    width, height = f"{picture.width:g}", f"{picture.height:g}"
    size = f'width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}" role="img">',
        f"<title>{escape(picture.title)}</title>",
        '<rect width="100%" height="100%" fill="white"/>',
        *map(drawn, picture.shapes),
        "</svg>\n",
    ]
    return "\n".join(lines).encode()


def drawn(shape: Shape) -> str:
    """One shape."""
    if isinstance(shape, Text):
        return text(shape)
    if isinstance(shape, Dot):
        return dot(shape)
    line = f'stroke="#{shape.colour}" stroke-width="{shape.width:g}" stroke-linejoin="round"'
    return f'<polyline points="{places(shape.points)}" fill="none" {line}/>'


def dot(shape: Dot) -> str:
    """A mark."""
    if shape.shape == "circle":
        (x, y), r = shape.at, shape.radius
        return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{r:g}" fill="#{shape.colour}"/>'
    return f'<polygon points="{places(corners(shape))}" fill="#{shape.colour}"/>'


def text(shape: Text) -> str:
    """A line of text."""
    x, y = shape.at
    turned = f' transform="rotate(-90 {x:.2f} {y:.2f})"' if shape.upright else ""
    weight = ' font-weight="bold"' if shape.bold else ""
    style = f'font-size="{shape.size:g}" fill="#{shape.colour}" text-anchor="{shape.anchor}"{weight}{turned}'
    return f'<text x="{x:.2f}" y="{y:.2f}" {style}>{inner(shape)}</text>'


def inner(shape: Text) -> str:
    """What is written, a power of ten raised."""
    if not shape.number:
        return escape(shape.text)
    digits, power = powered(shape.text)
    raised = f'<tspan dy="{-0.4 * shape.size:g}" font-size="{0.75 * shape.size:g}">{power}</tspan>' if power else ""
    return digits + raised


def places(points: tuple[Point, ...]) -> str:
    """Points in a row."""
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
