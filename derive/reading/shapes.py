"""Whether matrices of weights and rows of biases fit the layers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.layers import Network, Shape
from derive.reading.complaints import Complaint
from derive.reading.model import ParametersPart
from derive.reading.outline import Path

Matrix = Sequence[Sequence[object]]
NAMES = {"weights": "weights", "recurrent_weights": "recurrent weights", "biases": "biases"}


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun: `1 row`, `2 rows`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def tensors(given: ParametersPart, network: Network) -> Iterator[Complaint]:
    """Parameters of the wrong shape."""
    needed = [layer.tensors(before) for layer, before in zip(network.layers, network.shapes, strict=False)]
    yield from matrices("weights", given.weights, [shapes.get("w") for shapes in needed], network)
    yield from matrices("recurrent_weights", given.recurrent_weights, [shapes.get("u") for shapes in needed], network)
    yield from biases(given.biases, [shapes.get("b") for shapes in needed], network)


def matrices(
    key: str, found: Sequence[Matrix | None] | None, needed: Sequence[Shape | None], network: Network
) -> Iterator[Complaint]:
    """Matrices of the wrong shape."""
    path: Path = ("parameters", key)
    if found is None:
        return
    if len(found) != len(needed):
        what = f"{plural(len(found), 'matrix', 'matrices')} of {NAMES[key]} for {plural(len(needed), 'layer')}"
        yield Complaint(path, what, "give one a layer, or null")
        return
    for number, (matrix, shape) in enumerate(zip(found, needed, strict=True)):
        if matrix is not None and shape is None:
            what = f"layer {number + 1}, which is {described(network, number)}, has no {NAMES[key]}"
            yield Complaint((*path, number), what, "give null")
        elif matrix is not None and shape is not None:
            units, inputs = shape
            yield from matrix_misfits(matrix, (*path, number), inputs, units)


def described(network: Network, number: int) -> str:
    """What a layer is, in the words of the file."""
    layer = network.layers[number]
    return layer.type if layer.type != "dense" or layer.recurrent else "not recurrent"


def matrix_misfits(matrix: Matrix, path: Path, inputs: int, units: int) -> Iterator[Complaint]:
    """A matrix without one row a neuron, or one weight an input in each row."""
    layer, name = int(path[-1]) + 1, NAMES[str(path[1])]
    if inputs != units and len(matrix) == inputs and all(len(row) == units for row in matrix):
        found = f"the {inputs}×{units} {name} of layer {layer} lie on their side: {units}×{inputs} are needed"
        yield Complaint(path, found, "give a row for each receiving neuron")
        return
    if len(matrix) != units:
        what = f"layer {layer} has {plural(len(matrix), 'row')} of {name} for {plural(units, 'neuron')}"
        yield Complaint(path, what, "give one row a neuron")
    for number, row in enumerate(matrix):
        if len(row) != inputs:
            source = "an input" if layer == 1 else f"a neuron to layer {layer - 1}"
            more = len(row) > inputs and name == "weights"
            cure = f"give {inputs}, or add {source}" if more else f"give {inputs}"
            of = plural(inputs, "input" if name == "weights" else "neuron")
            what = f"layer {layer} has {plural(len(row), name.removesuffix('s'))} for {of}"
            yield Complaint((*path, number), f"{what} in row {number + 1}", cure)


def biases(
    rows: Sequence[Sequence[object] | None] | None, needed: Sequence[Shape | None], network: Network
) -> Iterator[Complaint]:
    """Biases that are too many or too few for their kind."""
    path: Path = ("parameters", "biases")
    if rows is None:
        return
    if len(rows) != len(needed):
        what = f"{plural(len(rows), 'row')} of biases for {plural(len(needed), 'layer')}"
        yield Complaint(path, what, "give one row a layer, or null")
        return
    for number, (row, shape) in enumerate(zip(rows, needed, strict=True)):
        count = 0 if shape is None else shape[0] if shape else 1
        if row is not None and len(row) != count:
            kind = getattr(network.layers[number], "bias", None)
            takes = f"where bias: {kind} takes {count}" if kind else f"and takes {count or 'none'}"
            cure = f"give {count}" if count else "give null, or another kind of bias" if kind else "give null"
            found = f"layer {number + 1} has {plural(len(row), 'bias', 'biases')}"
            yield Complaint((*path, number), f"{found} {takes}", cure)
