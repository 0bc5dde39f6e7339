"""Which nodes of a network stand in a picture of it that cannot hold them all."""

from __future__ import annotations

from collections.abc import Iterable, Set

from derive.quantity import LOSS, Partial, Quantity, quantity
from derive.render.slides.wiring import NOTHING, Wiring
from derive.statement import Statement

Columns = tuple[tuple[str, ...], tuple[str, ...]]  # the ids left and right of some links


def around(wiring: Wiring, statements: Iterable[Statement]) -> Columns:
    """The nodes that some equations are about: those left of the links that they tell, and those right of them."""
    told = [around_one(wiring, each) for each in statements]
    left, right = (dict.fromkeys(id for each in told for id in each[side]) for side in (0, 1))
    return tuple(left), tuple(right)


def around_one(wiring: Wiring, statement: Statement) -> tuple[list[str], list[str]]:
    """The same of one equation: of a gradient what it leads through, else what it is computed of."""
    of, mark = statement.of, wiring.mark(statement.of)
    if mark in wiring.parameters:
        return around_parameter(wiring, mark)
    if isinstance(of, Partial) and of.top == LOSS:
        left = wiring.together(mark) if of.by.id != mark else [mark]
        return left, [user for id in left for user in wiring.users.get(id, ())]
    used = [node for id in statement.uses if isinstance(of, Quantity) and (node := wiring.node(id)) != id]
    right = [mark, *(id for id in used if id != mark)]
    return [id for node in right for id in wiring.fed.get(node, NOTHING).weights], right


def around_parameter(wiring: Wiring, parameter: str) -> tuple[list[str], list[str]]:
    """What a parameter multiplies, and where that goes; of one that nothing uses itself alone."""
    users = wiring.users.get(parameter, [])
    if len(users) == 1:
        return list(wiring.fed[users[0]].weights), users
    fed = [pair for user in users for pair in wiring.fed[user].weights.items()]
    return [id for id, weight in fed if parameter in (id, weight)] or [parameter][len(users) :], users


def layers(wiring: Wiring, columns: Columns) -> Columns:
    """The whole layers that some nodes are of, with all that those right of the links are fed.

    These nodes alone where they are of different layers or times, or shares of the loss.
    """
    left, right = columns
    whole = {each for id in right for each in siblings(wiring, id)}
    if right and (whole != siblings(wiring, right[0]) or (quantity(right[0]).kind == LOSS.kind and whole != {LOSS.id})):
        return columns
    fed = {source for id in whole for source in wiring.fed.get(id, NOTHING).weights}
    return ordered(wiring, fed.union(*(siblings(wiring, id) for id in left))), ordered(wiring, whole)


def siblings(wiring: Wiring, node: str) -> Set[str]:
    """The nodes that are of one layer with a node, the same sample's; in a graph none but itself."""
    of = quantity(node)
    if of.kind == LOSS.kind or not of.index or node not in wiring.order:
        return {node}
    layer = of.index[: of.kind not in "xy"]
    alike = {id: each.index for id in wiring.order if same_kind(each := quantity(id), of)}
    return {id for id, index in alike.items() if index[: len(layer)] == layer}


def same_kind(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are of one kind and of one sample."""
    return (one.kind, one.sample) == (other.kind, other.sample)


def ordered(wiring: Wiring, nodes: Set[str]) -> tuple[str, ...]:
    """Nodes in reading order."""
    return tuple(sorted(nodes, key=lambda id: wiring.order.get(id, 0)))
