"""The picture of a dense network in TikZ: every circle, edge and value tells its id, so that a slide can light it."""

from __future__ import annotations

from collections.abc import Iterator

from derive.quantity import LOSS, Quantity
from derive.render.figure.extent import extent
from derive.render.figure.layout import Neuron
from derive.render.slides.drawing import Drawing, at, node, rim, value
from derive.render.slides.light import share
from derive.render.slides.picture import LINE, LOSS_GAP, OFF, Picture, values_of, weight_id, weighted_sum

NARROW = 4.0                         # millimetres of a symbol that stands beside its value


def drawing(picture: Picture) -> Drawing:
    """The commands that draw the whole network."""
    tops = [picture.centre(neuron)[1] for neuron in circles_of(picture)]
    edge = picture.radius + picture.stack(picture.lines)
    left, right = -picture.radius - 1.5, loss_at(picture)[0] + picture.radius + 2
    low, high = min(tops) - edge, max(tops) + (edge if picture.outward else picture.radius)
    return Drawing(
        at((right - left, high - low)),
        at((left, low)),
        f"circle, minimum size={2 * picture.radius:g}mm",
        (*edges(picture), *neurons(picture)),
        (*stacks(picture), *beside_loss(picture), *weights(picture)),
        drawn(picture),
        carried(picture),
        whole=True,
    )


def drawn(picture: Picture) -> frozenset[str]:
    """The ids of everything that the picture shows."""
    layers = range(1, len(picture.units))
    circles = {neuron.of.id for neuron in circles_of(picture)}
    arrows = {weight_id(*edge) for layer in layers for edge in picture.edges(layer)}
    shares = {share(unit) for unit in picture.shown(len(picture.units) - 1)}
    biases = {bias_id(picture, each) for each in circles_of(picture) if picture.outward} - {""}
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
        yield node(style, neuron.of.id, picture.centre(neuron), picture.says.symbol(neuron), 2 * picture.radius)
    for layer, units in enumerate(picture.units):
        if units > picture.rows(layer):
            x, y = picture.centre(Neuron(layer, units))
            yield rf"\andmore{{{at((x, y + picture.pitch(layer)))}}}"
    yield node("lossnode", LOSS.id, loss_at(picture), picture.says.name(LOSS), 2 * picture.radius)


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
