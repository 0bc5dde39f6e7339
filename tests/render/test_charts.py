"""The pictures of graphs, of networks in time and of layers of several types: nothing overlaps, nothing is too wide."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from derive import backprop, read
from derive.layers import Dense, Skip
from derive.problem import Problem
from derive.quantity import quantity
from derive.render.figure import NOTHING, describe, given
from derive.render.figure.blocks import blocks
from derive.render.figure.chart import WIDEST, Chart
from derive.render.figure.computation import columns_of, computation, names, uses_of
from derive.render.figure.inscriptions import Inscriptions
from derive.render.figure.shapes import Box, depth, length_inside
from derive.render.figure.unrolled import unrolled

HAIR = 0.01


def of_graph(source: str | dict[str, object]) -> Chart | None:
    """The chart of a graph, with its numbers."""
    work = backprop(read(source))
    assert work.problem.graph is not None
    says = Inscriptions(work.problem, work.notation.latex, given(work.problem, lambda value: f"{float(value):g}"))
    uses = uses_of(work.problem.graph)
    laid = computation(uses, {id: says.equation(quantity(id)) for id in names(uses)}, {})
    return None if laid is None else laid.chart(NOTHING)


def in_time(steps: int, *layers: Dense, last_only: bool = False) -> Problem:
    """A recurrent network."""
    return Problem("t", "T", 2, layers, "mse", samples=steps, sequence=True, last_only=last_only)


RECURRENT = Dense(2, "tanh", recurrent=True)
MANY = (Dense(3, "leaky_relu"), Dense(3, "softplus"), Skip(0), *(Dense(3, "leaky_relu"),) * 9)
DIAMOND = {"graph": ["p = x + y", "q = p*x", "r = p*y", "s = q*r", "f = s*x"], "parameters": {"x": 2}}
CHARTS = {
    "circuit": of_graph("circuit"), "micrograd": of_graph("micrograd"), "staged sigmoid": of_graph("staged-sigmoid"),
    "diamond": of_graph(DIAMOND),
    "time": unrolled(in_time(3, RECURRENT, Dense(1, "sigmoid"))),
    "long time": unrolled(in_time(12, RECURRENT, RECURRENT, Dense(1, "sigmoid"), last_only=True)),
    "skip": blocks(Problem("t", "T", 2, (Dense(2, "tanh"), Skip(0), Dense(1, "sigmoid")), "mse")),
    "many layers": blocks(Problem("t", "T", 3, MANY, "mse")),
}  # fmt: skip


@pytest.mark.parametrize("name", CHARTS)
def test_no_box_covers_another_and_the_chart_fits_the_page(name: str) -> None:
    chart = CHARTS[name]
    assert chart is not None and len(chart.items) > 3
    assert chart.width <= WIDEST + HAIR
    for one, other in combinations([item.box for item in chart.items], 2):
        assert depth(one, other) == 0


@pytest.mark.parametrize("name", CHARTS)
def test_every_arrow_goes_from_rim_to_rim_and_crosses_no_other_box(name: str) -> None:
    chart = CHARTS[name]
    assert chart is not None
    boxes = [item.box for item in chart.items]
    for link in chart.links:
        ends = [box for box in boxes for end in (link.way[0], link.way[-1]) if on_rim(box, end)]
        assert len(ends) == 2, link
        for start, end in pairwise(link.way):
            assert all(length_inside(box.grown(-HAIR), start, end) == 0 for box in boxes), link


def on_rim(box: Box, point: tuple[float, float]) -> bool:
    """Whether a point lies on the rim of a box."""
    across = abs(point[0] - box.centre[0]) - box.width / 2
    up = abs(point[1] - box.centre[1]) - box.height / 2
    return max(across, up) == pytest.approx(0, abs=HAIR)


def test_a_name_stands_right_of_all_it_uses() -> None:
    graph = read(DIAMOND).graph
    assert graph is not None
    columns = columns_of(uses_of(graph))
    uses = uses_of(graph)
    assert all(columns[each] < columns[computed] for computed, used in uses.items() for each in used)


def test_a_graph_too_large_to_be_read_has_no_picture() -> None:
    assert of_graph("lstm") is None
    assert backprop(read("lstm")).figure == ""


def test_a_long_sequence_shows_its_first_steps_and_its_last() -> None:
    texts = " ".join(text.formula for item in unrolled(in_time(12, RECURRENT)).items for text in item.texts)
    assert all(rf"\langle {step}\rangle" in texts for step in (1, 2, 3, 4, 12))
    assert r"\langle 5\rangle" not in texts


def test_all_of_them_are_told_in_words() -> None:
    assert describe(in_time(3, RECURRENT)) == (
        "A network with 2 inputs and 2 recurrent tanh output neurons, unrolled over 3 time steps."
    )
    assert describe(read("circuit")) == "A computation in 2 lines: q = x + y; f = q * z."
