"""A window on a network in TikZ: nodes, the links between them, and the places of their values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from derive.quantity import LOSS, gradient, quantity
from derive.render.figure.shapes import Point
from derive.render.slides.drawing import Drawing, at, node, rim, value
from derive.render.slides.window import LINE, OFF, Window

ALONG = (0.42, 0.58, 0.3, 0.7)       # how far along its link a weight stands
LABEL = 3.5                          # that a weight is high


def drawing(window: Window) -> Drawing:
    """The commands that draw a window."""
    left, bottom, right, top = window.bounds
    return Drawing(
        at((right - left, top - bottom)),
        at((left, bottom)),
        shape(window),
        (*links(window), *nodes(window)),
        (*values(window), *weights(window)),
        frozenset(window.drawn()),
        window.wiring.carried,
        whole=False,
    )


def shape(window: Window) -> str:
    """The shape of every node."""
    if window.round:
        return f"circle, minimum size={2 * window.radius:g}mm"
    size = f"minimum width={2 * window.breadth:.1f}mm, minimum height={2 * window.radius:.1f}mm"
    return f"rectangle, rounded corners={window.radius * 0.6:.1f}mm, {size}"


def way(window: Window, start: Point, end: Point) -> str:
    """The way of a link from node to node."""
    if window.round:
        return rim(start, end, window.radius)
    return f"{{{at((start[0] + window.breadth, start[1]))}}}{{{at((end[0] - window.breadth, end[1]))}}}"


def links(window: Window) -> Iterator[str]:
    """An arrow for all that is used, and one to the loss, dashed where there is more between."""
    for source, weight, target in window.links:
        ends = way(window, window.places[0, source], window.places[1, target])
        yield rf"\link{{{source}}}{{{weight}}}{{{target}}}{ends}"
    last = len(window.columns) - 1
    if window.columns[-1] == (LOSS.id,) and window.right != (LOSS.id,):
        for id in filter(None, window.columns[last - 1] if window.right else ()):
            x, y = window.places[last - 1, id]
            start = (x + (window.reach(1) - window.breadth), y) if not window.below(last - 1) and last == 2 else (x, y)
            command = r"\link" if id in window.wiring.fed[LOSS.id].weights else r"\further"
            yield rf"{command}{{{id}}}{{}}{{{LOSS.id}}}{way(window, start, window.places[last, LOSS.id])}"


def nodes(window: Window) -> Iterator[str]:
    """Every node with its symbol, and dots where a column is cut."""
    for (_, id), place in window.places.items():
        if id:
            style = "lossnode" if id == LOSS.id else "neuron" if id in window.wiring.fed else "inputnode"
            yield node(style, id, place, window.says.name(quantity(id)), 2 * window.breadth)
        else:
            yield rf"\andmore{{{at(place)}}}"


def values(window: Window) -> Iterator[str]:
    """Each node's value and gradient below it or at its side, and its bias above it."""
    for (number, id), (x, y) in window.places.items():
        if id:
            first, second, anchor = stack(window, number, (x, y))
            yield from worth(window, id, first, anchor)
            if id != LOSS.id:
                yield from slope(window, id, second, anchor)
            if window.biased(number) and (bias := window.bias(id)):
                yield value(bias, (x, y + window.radius + OFF), "b", "+", "faint")


def stack(window: Window, number: int, middle: Point) -> tuple[Point, Point, str]:
    """The places of the two values of a node, and what of them stands there."""
    x, y = middle
    if window.below(number):
        top = y - window.radius - OFF
        return (x, top), (x, top - LINE), "t"
    side, anchor = (-1, "r") if number == 0 else (1, "l")
    beside = x + side * (window.breadth + OFF)
    return (beside, y + LINE / 2), (beside, y - LINE / 2), anchor


def worth(window: Window, id: str, place: Point, anchor: str) -> Iterator[str]:
    """The place of a node's value: of its weighted sum until its activation is known."""
    if weighted := window.wiring.weighted_sum(id):
        yield rf"\untilknown{{{id}}}{{{value(weighted, place, anchor, 'z')}}}"
    yield value(id, place, anchor, "a" if weighted else "")


def slope(window: Window, id: str, place: Point, anchor: str) -> Iterator[str]:
    """The place of the loss's partial by a node: by its activation until that by its weighted sum is known."""
    own = value(gradient(quantity(id)).id, place, anchor, r"\partial")
    if weighted := window.wiring.weighted_sum(id):
        delta = gradient(quantity(weighted)).id
        yield rf"\untilknown{{{delta}}}{{{own}}}"
        yield value(delta, place, anchor, r"\delta")
    else:
        yield own


def weights(window: Window) -> Iterator[str]:
    """The number of every weight on its link; where not all have room, of those that are lit."""
    found = [
        (source, weight, target, window.places[0, source], window.places[1, target])
        for source, weight, target in window.links
        if weight
    ]
    places = [[label(start, end, along) for *_, start, end in found] for along in ALONG]
    apart = next((each for each in places if apart_from_each_other(each)), None)
    for (source, weight, target, *_), place in zip(found, apart or places[0], strict=True):
        at_link = value(weight, *place, "", "faint")
        yield at_link if apart else rf"\iflinked{{{source}}}{{{weight}}}{{{target}}}{{{at_link}}}"


def apart_from_each_other(places: Sequence[tuple[Point, str]]) -> bool:
    """Whether none of some labels lies on another."""
    heights = sorted(middle[1] for middle, _ in places)
    return all(high - low >= LABEL - 0.01 for low, high in pairwise(heights))


def label(start: Point, end: Point, along: float) -> tuple[Point, str]:
    """Where a weight stands, and what of it: on a slope, above a level link."""
    x, y = (first + along * (last - first) for first, last in zip(start, end, strict=True))
    return ((x, y + OFF), "b") if abs(end[1] - start[1]) < LABEL else ((x, y), "c")
