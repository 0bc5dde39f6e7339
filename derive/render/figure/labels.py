"""Which place each weight gets: in one straight column, else in two, else wherever each hides least.

Columns are tidy, so they come first. Two columns share the edges by the parity of their neurons. Where even
they fail, every label moves along its edge, one after another, until none improves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product

from derive.render.figure.lanes import Label, Lane
from derive.render.figure.places import Choice, Places
from derive.render.figure.shapes import Box, Circle

SWEEPS = 12
OVERLAP = 50.0           # price of a millimetre of overlap, against one of a hidden edge
STRAYING = 2.0           # price of leaving home by a whole edge
HOMES = (0.26, 0.34, 0.42)
SECOND_COLUMN = 4.0      # price of two columns

GROUPINGS: tuple[Callable[[Lane], int], ...] = (
    lambda lane: lane.target.unit % 2,
    lambda lane: lane.source.unit % 2,
    lambda lane: (lane.source.unit + lane.target.unit) % 2,
)


def placed(
    lanes: Sequence[Lane], circles: Sequence[Circle], boxes: Sequence[Box], tidy: bool = True
) -> tuple[Label, ...] | None:
    """The labels of the edges between two layers, in columns where `tidy`; nothing where they do not fit."""
    places = Places(lanes, circles, boxes)
    if not all(places.of):
        return None
    choice = in_columns(places) if tidy else settled(places)
    if choice is None:
        return None
    return tuple(lane.label(choice[n]) for n, lane in enumerate(lanes))


def in_columns(places: Places) -> Choice | None:
    """The best of one and two columns."""
    found = [*columns(places, range(len(places.lanes))), *two_columns(places)]
    return min(found, key=lambda choice: price(places, choice), default=None)


def price(places: Places, choice: Choice) -> float:
    """What columns cost: the edges they hide, and how far they stand from the middle."""
    at = set(choice.values())
    return places.hidden(choice) + sum(abs(one - 0.5) for one in at) + SECOND_COLUMN * (len(at) - 1)


def columns(places: Places, lanes: Sequence[int]) -> Iterator[Choice]:
    """Every column in which these labels can stand."""
    common = [at for at in places.of[lanes[0]] if all(at in places.of[lane] for lane in lanes)]
    return (choice for at in common if (choice := places.column(lanes, at)))


def two_columns(places: Places) -> Iterator[Choice]:
    """The cheapest pair of columns of each grouping."""
    for grouping in GROUPINGS:
        sides = [grouping(lane) for lane in places.lanes]
        if len(set(sides)) < 2:
            continue
        odd, even = ([n for n, side in enumerate(sides) if side == which] for which in (1, 0))
        pairs = product(list(columns(places, odd)), list(columns(places, even)))
        for one, other in sorted(pairs, key=lambda pair: price(places, pair[0] | pair[1])):
            if places.apart(one, other):
                yield one | other
                break


def settled(places: Places) -> Choice | None:
    """Each label where it hides least, from several starts; nothing where some still touch."""
    found = [choice for home in HOMES if places.apart(choice := settle(places, home))]
    return min(found, key=places.hidden, default=None)


def settle(places: Places, home: float) -> Choice:
    """Each label moved along its edge from a common start until none improves."""
    choice = {n: min(of, key=lambda at: abs(at - home)) for n, of in enumerate(places.of)}
    for _ in range(SWEEPS):
        before = dict(choice)
        for lane, of in enumerate(places.of):
            costs = {at: cost(places, lane, at, choice, home) for at in of}
            choice[lane] = min(costs, key=costs.__getitem__)
        if choice == before:
            break
    return choice


def cost(places: Places, lane: int, at: float, choice: Choice, home: float) -> float:
    """What one place costs while the other labels stay."""
    return OVERLAP * places.overlap(lane, at, choice) + places.hiding(lane, at) + STRAYING * abs(at - home)
