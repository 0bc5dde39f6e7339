"""From a checked file with a graph to the frozen Problem."""

from __future__ import annotations

from collections.abc import Iterator

from derive.graph import Graph
from derive.hyperparameters import UPDATE
from derive.optimizers import OPTIMIZERS
from derive.problem import Problem
from derive.quantity import LOSS, RATE, Quantity
from derive.reading import hyperparameters
from derive.reading.build import Fixed, Given, rounding
from derive.reading.check import repeated_symbols
from derive.reading.check import rounding as rounding_faults
from derive.reading.complaints import Complaint
from derive.reading.graph_file import MOST_LINES, GraphFile
from derive.reading.lines import Lines
from derive.reading.outline import Path
from derive.reading.refused import suggestion
from derive.reading.shapes import plural

OF_BATCHES = ("batch_size", "reduction", "frozen")


def graph_of(checked: GraphFile) -> Graph:
    """The graph that the lines tell."""
    lines = Lines(checked.graph)
    return Graph(tuple(lines.nodes), tuple(checked.data.inputs), tuple(checked.data.targets))


def graph_misfits(checked: GraphFile) -> Iterator[Complaint]:
    """Everything in a graph that does not fit together."""
    count = len(checked.graph)
    if not 1 <= count <= MOST_LINES:
        yield Complaint(("graph",), f"a graph of {plural(count, 'line')}", f"give 1 to {MOST_LINES}")
        return
    lines = Lines(checked.graph)
    yield from lines.faults
    if not lines.faults:
        yield from strange_names(checked, lines)
    for key in OF_BATCHES:
        if key in checked.training.model_fields_set:
            yield Complaint(("training", key), f"a graph has no {key.replace('_', ' ')}", "leave it out", on_key=True)
    yield from optimizer_misfits(checked, lines)
    yield from rounding_faults(checked)
    yield from repeated_symbols(checked)


def optimizer_misfits(checked: GraphFile, lines: Lines) -> Iterator[Complaint]:
    """Numbers that the optimizer does not take, and names of the graph that it uses itself."""
    yield from hyperparameters.misfits(checked.training)
    if hyperparameters.DECAY in hyperparameters.written(checked.training):
        what = "a graph does not tell weights from biases, so nothing decays"
        yield Complaint(("training",), what, "leave weight_decay out, or add it to the last line", on_key=True)
    row = OPTIMIZERS[checked.training.optimizer.name]
    taken = row.uses & {UPDATE.id, *(each.of.id for each in row.hyperparameters.values())}
    for number, node in enumerate(lines.nodes):
        for name in dict.fromkeys((node.name, *node.formula.variables)):
            if name in taken:
                what = f"line {number + 1} of the graph: {name} is a number of the optimizer"
                yield Complaint(("graph", number), what, "give it another name")


def strange_names(checked: GraphFile, lines: Lines) -> Iterator[Complaint]:
    """Numbers and symbols for names that stand in no line, or that a line computes."""
    used = list(dict.fromkeys(name for node in lines.nodes for name in node.formula.variables))
    free = [name for name in used if name not in lines.defined]
    told: list[tuple[Path, list[str]]] = [
        (("data", "inputs"), list(checked.data.inputs)),
        (("data", "targets"), list(checked.data.targets)),
        (("parameters",), list(checked.parameters)),
    ]
    seen: set[str] = set()
    for place, names in told:
        for name in names:
            if name in lines.defined:
                yield Complaint((*place, name), f"{name} is computed by the graph", "leave it out", on_key=True)
            elif name not in free:
                yield Complaint((*place, name), f"{name[:40]!r} is in no line", suggestion(name, free), on_key=True)
            elif name in seen:
                yield Complaint((*place, name), f"{name} is given twice", "keep one", on_key=True)
            seen.add(name)
    numbers = OPTIMIZERS[checked.training.optimizer.name].hyperparameters.values()
    known = [*used, lines.defined[-1], RATE.kind, *(row.of.id for row in numbers)]
    for id in checked.symbols:
        if id not in known:
            yield Complaint(("symbols", id), f"{id[:40]!r} is in no line", suggestion(id, known), on_key=True)


def graph_problem(checked: GraphFile, name: str) -> Problem:
    """The Problem that a file with a graph tells."""
    graph = graph_of(checked)
    last = graph.nodes[-1].name
    symbols = {LOSS.id if id == last else id: sign for id, sign in checked.symbols.items()}
    return Problem(
        name=name,
        title=checked.title,
        source=checked.source,
        inputs=0,
        layers=(),
        loss="output",
        graph=graph,
        given=Fixed(dict(given(checked))),
        optimizer=checked.training.optimizer.name,
        steps=checked.training.steps,
        notation=checked.notation,
        symbols=Fixed(symbols),
        rounding=rounding(checked.rounding),
    )


def given(checked: GraphFile) -> Iterator[Given]:
    """Every name that has a number."""
    data = checked.data
    for name, value in [*data.inputs.items(), *data.targets.items(), *checked.parameters.items()]:
        if value is not None:
            yield Quantity(name), value
    if checked.training.learning_rate is not None:
        yield RATE, checked.training.learning_rate
        yield from hyperparameters.hyperparameters(checked.training, anything=True)
