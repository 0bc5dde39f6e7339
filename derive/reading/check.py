"""What no single value shows: whether matrices, rows, losses and symbols fit the network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.formula import Formula
from derive.losses import LOSSES
from derive.reading.complaints import Complaint
from derive.reading.model import LayerPart, ProblemFile
from derive.reading.outline import Path
from derive.reading.refused import suggestion
from derive.reading.shapes import biases, plural, weights

MOST_LAYERS = 50
MOST_PARAMETERS = 20_000


def widths(problem: ProblemFile) -> list[int]:
    """How many values each layer gives on, the inputs first."""
    inputs = problem.network.inputs
    first = inputs if isinstance(inputs, int) else len(inputs)
    return [first, *(layer.units for layer in problem.network.layers)]


def misfits(problem: ProblemFile) -> Iterator[Complaint]:
    """Everything in a problem that does not fit together."""
    layers = problem.network.layers
    size = widths(problem)
    if not 1 <= len(layers) <= MOST_LAYERS:
        yield Complaint(
            ("network", "layers"), f"a network of {plural(len(layers), 'layer')}", f"give 1 to {MOST_LAYERS}"
        )
        return
    total = sum(before * after for before, after in zip(size, size[1:], strict=False))
    if total > MOST_PARAMETERS:
        yield Complaint(("network",), f"{total} weights are no worksheet", f"stay within {MOST_PARAMETERS}")
        return
    yield from lone_softmax(layers)
    yield from weights(problem.parameters.weights, size)
    yield from biases(problem.parameters.biases, layers)
    yield from data(problem, size)
    yield from rounding(problem)
    yield from strange_symbols(problem, size)
    yield from repeated_symbols(problem)


def lone_softmax(layers: Sequence[LayerPart]) -> Iterator[Complaint]:
    """A softmax over one neuron is always 1."""
    for number, layer in enumerate(layers):
        if layer.activation == "softmax" and layer.units == 1:
            path: Path = ("network", "layers", number, "activation")
            yield Complaint(
                path,
                f"softmax of the single neuron of layer {number + 1} is always 1",
                "give sigmoid, or more units",
            )


def data(problem: ProblemFile, size: Sequence[int]) -> Iterator[Complaint]:
    """Rows that do not fit the inputs and outputs, and losses that do not fit the targets."""
    inputs, targets = problem.data.inputs, problem.data.targets
    yield from rows("inputs", inputs, size[0], "number", "input")
    yield from batch(problem)
    if problem.loss == "output" and size[-1] != 1:
        what = f"output differentiates a single output, and the network has {size[-1]}"
        yield Complaint(("loss",), what, "give the last layer units: 1")
    if targets is not None and not compares(problem.loss):
        yield Complaint(
            ("data", "targets"), "the loss output takes no targets", "leave them out", on_key=True
        )
    else:
        yield from rows("targets", targets, size[-1], "target", "output")


def rows(
    key: str, found: Sequence[Sequence[object]] | None, needed: int, one: str, each: str
) -> Iterator[Complaint]:
    """Rows of data with too many or too few numbers."""
    for number, row in enumerate(found or ()):
        if len(row) != needed:
            what = f"{plural(len(row), one)} for {plural(needed, each)}"
            where: Path = ("data", key, number) if len(found or ()) > 1 else ("data", key)
            yield Complaint(where, what, f"give {needed}")


def batch(problem: ProblemFile) -> Iterator[Complaint]:
    """Samples without a target, targets without a sample, and batches larger than the data."""
    inputs, targets, size = problem.data.inputs, problem.data.targets, problem.training.batch_size
    if inputs is not None and targets is not None and len(inputs) != len(targets):
        what = f"{plural(len(targets), 'row')} of targets for {plural(len(inputs), 'sample')}"
        yield Complaint(("data", "targets"), what, "give a row for each sample")
    most = len(inputs or targets or ())
    if size is not None and most and size > most:
        what = f"a batch of {size} from {plural(most, 'sample')}"
        yield Complaint(("training", "batch_size"), what, f"give at most {most}")


def compares(loss: str | Formula) -> bool:
    """Whether a loss may be given targets."""
    return isinstance(loss, Formula) or LOSSES[loss].targets


def rounding(problem: ProblemFile) -> Iterator[Complaint]:
    """Places and figures at once."""
    if problem.rounding.places is not None and problem.rounding.figures is not None:
        yield Complaint(("rounding", "figures"), "places and figures are both given", "keep one", on_key=True)


def strange_symbols(problem: ProblemFile, size: Sequence[int]) -> Iterator[Complaint]:
    """Symbols for quantities that the network does not have."""
    if problem.symbols:
        known = list(quantities(problem, size))
        for id in problem.symbols:
            if id not in known:
                what = f"there is no quantity {id[:40]!r} in this network"
                yield Complaint(("symbols", id), what, suggestion(id, known[:12] + known[-3:]), on_key=True)


def repeated_symbols(problem: ProblemFile) -> Iterator[Complaint]:
    """Two quantities with one symbol."""
    first: dict[str, str] = {}
    for id, sign in problem.symbols.items():
        if first.setdefault(sign, id) != id:
            what = f"{id} has the symbol of {first[sign]}"
            yield Complaint(("symbols", id), what, "give each quantity its own")


def quantities(problem: ProblemFile, size: Sequence[int]) -> Iterator[str]:
    """The ids of everything in a network that can have a symbol of its own."""
    yield from (f"x[{i}]" for i in range(1, size[0] + 1))
    yield from (f"y[{k}]" for k in range(1, size[-1] + 1))
    for layer, (before, after) in enumerate(zip(size, size[1:], strict=False), 1):
        for j in range(1, after + 1):
            yield from (f"w[{layer}][{j}][{i}]" for i in range(1, before + 1))
            yield from (f"{kind}[{layer}][{j}]" for kind in "zab")
    yield from (f"b[{layer}]" for layer in range(1, len(size)))
    yield from ("L", "eta")
