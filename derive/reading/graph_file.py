"""A problem file with `graph:` in the place of a network: named lines, and a number for each name."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from derive.notations import DEFAULT
from derive.reading.fields import Line, Names, Notation, Number, Sign
from derive.reading.layer_parts import Section
from derive.reading.model import TITLE, OptimizerPart, RoundingPart, SparseSection, TrainingPart

MOST_LINES = 200


class GraphData(SparseSection):
    """The numbers of the names that training does not change; names alone are symbols."""

    inputs: Names = Field(default_factory=dict)
    targets: Names = Field(default_factory=dict)


class GraphFile(SparseSection):
    """The whole file."""

    title: Line = TITLE
    source: Line = ""
    graph: list[Line]
    data: GraphData = GraphData()
    parameters: dict[str, Number] = Field(default_factory=dict)
    training: TrainingPart = TrainingPart()
    notation: Notation = DEFAULT
    rounding: RoundingPart = RoundingPart()
    symbols: dict[str, Sign] = Field(default_factory=dict)


GRAPH_SECTIONS: dict[tuple[str, ...], type[Section]] = {
    (): GraphFile, ("data",): GraphData, ("training",): TrainingPart,
    ("training", "optimizer"): OptimizerPart, ("rounding",): RoundingPart,
}  # fmt: skip


def is_graph(tree: Any) -> bool:
    """Whether a file has lines in the place of a network."""
    return isinstance(tree, dict) and "graph" in tree and "network" not in tree
