"""Whether the parameters that a file gives fit the layers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from derive.layers import FAMILIES, Layer, Network, Shape, spoken
from derive.reading.complaints import Complaint
from derive.reading.model import ParametersPart
from derive.reading.nests import Nest, Tensor, depth
from derive.reading.outline import Path
from derive.reading.refused import suggestion

Kinds = dict[str, Shape]             # the kinds of one family that a layer has, with their shapes
NAMES = {"weights": "weights", "recurrent_weights": "recurrent weights", "biases": "biases"}
LISTS = {  # what the entries of a family are called: one, several, and what to give
    "weights": ("matrix", "matrices", "one a layer"),
    "recurrent_weights": ("matrix", "matrices", "one a layer"),
    "biases": ("row", "rows", "one row a layer"),
}


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun: `1 row`, `2 rows`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def families(layer: Layer, before: Shape) -> dict[str, Kinds]:
    """The kinds of parameters of a layer, by where the problem file keeps them."""
    found: dict[str, Kinds] = {family: {} for family in NAMES}
    for kind, shape in layer.tensors(before).items():
        found[FAMILIES[kind]][kind] = shape
    return found


def by_kind(found: Tensor | None, kinds: Kinds, layer: Layer) -> Iterator[tuple[str, Path, Nest]]:
    """The numbers of each kind and where they stand: under the kind's name, where a family has several kinds."""
    for kind in kinds:
        if isinstance(found, dict):
            name = layer.called.get(kind, kind)
            if name in found:
                yield kind, (name,), found[name]
        elif found is not None:
            yield kind, (), found


def tensors(given: ParametersPart, network: Network) -> Iterator[Complaint]:
    """Parameters of the wrong shape."""
    needed = [families(layer, before) for layer, before in zip(network.layers, network.shapes, strict=False)]
    for family in NAMES:
        found: Sequence[Tensor | None] | None = getattr(given, family)
        if found is not None:
            yield from of_family(family, found, [kinds[family] for kinds in needed], network)


def of_family(
    family: str, found: Sequence[Tensor | None], needed: Sequence[Kinds], network: Network
) -> Iterator[Complaint]:
    """Parameters of one family of the wrong shape."""
    path: Path = ("parameters", family)
    if len(found) != len(needed):
        one, many, cure = LISTS[family]
        what = f"{plural(len(found), one, many)} of {NAMES[family]} for {plural(len(needed), 'layer')}"
        yield Complaint(path, what, f"give {cure}, or null")
        return
    for number, (given, kinds) in enumerate(zip(found, needed, strict=True)):
        if given is not None:
            yield from of_layer(given, (*path, number), kinds, network)


def of_layer(given: Tensor, path: Path, kinds: Kinds, network: Network) -> Iterator[Complaint]:
    """Parameters of one family and layer of the wrong shape."""
    number, family = int(path[2]), str(path[1])
    layer = network.layers[number]
    if family == "biases" and isinstance(given, list) and len(kinds) < 2:
        yield from row_misfits(given, path, next(iter(kinds.values()), (0,)), layer)
    elif not kinds:
        what = f"layer {number + 1}, which is {described(network, number)}, has no {NAMES[family]}"
        yield Complaint(path, what, "give null")
    elif isinstance(given, dict) or len(kinds) > 1:
        yield from mapping_misfits(given, path, kinds, layer)
    elif layer.type == "dense":
        (shape,) = kinds.values()
        yield from matrix_misfits(given, path, shape)
    else:
        (shape,) = kinds.values()
        yield from nest_misfits(given, path, as_given(given, shape), whole(path, shape))


def described(network: Network, number: int) -> str:
    """What a layer is, in the words of the file."""
    layer = network.layers[number]
    return layer.type if layer.type != "dense" or layer.recurrent else "not recurrent"


def mapping_misfits(given: Tensor, path: Path, kinds: Kinds, layer: Layer) -> Iterator[Complaint]:
    """A mapping where the layer has one kind of these parameters, a list where it has several, or a wrong one."""
    names = {layer.called.get(kind, kind): kind for kind in kinds}
    family, number = NAMES[str(path[1])], int(path[2]) + 1
    if not isinstance(given, dict):
        what = f"layer {number} has several kinds of {family}, and a list does not tell them apart"
        yield Complaint(path, what, f"write {{{', '.join(f'{name}: …' for name in names)}}}")
        return
    if len(kinds) == 1:
        yield Complaint(path, f"layer {number} has one kind of {family}, and needs no mapping", "write the list alone")
        return
    for name in given:
        if name not in names:
            yield Complaint((*path, name), f"layer {number} has no {family} {name[:40]!r}", suggestion(name, names))
    for kind, place, numbers in by_kind(given, kinds, layer):
        there = (*path, *place)
        yield from nest_misfits(numbers, there, as_given(numbers, kinds[kind]), whole(there, kinds[kind]))


def as_given(numbers: Nest, shape: Shape) -> Shape:
    """The shape that the file uses: the second index of three or more may be left out where there is one of it."""
    single = len(shape) > 2 and shape[1] == 1 and depth(numbers) == len(shape) - 1
    return (shape[0], *shape[2:]) if single else shape


def whole(path: Path, shape: Shape) -> str:
    """What the parameters at a path should be."""
    name = " ".join([*map(str, path[3:]), NAMES[str(path[1])]])
    return f"the {name} of layer {int(path[2]) + 1} are {spoken(shape) or 'a single number'}"


def nest_misfits(numbers: Nest, path: Path, shape: Shape, wanted: str) -> Iterator[Complaint]:
    """Numbers nested otherwise than their shape says; each fault at its own place."""
    if not shape:
        if not isinstance(numbers, Fraction):
            yield Complaint(path, f"a list stands in place of a number; {wanted}", "give a number")
        return
    entries = plural(shape[0], "number") if len(shape) == 1 else plural(shape[0], "list")
    if isinstance(numbers, Fraction):
        yield Complaint(path, f"a number stands in place of a list; {wanted}", f"give a list of {entries}")
    elif len(numbers) != shape[0]:
        yield Complaint(path, f"{len(numbers)} in place of {entries}; {wanted}", f"give {shape[0]}")
    elif len(shape) > 1 or any(not isinstance(each, Fraction) for each in numbers):
        for i, each in enumerate(numbers):
            yield from nest_misfits(each, (*path, i), shape[1:], wanted)


def matrix_misfits(given: Nest, path: Path, shape: Shape) -> Iterator[Complaint]:
    """A matrix without one row a neuron, or one weight an input in each row."""
    (units, inputs), layer, name = shape, int(path[2]) + 1, NAMES[str(path[1])]
    rows = [given] if isinstance(given, Fraction) else given
    lone = next((i for i, row in enumerate(rows) if isinstance(row, Fraction)), None)
    if lone is not None:
        where = path if isinstance(given, Fraction) else (*path, lone)
        what = f"layer {layer} has a number in place of a row of {name}"
        yield Complaint(where, what, f"give {plural(units, 'row')} of {plural(inputs, 'number')}")
        return
    matrix = [row for row in rows if not isinstance(row, Fraction)]
    if inputs != units and len(matrix) == inputs and all(len(row) == units for row in matrix):
        found = f"the {inputs}×{units} {name} of layer {layer} lie on their side: {units}×{inputs} are needed"
        yield Complaint(path, found, "give a row for each receiving neuron")
        return
    if len(matrix) != units:
        what = f"layer {layer} has {plural(len(matrix), 'row')} of {name} for {plural(units, 'neuron')}"
        yield Complaint(path, what, "give one row a neuron")
    for number, row in enumerate(matrix):
        yield from matrix_row_misfits(row, (*path, number), inputs)


def matrix_row_misfits(row: Sequence[Nest], path: Path, inputs: int) -> Iterator[Complaint]:
    """A row of a matrix with too many or too few numbers, or with lists among them."""
    layer, name = int(path[2]) + 1, NAMES[str(path[1])]
    if len(row) != inputs:
        source = "an input" if layer == 1 else f"a neuron to layer {layer - 1}"
        more = len(row) > inputs and name == "weights"
        cure = f"give {inputs}, or add {source}" if more else f"give {inputs}"
        of = plural(inputs, "input" if name == "weights" else "neuron")
        what = f"layer {layer} has {plural(len(row), name.removesuffix('s'))} for {of}"
        yield Complaint(path, f"{what} in row {int(path[-1]) + 1}", cure)
    for i, each in enumerate(row):
        if not isinstance(each, Fraction):
            yield Complaint((*path, i), f"layer {layer} has a list in place of a weight", "write it like 0.4")


def row_misfits(row: Sequence[Nest], path: Path, shape: Shape, layer: Layer) -> Iterator[Complaint]:
    """Biases that are too many or too few for their kind, or no numbers."""
    number, count = int(path[2]) + 1, shape[0] if shape else 1
    if len(row) != count:
        kind = getattr(layer, "bias", None)
        takes = f"where bias: {kind} takes {count}" if kind else f"and takes {count or 'none'}"
        cure = f"give {count}" if count else "give null, or another kind of bias" if kind else "give null"
        yield Complaint(path, f"layer {number} has {plural(len(row), 'bias', 'biases')} {takes}", cure)
        return
    for i, each in enumerate(row):
        if not isinstance(each, Fraction):
            yield Complaint((*path, i), f"layer {number} has a list in place of a bias", "write it like 0.1")
