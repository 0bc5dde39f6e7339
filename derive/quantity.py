"""The names of things: every input, parameter, neuron value, derivative and updated parameter has one id."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

NAME = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)((?:\[\d+\])*)(?:@(\d+))?")
MANY = 65536                         # names that are remembered, so that each is made once


@dataclass(frozen=True, slots=True)
class Quantity:
    """A named number of the network, such as `w[2][1][3]`: its kind and its indices, counted from 1."""

    kind: str
    index: tuple[int, ...] = ()
    sample: int | None = None

    @property
    def id(self) -> str:
        """The name that files, tests and scripts use: `z[1][2]@3`."""
        return spelled(self.kind, self.index, self.sample)

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Partial:
    """The partial derivative of `top` by `by`: a quantity too, with an id that reads like one."""

    top: Quantity
    by: Quantity
    id: str

    def __str__(self) -> str:
        return self.id


@lru_cache(maxsize=MANY)
def spelled(kind: str, index: tuple[int, ...], sample: int | None) -> str:
    """The id of a quantity."""
    at = "" if sample is None else f"@{sample}"
    return kind + "".join([f"[{i}]" for i in index]) + at


Named = Quantity | Partial
LOSS = Quantity("L")
RATE = Quantity("eta")


def gradient(by: Quantity) -> Partial:
    """The partial of the loss by a quantity: `dL/dw[2][1][1]`."""
    return Partial(LOSS, by, f"dL/d{by.id}")


def renewed(old: Quantity) -> Quantity:
    """What a parameter, or what is remembered of it, becomes in an update: `w_new[2][1][1]`."""
    return Quantity(f"{old.kind}_new", old.index)


def is_new(quantity: Quantity) -> bool:
    """Whether it is what something becomes in an update."""
    return quantity.kind.endswith("_new")


def before_update(new: Quantity) -> Quantity:
    """What was there before the update: `w[2][1][1]`."""
    return Quantity(new.kind.removesuffix("_new"), new.index)


def slope(activation: Quantity, by: Quantity, jacobian: bool = False) -> Partial:
    """The partial of an activation by a pre-activation of its layer: `da/dz[l][j]`, in a Jacobian `da/dz[l][j][k]`."""
    index = (*activation.index, by.index[-1]) if jacobian else activation.index
    return Partial(activation, by, "da/d" + Quantity(by.kind, index, by.sample).id)


def local(top: Quantity, by: Quantity) -> Partial:
    """A partial within one neuron, such as `dz[2][1]/dw[2][1][1]`."""
    return Partial(top, by, f"d{top.id}/d{by.id}")


@lru_cache(maxsize=MANY)
def quantity(id: str) -> Quantity:
    """The plain quantity with this id; ValueError where it is none."""
    match = NAME.fullmatch(id)
    if match is None:
        raise ValueError(f"not a quantity id: {id!r}")
    kind, index, sample = match.groups()
    return Quantity(kind, tuple(map(int, index[1:-1].split("]["))) if index else (), int(sample) if sample else None)


@lru_cache(maxsize=MANY)
def named(id: str) -> Named:
    """The quantity or partial derivative that an id names; ValueError where it names none."""
    top, slash, bottom = id.partition("/d")
    if not slash:
        return quantity(id)
    by = quantity(bottom)
    if top == "dL":
        return gradient(by)
    if top == "da" and by.index:
        layer, neuron, *other = by.index
        z = Quantity(by.kind, (layer, other[0] if other else neuron), by.sample)
        return slope(Quantity("a", (layer, neuron), by.sample), z, bool(other))
    return local(quantity(top[1:]), by)
