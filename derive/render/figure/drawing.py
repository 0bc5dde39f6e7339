"""The plan as TikZ, built from PyLaTeX's classes so that it can join a PyLaTeX document."""

from __future__ import annotations

from collections.abc import Iterator
from math import atan2, degrees, hypot

from pylatex import TikZ, TikZCoordinate, TikZDraw, TikZNode, TikZOptions

from derive.render.figure.captions import PADDING_X, PADDING_Y, Caption, frame
from derive.render.figure.extent import extent
from derive.render.figure.lanes import Label
from derive.render.figure.layout import MOST_SHOWN, Layout, Neuron
from derive.render.figure.plan import Plan
from derive.render.figure.shapes import Point

SYMBOL_SIZES = (10, 9, 8, 7)
# The same height for every symbol, so that letters of a row stand on one line.
SYMBOL = "inner sep=0pt, text height=1.5ex, text depth=.35ex"


def styles(plan: Plan) -> tuple[str, ...]:
    """The options of the picture: every style it uses, next to the document's three colours."""
    size = f"minimum size={millimetres(2 * plan.layout.radius)}mm"
    padding = f"inner xsep={PADDING_X}mm, inner ysep={PADDING_Y}mm"
    return (
        "x=1mm, y=1mm, text=ink",
        f"neuron/.style={{circle, draw=accent, fill=soft, line width=.7pt, {size}, {SYMBOL}}}",
        "input/.style={neuron, draw=ink!75, fill=white}",
        "output/.style={neuron, line width=1.2pt}",
        "edge/.style={draw=ink!45, line width=.4pt, -{Latex[length=1.8mm, width=1.25mm]}}",
        "dense/.style={draw=ink!40, line width=.3pt, -{Latex[length=1.3mm, width=.9mm]}}",
        "shared/.style={draw=accent!70, line width=.5pt, dash pattern=on 2pt off 1.6pt, rounded corners=2mm}",
        f"value/.style={{fill=white, {padding}, {font(plan.style.points)}}}",
    )


def font(points: int) -> str:
    """The option that sets a size in points."""
    return rf"font=\fontsize{{{points}}}{{{points}}}\selectfont"


def symbol_size(symbol: str, radius: float) -> int:
    """The largest size in points at which a symbol fits its circle."""
    return next((size for size in SYMBOL_SIZES if fits(symbol, size, radius)), SYMBOL_SIZES[-1])


def fits(symbol: str, points: int, radius: float) -> bool:
    """Whether a symbol of this size lies within a circle with a little air around it."""
    room = extent(symbol, points)
    return hypot(room.width / 2, (room.above + room.below) / 2 * 0.8) <= radius - 0.6


def picture(plan: Plan) -> TikZ:
    """The whole figure: frames, circles, edges, and over them what is written."""
    tikz = TikZ(options=TikZOptions(*(f"\n  {style}" for style in styles(plan))))
    nodes = {neuron: node(plan, neuron) for neuron in plan.layout.neurons}
    for part in (*frames(plan), *nodes.values(), *dots(plan.layout)):
        tikz.append(part)
    for layer in range(1, len(plan.layout.units)):
        style = "dense" if plan.layout.dense(layer) else "edge"
        for source, target in plan.layout.edges(layer):
            tikz.append(TikZDraw([nodes[source], "--", nodes[target]], options=TikZOptions(style)))
    for written in (*map(value, plan.captions), *map(weight, plan.labels)):
        tikz.append(written)
    return tikz


def node(plan: Plan, neuron: Neuron) -> TikZNode:
    """The circle of a neuron with its symbol, named by layer and unit."""
    last = len(plan.layout.units) - 1
    style = "input" if neuron.layer == 0 else "output" if neuron.layer == last else "neuron"
    symbol, radius = plan.says.symbol(neuron), plan.layout.radius
    size = symbol_size(symbol, radius)
    text = f"${symbol}$"
    if not fits(symbol, size, radius):
        text = rf"\resizebox{{{millimetres(2 * radius - 1.6)}mm}}{{!}}{{{text}}}"
    options = TikZOptions(style, font(size))
    return TikZNode(f"n{neuron.layer}-{neuron.unit}", options, coordinate(plan.layout.centre(neuron)), text)


def value(caption: Caption) -> TikZNode:
    """An input, a target or a bias beside its neuron."""
    style = TikZOptions("value", f"anchor={caption.anchor}")
    return TikZNode(None, style, coordinate(caption.at), f"${caption.text}$")


def weight(label: Label) -> TikZNode:
    """A weight lying along its edge."""
    cosine, sine = label.box.along
    options = TikZOptions("value", f"rotate={millimetres(degrees(atan2(sine, cosine)))}")
    return TikZNode(None, options, coordinate(label.box.centre), f"${label.text}$")


def frames(plan: Plan) -> Iterator[TikZDraw]:
    """A dashed frame around each layer whose neurons share one bias."""
    for layer in range(1, len(plan.layout.units)):
        if plan.says.frames(layer):
            left, top, right, bottom = frame(plan.layout, layer)
            corners = [coordinate((left, bottom)), "rectangle", coordinate((right, top))]
            yield TikZDraw(corners, options=TikZOptions("shared"))


def dots(layout: Layout) -> Iterator[TikZNode]:
    """Three dots in a column that is too long to be drawn whole."""
    for layer, units in enumerate(layout.units):
        if units > MOST_SHOWN:
            at = layer * layout.distance, layout.height(layer, MOST_SHOWN - 2)
            yield TikZNode(None, TikZOptions("value"), coordinate(at), r"$\vdots$")


def coordinate(point: Point) -> TikZCoordinate:
    """A point, to a hundredth of a millimetre."""
    return TikZCoordinate(*(round(value, 2) + 0.0 for value in point))


def millimetres(value: float) -> str:
    """A length, or an angle in degrees, without needless zeros."""
    return f"{round(value, 2) + 0.0:g}"
