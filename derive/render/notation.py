"""How quantities are called in one problem: by its notation's patterns, and by the user's own symbols before them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from derive.notations import Patterns, patterns
from derive.problem import Problem
from derive.quantity import LOSS, Named, Partial, Quantity, named

LETTERS: dict[str, str] = {}         # how a kind of quantity is written, where that is not its own name
PLACEHOLDER = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class Notation:
    """The symbols of one problem: its notation's patterns, and the user's own symbols."""

    patterns: Patterns
    problem: Problem

    @classmethod
    def of(cls, problem: Problem) -> Notation:
        """The notation a problem asks for."""
        return cls(patterns(problem.notation), problem)

    def latex(self, quantity: Named) -> str:
        """The LaTeX of a quantity's symbol."""
        own = self.problem.symbols.get(quantity.id)
        if own is not None:
            return own
        if isinstance(quantity, Partial):
            return self._partial(quantity)
        if quantity.sample is not None:
            return raised(self.latex(replace(quantity, sample=None)), sample_mark(quantity))
        if quantity.kind.endswith("_new"):
            return self._new(Quantity(quantity.kind.removesuffix("_new"), quantity.index, quantity.sample))
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

    def _partial(self, partial: Partial) -> str:
        short = f"dL/d{partial.by.kind}"
        if partial.top == LOSS and partial.by.index and short in self.patterns:
            return self._short(short, partial.by)
        return self.partial(partial)

    def _short(self, kind: str, z: Quantity) -> str:
        symbol = self._filled(kind, z)
        return symbol if z.sample is None else raised(symbol, sample_mark(z))

    def partial(self, partial: Partial) -> str:
        """The partial derivative written out as one."""
        sign = "d" if partial.top.kind in "fgy" and not partial.top.index else r"\partial "
        return rf"\frac{{{sign}{self.latex(partial.top)}}}{{{sign}{self.latex(partial.by)}}}"

    def _new(self, old: Quantity) -> str:
        symbol = self.latex(old)
        if "^" in symbol:
            return raised(symbol, r"\,\text{new}")
        if symbol.endswith("}") and "_{" in symbol:
            return symbol[:-1] + r",\text{new}}"
        return rf"{symbol}_{{\text{{new}}}}" if "_" not in symbol else rf"{{{symbol}}}^{{\text{{new}}}}"

    def _plain(self, quantity: Quantity) -> str:
        if not quantity.index and quantity.kind not in {"L", "eta"}:
            return quantity.kind  # the general letters of the chain rule
        if self._indexed(quantity):
            return indexed(quantity)
        kind = "L_share" if quantity.kind == "L" and quantity.index else quantity.kind
        return self._filled("b_shared" if kind == "b" and len(quantity.index) == 1 else kind, quantity)

    def _indexed(self, quantity: Quantity) -> bool:
        """Whether a quantity is called by its layer and indices: where neurons cannot be counted through."""
        if not quantity.index or quantity.kind in "yL":
            return False
        if quantity.kind == "x":
            return len(quantity.index) > 1
        if all(layer.type == "dense" for layer in self.problem.layers):
            return False
        own_name = any(quantity.kind + place in self.patterns for place in self._places(quantity) if place)
        return len(quantity.index) > 2 or not own_name

    def _filled(self, kind: str, quantity: Quantity) -> str:
        pattern = next(self.patterns[kind + place] for place in self._places(quantity) if kind + place in self.patterns)
        return filled(pattern, self._indices(quantity)) if quantity.index else pattern

    def _places(self, quantity: Quantity) -> list[str]:
        """The suffixes of a pattern's key that fit this quantity, the most special first."""
        places = [""]
        if quantity.kind in "yL" or (quantity.index and quantity.index[0] == len(self.problem.layers)):
            places.insert(0, "_last")
            if self.problem.outputs == 1:
                places.insert(0, "_last_single")
        if len(self.problem.layers) == 1 and self.problem.outputs == 1:
            places.insert(0, "_only")
        return places

    def _indices(self, quantity: Quantity) -> dict[str, str | int]:
        """What the placeholders stand for."""
        if quantity.kind in {"x", "y", "L"}:
            i = quantity.index[0]
            return {"i": i, "k": i, "node": self.node(len(self.problem.layers), i) if quantity.kind != "x" else ""}
        layer, *rest = quantity.index
        j, i = (*rest, 0, 0)[:2]
        sender = layer if quantity.kind == "u" else layer - 1
        n, m = self.counted(layer, j), self.counted(sender, i) if sender else i
        return {
            "l": layer, "j": j, "i": i, "n": n, "m": m, "ji": pair(j, i), "nm": pair(n, m),
            "c": self._weight_count(layer, j, i), "node": self.node(layer, j), "from": self.node(sender, i),
        }  # fmt: skip

    def counted(self, layer: int, j: int) -> int:
        """The number of a neuron counted through the layers, inputs left out."""
        return sum(self.problem.units(before) for before in range(1, layer)) + j

    def node(self, layer: int, j: int) -> str:
        """The name of a neuron itself, in notations that have one."""
        if "node" not in self.patterns:
            return ""
        key = "node_input" if layer == 0 else "node_last" if layer == len(self.problem.layers) else "node"
        return filled(self.patterns[key], {"i": j, "j": j, "n": self.counted(layer, j)})

    def _weight_count(self, layer: int, j: int, i: int) -> int:
        units = self.problem.units
        before = sum(units(number) * units(number - 1) for number in range(1, layer))
        return before + (i - 1) * units(layer) + j


def sample_mark(quantity: Quantity) -> str:
    """The mark of a sample, raised in angle brackets since round ones count layers."""
    return rf"\langle {quantity.sample}\rangle"


def raised(symbol: str, mark: str) -> str:
    """The symbol with a mark above: behind what stands there, if anything does."""
    if "^" not in symbol:
        return f"{symbol}^{{{mark}}}"
    found = re.sub(r"\^\{([^{}]*)\}", lambda match: f"^{{{match[1]}{mark}}}", symbol, count=1)
    return found if found != symbol else f"{{{symbol}}}^{{{mark.removeprefix(chr(92) + ',')}}}"


def filled(pattern: str, indices: Mapping[str, str | int]) -> str:
    """The pattern with an index in place of each placeholder."""
    return PLACEHOLDER.sub(lambda match: str(indices[match[1]]), pattern)


def indexed(quantity: Quantity) -> str:
    """A quantity by its layer, raised, and its other indices: a^{(1)}_{2,3}; of an input channel and position."""
    letter = LETTERS.get(quantity.kind, quantity.kind)
    layer, rest = ((), quantity.index) if quantity.kind == "x" else (quantity.index[:1], quantity.index[1:])
    above = f"^{{({layer[0]})}}" if layer else ""
    below = "".join(map(str, rest)) if all(i < 10 for i in rest) else ",".join(map(str, rest))
    return f"{letter}{above}_{{{below}}}" if rest else f"{letter}{above}"


def pair(first: int, second: int) -> str:
    """Two indices side by side, with a comma where they could be misread."""
    return f"{first}{second}" if first < 10 and second < 10 else f"{first},{second}"
