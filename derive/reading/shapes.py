"""Whether matrices of weights and rows of biases fit the layers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.reading.complaints import Complaint
from derive.reading.model import LayerPart
from derive.reading.outline import Path

WEIGHTS: Path = ("parameters", "weights")
BIASES: Path = ("parameters", "biases")


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun: `1 row`, `2 rows`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def weights(
    matrices: Sequence[Sequence[Sequence[object]] | None] | None, size: Sequence[int]
) -> Iterator[Complaint]:
    """Matrices of the wrong shape."""
    layers = len(size) - 1
    if matrices is None:
        return
    if len(matrices) != layers:
        what = f"{plural(len(matrices), 'matrix', 'matrices')} of weights for {plural(layers, 'layer')}"
        yield Complaint(WEIGHTS, what, "give one a layer, or null")
        return
    for number, matrix in enumerate(matrices):
        if matrix is not None:
            yield from matrix_misfits(matrix, number + 1, size[number], size[number + 1])


def matrix_misfits(
    matrix: Sequence[Sequence[object]], layer: int, inputs: int, units: int
) -> Iterator[Complaint]:
    """A matrix without one row a neuron, or one weight an input in each row."""
    path: Path = (*WEIGHTS, layer - 1)
    if inputs != units and len(matrix) == inputs and all(len(row) == units for row in matrix):
        found = (
            f"the {inputs}×{units} weights of layer {layer} lie on their side: {units}×{inputs} are needed"
        )
        yield Complaint(path, found, "give a row for each receiving neuron")
        return
    if len(matrix) != units:
        what = f"layer {layer} has {plural(len(matrix), 'row')} of weights for {plural(units, 'neuron')}"
        yield Complaint(path, what, "give one row a neuron")
    for number, row in enumerate(matrix):
        if len(row) != inputs:
            source = "an input" if layer == 1 else f"a neuron to layer {layer - 1}"
            cure = f"give {inputs}, or add {source}" if len(row) > inputs else f"give {inputs}"
            found = f"layer {layer} has {plural(len(row), 'weight')} for {plural(inputs, 'input')}"
            yield Complaint((*path, number), f"{found} in row {number + 1}", cure)


def biases(
    rows: Sequence[Sequence[object] | None] | None, layers: Sequence[LayerPart]
) -> Iterator[Complaint]:
    """Biases that are too many or too few for their kind."""
    if rows is None:
        return
    if len(rows) != len(layers):
        what = f"{plural(len(rows), 'row')} of biases for {plural(len(layers), 'layer')}"
        yield Complaint(BIASES, what, "give one row a layer, or null")
        return
    for number, (row, layer) in enumerate(zip(rows, layers, strict=True)):
        needed = {"per_unit": layer.units, "shared": 1, "none": 0}[layer.bias]
        if row is not None and len(row) != needed:
            found = f"layer {number + 1} has {plural(len(row), 'bias', 'biases')}"
            cure = f"give {needed}" if needed else "give null, or another kind of bias"
            yield Complaint((*BIASES, number), f"{found} where bias: {layer.bias} takes {needed}", cure)
