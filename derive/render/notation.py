"""How quantities are called in one problem: by its notation's patterns, and by the user's own symbols before them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import chain, zip_longest
from typing import NamedTuple

from derive.layers import FAMILIES, Network
from derive.notations import Patterns, patterns
from derive.problem import Problem
from derive.quantity import LOSS, RATE, Named, Partial, Quantity, before_update, is_new, named
from derive.render.symbols import (
    GENERAL,
    KEPT,
    LETTERS,
    extents,
    kept_of,
    leading,
    letter,
    on_grid,
    pair,
    parameter_of,
    raised,
    sample_mark,
    together,
)

GRIDDED = ("x", "z", "a", "w")       # what may lie in channels, each with its places
PLACEHOLDER = re.compile(r"<(\w+)>")


class Spot(NamedTuple):
    """What a quantity belongs to, as far as its symbol shows it: layer and neuron, and the neuron that sends to it."""

    layer: int
    neuron: int
    sender_layer: int
    sender: int


@dataclass(frozen=True, eq=False)
class Notation:
    """The symbols of one network: its notation's patterns, and the user's own symbols."""

    patterns: Patterns
    network: Network
    own: Mapping[str, str]           # LaTeX by id
    last: str = ""                   # in a graph, the name of its last line
    _written: dict[str, str] = field(default_factory=dict, repr=False)  # each symbol once, by id

    @classmethod
    def of(cls, problem: Problem) -> Notation:
        """The notation a problem asks for."""
        last = problem.graph.nodes[-1].name if problem.graph is not None else ""
        return notation(problem.notation, problem.network, tuple(problem.symbols.items()), last)

    def latex(self, quantity: Named) -> str:
        """The LaTeX of a quantity's symbol."""
        id = quantity.id
        found = self._written.get(id)
        if found is None:
            found = self._written[id] = self.own.get(id) or self._latex(quantity)
        return found

    def _latex(self, quantity: Named) -> str:
        if isinstance(quantity, Partial):
            return self._partial(quantity)
        if quantity.sample is not None:
            return raised(self.latex(replace(quantity, sample=None)), sample_mark(quantity))
        if is_new(quantity):
            return self._new(before_update(quantity))
        return self._plain(quantity)

    def named(self, id: str) -> str:
        """The LaTeX of the symbol with this id."""
        return self.latex(named(id))

    def delta(self, z: Quantity) -> str:
        """The short name of the loss's partial by a pre-activation: δ."""
        return self._short("delta", z)

    def writes_delta(self) -> bool:
        """Whether the notation calls ∂L/∂z by its short name everywhere."""
        return "dL/dz" in self.patterns

    def with_delta(self) -> Notation:
        """The same notation with ∂L/∂z called by its short name everywhere."""
        names = {key: text for key, text in self.patterns.items() if key.startswith("delta")}
        short = {key.replace("delta", "dL/dz", 1): text for key, text in names.items()}
        return Notation({**short, **self.patterns}, self.network, self.own, self.last)

    def _partial(self, partial: Partial) -> str:
        short = f"dL/d{partial.by.kind}"
        if partial.top == LOSS and partial.by.index and short in self.patterns:
            return self._short(short, partial.by)
        return self.partial(partial)

    def _short(self, kind: str, z: Quantity) -> str:
        symbol = self._indexed_name(z, r"\delta") if len(z.index) > 2 else self._filled(kind, z)
        return symbol if z.sample is None else raised(symbol, sample_mark(z))

    def partial(self, partial: Partial) -> str:
        """The partial derivative written out as one."""
        general = not self.last and partial.top.kind in "fgy" and not partial.top.index
        sign = "d" if general else r"\partial "
        return rf"\frac{{{sign}{self.latex(partial.top)}}}{{{sign}{self.latex(partial.by)}}}"

    def _new(self, old: Quantity) -> str:
        symbol = self.latex(old)
        if "^" in symbol:
            return raised(symbol, r"\,\text{new}")
        if parameter_of(old):  # the place below is the parameter's
            return symbol.replace("_", r"^{\text{new}}_", 1)
        if symbol.endswith("}") and "_{" in symbol:
            return symbol[:-1] + r",\text{new}}"
        return rf"{symbol}_{{\text{{new}}}}" if "_" not in symbol else rf"{{{symbol}}}^{{\text{{new}}}}"

    def _plain(self, quantity: Quantity) -> str:
        if quantity.id in GENERAL:
            return GENERAL[quantity.id]
        parameter = parameter_of(quantity)
        if parameter:
            return kept_of(KEPT[quantity.kind.removesuffix(f"_{parameter.kind}")], self.latex(parameter))
        if self.last and quantity != RATE:
            return letter(self.last if quantity == LOSS else quantity.kind)
        if not quantity.index and quantity.kind not in {"L", "eta"}:
            return quantity.kind  # the general letters of the chain rule
        if self._indexed(quantity):
            return self._indexed_name(quantity, LETTERS.get(quantity.kind, quantity.kind))
        kind = "L_share" if quantity.kind == "L" and quantity.index else quantity.kind
        return self._filled("b_shared" if kind == "b" and len(quantity.index) == 1 else kind, quantity)

    def _indexed(self, quantity: Quantity) -> bool:
        """Whether a quantity is called by its layer and indices: where neurons cannot be counted through."""
        if not quantity.index or quantity.kind in "yL":
            return False
        if quantity.kind == "x":
            return len(quantity.index) > 1
        if self._counts:
            return False
        own_name = any(quantity.kind + place in self.patterns for place in self._places(quantity) if place)
        return len(quantity.index) > 2 or not own_name

    def _indexed_name(self, quantity: Quantity, letter: str) -> str:
        """A quantity by its layer, raised, and its other indices: a^{(1)}_{2,3}; of an input its indices alone."""
        layer, rest = ((), quantity.index) if quantity.kind == "x" else (quantity.index[:1], quantity.index[1:])
        above = f"^{{({layer[0]})}}" if layer else ""
        places = self.places_of(quantity)
        name, _, label = letter.partition("_")
        below = on_grid(rest, places, extents(self.network, quantity)) if places else together(rest)
        below = ",".join(filter(None, (label, below)))
        return f"{name}{above}_{{{below}}}" if below else f"{name}{above}"

    def block(self, quantity: Quantity) -> str:
        """The symbol of the whole kernel or channel that a quantity lies in."""
        layer, rest = ((), quantity.index) if quantity.kind == "x" else (quantity.index[:1], quantity.index[1:])
        above = f"^{{({layer[0]})}}" if layer else ""
        lead = leading(rest, self.places_of(quantity), extents(self.network, quantity))
        symbol = f"{quantity.kind}{above}" + (f"_{{{','.join(lead)}}}" if lead else "")
        return symbol if quantity.sample is None else raised(symbol, sample_mark(quantity))

    def places_of(self, quantity: Quantity) -> int:
        """How many of the indices tell the place in a channel or a kernel; 0 where there are no channels."""
        if not any(layer.by_channel for layer in self.network.layers):
            return 0
        if quantity.kind not in GRIDDED or not quantity.index:
            return 0
        return max(len(extents(self.network, quantity)) - (2 if quantity.kind in FAMILIES else 1), 0)

    @cached_property
    def _counts(self) -> bool:
        """Whether neurons can be counted through the layers."""
        return all(layer.type == "dense" for layer in self.network.layers)

    def _filled(self, kind: str, quantity: Quantity) -> str:
        pattern = next(self.patterns[kind + place] for place in self._places(quantity) if kind + place in self.patterns)
        return self._fill(pattern, self._spot(quantity)) if quantity.index else pattern

    def _fill(self, pattern: str, spot: Spot) -> str:
        """The pattern with an index in place of each placeholder."""
        parts = parted(pattern)
        names = [str(PLACEHOLDERS[name](self, spot)) for name in parts[1::2]]
        return "".join(chain.from_iterable(zip_longest(parts[::2], names, fillvalue="")))

    def _places(self, quantity: Quantity) -> list[str]:
        """The suffixes of a pattern's key that fit this quantity, the most special first."""
        single = self.network.units[-1] == 1
        places = ["_only"] if single and len(self.network.layers) == 1 else []
        if quantity.kind in "yL" or (quantity.index and quantity.index[0] == len(self.network.layers)):
            places += ["_last_single", "_last"] if single else ["_last"]
        return [*places, ""]

    def _spot(self, quantity: Quantity) -> Spot:
        if quantity.kind in {"x", "y", "L"}:
            layer = 0 if quantity.kind == "x" else len(self.network.layers)
            return Spot(layer, quantity.index[0], 0, quantity.index[0])
        layer, j, i = (*quantity.index, 0, 0)[:3]
        return Spot(layer, j, layer if quantity.kind == "u" else layer - 1, i)

    def counted(self, layer: int, neuron: int) -> int:
        """The number of a neuron counted through the layers; inputs are counted by themselves."""
        return sum(self.network.units[1:layer]) + neuron

    def node(self, layer: int, neuron: int) -> str:
        """The name of a neuron itself, in notations that have one."""
        key = "node_input" if layer == 0 else "node_last" if layer == len(self.network.layers) else "node"
        return self._fill(self.patterns[key], Spot(layer, neuron, 0, neuron)) if key in self.patterns else ""

    def weight_count(self, spot: Spot) -> int:
        """The number of a weight counted through the network, from sender to receiver."""
        units = self.network.units
        before = sum(units[number] * units[number - 1] for number in range(1, spot.layer))
        return before + (spot.sender - 1) * units[spot.layer] + spot.neuron


@lru_cache(maxsize=16)
def notation(name: str, network: Network, own: tuple[tuple[str, str], ...], last: str) -> Notation:
    """The notation of this name for a network or a graph, with the user's own symbols."""
    return Notation(patterns(name), network, dict(own), last)


PLACEHOLDERS: dict[str, Callable[[Notation, Spot], str | int]] = {
    "l": lambda notation, spot: spot.layer,
    "j": lambda notation, spot: spot.neuron,
    "k": lambda notation, spot: spot.neuron,
    "i": lambda notation, spot: spot.sender,
    "n": lambda notation, spot: notation.counted(spot.layer, spot.neuron),
    "m": lambda notation, spot: notation.counted(spot.sender_layer, spot.sender),
    "ji": lambda notation, spot: pair(spot.neuron, spot.sender),
    "nm": lambda notation, spot: pair(
        notation.counted(spot.layer, spot.neuron), notation.counted(spot.sender_layer, spot.sender)
    ),
    "c": Notation.weight_count,
    "node": lambda notation, spot: notation.node(spot.layer, spot.neuron),
    "from": lambda notation, spot: notation.node(spot.sender_layer, spot.sender),
}


@lru_cache(maxsize=256)
def parted(pattern: str) -> list[str]:
    """A pattern parted into what stands there and, between, the names of its placeholders."""
    return PLACEHOLDER.split(pattern)
