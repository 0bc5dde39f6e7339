"""How quantities are called: four notations as rows of patterns, and the user's own symbols before them.

Placeholders: {l} layer, {j} neuron in its layer, {i} sender in its layer, {n} and {m} the same neurons counted
through all layers, {c} the weight counted through the network from sender to receiver, {node} and {from} the
names of a neuron and of a sender, {k} output, {ji} and {nm} index pairs. A pattern's key is the kind of quantity,
with a suffix for a special place: `_only` in a network of one neuron, `_last` in the output layer, `_last_single`
where that layer has one neuron, `_shared` for the bias of a whole layer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from derive.problem import Problem
from derive.quantity import LOSS, Named, Partial, Quantity, named

Patterns = Mapping[str, str]

COMMON: Patterns = {
    "x": "x_{{{i}}}",
    "y": "y_{{{k}}}",
    "y_last_single": "y",
    "L": "L",
    "L_share": "L_{{{k}}}",
    "eta": r"\eta",
}
NOTATIONS: dict[str, Patterns] = {
    "article": {
        **COMMON,
        "w": "w_{{{nm}}}",
        "b": "b_{{{n}}}",
        "b_shared": "b^{{({l})}}",
        "z": "z_{{{n}}}",
        "a": "a_{{{n}}}",
        "a_last": r"\hat{{y}}_{{{j}}}",
        "a_last_single": r"\hat{{y}}",
        "delta": r"\delta_{{{n}}}",
    },
    "deck": {
        **COMMON,
        "x": "i_{{{i}}}",
        "y": r"\mathrm{{target}}_{{{node}}}",
        "y_last_single": r"\mathrm{{target}}_{{{node}}}",
        "w": "W_{{{c}}}",
        "b": "b_{{{node}}}",
        "b_shared": "b_{{{l}}}",
        "z": r"\mathrm{{in}}_{{{node}}}",
        "a": r"\mathrm{{out}}_{{{node}}}",
        "L": r"E_{{\mathrm{{total}}}}",
        "L_share": "E_{{{node}}}",
        "eta": r"\alpha",
        "delta": r"\delta_{{{node}}}",
        "node_input": "i_{{{i}}}",
        "node": "h_{{{n}}}",
        "node_last": "o_{{{j}}}",
    },
    "summary": {
        **COMMON,
        "y": r"y_{{\text{{true}},{k}}}",
        "y_last_single": r"y_{{\text{{true}}}}",
        "w": "w^{{({l})}}_{{{ji}}}",
        "w_only": "w_{{{i}}}",
        "b": "b^{{({l})}}_{{{j}}}",
        "b_only": "b",
        "b_shared": "b^{{({l})}}",
        "b_shared_only": "b",
        "z": "z^{{({l})}}_{{{j}}}",
        "z_only": "z",
        "a": "a^{{({l})}}_{{{j}}}",
        "a_last": r"y_{{\text{{pred}},{j}}}",
        "a_last_single": r"y_{{\text{{pred}}}}",
        "delta": r"\delta^{{({l})}}_{{{j}}}",
        "delta_only": r"\delta",
    },
    "layered": {
        **COMMON,
        "w": "w^{{({l})}}_{{{ji}}}",
        "b": "b^{{({l})}}_{{{j}}}",
        "b_shared": "b^{{({l})}}",
        "z": "z^{{({l})}}_{{{j}}}",
        "a": "a^{{({l})}}_{{{j}}}",
        "dL/dz": r"\delta^{{({l})}}_{{{j}}}",
        "delta": r"\delta^{{({l})}}_{{{j}}}",
    },
}


@dataclass(frozen=True, slots=True)
class Notation:
    """The symbols of one problem: its notation's patterns, and the user's own symbols."""

    patterns: Patterns
    problem: Problem

    @classmethod
    def of(cls, problem: Problem) -> Notation:
        """The notation a problem asks for."""
        return cls(NOTATIONS[problem.notation], problem)

    def latex(self, quantity: Named) -> str:
        """The LaTeX of a quantity's symbol."""
        own = self.problem.symbols.get(quantity.id)
        if own is not None:
            return own
        if isinstance(quantity, Partial):
            return self._partial(quantity)
        if quantity.kind.endswith("_new"):
            return self._new(Quantity(quantity.kind.removesuffix("_new"), quantity.index, quantity.sample))
        return self._plain(quantity)

    def named(self, id: str) -> str:
        """The LaTeX of the symbol with this id."""
        return self.latex(named(id))

    def delta(self, z: Quantity) -> str:
        """The short name of the loss's partial by a pre-activation: δ."""
        return self._filled("delta", z)

    def writes_delta(self) -> bool:
        """Whether the notation calls ∂L/∂z by its short name everywhere."""
        return "dL/dz" in self.patterns

    def _partial(self, partial: Partial) -> str:
        short = f"dL/d{partial.by.kind}"
        if partial.top == LOSS and partial.by.index and short in self.patterns:
            return self._filled(short, partial.by)
        return self.partial(partial)

    def partial(self, partial: Partial) -> str:
        """The partial derivative written out as one."""
        sign = "d" if partial.top.kind in "fgy" and not partial.top.index else r"\partial "
        return rf"\frac{{{sign}{self.latex(partial.top)}}}{{{sign}{self.latex(partial.by)}}}"

    def _new(self, old: Quantity) -> str:
        symbol = self.latex(old)
        if "^" in symbol:
            raised = re.sub(r"\^\{([^{}]*)\}", r"^{\1\\,\\text{new}}", symbol, count=1)
            return raised if raised != symbol else rf"{{{symbol}}}^{{\text{{new}}}}"
        if symbol.endswith("}") and "_{" in symbol:
            return symbol[:-1] + r",\text{new}}"
        return rf"{symbol}_{{\text{{new}}}}" if "_" not in symbol else rf"{{{symbol}}}^{{\text{{new}}}}"

    def _plain(self, quantity: Quantity) -> str:
        if not quantity.index and quantity.kind not in {"L", "eta"}:
            return quantity.kind  # the general letters of the chain rule
        kind = "L_share" if quantity.kind == "L" and quantity.index else quantity.kind
        return self._filled("b_shared" if kind == "b" and len(quantity.index) == 1 else kind, quantity)

    def _filled(self, kind: str, quantity: Quantity) -> str:
        pattern = next(self.patterns[kind + place] for place in self._places(quantity) if kind + place in self.patterns)
        return pattern.format(**self._indices(quantity)) if quantity.index else pattern.format()

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
        n, m = self.counted(layer, j), self.counted(layer - 1, i) if layer > 1 else i
        return {
            "l": layer, "j": j, "i": i, "n": n, "m": m, "ji": pair(j, i), "nm": pair(n, m),
            "c": self._weight_count(layer, j, i), "node": self.node(layer, j), "from": self.node(layer - 1, i),
        }  # fmt: skip

    def counted(self, layer: int, j: int) -> int:
        """The number of a neuron counted through the layers, inputs left out."""
        return sum(self.problem.units(before) for before in range(1, layer)) + j

    def node(self, layer: int, j: int) -> str:
        """The name of a neuron itself, in notations that have one."""
        if "node" not in self.patterns:
            return ""
        key = "node_input" if layer == 0 else "node_last" if layer == len(self.problem.layers) else "node"
        return self.patterns[key].format(i=j, j=j, n=self.counted(layer, j))

    def _weight_count(self, layer: int, j: int, i: int) -> int:
        units = self.problem.units
        before = sum(units(number) * units(number - 1) for number in range(1, layer))
        return before + (i - 1) * units(layer) + j


def pair(first: int, second: int) -> str:
    """Two indices side by side, with a comma where they could be misread."""
    return f"{first}{second}" if first < 10 and second < 10 else f"{first},{second}"
