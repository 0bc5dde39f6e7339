"""The network figure: each weight on its own edge, nothing on anything else, no wider than the page."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations, product
from math import cos, hypot, radians, sin

import pypdfium2
import pytest

from derive.formula import read_formula
from derive.layers import Bias, Dense
from derive.problem import Problem
from derive.quantity import Quantity
from derive.render.figure import NOTHING, Marks, as_tikz, describe, figure, given
from derive.render.figure.drawing import scene
from derive.render.figure.extent import extent
from derive.render.figure.inscriptions import Inscriptions
from derive.render.figure.lanes import Lane
from derive.render.figure.layout import Neuron
from derive.render.figure.places import Places
from derive.render.figure.plan import Plan, best_plan
from derive.render.figure.shapes import Box, Circle, depth, depth_in_circle, length_inside
from derive.render.notation import Notation
from derive.render.pdf import compile_tex

Point = tuple[float, float]
HEAD = r"""\documentclass[11pt,a4paper]{article}
\usepackage[T1]{fontenc}\usepackage{lmodern,amsmath,lastpage,tikz}
\usepackage[margin=22mm]{geometry}\usetikzlibrary{arrows.meta}\pagestyle{empty}\parindent0pt
\definecolor{ink}{HTML}{1F2933}\definecolor{accent}{HTML}{1F5FA8}\definecolor{soft}{HTML}{EEF3F9}
\begin{document}\centering
"""


def number(value: Fraction) -> str:
    """A number as a worksheet writes it: a decimal, a power of ten, or a fraction."""
    if 0 < abs(value) < Fraction(1, 10**6):
        return f"10^{{-{len(str(value.denominator)) - 1}}}"
    if Fraction(str(float(value))) == value:
        return f"{float(value):g}"
    return rf"{'-' if value < 0 else ''}\tfrac{{{abs(value.numerator)}}}{{{value.denominator}}}"


def network(
    *units: int,
    denominator: int = 100,
    bias: Bias = "per_unit",
    notation: str = "layered",
    seed: int = 0,
    numbers: Sequence[Fraction] = (),
    **more: object,
) -> Problem:
    """A network with random numbers over this denominator, with some of these, or without any."""
    chance = random.Random(seed)
    quantities = [Quantity("x", (i,)) for i in range(1, units[0] + 1)]
    quantities += [Quantity("y", (k,)) for k in range(1, units[-1] + 1)]
    for layer in range(1, len(units)):
        pairs = product(range(1, units[layer] + 1), range(1, units[layer - 1] + 1))
        quantities += [Quantity("w", (layer, j, i)) for j, i in pairs]
        shared = {"shared": [Quantity("b", (layer,))], "none": []}
        quantities += shared.get(bias, [Quantity("b", (layer, j)) for j in range(1, units[layer] + 1)])
    possible = numbers or [Fraction(n, denominator) for n in range(1 - denominator, denominator)]
    given = {q: chance.choice(possible) for q in quantities} if possible else {}
    layers = tuple(Dense(count, "sigmoid", bias) for count in units[1:])
    details = {"loss": "mse", "given": given, "notation": notation, **more}
    return Problem(name="net", title="Net", inputs=units[0], layers=layers, **details)  # type: ignore[arg-type]


def drawn(problem: Problem) -> str:
    return figure(problem, Notation.of(problem).latex, number)


def planned(problem: Problem) -> Plan:
    return best_plan(Inscriptions(problem, Notation.of(problem).latex, given(problem, number)))


LABELLED = {
    "1-1-1": network(1, 1, 1),
    "2-1 symbols": network(2, 1, denominator=0),
    "2-2-1": network(2, 2, 1, denominator=10, notation="article"),
    "2-2-1 thirds": network(2, 2, 1, denominator=3),
    "2-2-1 tiny": network(2, 2, 1, numbers=(Fraction(1, 10**30), Fraction(-1, 10**12))),
    "2-2-2 deck": network(2, 2, 2, bias="shared", notation="deck"),
    "3-3-3": network(3, 3, 3),
    "3-4-2": network(3, 4, 2),
    "3-4-2 symbols": network(3, 4, 2, denominator=0),
    "4-3-2 shared": network(4, 3, 2, bias="shared"),
    "1-8-1": network(1, 8, 1),
    "5-4-5": network(5, 4, 5),
    "4-4-4-2 symbols": network(4, 4, 4, 2, denominator=0),
    "4-4-4-2 long": network(4, 4, 4, 2, denominator=10000),
    **{f"4-4-4-2 #{seed}": network(4, 4, 4, 2, seed=seed) for seed in range(3)},
}
CROWDED = {
    "4-8-8-3": network(4, 8, 8, 3),
    "16-12-1": network(16, 12, 1),
    "2-10": network(2, 10),
    "16 layers": network(*[2] * 16),
}
every_figure = pytest.mark.parametrize("name", [*LABELLED, *CROWDED])


@cache
def plan_of(name: str) -> Plan:
    """The plan of one of the networks above."""
    return planned({**LABELLED, **CROWDED}[name])


@cache
def tex_of(name: str) -> str:
    """The TikZ of one of the networks above."""
    return drawn({**LABELLED, **CROWDED}[name])


def corners(box: Box) -> list[Point]:
    """The corners of a box, in turn."""
    (x, y), (c, s) = box.centre, box.along
    halves = [(a * box.width / 2, b * box.height / 2) for a, b in ((1, 1), (-1, 1), (-1, -1), (1, -1))]
    return [(x + u * c - v * s, y + u * s + v * c) for u, v in halves]


def common_area(one: list[Point], other: list[Point]) -> float:
    """The area that two convex shapes share, the second cut along each side of the first in turn."""
    shape = other
    for (x, y), (x_next, y_next) in zip(one, one[1:] + one[:1], strict=True):
        side = [(x_next - x) * (q - y) - (y_next - y) * (p - x) for p, q in shape]
        cut: list[Point] = []
        for n, point in enumerate(shape):
            before, was, now = shape[n - 1], side[n - 1], side[n]
            if (was < 0) != (now < 0):
                t = was / (was - now)
                cut.append((before[0] + t * (point[0] - before[0]), before[1] + t * (point[1] - before[1])))
            if now >= 0:
                cut.append(point)
        shape = cut
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(shape, shape[1:] + shape[:1], strict=True))) / 2


def ring(centre: Point, radius: float) -> list[Point]:
    """A circle, as a shape with 90 corners."""
    turns = [radians(4 * n) for n in range(90)]
    return [(centre[0] + radius * cos(turn), centre[1] + radius * sin(turn)) for turn in turns]


def distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a piece of a line."""
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    along = ((point[0] - x) * dx + (point[1] - y) * dy) / (dx * dx + dy * dy)
    near = min(max(along, 0.0), 1.0)
    return hypot(point[0] - x - near * dx, point[1] - y - near * dy)


@every_figure
def test_nothing_written_overlaps(name: str) -> None:
    plan = plan_of(name)
    written = [corners(thing.box) for thing in (*plan.labels, *plan.captions)]
    assert len(written) >= 2
    assert not [pair for pair in combinations(written, 2) if common_area(*pair) > 1e-9]


@every_figure
def test_nothing_is_written_on_a_neuron(name: str) -> None:
    plan = plan_of(name)
    circles = [ring(plan.layout.centre(neuron), plan.layout.radius) for neuron in plan.layout.neurons]
    written = [corners(thing.box) for thing in (*plan.labels, *plan.captions)]
    assert not [pair for pair in product(circles, written) if common_area(*pair) > 1e-9]
    assert not [pair for pair in combinations(circles, 2) if common_area(*pair) > 1e-9]


@every_figure
def test_the_figure_fits_the_text_block(name: str) -> None:
    plan = plan_of(name)
    points = [point for thing in (*plan.labels, *plan.captions) for point in corners(thing.box)]
    for neuron in plan.layout.neurons:
        points += ring(plan.layout.centre(neuron), plan.layout.radius)
    assert max(x for x, _ in points) - min(x for x, _ in points) <= 166
    assert max(y for _, y in points) - min(y for _, y in points) <= 118


@pytest.mark.parametrize("name", LABELLED)
def test_every_weight_lies_on_its_own_edge(name: str) -> None:
    plan = plan_of(name)
    layout, labels = plan.layout, plan.labels
    edges = [edge for layer in range(1, len(layout.units)) for edge in layout.edges(layer)]
    assert [(label.source, label.target) for label in labels] == edges
    lines = {edge: (layout.centre(edge[0]), layout.centre(edge[1])) for edge in edges}
    for label in labels:
        away = {edge: distance(label.box.centre, *line) for edge, line in lines.items()}
        assert away.pop((label.source, label.target)) < 1e-9
        assert min(away.values(), default=9.0) >= (1.0 if label.box.width < 3 else 0.2), label
        start, end = lines[label.source, label.target]
        assert length_inside(label.box, start, end) == pytest.approx(label.box.width)


@pytest.mark.parametrize("name", LABELLED)
def test_every_weight_and_bias_is_printed_once(name: str) -> None:
    problem = LABELLED[name]
    texts = re.findall(r"\{\$(.+)\$\};", as_tikz(scene(plan_of(name), NOTHING)))
    says = Notation.of(problem).latex
    parameters = [
        (label.text, Quantity("w", (label.target.layer, label.target.unit, label.source.unit)))
        for label in plan_of(name).labels
    ]
    assert parameters
    for text, weight in parameters:
        given = problem.given.get(weight)
        forms = {says(weight)} if given is None else {number(given), f"{says(weight)}={number(given)}"}
        assert text in forms and text in texts
    biases = {number(value) for q, value in problem.given.items() if q.kind == "b"}
    for bias in biases:
        alone = bias if bias.startswith("-") else f"+{bias}"
        assert any(text == alone or text.endswith(f"={bias}") for text in texts), bias


def test_a_small_network_shows_symbols_and_numbers() -> None:
    tex = tex_of("2-2-1")
    assert len(re.findall(r"rotate=\S+\] at \(\S+\) \{\$w_\{\d\d\}=-?0\.\d\$\};", tex)) == 6
    assert tex.count("b_{") == 3 and tex.startswith("\\begin{tikzpicture}[")
    assert tex == drawn(LABELLED["2-2-1"])


def test_arrows_run_from_circle_to_circle() -> None:
    tex = tex_of("3-4-2")
    nodes = set(re.findall(r"\\node\[.+\] \((n\d-\d)\) at", tex))
    arrows = re.findall(r"\\path\[edge,draw\] \((\S+)\) -- \((\S+)\);", tex)
    assert len(nodes) == 9 and len(set(arrows)) == 12 + 8
    assert {end for arrow in arrows for end in arrow} == nodes


def test_between_large_layers_edges_carry_nothing() -> None:
    plan, tex = plan_of("4-8-8-3"), tex_of("4-8-8-3")
    assert not plan.labels
    assert {caption.anchor for caption in plan.captions} == {"east", "west"}
    assert tex.count("\\path[dense,draw]") == 32 + 64 + 24


def test_weights_that_find_no_room_are_left_out_between_their_layers_only() -> None:
    plan = planned(network(5, 5, 4, 3, 2, 1, numbers=(Fraction(-12345678, 10**8),)))
    layers = [label.target.layer for label in plan.labels]
    assert 0 < len(layers) < 20 + 12 + 6 + 2
    assert all(layers.count(n) == plan.layout.units[n] * plan.layout.units[n - 1] for n in set(layers))


def test_biases_that_would_cover_arrows_are_left_to_the_table() -> None:
    plan = plan_of("2-10")
    assert len(plan.labels) == 20
    assert {caption.anchor for caption in plan.captions} == {"east", "west"}


def test_a_label_has_no_place_on_a_neuron_or_on_other_writing() -> None:
    lane = Lane(Neuron(0, 1), Neuron(1, 1), (0.0, 0.0), (60.0, 0.0), 5.0, "0.5", 6.0, 3.0)
    free = Places([lane], [], []).of[0]
    kept = Places([lane], [Circle((20.0, 6.0), 5.0)], [Box((40.0, 0.0), 4.0, 3.0)]).of[0]
    assert kept.keys() < free.keys()
    lost = [60 * at for at in free.keys() - kept.keys()]
    assert any(15 < x < 25 for x in lost) and any(35 < x < 45 for x in lost)
    assert all(13 < x < 27 or 34 < x < 46 for x in lost)


@pytest.mark.parametrize(("width", "off"), [(3.0, 2.0), (9.0, 0.6)])
def test_the_shorter_a_label_the_farther_it_keeps_from_crossing_edges(width: float, off: float) -> None:
    ends = [((0.0, 0.0), (60.0, 0.0)), ((15.3, -15.0), (45.3, 15.0))]
    lanes = [Lane(Neuron(0, n), Neuron(1, n), *end, 5.0, "0", width, 3.0) for n, end in enumerate(ends, 1)]
    away = [abs(60 * at - 30.3) for at in Places(lanes, [], []).of[0]]
    assert away and off <= min(away) < 4


def test_a_very_large_layer_is_cut_and_says_so() -> None:
    tex = tex_of("16-12-1")
    assert tex.count(r"$\vdots$") == 2
    assert "$x_{16}$" in tex and "$x_{9}$" not in tex


def test_a_shared_bias_is_written_once_over_a_frame() -> None:
    tex = tex_of("2-2-2 deck")
    assert tex.count("\\path[shared,draw]") == 2
    assert len(re.findall(r"\$b_\{\d\}=", tex)) == 2
    assert "shared,draw" not in drawn(network(2, 1, bias="shared"))
    assert "b_{" not in drawn(network(2, 2, 1, bias="none", notation="article"))


@pytest.mark.parametrize(
    ("loss", "shown"),
    [
        ("mse", True),
        ("output", False),
        (read_formula("(y-a)**2", ("y", "a")), True),
        (read_formula("a", ("y", "a")), False),
    ],
)
def test_a_target_is_shown_where_the_loss_compares_with_one(loss: object, shown: bool) -> None:
    tex = drawn(network(2, 1, denominator=0, notation="article", loss=loss))
    assert ("{$y$}" in tex) is shown


LONG = (r"y_{\text{pred}}", r"\text{out}_{o_1}", r"\text{activation}_{2}", "a" * 60)


@pytest.mark.parametrize("symbol", LONG)
def test_a_long_symbol_stays_in_its_circle(symbol: str) -> None:
    problem = network(2, 2, 1, symbols={"a[2][1]": symbol})
    plan, tex = planned(problem), drawn(problem)
    line = next(line for line in tex.splitlines() if f"${symbol}$" in line)
    shrunk = re.search(r"resizebox\{([\d.]+)mm\}", line)
    points = int(re.search(r"fontsize\{(\d+)\}", line)[1])  # type: ignore[index]
    width = float(shrunk[1]) if shrunk else extent(symbol, points).width
    assert points >= 7 and width < 2 * plan.layout.radius - 1


def test_pictures_compile_and_stay_within_the_margins() -> None:
    pictures = [tex_of("4-4-4-2 #0"), tex_of("2-2-2 deck"), tex_of("16-12-1")]
    document = pypdfium2.PdfDocument(compile_tex(HEAD + "\n\\newpage\n".join(pictures) + "\\end{document}\n"))
    assert len(document) == len(pictures)
    for page in document:
        image = page.render(scale=1).to_pil().convert("L").point(lambda shade: 255 * (shade < 250))
        left, _, right, _ = image.getbbox()
        assert left >= 22 / 25.4 * 72 - 2 and right <= (210 - 22) / 25.4 * 72 + 2
    assert "-0." in document[0].get_textpage().get_text_range().replace("\N{MINUS SIGN}", "-")


# Widths in points at 10 pt, as pdfTeX with Latin Modern gives them.
MEASURED = {
    "0.4": 12.78,
    "-0.35": 25.56,
    "w_{11}": 15.63,
    "w_{11}=-0.35": 54.52,
    r"-\tfrac{1}{3}": 14.16,
    "10^{-30}": 24.72,
    r"1.5\cdot 10^{-30}": 44.72,
    r"y_{\text{pred}}": 20.92,
    r"\text{out}_{o_1}": 22.79,
    r"\hat{y}": 5.26,
    "h_1": 10.25,
    "w^{(1)}_{11}": 18.16,
    "w_{1,1}^{(2)}": 18.16,
    r"\theta_{12}": 13.17,
    r"\operatorname{net}_{h1}": 23.06,
    "W_{12}^{[2]}": 19.85,
    "b^{[1]}_1=-12.5": 52.19,
    r"\text{sepal length}": 52.28,
    "12{,}5": 17.78,
    r"\sqrt{2}": 13.33,
}


@pytest.mark.parametrize("latex", MEASURED)
def test_a_formula_is_about_as_wide_as_estimated(latex: str) -> None:
    points = extent(latex, 10).width / 25.4 * 72.27
    assert MEASURED[latex] * 0.97 <= points <= MEASURED[latex] * 1.3


def test_boxes_know_how_far_they_run_into_each_other() -> None:
    turned = Box((3.0, 0.0), 4.0, 1.0, (0.0, 1.0))
    assert depth(Box((0.0, 0.0), 4.0, 2.0), Box((3.0, 0.0), 4.0, 2.0)) == pytest.approx(1)
    assert depth(Box((0.0, 0.0), 4.0, 2.0), turned) == 0
    assert depth(Box((0.0, 0.0), 6.0, 2.0), turned) == pytest.approx(0.5)
    assert depth_in_circle(turned, Circle((0.0, 0.0), 2.75)) == pytest.approx(0.25)
    assert length_inside(turned, (0.0, 0.0), (9.0, 0.0)) == pytest.approx(1)
    assert common_area(corners(turned), corners(Box((3.0, 0.0), 4.0, 1.0))) == pytest.approx(1)


def test_the_nearest_bias_is_its_own() -> None:
    layout = plan_of("1-8-1").layout
    above = [caption for caption in plan_of("1-8-1").captions if caption.anchor in ("south", "north")]
    assert len(above) == 8 + 1
    for caption in above:
        x, y = caption.box.centre
        near = sorted(layout.neurons, key=lambda n: hypot(layout.centre(n)[0] - x, layout.centre(n)[1] - y))
        own, other = (hypot(layout.centre(n)[0] - x, layout.centre(n)[1] - y) for n in near[:2])
        assert near[0].layer > 0 and other - own > 1
    assert Neuron(1, 8) in layout.neurons


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ((2, 2, 1), "2 inputs, one hidden layer of 2 sigmoid neurons and 1 sigmoid output neuron"),
        ((1, 2), "1 input and 2 sigmoid output neurons"),
        ((4, 8, 8, 3), "4 inputs, two hidden layers of 8 sigmoid neurons each and 3 sigmoid output neurons"),
        ((1, 3, 3, 1), "1 input, two hidden layers of 3 sigmoid neurons each and 1 sigmoid output neuron"),
    ],
)
def test_the_figure_is_described_in_one_sentence(units: tuple[int, ...], said: str) -> None:
    assert describe(network(*units)) == f"A network with {said}."


def marked(problem: Problem, *lit: str, known: dict[str, str] | None = None) -> str:
    """The figure with room for values, some of it marked."""
    says, marks = Notation.of(problem).latex, Marks(frozenset(lit), known or {})
    return figure(problem, says, number, marks, room={"a[1][1]": "-0.1234"})


def placed(tex: str) -> list[str]:
    """Where everything is, whatever it looks like."""
    return sorted(set(re.findall(r"\((?:n\d-\d|-?[\d.]+,-?[\d.]+)\)", tex)))


@pytest.mark.parametrize("name", ["2-2-1", "2-2-2 deck", "3-4-2", "4-8-8-3"])
def test_nothing_moves_when_something_is_lit_or_known(name: str) -> None:
    problem = {**LABELLED, **CROWDED}[name]
    bare, lit = marked(problem), marked(problem, "a[1][1]", "w[1][1][1]", "L")
    known = marked(problem, known={"a[1][1]": "0.4321", "L": "-0.1234"})
    assert placed(bare) == placed(lit) and set(placed(bare)) < set(placed(known))
    boxes = {re.search(r"\\path\[use as bounding box\].*", tex)[0] for tex in (bare, lit, known)}  # type: ignore[index]
    assert len(boxes) == 1
    assert "{$0.4321$}" in known and "0.4321" not in bare + lit


def test_what_is_lit_is_thicker_too_and_nothing_else_changes() -> None:
    bare, lit = (marked(LABELLED["2-2-1"], *ids) for ids in ((), ("a[1][1]", "w[2][1][1]", "L", "a[2][1]", "b[1][2]")))
    changed = set(lit.splitlines()) - set(bare.splitlines())
    circles = {name for line in changed for name in re.findall(r"lit node.*?\] \((\S+)\)", line)}
    assert circles == {"n1-1", "n2-1", "loss"}
    arrows = sorted(line.split("] ")[1] for line in changed if line.startswith(r"\path[edge,lit edge"))
    assert len(arrows) == 2 and arrows[1] == "(n1-1) -- (n2-1);%"
    assert len([line for line in changed if r"\node[value,lit value" in line]) == 2
    assert len(changed) == 7
    widths = dict(re.findall(r"(lit node|lit edge|output|edge)/\.style=\{.*?line width=([\d.]+)pt", lit))
    assert float(widths["lit node"]) > float(widths["output"]) and float(widths["lit edge"]) > 2 * float(widths["edge"])
