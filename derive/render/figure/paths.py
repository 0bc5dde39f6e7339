"""The way from a quantity to the loss, in the ids of everything on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from itertools import product

from derive.errors import InputError
from derive.problem import Problem
from derive.quantity import Quantity
from derive.statement import Statement


def path(forward: Sequence[Statement], start: str) -> frozenset[str]:
    """A quantity, and everything that depends on it up to the loss."""
    found = {start}
    for statement in forward:
        if not found.isdisjoint(statement.uses):
            found.add(statement.of.id)
    return frozenset(found)


def start(asked: str) -> str:
    """Where the way of an id begins: that of a derivative by a quantity at that quantity."""
    return asked.strip().removeprefix("dL/d")


def lit(forward: Sequence[Statement], asked: Sequence[str]) -> frozenset[str]:
    """What is lit: the way from one quantity, or from what a derivative is by, to the loss; of several, these alone.

    InputError where one is not of this problem.
    """
    ids = list(map(start, asked))
    known = {each for statement in forward for each in (statement.of.id, *statement.uses)}
    bare = {id.partition("@")[0] for id in known}
    for id in ids:
        if id not in known | bare:
            cure = "the ids are those of `derive values`: w[1][1][1], dL/dw[1][1][1], a[2][1], L"
            raise InputError.of(f"the path names {id[:40]!r}, which this problem does not have", cure)
    if len(ids) != 1:
        return frozenset(ids)
    every = [id for id in known if id == ids[0] or id.partition("@")[0] == ids[0]]
    return frozenset().union(*(path(forward, id) for id in every))


def with_edges(problem: Problem, found: Set[str]) -> frozenset[str]:
    """A way through the neurons of dense layers, with the weights between them; without samples."""
    bare = frozenset(id.partition("@")[0] for id in found)
    return bare | {Quantity("w", edge).id for edge in edges(problem, bare)}


def edges(problem: Problem, found: Set[str]) -> Iterable[tuple[int, int, int]]:
    """The layer and the two ends of each weight between neurons that are on a way."""
    for layer in range(1, len(problem.layers) + 1):
        pairs = product(range(1, problem.units(layer) + 1), range(1, problem.units(layer - 1) + 1))
        for target, source in pairs:
            before = Quantity("a", (layer - 1, source)) if layer > 1 else Quantity("x", (source,))
            if {before.id, Quantity("a", (layer, target)).id} <= found:
                yield layer, target, source
