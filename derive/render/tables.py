"""The tables before the tasks: the architecture, and every value that is given."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any

from derive.arithmetic import Number
from derive.document.tell import Teller
from derive.problem import Problem
from derive.quantity import RATE, Quantity
from derive.render.escape import escape
from derive.render.measure import width
from derive.render.rows import Rows
from derive.render.syntax import number as in_writing
from derive.rounding import as_fraction, as_given, shown

Row = dict[str, Any]                 # what a template places in a row of a table
MM_PER_EM = 3.6                      # of the tables' smaller type


def architecture(teller: Teller) -> list[dict[str, str]]:
    """A row for each layer: its neurons, activation and bias."""
    problem, word = teller.problem, teller.words.word
    rows = [{"layer": word("labels", "input layer"), "units": str(problem.inputs), "activation": "", "bias": ""}]
    for number, layer in enumerate(problem.layers, start=1):
        rows.append({
            "layer": teller.layer(number), "units": str(layer.units), "activation": activation_name(layer.activation),
            "bias": word("labels", "biases", layer.bias),
        })  # fmt: skip
    return [{key: escape(text) for key, text in row.items()} for row in rows]


def activation_name(chosen: object) -> str:
    """An activation as a table names it: its name, or the user's formula."""
    return chosen.replace("_", " ") if isinstance(chosen, str) else f"f(z) = {chosen.text}"  # type: ignore[attr-defined]


def given_number(problem: Problem, value: Number, rows: Rows) -> str:
    """A given number in LaTeX, as exactly as fits."""
    exact = None
    if isinstance(value, Fraction):
        exact = as_fraction(value) if problem.rounding.carry == "exact" else as_given(value)
    return in_writing((exact or shown(value, problem.rounding, 4)).text, rows.syntax).text


def given(teller: Teller, rows: Rows) -> list[Row]:
    """A row for the inputs, for the targets, for each neuron's parameters, and for the learning rate."""
    problem = teller.problem
    groups: dict[str, list[Quantity]] = {}
    for quantity in problem.given:
        groups.setdefault(label(teller, quantity), []).append(quantity)
    table = []
    for name, quantities in groups.items():
        entries = [entry(problem, quantity, rows) for quantity in quantities]
        widest = max(width(text) for text in entries) * MM_PER_EM
        table.append({"label": escape(name), "entries": entries, "width": ceil(widest + 4)})
    return aligned(table)


def aligned(table: list[Row]) -> list[Row]:
    """The rows with their entries in common columns, but for those whose entries are much wider."""
    widths = sorted(row["width"] for row in table)
    common = max((width for width in widths if width <= 1.6 * widths[len(widths) // 2]), default=0.0)
    return [{**row, "width": max(row["width"], common)} for row in table]


def label(teller: Teller, quantity: Quantity) -> str:
    """What a row of given values is called."""
    word = teller.words.word
    if quantity == RATE:
        return word("labels", "learning rate")
    if quantity.sample is not None:
        return word("labels", "sample", n=quantity.sample)
    if quantity.kind in "xy":
        return word("labels", "inputs" if quantity.kind == "x" else "targets")
    if len(quantity.index) == 1:
        return teller.layer(quantity.index[0])
    neuron = teller.neuron(*quantity.index[:2]).removeprefix("the ")
    return neuron[0].upper() + neuron[1:]


def entry(problem: Problem, quantity: Quantity, rows: Rows) -> str:
    """w = 0.4, with the input's own name beside it."""
    written = f"{rows.name(quantity.id)} = {given_number(problem, problem.given[quantity], rows)}"
    if quantity.kind == "x" and problem.input_names:
        return rf"{written}\text{{ ({escape(problem.input_names[quantity.index[0] - 1])})}}"
    return written
