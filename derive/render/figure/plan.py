"""How the figure is laid out: the roomiest way of writing the weights that fits the page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product

from derive.render.figure.captions import Caption, captions, frame_sides, size
from derive.render.figure.choices import STYLES, Style, layouts
from derive.render.figure.inscriptions import Inscriptions
from derive.render.figure.labels import placed
from derive.render.figure.lanes import Label, Lane
from derive.render.figure.layout import Layout, Neuron
from derive.render.figure.shapes import Circle, depth, depth_in_circle, length_inside

ARROW_END = 3.2          # millimetres at both ends of an arrow that no caption ever covers
WHOLE = 1000.0           # more than any arrow is long


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is drawn, each thing with its place."""

    says: Inscriptions
    layout: Layout
    style: Style
    captions: tuple[Caption, ...]
    labels: tuple[Label, ...]


def best_plan(says: Inscriptions) -> Plan:
    """The cheapest layout and style with room for all weights; else as many as the largest layout has room for."""
    possible = list(layouts(says))
    choices = sorted(product(STYLES, possible), key=lambda pair: pair[0].price + pair[1].price)
    tried = (attempt(says, layout, style) for style, layout in choices)
    return next((found for found in tried if found), None) or partial(says, possible[-1])


def attempt(says: Inscriptions, layout: Layout, style: Style) -> Plan | None:
    """The figure in this layout and style, if every label finds a place and captions cover nothing."""
    beside = captions(says, layout, style.points, style.biases)
    if not legible(layout, beside, WHOLE if style.tidy else ARROW_END):
        return None
    labels: list[Label] = []
    for layer in layout.sparse:
        found = between(says, layout, style, layer, beside)
        if found is None:
            return None
        labels.extend(found)
    return Plan(says, layout, style, beside, tuple(labels))


def partial(says: Inscriptions, layout: Layout) -> Plan:
    """The figure without those weights that find no room between their layers, and without biases if they find none."""
    style = STYLES[-1]
    beside = captions(says, layout, style.points, "number")
    if not legible(layout, beside, ARROW_END):
        beside = captions(says, layout, style.points, style.biases)
    found = [between(says, layout, style, layer, beside) or () for layer in layout.sparse]
    return Plan(says, layout, style, beside, tuple(label for labels in found for label in labels))


def between(
    says: Inscriptions, layout: Layout, style: Style, layer: int, beside: tuple[Caption, ...]
) -> tuple[Label, ...] | None:
    """The weights into a layer, each with its place; nothing where they do not fit."""
    ends = [circle(layout, neuron) for neuron in layout.neurons if neuron.layer in (layer - 1, layer)]
    frames = [side for at in (layer - 1, layer) if says.frames(at) for side in frame_sides(layout, at)]
    lanes = [lane(says, layout, style, *edge) for edge in layout.edges(layer)]
    if any(first > last for first, last in (lane.free for lane in lanes)):
        return None
    left, right = (layer - 1) * layout.distance, layer * layout.distance
    close = [box for box in (caption.box for caption in beside) if box.left < right and box.right > left]
    return placed(lanes, ends, [*close, *frames], style.tidy)


def legible(layout: Layout, beside: tuple[Caption, ...], reserved: float) -> bool:
    """Whether captions cover no neuron, no other caption, and no reserved millimetre at either end of an arrow."""
    circles = [circle(layout, neuron) for neuron in layout.neurons]
    ends = [end for layer in layout.sparse for edge in layout.edges(layer) for end in layout.ends(*edge, reserved)]
    return not (
        any(depth_in_circle(caption.box, circle) for caption, circle in product(beside, circles))
        or any(depth(one.box, other.box) for one, other in combinations(beside, 2))
        or any(length_inside(caption.box, *end) for caption, end in product(beside, ends))
    )


def lane(says: Inscriptions, layout: Layout, style: Style, source: Neuron, target: Neuron) -> Lane:
    """An edge with the weight that must be written on it."""
    text = says.weight(source, target, style.weight_symbols)
    width, height = size(text, style.points)
    start, end = layout.centre(source), layout.centre(target)
    return Lane(source, target, start, end, layout.radius, text, width, height)


def circle(layout: Layout, neuron: Neuron) -> Circle:
    """The circle of a neuron."""
    return Circle(layout.centre(neuron), layout.radius)
