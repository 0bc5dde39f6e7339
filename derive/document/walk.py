"""The teaching order of any other network's backward pass: layer by layer from the loss, in time from the last step."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from derive.document.sections import Place
from derive.layers import FAMILIES
from derive.problem import Problem
from derive.quantity import LOSS, Partial, Quantity, gradient
from derive.statement import Statement

Block = tuple[int, int | None]       # a layer and a sample


@dataclass(frozen=True, slots=True)
class Walk:
    """The gradients in the order of the reverse walk, but those of inputs and of what is frozen."""

    problem: Problem
    known: Mapping[str, Statement]
    parameters: tuple[Quantity, ...]  # those that are updated

    def places(self) -> list[Place]:
        """The values' gradients block by block; a layer's parameters follow it, in time they follow the first step."""
        blocks = self.blocks()
        layers = range(len(self.problem.layers), 0, -1)
        if self.problem.sequence:
            times = reversed(self.problem.batch)
            values = [place(layer, t, blocks[layer, t]) for t in times for layer in layers if (layer, t) in blocks]
            return [*values, *(own for layer in layers for own in self.own(layer))]
        samples: list[int | None] = [None, *(n for n in self.problem.batch if n is not None)]
        return [
            each
            for layer in layers
            for each in [
                *(place(layer, n, blocks[layer, n]) for n in samples if (layer, n) in blocks),
                *self.own(layer),
            ]
        ]

    def blocks(self) -> dict[Block, list[Statement]]:
        """The slopes and gradients of the values of each layer and sample."""
        found: dict[Block, list[Statement]] = {}
        for statement in self.known.values():
            subject = subject_of(statement)
            if subject is not None and subject.kind not in ("x", *FAMILIES):
                layer = subject.index[0]
                together = self.problem.layers[layer - 1].across_samples
                found.setdefault((layer, None if together else subject.sample), []).append(statement)
        return found

    def own(self, layer: int) -> list[Place]:
        """The gradients of a layer's parameters, those of one neuron or filter together."""
        groups: dict[int | None, list[Statement]] = {}
        for p in (p for p in self.parameters if p.index[0] == layer):
            neuron = p.index[1] if len(p.index) > 1 else None
            groups.setdefault(neuron, []).append(self.known[gradient(p).id])
        return [Place(layer, neuron, [(each,) for each in group]) for neuron, group in groups.items()]


def place(layer: int, sample: int | None, statements: Sequence[Statement]) -> Place:
    """The gradients of a block in an order in which each can be computed, lower indices first where they can be."""
    return Place(layer, None, [(each,) for each in in_order(statements)], sample)


def subject_of(statement: Statement) -> Quantity | None:
    """The value that a slope or gradient is about; None for statements about no derivative."""
    of = statement.of
    if not isinstance(of, Partial):
        return None
    return of.by if of.top == LOSS else of.top


def in_order(statements: Sequence[Statement]) -> list[Statement]:
    """The statements, each after those it uses; of those that could be next, the one with the lowest index."""
    ids = {statement.of.id: n for n, statement in enumerate(statements)}
    waits = [{ids[id] for id in statement.uses if id in ids} for statement in statements]
    users: dict[int, list[int]] = {}
    for n, needed in enumerate(waits):
        for before in needed:
            users.setdefault(before, []).append(n)
    ready = [(rank(statements[n]), n) for n, needed in enumerate(waits) if not needed]
    heapq.heapify(ready)
    found: list[Statement] = []
    while ready:
        _, n = heapq.heappop(ready)
        found.append(statements[n])
        for user in users.get(n, []):
            waits[user].discard(n)
            if not waits[user]:
                heapq.heappush(ready, (rank(statements[user]), user))
    return found


def rank(statement: Statement) -> tuple[int, ...]:
    """The index of what a statement is about."""
    subject = subject_of(statement)
    return subject.index if subject is not None else ()
