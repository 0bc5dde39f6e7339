"""What no single value shows: whether matrices, rows, losses and symbols fit the network."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from derive.formula import Formula
from derive.layers import FAMILIES, Flow, Misfit, Network
from derive.losses import LOSSES
from derive.optimizers import OPTIMIZERS
from derive.quantity import Quantity
from derive.reading import hyperparameters, samples
from derive.reading.complaints import Complaint
from derive.reading.graph_file import GraphFile
from derive.reading.model import ProblemFile, network_of
from derive.reading.outline import Path
from derive.reading.refused import suggestion
from derive.reading.shapes import plural, tensors

MOST_LAYERS = 50
MOST_PARAMETERS = 20_000


def misfits(problem: ProblemFile) -> Iterator[Complaint]:
    """Everything in a problem that does not fit together."""
    layers = problem.network.layers
    if not 1 <= len(layers) <= MOST_LAYERS:
        what = f"a network of {plural(len(layers), 'layer')}"
        yield Complaint(("network", "layers"), what, f"give 1 to {MOST_LAYERS}")
        return
    network = network_of(problem)
    misplaced = unfit(network)
    if misplaced is not None:
        yield misplaced
        return
    total = weight_count(network)
    if total > MOST_PARAMETERS:
        yield Complaint(("network",), f"{total} weights are no worksheet", f"stay within {MOST_PARAMETERS}")
        return
    yield from lone_softmax(network)
    yield from alone(problem, network)
    yield from tensors(problem.parameters, network)
    yield from data(problem, network)
    yield from hyperparameters.misfits(problem.training)
    yield from rounding(problem)
    yield from strange_symbols(problem, network)
    yield from repeated_symbols(problem)


def unfit(network: Network) -> Complaint | None:
    """The first layer that does not fit where it stands."""
    shapes = [network.inputs]
    for number, layer in enumerate(network.layers):
        try:
            shapes.append(layer.shape(shapes))
        except Misfit as error:
            return Complaint(("network", "layers", number), f"layer {number + 1}: {error.what}", error.cure)
    return None


def weight_count(network: Network) -> int:
    """How many weights there are, biases left out."""
    pairs = zip(network.layers, network.shapes, strict=False)
    tensors = (tensor for layer, before in pairs for tensor in layer.tensors(before).items())
    return sum(prod(shape) for kind, shape in tensors if FAMILIES[kind] != "biases")


def lone_softmax(network: Network) -> Iterator[Complaint]:
    """A softmax over one neuron is always 1."""
    for number, layer in enumerate(network.layers):
        if layer.activation == "softmax" and network.units[number + 1] == 1:
            path: Path = ("network", "layers", number, "activation")
            yield Complaint(
                path,
                f"softmax of the single neuron of layer {number + 1} is always 1",
                "give sigmoid, or more units",
            )


def alone(problem: ProblemFile, network: Network) -> Iterator[Complaint]:
    """Layers that join the samples of a batch, where there is a single one, or time steps."""
    joining = [number for number, layer in enumerate(network.layers) if layer.across_samples]
    if joining and samples.recurrent(problem):
        what = f"layer {joining[0] + 1}: {network.layers[joining[0]].type} joins samples, and time steps are none"
        yield Complaint(("network", "layers", joining[0]), what, "give type: layer_norm")
    elif joining and len(samples.samples(problem)) < 2:
        what = f"layer {joining[0] + 1}: {network.layers[joining[0]].type} of a single sample leaves nothing of it"
        yield Complaint(("network", "layers", joining[0]), what, "give two rows of data.inputs or more")
    elif joining and problem.training.batch_size == 1:
        what = f"a batch of 1 for {network.layers[joining[0]].type}, which leaves nothing of a single sample"
        yield Complaint(("training", "batch_size"), what, "give 2 or more")


def data(problem: ProblemFile, network: Network) -> Iterator[Complaint]:
    """Rows that do not fit the inputs and outputs, and losses that do not fit the targets."""
    outputs = network.units[-1]
    yield from samples.misplaced(problem)
    yield from samples.misfits(problem, outputs, compares(problem.loss))
    if problem.loss == "output" and outputs != 1:
        what = f"output differentiates a single output, and the network has {outputs}"
        yield Complaint(("loss",), what, "give the last layer units: 1")


def compares(loss: str | Formula) -> bool:
    """Whether a loss may be given targets."""
    return isinstance(loss, Formula) or LOSSES[loss].targets


def rounding(problem: ProblemFile | GraphFile) -> Iterator[Complaint]:
    """Places and figures at once."""
    if problem.rounding.places is not None and problem.rounding.figures is not None:
        yield Complaint(("rounding", "figures"), "places and figures are both given", "keep one", on_key=True)


def strange_symbols(problem: ProblemFile, network: Network) -> Iterator[Complaint]:
    """Symbols for quantities that the network does not have."""
    if problem.symbols:
        known = list(quantities(problem, network))
        for id in problem.symbols:
            if id not in known:
                what = f"there is no quantity {id[:40]!r} in this network"
                yield Complaint(("symbols", id), what, suggestion(id, known[:12] + known[-3:]), on_key=True)


def repeated_symbols(problem: ProblemFile | GraphFile) -> Iterator[Complaint]:
    """Two quantities with one symbol."""
    first: dict[str, str] = {}
    for id, sign in problem.symbols.items():
        if first.setdefault(sign, id) != id:
            what = f"{id} has the symbol of {first[sign]}"
            yield Complaint(("symbols", id), what, "give each quantity its own")


def quantities(problem: ProblemFile, network: Network) -> Iterator[str]:
    """The ids of everything in a network that can have a symbol of its own, the parameters first."""
    flows = [Flow(network, number, None) for number in range(1, len(network.layers) + 1)]
    values = [each.of for flow in flows for each in network.layers[flow.number - 1].forward(flow)]
    outputs = [Quantity("y", (k,)) for k in range(1, network.units[-1] + 1)]
    found = [*network.values(0), *outputs, *network.parameters, *values]
    yield from (each.id for each in found)
    yield from ("L", "eta")
    yield from (row.of.id for row in OPTIMIZERS[problem.training.optimizer.name].hyperparameters.values())
