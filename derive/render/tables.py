"""The tables before the tasks: the architecture, and every value that is given."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any

from sympy import Piecewise, Symbol

from derive.arithmetic import Number
from derive.document.tell import NUMBERS, Teller
from derive.expression import from_formula
from derive.formula import Formula
from derive.graph import Graph
from derive.layers import Layer, spoken
from derive.problem import Problem
from derive.quantity import RATE, Quantity
from derive.render.blocks import entries
from derive.render.escape import escape
from derive.render.rows import Rows
from derive.render.syntax import number as in_writing
from derive.render.writer import Writer
from derive.rounding import Shown, as_fraction, as_given, shown

Row = dict[str, Any]                 # what a template places in a row of a table
COLUMNS = ("layer", "units", "activation", "bias")
ENTRIES = 20                         # of one row: between rows a page may end
MM_PER_EM = 3.6                      # of the tables' smaller type


def architecture(teller: Teller, rows: Rows) -> list[dict[str, str]]:
    """A row for each layer: its neurons, activation and bias."""
    problem, word = teller.problem, teller.words.word
    if problem.graph is not None:
        return []
    inputs = (word("labels", "input layer"), spoken(problem.network.inputs), "", "")
    table = [dict(zip(COLUMNS, map(escape, inputs), strict=True))] if problem.inputs else []
    for number, layer in enumerate(problem.layers, start=1):
        applied = activation_name(layer.activation, rows) if has_activation(layer) else ""
        bias, name = bias_name(teller, layer), teller.detailed(number)
        cells = escape(name), escape(spoken(problem.network.shapes[number])), applied, escape(bias)
        table.append(dict(zip(COLUMNS, cells, strict=True)))
    return table


def bias_name(teller: Teller, layer: Layer) -> str:
    """Which biases a layer has, in words; nothing for a type of layer that never has one."""
    kind = getattr(layer, "bias", None)
    if kind is None:
        return ""
    return teller.words.word("labels", "biases", "per_filter" if kind == "per_unit" and layer.by_channel else kind)


def has_activation(layer: Layer) -> bool:
    """Whether a layer of this type applies an activation."""
    return hasattr(layer, "bias") or layer.activation != "linear"


def activation_name(chosen: str | Formula, rows: Rows) -> str:
    """An activation as a table names it: its name, or the user's formula."""
    if isinstance(chosen, str):
        return escape(chosen.replace("_", " "))
    formula = from_formula(chosen, {"z": Symbol("z")})
    if formula.has(Piecewise):
        return escape(f"f(z) = {chosen.text}")  # a brace of cases is too tall for a row
    return f"$f(z) = {Writer(rows.syntax, rows.symbol).text(formula)}$"


def given_number(problem: Problem, value: Number, rows: Rows) -> str:
    """A given number in LaTeX, as exactly as fits."""
    return in_writing(precise(problem, value).text, rows.syntax).text


def precise(problem: Problem, value: Number) -> Shown:
    """A number as exactly as fits."""
    exact = None
    if isinstance(value, Fraction):
        exact = as_fraction(value) if problem.rounding.carry == "exact" else as_given(value)
    return exact or shown(value, problem.rounding, 4)


def given(teller: Teller, rows: Rows, needed: frozenset[str] | None = None) -> list[Row]:
    """A row for the inputs, for the targets, for each neuron's parameters, and for the learning rate.

    Where some are needed, those alone.
    """
    problem = teller.problem
    groups: dict[str, list[Quantity]] = {}
    for quantity in (each for each in problem.given if needed is None or each.id in needed):
        groups.setdefault(row_label(teller, quantity), []).append(quantity)
    table = []
    for name, quantities in groups.items():
        found = list(entries(problem, quantities, rows, [number(problem, quantity, rows) for quantity in quantities]))
        widest = max(wide for _, wide in found) * MM_PER_EM
        for first in range(0, len(found), ENTRIES):
            label, texts = "" if first else escape(name), [text for text, _ in found[first : first + ENTRIES]]
            table.append({"label": label, "entries": texts, "width": ceil(widest + 4)})
    return aligned(table)


def aligned(table: list[Row]) -> list[Row]:
    """The rows with their entries in common columns, but for those with matrices or much wider entries."""
    flat = [row for row in table if not any(r"\begin" in entry for entry in row["entries"])]
    widths = sorted(row["width"] for row in flat)
    common = max((width for width in widths if width <= 1.6 * widths[len(widths) // 2]), default=0.0)
    return [{**row, "width": max(row["width"], common)} for row in table]


def row_label(teller: Teller, quantity: Quantity) -> str:
    """What a row of given values is called."""
    word = teller.words.word
    if quantity == RATE:
        return word("labels", "learning rate")
    if quantity in NUMBERS.values():
        return word("labels", "optimizer")
    if teller.problem.graph is not None:
        return word("labels", graph_part(teller.problem.graph, quantity.kind))
    if quantity.sample is not None:
        return teller.sample(quantity.sample)
    if quantity.kind in "xy":
        return word("labels", "inputs" if quantity.kind == "x" else "targets")
    layer, *rest = quantity.index
    if teller.problem.layers[layer - 1].staged:
        return word("layer parts", quantity.kind, l=layer, j=rest[0] if rest else 0)
    if teller.problem.layers[layer - 1].by_channel:
        return teller.channel(layer, rest[0] if rest else None)
    if not rest:
        return teller.layer(layer)
    neuron = teller.neuron(*quantity.index[:2]).removeprefix("the ")
    return neuron[0].upper() + neuron[1:]


def graph_lines(problem: Problem, rows: Rows) -> list[dict[str, str]]:
    """The lines of a graph as they are to be computed; none where there are layers."""
    lines = problem.graph.forward() if problem.graph is not None else ()
    return [{"left": rows.name(each.of.id), "right": rows.formulas(each)[0].text} for each in lines]


def graph_part(graph: Graph, name: str) -> str:
    """What a name of a graph is."""
    return "inputs" if name in graph.inputs else "targets" if name in graph.targets else "parameters"


def number(problem: Problem, quantity: Quantity, rows: Rows) -> str:
    """A given number, with the input's own name beside it."""
    written = given_number(problem, problem.given[quantity], rows)
    if quantity.kind == "x" and problem.input_names:
        return rf"{written}\text{{ ({escape(problem.input_names[quantity.index[0] - 1])})}}"
    return written
