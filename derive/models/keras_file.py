"""Keras' files: a zip of a configuration and of an HDF5 file with the weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.models import tree
from derive.models.archive import Archive
from derive.models.chain import chained
from derive.models.description import Dense, Function, Model, Part, Passing, Piece, unknown
from derive.models.keras_graph import in_chain
from derive.models.keras_layers import DENSE, LAYERS, activation, compiled_loss
from derive.models.keras_weights import Weights

CONFIG, METADATA, WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
SEQUENTIAL, FUNCTIONAL = "Sequential", "Functional"

Leaf = tuple[tree.Tree, str]         # what is configured of a layer, and the folder of its weights


def read_keras(archive: Archive) -> Model:
    """The model in a .keras file: a Sequential, or a functional model that is a chain."""
    config = tree.parsed(archive.read(CONFIG), CONFIG)
    version = tree.parsed(archive.read(METADATA), METADATA).get("keras_version", "") if METADATA in archive else ""
    weights = Weights(archive.read(WEIGHTS))
    model = chained(f"Keras {version}".strip(), pieces(leaves(config, ""), weights))
    compiled = config.get("compile_config") or {}
    return replace(model, loss=compiled_loss(tree.mapping(compiled, "compile_config"), model.layers[-1]))


def leaves(model: tree.Tree, folder: str) -> Iterator[Leaf]:
    """The layers of a model one after another, with those of the models within it."""
    config = tree.mapping(model["config"], "config")
    found = located(tree.listed(config["layers"], "layers"), folder)
    for layer, own in found if model["class_name"] == SEQUENTIAL else in_chain(found, config):
        if layer["class_name"] in (SEQUENTIAL, FUNCTIONAL):
            yield from leaves(layer, own)
        else:
            yield layer, own


def located(layers: Sequence[object], folder: str) -> list[Leaf]:
    """Each layer with the folder of its weights, which Keras numbers by the layers' kinds."""
    seen: Counter[str] = Counter()
    found = []
    for each in layers:
        layer = tree.mapping(each, "a layer")
        kind = tree.word(layer["class_name"], "class_name").lower()
        found.append((layer, f"{folder}layers/{kind}_{seen[kind]}/".replace("_0/", "/")))
        seen[kind] += 1
    return found


def pieces(found: Iterator[Leaf], weights: Weights) -> Iterator[Piece]:
    """What each layer does; the activation of a dense layer stands after it."""
    for place, (layer, folder) in enumerate(found, 1):
        kind = tree.word(layer["class_name"], "class_name")
        config = tree.mapping(layer["config"], "config")
        name = str(config.get("name", ""))
        if kind not in (DENSE, *LAYERS) or not str(layer.get("module")).startswith("keras."):
            raise unknown(place, kind, (DENSE, *LAYERS))
        for part in parts(kind, config, weights, folder):
            said = str(config.get("activation")) if isinstance(part, Function) and kind == DENSE else f"{kind} {name}"
            yield Piece(place, said, part)


def parts(kind: str, config: tree.Tree, weights: Weights, folder: str) -> Iterator[Part]:
    """A layer's weighted sums and its activation, or its one part."""
    if kind != DENSE:
        yield LAYERS[kind](config)
        return
    kernel = weights.read(f"{folder}vars/0").columns()
    yield Dense(kernel, weights.read(f"{folder}vars/1").vector() if config["use_bias"] else None)
    function = activation(config)
    yield Passing() if config.get("activation") in (None, "linear") else function
