"""A scene as TikZ, built from PyLaTeX's classes so that it can join a PyLaTeX document."""

from __future__ import annotations

from collections.abc import Iterator

from pylatex import TikZ, TikZCoordinate, TikZDraw, TikZNode, TikZOptions
from pylatex.tikz import TikZPath

from derive.render.escape import escape
from derive.render.figure.scene import Arrow, Frame, Node, Note, Scene, Shape, Text
from derive.render.figure.shapes import Point
from derive.render.figure.styles import COLOURS, Style

LIBRARIES = r"\usetikzlibrary{arrows.meta}"
LEADING = 2                          # points between lines, beside their size, in a box


def as_tikz(scene: Scene) -> str:
    """The scene as a `tikzpicture`, in a document with the colours of `colours()`."""
    styles = (f"\n  {name}/.style={{{options(style)}}}" for name, style in scene.styles.items())
    drawing = TikZ(options=TikZOptions("\n  x=1mm, y=1mm, text=ink", *styles))
    handles = {shape.name: drawn_node(shape) for shape in scene.shapes if isinstance(shape, Node) and shape.round}
    for part in (*room(scene), *(drawn(shape, handles) for shape in scene.shapes)):
        drawing.append(part)
    text: str = drawing.dumps()
    return text


def colours() -> str:
    """The colours that pictures use, defined."""
    own = {name: value for name, value in COLOURS.items() if name != "white"}
    return "\n".join(rf"\definecolor{{{name}}}{{HTML}}{{{value}}}" for name, value in own.items())


def room(scene: Scene) -> Iterator[TikZPath]:
    """What the picture's size is told by, where it must stay the same."""
    if scene.steady:
        left, bottom, right, top = scene.bounds
        corners = [coordinate((left - 1, bottom - 1)), "rectangle", coordinate((right + 1, top + 1))]
        yield TikZPath(corners, options=TikZOptions("use as bounding box"))


def drawn(shape: Shape, handles: dict[str, TikZNode]) -> TikZNode | TikZDraw:
    """One shape."""
    if isinstance(shape, Node):
        return handles[shape.name] if shape.round else drawn_node(shape)
    if isinstance(shape, Note):
        return written(shape)
    if isinstance(shape, Frame):
        corners = [coordinate((shape.left, shape.bottom)), "rectangle", coordinate((shape.right, shape.top))]
        return TikZDraw(corners, options=TikZOptions(shape.style))
    return arrow(shape, handles)


def drawn_node(node: Node) -> TikZNode:
    """A circle or a box with what stands in it."""
    lines = r" \\ ".join(map(inner, node.texts))
    size = [] if node.round else [f"minimum width={node.width:g}mm, minimum height={node.height:g}mm"]
    leading = 0 if node.round else LEADING
    fonts = [font(node.texts[0].points, leading)] if node.texts else []
    style = TikZOptions(*names(node.style, node.lit, "node"), *size, *fonts)
    return TikZNode(node.name or None, style, coordinate(node.at), lines)


def written(note: Note) -> TikZNode:
    """A formula beside a node, or along an arrow."""
    place = [f"anchor={note.anchor}"] if note.anchor else []
    turn = [] if note.angle is None else [f"rotate={millimetres(note.angle)}"]
    size = [font(note.text.points)] if note.sized else []
    style = TikZOptions(*names(note.style, note.lit, "value"), *place, *turn, *size)
    return TikZNode(None, style, coordinate(note.at), inner(note.text))


def arrow(shape: Arrow, handles: dict[str, TikZNode]) -> TikZDraw:
    """An arrow from circle to circle, or along its points."""
    stations = [handles[end] for end in shape.ends] if shape.ends else [coordinate(point) for point in shape.way]
    path = [station for each in stations for station in ("--", each)][1:]
    return TikZDraw(path, options=TikZOptions(*names(shape.style, shape.lit, "edge")))


def inner(text: Text) -> str:
    """A line of text."""
    formula = f"${text.formula}$" if text.formula else ""
    whole = formula + escape(text.words)
    return whole if text.squeezed is None else rf"\resizebox{{{millimetres(text.squeezed)}mm}}{{!}}{{{whole}}}"


def names(style: str, lit: bool, kind: str) -> list[str]:
    """The names of a shape's style."""
    return [style, f"lit {kind}"] if lit else [style]


def options(style: Style) -> str:
    """A style as TikZ takes it."""
    dash = f"dash pattern=on {short(style.dash[0])}pt off {short(style.dash[1])}pt" if style.dash else ""
    tip = f"-{{Latex[length={short(style.tip[0])}mm, width={short(style.tip[1])}mm]}}" if style.tip else ""
    told = (
        style.parent,
        "circle" if style.round else "",
        f"draw={style.draw}" if style.draw else "",
        f"fill={style.fill}" if style.fill else "",
        f"line width={short(style.width)}pt" if style.width else "",
        dash,
        f"rounded corners={short(style.corner)}mm" if style.corner else "",
        tip,
        style.more,
    )
    return ", ".join(filter(None, told))


def font(points: int, leading: int = 0) -> str:
    """The option that sets a size in points."""
    return rf"font=\fontsize{{{points}}}{{{points + leading}}}\selectfont"


def coordinate(point: Point) -> TikZCoordinate:
    """A point, to a hundredth of a millimetre."""
    return TikZCoordinate(*(round(value, 2) + 0.0 for value in point))


def millimetres(value: float) -> str:
    """A length, or an angle in degrees, without needless zeros."""
    return f"{round(value, 2) + 0.0:g}"


def short(value: float) -> str:
    """A length without the zero before its point."""
    return f"{value:g}".removeprefix("0")
