"""scikit-learn's files as skops writes them: a zip of a tree in JSON and of arrays, read without making any object."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from derive.errors import InputError
from derive.formula.numeral import shortened
from derive.models import functions, tree
from derive.models.archive import Archive
from derive.models.chain import chained
from derive.models.decimals import Tensor
from derive.models.description import Dense, Function, Model, Passing, Piece
from derive.models.npy import read_npy

SCHEMA = "schema.json"
HOME = "sklearn.neural_network."
REGRESSOR, CLASSIFIER = "MLPRegressor", "MLPClassifier"
ESTIMATORS = (CLASSIFIER, REGRESSOR)

ACTIVATIONS: Mapping[str, str] = {
    "identity": "z",
    "logistic": functions.SIGMOID,
    "tanh": functions.TANH,
    "relu": functions.RELU,
    "softmax": functions.SOFTMAX,
    "exp": "exp(z)",
}


def read_skops(archive: Archive) -> Model:
    """The multi-layer perceptron in a .skops file."""
    estimator = tree.parsed(archive.read(SCHEMA), SCHEMA)
    kind = str(estimator.get("__class__"))
    if kind not in ESTIMATORS or not str(estimator.get("__module__")).startswith(HOME):
        cure = f"known are {', '.join(ESTIMATORS)}; save that step of a pipeline alone"
        raise InputError.of(f"the file holds a {shortened(kind)}, which is not one derive knows", cure)
    content = tree.mapping(estimator["content"], kind)
    attributes = tree.mapping(content["content"], kind)
    if "coefs_" not in attributes:
        raise InputError.of(f"the {kind} has no weights yet", "fit it first")
    version = plain(attributes.get("_sklearn_version", {}))
    model = chained(f"scikit-learn {version}".strip(), pieces(attributes, archive))
    return replace(model, loss=loss(attributes, model.layers[-1].units) if kind == REGRESSOR else "")


def plain(node: object) -> object:
    """A number or a text of the tree; nothing where it is neither."""
    content = tree.mapping(node, "an attribute").get("content", '""')
    return json.loads(tree.word(content, "an attribute"))


def pieces(attributes: tree.Tree, archive: Archive) -> Iterator[Piece]:
    """The layers: scikit-learn keeps a column of weights for each receiving neuron."""
    weights, biases = arrays(attributes, "coefs_", archive), arrays(attributes, "intercepts_", archive)
    for place, (matrix, row) in enumerate(zip(weights, biases, strict=True), 1):
        named = plain(attributes["activation" if place < len(weights) else "out_activation_"])
        if named not in ACTIVATIONS:
            known = ", ".join(ACTIVATIONS)
            raise InputError.of(f"the activation {shortened(str(named))} is not one derive knows", f"known are {known}")
        yield Piece(place, f"coefs_[{place - 1}]", Dense(matrix.columns(), row.vector()))
        yield Piece(place, str(named), Passing() if named == "identity" else Function(ACTIVATIONS[str(named)]))


def arrays(attributes: tree.Tree, name: str, archive: Archive) -> list[Tensor]:
    """A list of arrays, each of which stands in a file of its own."""
    nodes = tree.listed(tree.mapping(attributes[name], name)["content"], name)
    files = [tree.word(tree.mapping(node, name).get("file"), f"an array of {name}") for node in nodes]
    return [read_npy(f"{name}[{i}]", archive.read(file)) for i, file in enumerate(files)]


def loss(attributes: tree.Tree, outputs: int) -> str:
    """What a regressor makes small, for one sample: half the mean square, or Poisson's deviance as far as it varies."""
    if plain(attributes.get("loss", {})) == "poisson":
        return "a - y*log(a)" if outputs == 1 else f"(a - y*log(a))/{outputs}"
    return "half_squared_error" if outputs == 1 else f"(y - a)**2/{2 * outputs}"
