"""What stands before the tasks: the layers of a network, or the lines of a graph."""

from __future__ import annotations

from sympy import Piecewise, Symbol

from derive.document.tell import Teller
from derive.expression import from_formula
from derive.formula import Formula
from derive.layers import Layer, spoken
from derive.problem import Problem
from derive.render.media import Medium
from derive.render.rows import Rows
from derive.render.writer import Writer

COLUMNS = ("layer", "units", "activation", "bias")


def architecture(teller: Teller, rows: Rows, medium: Medium) -> list[dict[str, str]]:
    """A row for each layer: its neurons, activation and bias."""
    problem, word = teller.problem, teller.words.word
    if problem.graph is not None:
        return []
    inputs = (word("labels", "input layer"), spoken(problem.network.inputs), "", "")
    table = [dict(zip(COLUMNS, map(medium.text, inputs), strict=True))] if problem.inputs else []
    for number, layer in enumerate(problem.layers, start=1):
        applied = activation_name(layer.activation, rows, medium) if has_activation(layer) else ""
        bias, name = bias_name(teller, layer), teller.detailed(number)
        cells = *map(medium.text, (name, spoken(problem.network.shapes[number]))), applied, medium.text(bias)
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


def activation_name(chosen: str | Formula, rows: Rows, medium: Medium) -> str:
    """An activation as a table names it: its name, or the user's formula."""
    if isinstance(chosen, str):
        return medium.text(chosen.replace("_", " "))
    formula = from_formula(chosen, {"z": Symbol("z")})
    if formula.has(Piecewise):
        return medium.text(f"f(z) = {chosen.text}")  # a brace of cases is too tall for a row
    equal = rows.equal(rows.syntax.symbol("f(z)"), Writer(rows.syntax, rows.symbol).text(formula))
    return medium.formula(equal)


def graph_lines(problem: Problem, rows: Rows) -> list[dict[str, str]]:
    """The lines of a graph as they are to be computed; none where there are layers."""
    lines = problem.graph.forward() if problem.graph is not None else ()
    return [{"left": rows.name(each.of.id), "right": rows.formulas(each)[0].text} for each in lines]
