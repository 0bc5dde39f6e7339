"""What is written in a figure: a row for each choice, which gives the symbols and numbers of every quantity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from derive.quantity import LOSS, Quantity, gradient
from derive.render.figure.facts import Facts
from derive.render.figure.inscriptions import NOTHING, Name, Worth, WorthOf


@dataclass(frozen=True, slots=True)
class Show:
    """Symbols, numbers of what is given or learned, and values at nodes, by id."""

    name: Name
    worth: WorthOf
    known: Mapping[str, str] = field(default_factory=dict)
    sign: str = ""                   # before the letters of vectors
    short: bool = False              # whether neurons show δ, the derivative by their pre-activation


def symbols(facts: Facts, nodes: Iterable[Quantity]) -> Show:
    """Symbols alone."""
    return Show(facts.name, lambda of: NOTHING)


def given(facts: Facts, nodes: Iterable[Quantity]) -> Show:
    """Symbols, with a number where one is given."""
    inputs = (of for of in facts.problem.given if of.kind == "x" and facts.problem.sequence)
    return Show(facts.name, lambda of: facts.given(facts.of_row(of)), {of.id: facts.given(of).text for of in inputs})


def values(facts: Facts, nodes: Iterable[Quantity]) -> Show:
    """What is given, and at every node its value."""
    found = {of.id: facts.result(facts.of_row(of).id).text for of in nodes}
    return Show(
        lambda of: facts.name(facts.of_row(of)),
        lambda of: facts.given(facts.of_row(of)),
        {**given(facts, nodes).known, **{id: text for id, text in found.items() if text}},
    )


def gradients(facts: Facts, nodes: Iterable[Quantity]) -> Show:
    """The partial derivative of the loss by everything that has one, and the loss itself."""

    def name(of: Quantity) -> str:
        slope, own = gradient(facts.of_row(of)), facts.of_row(of)
        return facts.name(slope if slope.id in facts.derived else own)

    def worth(of: Quantity) -> Worth:
        return facts.result(gradient(facts.of_row(of)).id) if of not in inner else NOTHING

    inner = frozenset(nodes)
    found = {of.id: worth_of_node(facts, of).text for of in inner}
    return Show(name, worth, {id: text for id, text in found.items() if text}, r"\partial L/\partial ")


def worth_of_node(facts: Facts, of: Quantity) -> Worth:
    """The gradient of a node, or the loss."""
    return facts.result(LOSS.id if of == LOSS else gradient(facts.of_row(of)).id)


def deltas(facts: Facts, nodes: Iterable[Quantity]) -> Show:
    """The same with the short symbol δ of the derivative by a pre-activation at each neuron."""
    others = gradients(facts, nodes)
    short = {of.id: Quantity("z", of.index) for of in nodes if of.kind == "a"}

    def name(of: Quantity) -> str:
        return facts.rows.notation.delta(facts.of_row(short[of.id])) if of.id in short else others.name(of)

    found = {id: facts.result(gradient(facts.of_row(z)).id).text for id, z in short.items()}
    return replace(others, short=True, name=name, known={**others.known, **found})


# of several ways to show the same, the first that can be read
SHOWS: dict[str, tuple[Callable[[Facts, tuple[Quantity, ...]], Show], ...]] = {
    "given": (given,), "symbols": (symbols,), "values": (values,), "gradients": (gradients, deltas),
}  # fmt: skip
