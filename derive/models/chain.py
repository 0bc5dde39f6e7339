"""From the pieces of a framework, one after another, to dense layers with their activations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from derive.errors import InputError
from derive.models.description import Dense, Function, Layer, Model, Piece, strange
from derive.models.functions import SOFTMAX, put_in
from derive.reading.check import MOST_LAYERS

IDENTITY = "z"
MOST_PIECES = 10 * MOST_LAYERS


def chained(framework: str, pieces: Iterable[Piece], loss: str = "") -> Model:
    """The model that its pieces make; InputError where they make no chain of dense layers."""
    layers: list[Layer] = []
    left_out: list[str] = []
    for piece in pieces:
        if piece.place > MOST_PIECES:
            raise InputError.of(f"the model has more than {MOST_PIECES} layers", "give a smaller one")
        if isinstance(piece.part, Dense):
            layers.append(joined(piece, piece.part, layers))
        elif isinstance(piece.part, Function):
            layers[-1:] = [activated(piece, piece.part, layers)]
        elif piece.part.training:
            left_out.append(piece.called)
    if not layers:
        raise InputError.of("the model has no dense layer", "give one with weights")
    return Model(framework, tuple(layers), loss, tuple(left_out))


def joined(piece: Piece, dense: Dense, before: Sequence[Layer]) -> Layer:
    """The dense layer that a piece begins."""
    layer = Layer(dense, IDENTITY, (piece.called,))
    if before and before[-1].units != layer.inputs:
        what = f", {piece.called}, takes {layer.inputs} numbers, and {before[-1].units} come from the layer before it"
        raise strange(piece.place, what, "give a chain of dense layers")
    if dense.biases is not None and len(dense.biases) != layer.units:
        what = f", {piece.called}, has {len(dense.biases)} biases for {layer.units} neurons"
        raise strange(piece.place, what, "save the model again")
    return layer


def activated(piece: Piece, function: Function, before: Sequence[Layer]) -> Layer:
    """The last layer with one more function after it."""
    if not before:
        raise strange(piece.place, f", {piece.called}, stands before any weights", "begin with a dense layer")
    layer, made_of = before[-1], (*before[-1].made_of, piece.called)
    inner, outer = layer.activation or IDENTITY, function.formula
    if inner != IDENTITY and SOFTMAX in (inner, outer):
        raise strange(piece.place, f", {piece.called}, stands with another function at softmax", "take one of them out")
    formula = outer if inner == IDENTITY else put_in(outer, z=inner)
    return replace(layer, activation=formula, made_of=made_of)


def unsaid(model: Model) -> Model:
    """The model of a file that holds weights alone: no activation is known."""
    return replace(model, layers=tuple(replace(layer, activation=None) for layer in model.layers))


def with_activations(model: Model, given: Sequence[str]) -> Model:
    """The model with the activations that its user gives, where its file says none; InputError where they misfit."""
    count = len(model.layers)
    missing = any(layer.activation is None for layer in model.layers)
    if given and not missing:
        raise InputError.of("the model says its activations itself", "leave --activation out")
    if missing and len(given) != count:
        sizes = ", ".join(f"{layer.made_of[0]} ({layer.inputs}→{layer.units})" for layer in model.layers)
        what = f"the file holds weights without activations: {sizes}"
        if given:
            what = f"{len(given)} activations for the {count} layers {sizes}"
        example = ",".join(["relu"] * (min(count, 4) - 1) + ["sigmoid"])
        raise InputError.of(what, f"give one for each layer, the output's last: --activation {example}")
    if not missing:
        return model
    named = zip(model.layers, given, strict=True)
    return replace(model, layers=tuple(replace(layer, activation=name) for layer, name in named))
