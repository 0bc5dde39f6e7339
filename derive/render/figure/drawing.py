"""The plan of a network as a scene: frames, circles, arrows, and over them what is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from math import atan2, degrees

from derive.quantity import Quantity
from derive.render.figure import loss
from derive.render.figure.captions import PADDING_X, PADDING_Y, Caption, frame
from derive.render.figure.circles import circles
from derive.render.figure.lanes import Label
from derive.render.figure.layout import MOST_SHOWN, Neuron
from derive.render.figure.marks import Marks
from derive.render.figure.plan import Plan
from derive.render.figure.scene import Arrow, Frame, Note, Scene, Text
from derive.render.figure.shapes import Box
from derive.render.figure.styles import LIT, NETWORK, Style, Styles
from derive.render.figure.tikz import font, millimetres

# The same height for every symbol, so that letters of a row stand on one line.
SYMBOL = "inner sep=0pt, text height=1.5ex, text depth=.35ex"
WHOLE = 1000.0                       # more than any arrow is long


def scene(plan: Plan, marks: Marks) -> Scene:
    """The whole figure."""
    behind = () if plan.says.room is None else loss.arrows(plan, marks)
    lines = sorted(chain(arrows(plan, marks), behind), key=lambda arrow: arrow.lit)
    values = (beside(plan, caption, marks) for caption in plan.captions)
    weights = (along(plan, label, marks) for label in plan.labels)
    shapes = (*frames(plan), *circles(plan, marks), *dots(plan), *lines, *values, *weights)
    return Scene(styles(plan), shapes, steady=plan.says.room is not None)


def styles(plan: Plan) -> Styles:
    """Every style that is used."""
    size = f"minimum size={millimetres(2 * plan.layout.radius)}mm"
    padding = f"inner xsep={PADDING_X}mm, inner ysep={PADDING_Y}mm"
    network = {
        **NETWORK,
        "neuron": replace(NETWORK["neuron"], more=f"{size}, {SYMBOL}"),
        "value": replace(NETWORK["value"], more=f"{padding}, {font(plan.style.points)}"),
    }
    return network if plan.says.room is None else {**network, "inside": Style(more="inner sep=0pt"), **LIT}


def arrows(plan: Plan, marks: Marks) -> Iterator[Arrow]:
    """The arrows from layer to layer."""
    layout = plan.layout
    for layer in range(1, len(layout.units)):
        style = "dense" if layout.dense(layer) else "edge"
        for source, target in layout.edges(layer):
            way, _ = layout.ends(source, target, WHOLE)
            lit = weight(source, target) in marks.lit
            yield Arrow(way, style, (source.handle, target.handle), lit)


def weight(source: Neuron, target: Neuron) -> str:
    """The id of the weight of an arrow."""
    return Quantity("w", (target.layer, target.unit, source.unit)).id


def beside(plan: Plan, caption: Caption, marks: Marks) -> Note:
    """An input, a target or a bias beside its neuron."""
    text = Text(caption.text, plan.style.points)
    return Note(text, caption.box, "value", caption.at, caption.anchor, lit=caption.of in marks.lit)


def along(plan: Plan, label: Label, marks: Marks) -> Note:
    """A weight lying along its arrow."""
    cosine, sine = label.box.along
    text, lit = Text(label.text, plan.style.points), weight(label.source, label.target) in marks.lit
    return Note(text, label.box, "value", label.box.centre, angle=degrees(atan2(sine, cosine)), lit=lit)


def frames(plan: Plan) -> Iterator[Frame]:
    """A dashed frame around each layer whose neurons share one bias."""
    for layer in range(1, len(plan.layout.units)):
        if plan.says.frames(layer):
            yield Frame(*frame(plan.layout, layer))


def dots(plan: Plan) -> Iterator[Note]:
    """Three dots in a column that is too long to be drawn whole."""
    layout = plan.layout
    for layer, units in enumerate(layout.units):
        if units > MOST_SHOWN:
            at = layer * layout.distance, layout.height(layer, MOST_SHOWN - 2)
            yield Note(Text(r"\vdots", plan.style.points), Box(at, 2.0, 4.5), "value", at)
