"""Every value that is given, in the rows of a table: laid out on paper, or for any medium."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any

from derive.arithmetic import Number
from derive.document.tell import NUMBERS, Teller
from derive.graph import Graph
from derive.problem import Problem
from derive.quantity import RATE, Quantity
from derive.render.blocks import entries
from derive.render.escape import escape
from derive.render.media import Medium
from derive.render.rows import Rows
from derive.render.syntax import number as in_writing
from derive.rounding import Shown, as_fraction, as_given, shown

Row = dict[str, Any]                 # what a template places in a row of a table
ENTRIES = 20                         # of one row: between rows a page may end
MM_PER_EM = 3.6                      # of the tables' smaller type


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
    table = []
    for name, quantities in grouped(teller, needed).items():
        found = list(entries(problem, quantities, rows, [number(problem, quantity, rows) for quantity in quantities]))
        widest = max(wide for _, wide in found) * MM_PER_EM
        for first in range(0, len(found), ENTRIES):
            label, texts = "" if first else escape(name), [text for text, _ in found[first : first + ENTRIES]]
            table.append({"label": label, "entries": texts, "width": ceil(widest + 4)})
    return aligned(table)


def grouped(teller: Teller, needed: frozenset[str] | None) -> dict[str, list[Quantity]]:
    """The given quantities by what their row is called."""
    groups: dict[str, list[Quantity]] = {}
    for quantity in (each for each in teller.problem.given if needed is None or each.id in needed):
        groups.setdefault(row_label(teller, quantity), []).append(quantity)
    return groups


def given_pairs(teller: Teller, rows: Rows, medium: Medium, needed: frozenset[str] | None = None) -> list[Row]:
    """The same rows for any medium: each value with its id, its symbol and, of a named input, its name."""
    problem = teller.problem
    return [
        {"label": medium.text(label), "entries": [pair(problem, quantity, rows, medium) for quantity in quantities]}
        for label, quantities in grouped(teller, needed).items()
    ]


def pair(problem: Problem, quantity: Quantity, rows: Rows, medium: Medium) -> dict[str, str]:
    """A given quantity and its value."""
    named = quantity.kind == "x" and problem.input_names
    return {
        "id": quantity.id,
        "symbol": rows.name(quantity.id),
        "value": given_number(problem, problem.given[quantity], rows),
        "name": medium.text(problem.input_names[quantity.index[0] - 1]) if named else "",
    }


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


def graph_part(graph: Graph, name: str) -> str:
    """What a name of a graph is."""
    return "inputs" if name in graph.inputs else "targets" if name in graph.targets else "parameters"


def number(problem: Problem, quantity: Quantity, rows: Rows) -> str:
    """A given number, with the input's own name beside it."""
    written = given_number(problem, problem.given[quantity], rows)
    if quantity.kind == "x" and problem.input_names:
        return rf"{written}\text{{ ({escape(problem.input_names[quantity.index[0] - 1])})}}"
    return written
