"""The picture of a dense network in TikZ: every circle, edge and value tells its id, so that a slide can light it."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

from derive.quantity import LOSS, Quantity
from derive.render.figure.extent import extent
from derive.render.figure.layout import Neuron
from derive.render.slides.light import share
from derive.render.slides.picture import (
    LINE,
    LOSS_GAP,
    OFF,
    Picture,
    symbol_size,
    values_of,
    weight_id,
    weighted_sum,
)  # fmt: skip

NARROW = 4.0                         # millimetres of a symbol that stands beside its value


def shapes(picture: Picture) -> list[str]:
    """The commands that draw its edges and circles."""
    return [*edges(picture), *neurons(picture)]


def values(picture: Picture) -> list[str]:
    """The commands that write values at their places."""
    return [*stacks(picture), *beside_loss(picture), *weights(picture)]


def size(picture: Picture) -> dict[str, str]:
    """Width and height of the picture, and its left lower corner, as it is whatever is lit; and of its circles."""
    tops = [picture.centre(neuron)[1] for neuron in circles_of(picture)]
    edge = picture.radius + picture.stack(picture.lines)
    left, right = -picture.radius - 1.5, loss_at(picture)[0] + picture.radius + 2
    low, high = min(tops) - edge, max(tops) + (edge if picture.outward else picture.radius)
    return {"size": at((right - left, high - low)), "corner": at((left, low)), "circle": f"{2 * picture.radius:g}"}


def drawn(picture: Picture) -> frozenset[str]:
    """The ids of everything that the picture shows."""
    layers = range(1, len(picture.units))
    circles = {neuron.of.id for neuron in circles_of(picture)}
    arrows = {weight_id(*edge) for layer in layers for edge in picture.edges(layer)}
    shares = {share(unit) for unit in picture.shown(len(picture.units) - 1)}
    biases = {bias_id(picture, each) for each in circles_of(picture)} - {""}
    return frozenset(circles | arrows | shares | biases | {LOSS.id})


def carried(picture: Picture) -> frozenset[str]:
    """The ids of every value that it has a place for."""
    values = {id for neuron in circles_of(picture) for id, _ in values_of(neuron)}
    sums = {weighted_sum(neuron).id for neuron in circles_of(picture)}
    targets = {Quantity("y", (k,)).id for k in picture.shown(len(picture.units) - 1)}
    return frozenset(values | sums | targets | drawn(picture))


def circles_of(picture: Picture) -> list[Neuron]:
    """Every neuron that is drawn, inputs first."""
    return [Neuron(layer, unit) for layer in range(len(picture.units)) for unit in picture.shown(layer)]


def edges(picture: Picture) -> Iterator[str]:
    """An arrow for every weight, and from every output to the loss."""
    for layer in range(1, len(picture.units)):
        for source, target in picture.edges(layer):
            start, end = picture.centre(source), picture.centre(target)
            yield rf"\edge{{{weight_id(source, target)}}}{rim(start, end, picture.radius)}"
    last = len(picture.units) - 1
    for unit in picture.shown(last):
        way = rim(picture.centre(Neuron(last, unit)), loss_at(picture), picture.radius)
        yield rf"\edge{{{share(unit)}}}{way}"


def neurons(picture: Picture) -> Iterator[str]:
    """A circle for every neuron, with its symbol, and one for the loss."""
    for neuron in circles_of(picture):
        style = "neuron" if neuron.layer else "inputnode"
        yield circle(picture, style, neuron.of.id, picture.centre(neuron), picture.says.symbol(neuron))
    for layer, units in enumerate(picture.units):
        if units > picture.rows(layer):
            x, y = picture.centre(Neuron(layer, units))
            yield rf"\node at ({at((x, y + picture.pitch(layer)))}) {{$\vdots$}};"
    yield circle(picture, "lossnode", LOSS.id, loss_at(picture), picture.says.name(LOSS))


def beside_loss(picture: Picture) -> Iterator[str]:
    """The value of the loss above it, and the targets below."""
    (x, y), off = loss_at(picture), picture.radius + 1
    yield value(LOSS.id, (x, y + off), "b", "")
    targets = [Quantity("y", (k,)) for k in picture.shown(len(picture.units) - 1)]
    for k, target in enumerate(each for each in targets if picture.says.target(each.index[0])):
        name = picture.says.name(target)
        yield value(target.id, (x, y - off - k * LINE), "t", name if extent(name, 8).width < NARROW else "")


def weights(picture: Picture) -> Iterator[str]:
    """The number of every weight on its edge, where edges have room for them."""
    for layer in range(1, len(picture.units)):
        if picture.labelled(layer):
            for source, target in picture.edges(layer):
                yield value(weight_id(source, target), *picture.label(source, target), "", "faint")


def stacks(picture: Picture) -> Iterator[str]:
    """The values that each circle carries, and on its other side its bias where that has room."""
    told = str if picture.lettered else lambda letter: ""
    for neuron in circles_of(picture):
        x, y = picture.centre(neuron)
        up = 1 if picture.outward and y >= 0 else -1
        anchor, other = ("b", "t") if up > 0 else ("t", "b")
        off = picture.radius + OFF
        for k, (id, letter) in enumerate(values_of(neuron)[: picture.lines]):
            place = x, y + up * (off + k * LINE)
            if neuron.layer and k == 0:
                yield rf"\untilknown{{{id}}}{{{value(weighted_sum(neuron).id, place, anchor, told('z'))}}}"
            yield value(id, place, anchor, told(letter))
        if picture.outward and (bias := bias_id(picture, neuron)):
            yield value(bias, (x, y - up * off), other, "+", "faint")


def bias_id(picture: Picture, neuron: Neuron) -> str:
    """The id of the bias that a neuron adds; empty where it adds none."""
    if neuron.layer == 0:
        return ""
    return "" if picture.says.dense(neuron.layer).bias == "none" else picture.says.bias_of(neuron).id


def loss_at(picture: Picture) -> tuple[float, float]:
    """Where the loss stands."""
    return (len(picture.units) - 1) * picture.gap + LOSS_GAP, 0.0


def circle(picture: Picture, style: str, id: str, place: tuple[float, float], symbol: str) -> str:
    """A circle with a symbol in it, as large as fits."""
    points = symbol_size(symbol, picture.radius)
    return rf"\{style}{{{id}}}{{{at(place)}}}{{{points}}}{{${symbol}$}}"


def value(id: str, place: tuple[float, float], anchor: str, letter: str, colour: str = "") -> str:
    """The place of a value, which is seen as soon as there is one."""
    option = f"[{colour}]" if colour else ""
    return rf"\carry{option}{{{id}}}{{{at(place)}}}{{{anchor}}}{{{letter}}}"


def rim(start: tuple[float, float], end: tuple[float, float], radius: float) -> str:
    """The way from the rim of one circle to the rim of another."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = hypot(dx, dy)
    cut_x, cut_y = radius * dx / length, radius * dy / length
    return f"{{{at((start[0] + cut_x, start[1] + cut_y))}}}{{{at((end[0] - cut_x, end[1] - cut_y))}}}"


def at(place: tuple[float, float]) -> str:
    """A point, to a tenth of a millimetre."""
    return "{:g}, {:g}".format(*(round(each, 1) + 0.0 for each in place))
