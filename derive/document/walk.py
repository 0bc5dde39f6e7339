"""The teaching order of any other network's backward pass: layer by layer from the loss, in time from the last step."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from derive.document.sections import Place
from derive.document.together import kind_of, together
from derive.layers import FAMILIES, Network
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
            values = [self.place(layer, t, blocks[layer, t]) for t in times for layer in layers if (layer, t) in blocks]
            return [*values, *(own for layer in layers for own in self.own(layer))]
        samples: list[int | None] = [None, *(n for n in self.problem.batch if n is not None)]
        found: list[Place] = []
        for layer in layers:
            parts = [self.by_channel(layer, n, blocks[layer, n]) for n in samples if (layer, n) in blocks]
            found += joined([*(each for part in parts for each in part), *self.own(layer)])
        return found

    def divided(self, layer: int) -> bool:
        """Whether a layer's parameters belong to one neuron or filter each, of several."""
        return self.problem.network.shapes[layer][0] > 1

    def by_channel(self, layer: int, sample: int | None, statements: Sequence[Statement]) -> list[Place]:
        """The gradients of a block, one channel after another where it has several."""
        channels: dict[int | None, list[Statement]] = {}
        for each in statements:
            subject = subject_of(each)
            channels.setdefault(channel_of(self.problem.network, subject) if subject else None, []).append(each)
        return [self.place(layer, sample, own, channel) for channel, own in channels.items()]

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
        mine = [p for p in self.parameters if p.index[0] == layer]
        if self.problem.layers[layer - 1].staged:
            told = sorted((self.known[gradient(p).id] for p in mine), key=lambda each: each.rule == "no path")
            return [Place(layer, None, together(self.problem, layer, told))]
        groups: dict[int | None, list[Statement]] = {}
        for p in mine:
            neuron = p.index[1] if len(p.index) > 1 and self.divided(layer) else None
            groups.setdefault(neuron, []).append(self.known[gradient(p).id])
        return [Place(layer, neuron, [(each,) for each in group]) for neuron, group in groups.items()]

    def place(
        self, layer: int, sample: int | None, statements: Sequence[Statement], channel: int | None = None
    ) -> Place:
        """The gradients of a block in an order in which each can be computed, lower indices first where they can be.

        In a staged layer all of a kind come together.
        """
        stages = dict.fromkeys(kind_of(each) for each in statements) if self.problem.layers[layer - 1].staged else {}
        numbers = {kind: number for number, kind in enumerate(stages)}
        ranks = [(numbers.get(kind_of(each), 0), *rank(each)) for each in statements]
        return Place(layer, channel, together(self.problem, layer, in_order(statements, ranks)), sample)


def channel_of(network: Network, value: Quantity) -> int | None:
    """The channel that a value is taught with: its own, in a layer that has several."""
    layer = value.index[0]
    several = network.layers[layer - 1].by_channel and network.shapes[layer][0] > 1
    return value.index[1] if several else None


def joined(places: Sequence[Place]) -> list[Place]:
    """A layer's places, those of one filter and sample in one."""
    found: dict[tuple[int | None, int | None], Place] = {}
    for each in places:
        key = each.neuron, each.sample
        found[key] = each._replace(groups=found[key].groups + each.groups) if key in found else each
    return list(found.values())


def subject_of(statement: Statement) -> Quantity | None:
    """The value that a slope or gradient is about; None for statements about no derivative."""
    of = statement.of
    if not isinstance(of, Partial):
        return None
    return of.by if of.top == LOSS else of.top


def in_order(statements: Sequence[Statement], ranks: Sequence[tuple[int, ...]]) -> list[Statement]:
    """The statements, each after those it uses; of those that could be next, the one with the lowest rank."""
    ids = {statement.of.id: n for n, statement in enumerate(statements)}
    waits = [{ids[id] for id in statement.uses if id in ids} for statement in statements]
    users: dict[int, list[int]] = {}
    for n, needed in enumerate(waits):
        for before in needed:
            users.setdefault(before, []).append(n)
    ready = [(ranks[n], n) for n, needed in enumerate(waits) if not needed]
    heapq.heapify(ready)
    found: list[Statement] = []
    while ready:
        _, n = heapq.heappop(ready)
        found.append(statements[n])
        for user in users.get(n, []):
            waits[user].discard(n)
            if not waits[user]:
                heapq.heappush(ready, (ranks[user], user))
    return found


def rank(statement: Statement) -> tuple[int, ...]:
    """The sample and the index of what a statement is about; of a slope then that of what it is by."""
    of, subject = statement.of, subject_of(statement)
    if subject is None or not isinstance(of, Partial):
        return ()
    return (subject.sample or 0, *subject.index, *(of.by.index if subject is of.top else ()))
