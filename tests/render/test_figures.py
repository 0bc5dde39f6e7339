"""Figures with values, gradients and paths: what stands in them, what is lit, and what is refused."""

from __future__ import annotations

import random
import re
from functools import cache
from itertools import combinations, product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pytest

from derive import Derivation, Figure, InputError, backprop, figure, read
from derive.render.figure.files import FILES, MARGIN
from derive.render.figure.scene import Arrow, Node, Note, Scene
from derive.render.figure.shapes import Box
from derive.render.figure.shows import SHOWS
from derive.render.figure.styles import COLOURS
from tests.render.test_figure import common_area

POINTS_PER_MM = 72 / 25.4
VALUED = ("values", "gradients")


@cache
def network(*units: int) -> Derivation:
    """A network of these layers with numbers by chance."""
    chance = random.Random(7)
    row: Any = lambda count: [str(chance.randint(-99, 99) / 100) for _ in range(count)]  # noqa: E731
    weights = [[row(units[n - 1]) for _ in range(units[n])] for n in range(1, len(units))]
    return backprop(read({
        "network": {"inputs": units[0], "layers": [{"units": count, "activation": "tanh"} for count in units[1:]]},
        "loss": "mse",
        "data": {"inputs": row(units[0]), "targets": row(units[-1])},
        "parameters": {"weights": weights, "biases": [row(count) for count in units[1:]]},
        "training": {"learning_rate": "0.1"},
    }))  # fmt: skip


@cache
def starter(name: str) -> Derivation:
    return backprop(read(name))


NETWORKS = {"2-2-1": network(2, 2, 1), "3-4-2": network(3, 4, 2), "4-8-8-3": network(4, 8, 8, 3)}
DRAWN = {**NETWORKS, **{name: starter(name) for name in ("recurrent", "deck", "softmax", "micrograd", "convolution2d")}}
every = pytest.mark.parametrize(("name", "show"), [(name, show) for name in DRAWN for show in SHOWS])


@cache
def drawn(name: str, show: str, view: str = "layers", path: str = "") -> Figure:
    return figure(DRAWN[name], show, path or (), view)


def formulas(scene: Scene) -> list[str]:
    """Every formula in a picture."""
    texts = [text for shape in scene.shapes if isinstance(shape, Node) for text in shape.texts]
    return [text.formula for text in (*texts, *(shape.text for shape in scene.shapes if isinstance(shape, Note)))]


@every
def test_no_two_formulas_overlap_and_none_lies_on_a_circle(name: str, show: str) -> None:
    shapes = drawn(name, show).drawn.scene.shapes
    notes = [shape for shape in shapes if isinstance(shape, Note)]
    nodes = [shape for shape in shapes if isinstance(shape, Node)]
    assert len(nodes) > 4
    for one, other in combinations(notes, 2):
        assert common_area(list(one.box.corners), list(other.box.corners)) < 1e-6, (one, other)
    for note in notes:
        if note.style != "inside":
            boxes = [Box(node.at, node.width * 0.7, node.height * 0.7) for node in nodes]
            assert all(common_area(list(note.box.corners), list(box.corners)) < 1e-6 for box in boxes), note


@every
def test_every_letter_is_drawn_where_there_is_room_for_it(name: str, show: str) -> None:
    """On the page, each letter lies within the box of one formula or within one node, and on nothing else."""
    scene = drawn(name, show).drawn.scene
    page = pypdfium2.PdfDocument(FILES[".pdf"](scene, "", ""))[0].get_textpage()
    left, bottom, _, _ = scene.bounds
    boxes = [shape.box.grown(0.2) for shape in scene.shapes if isinstance(shape, Note)]
    nodes = [Box(s.at, s.width, s.height) for s in scene.shapes if isinstance(s, Node) and s.texts]
    letters = [n for n in range(page.count_chars()) if page.get_text_range(n, 1).strip()]
    assert len(letters) > 10
    for n in letters:
        a, b, c, d = (value / POINTS_PER_MM for value in page.get_charbox(n))
        middle = ((a + c) / 2 + left - MARGIN, (b + d) / 2 + bottom - MARGIN)
        homes = [box for box in (*boxes, *nodes) if holds(box, middle)]
        assert len(homes) == 1, (page.get_text_range(n, 1), middle, homes)


def holds(box: Box, point: tuple[float, float]) -> bool:
    x, y = box.local(point)
    return abs(x) <= box.width / 2 and abs(y) <= box.height / 2


@every
def test_figures_fit_a_page(name: str, show: str) -> None:
    left, bottom, right, top = drawn(name, show).drawn.scene.bounds
    assert right - left <= 170 and top - bottom <= 240


@pytest.mark.parametrize("name", NETWORKS)
def test_values_are_those_of_the_worksheet(name: str) -> None:
    work = DRAWN[name]
    texts = formulas(drawn(name, "values").drawn.scene)
    results = [work[f"a[{layer}][{unit}]"] for layer in range(1, len(work.problem.layers) + 1)
               for unit in range(1, work.problem.units(layer) + 1)]  # fmt: skip
    for equation in (*results, work["L"]):
        told = re.split("[=≈] ?", equation.text())[-1]
        assert told in texts, (equation.id, told)


def test_gradients_stand_on_the_edges_of_their_weights() -> None:
    work = NETWORKS["3-4-2"]
    notes = [shape for shape in drawn("3-4-2", "gradients").drawn.scene.shapes if isinstance(shape, Note)]
    edges = [note.text.formula for note in notes if note.angle is not None]
    weights = [f"w[1][{j}][{i}]" for j in range(1, 5) for i in range(1, 4)]
    weights += [f"w[2][{j}][{i}]" for j in range(1, 3) for i in range(1, 5)]
    assert len(edges) == len(weights)
    for weight, text in zip(weights, edges, strict=True):
        assert float(text) == pytest.approx(float(work[f"dL/d{weight}"].value), abs=6e-5)


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_weights_that_have_no_room_on_edges_stand_in_a_table(layer: int) -> None:
    work, units = NETWORKS["4-8-8-3"], (4, 8, 8, 3)
    notes = [shape for shape in drawn("4-8-8-3", "gradients").drawn.scene.shapes if isinstance(shape, Note)]
    cells = {note.at: note.text.formula for note in notes if note.style == "cell"}
    [(left, top)] = [at for at, text in cells.items() if text == rf"\partial L/\partial \mathbf{{W}}^{{({layer})}}"]
    columns = sorted(x for x, y in cells if y == top and x >= left)[: units[layer - 1] + 2]
    rows = sorted((y for x, y in cells if x == left and y <= top), reverse=True)[: units[layer] + 1]
    for j, y in enumerate(rows[1:], start=1):
        assert cells[left, y] == work.notation.named(f"a[{layer}][{j}]")
        ids = [*(f"w[{layer}][{j}][{i}]" for i in range(1, units[layer - 1] + 1)), f"b[{layer}][{j}]"]
        for x, id in zip(columns[1:], ids, strict=True):
            assert float(cells[x, y]) == pytest.approx(float(work[f"dL/d{id}"].value), abs=6e-5), id


def test_a_weight_on_the_way_is_lit_in_its_table() -> None:
    shapes = figure(NETWORKS["4-8-8-3"], "values", "w[2][3][5]").drawn.scene.shapes
    lit = [shape for shape in shapes if isinstance(shape, Note) and shape.style == "cell" and shape.lit]
    given = NETWORKS["4-8-8-3"].problem.given
    ways = ["w[2][3][5]", "w[3][1][3]", "w[3][2][3]", "w[3][3][3]"]  # it, and all from the neuron that it leads to
    values = [next(value for of, value in given.items() if of.id == id) for id in ways]
    assert [float(note.text.formula) for note in lit] == [float(value) for value in values]


def test_a_bias_alone_has_the_sign_by_which_it_is_added_and_its_derivative_has_none() -> None:
    work = network(4, 4, 4, 2)
    biases = [float(value) for of, value in work.problem.given.items() if of.kind == "b"]
    shown = {show: formulas(figure(work, show).drawn.scene) for show in VALUED}
    assert {float(text) for text in shown["values"] if text.startswith("+")} == {bias for bias in biases if bias > 0}
    assert not [text for text in shown["gradients"] if text.startswith("+")]


def test_symbols_and_weights_on_edges_need_no_table() -> None:
    for name, show in (("4-8-8-3", "symbols"), ("3-4-2", "values")):
        assert "table" not in drawn(name, show).drawn.scene.styles


def test_symbols_alone_have_no_digits_beside_them() -> None:
    assert not [text for text in formulas(drawn("2-2-1", "symbols").drawn.scene) if "." in text or "=" in text]


def lit(scene: Scene) -> set[str]:
    """The circles that are lit, and the lit arrows between circles."""
    nodes = {shape.name for shape in scene.shapes if isinstance(shape, Node) and shape.lit}
    arrows = [shape for shape in scene.shapes if isinstance(shape, Arrow) and shape.lit]
    return nodes | {"-".join(arrow.ends) for arrow in arrows if arrow.ends}


def test_the_path_of_a_gradient_leads_from_its_weight_to_the_loss() -> None:
    scene = drawn("2-2-1", "values", path="dL/dw[1][2][1]").drawn.scene
    assert lit(scene) == {"n1-2", "n2-1", "loss", "n0-1-n1-2", "n1-2-n2-1"}
    assert lit(drawn("2-2-1", "values").drawn.scene) == set()
    whole = lit(figure(NETWORKS["3-4-2"], path="b[1][1]").drawn.scene)
    assert whole == {"n1-1", "n2-1", "n2-2", "loss", "n1-1-n2-1", "n1-1-n2-2"}


def test_of_several_ids_those_alone_are_lit() -> None:
    assert lit(figure(NETWORKS["2-2-1"], path=("a[1][1]", "L")).drawn.scene) == {"n1-1", "loss"}


def test_a_path_through_a_graph_leaves_out_what_does_not_depend_on_it() -> None:
    scene = figure(starter("circuit"), path="x").drawn.scene
    boxes = {node.texts[0].formula[0] for node in scene.shapes if isinstance(node, Node) and node.lit}
    assert boxes == {"x", "q", "f"}


def test_the_graph_of_a_network_has_a_box_for_every_number() -> None:
    scene = drawn("2-2-1", "values", "graph").drawn.scene
    assert len([node for node in scene.shapes if isinstance(node, Node)]) == 2 + 6 + 3 + 3 + 3 + 1 + 1
    says = NETWORKS["2-2-1"].notation.named
    told = {text.partition("=")[0] for text in formulas(scene)}
    assert told >= {says(id) for id in ("x[1]", "w[2][1][2]", "b[1][1]", "z[1][2]", "a[2][1]", "y[1]", "L")}


def test_a_batch_shows_one_row() -> None:
    tanh = {"units": 2, "activation": "tanh"}
    work = backprop(read({
        "network": {"inputs": 1, "layers": [tanh, {"units": 1, "activation": "linear"}]},
        "loss": "mse",
        "data": {"inputs": [["0.5"], [2]], "targets": [[1], [0]]},
        "parameters": {"weights": [[["0.1"], ["0.2"]], [["0.3", "0.4"]]], "biases": [[0, 0], [0]]},
    }))  # fmt: skip
    for row, value in ((1, "0.5"), (2, "2")):
        texts = formulas(figure(work, "values", row=row).drawn.scene)
        assert value in texts and work[f"a[1][1]@{row}"].text().rpartition("≈ ")[2] in texts
    assert formulas(figure(work, "values").drawn.scene) == formulas(figure(work, "values", row=1).drawn.scene)
    with pytest.raises(InputError, match="row 9 is not one of the data; choose from 1 to 2"):
        figure(work, row=9)


def test_the_description_tells_the_values_and_the_path() -> None:
    said = figure(starter("article"), "values", "dL/dw[1][1][1]").description
    assert said.startswith("A network with 2 inputs")
    for equation in ("a[1][1]", "a[1][2]", "a[2][1]", "L"):
        told = starter("article")[equation].text()
        assert f"{told.partition(' =')[0]} ≈ {told.rpartition('≈ ')[2]}" in said
    assert said.endswith("Highlighted: w_11, a_1, ŷ, L.")
    assert ElementTree.fromstring(figure(starter("article"), "values", "dL/dw[1][1][1]").svg())[1].text == said


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"show": "weights"}, "show 'weights' is not known; choose one of given, symbols, values, gradients"),
        ({"view": "side"}, "view 'side' is not known; choose one of layers, graph"),
        ({"path": "w[9][1][1]"}, r"the path names 'w\[9\]\[1\]\[1\]', which this problem does not have; the ids are"),
    ],
)
def test_what_is_not_known_is_refused(asked: dict[str, str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        figure(starter("article"), **asked).svg()


def test_what_has_no_room_or_no_numbers_is_refused() -> None:
    with pytest.raises(InputError, match="no room for values; ask for --show symbols, or for --view graph"):
        figure(backprop(read(wide(9))), "values").svg()
    assert figure(backprop(read(wide(8))), "values").svg()
    with pytest.raises(InputError, match="larger than a page; ask for --view layers"):
        figure(NETWORKS["4-8-8-3"], view="graph").svg()
    bare = {"network": {"inputs": 1, "layers": [{"units": 1, "activation": "tanh"}]}, "loss": "mse"}
    with pytest.raises(InputError, match="there are no gradients to show: not every number is given"):
        figure(backprop(read(bare)), "gradients").svg()


def wide(units: int) -> Any:
    """A network with a skip connection whose layers all have so many neurons."""
    row = ["0.5"] * units
    layer = {"units": units, "activation": "linear"}
    return {
        "network": {"inputs": units, "layers": [layer, {"type": "skip", "from": 0}]},
        "loss": "mse",
        "data": {"inputs": row, "targets": row},
        "parameters": {"weights": [[row] * units, None], "biases": [row, None]},
    }


@pytest.mark.parametrize("show", VALUED)
@pytest.mark.parametrize(("name", "layer", "shape"), [
    ("convolution2d", 1, (1, 2, 2)), ("convolution", 2, (1, 2)), ("attention", 1, (2, 2)), ("residual", 3, (2,)),
])  # fmt: skip
def test_a_block_holds_the_numbers_of_its_layer_row_by_row(
    name: str, layer: int, shape: tuple[int, ...], show: str
) -> None:
    work = starter(name)
    nodes = [node for node in figure(work, show).drawn.scene.shapes if isinstance(node, Node)]
    places = product(*(range(1, size + 1) for size in shape))
    ids = ["a" + "".join(f"[{i}]" for i in (layer, *place)) for place in places]
    values = [float(work[id if show == "values" else f"dL/d{id}"].value) for id in ids]
    [texts] = [[text.formula for text in node.texts] for node in nodes
               if any(text.formula.endswith(rf"\mathbf{{a}}^{{({layer})}}") for text in node.texts)]  # fmt: skip
    told = [[float(each) for each in re.findall(r"\{(-?[\d.]+)\}", text)] for text in texts[3:]]
    assert [len(row) for row in told] == [shape[-1]] * len(told)
    assert sum(told, []) == pytest.approx(values, abs=6e-5)


def test_the_weights_of_a_recurrent_network_stand_below_it() -> None:
    shapes = drawn("recurrent", "gradients").drawn.scene.shapes
    cells = [shape.text.formula for shape in shapes if isinstance(shape, Note) and shape.style == "cell"]
    for letter, id in ((r"\mathbf{W}^{(1)}", "w[1][1][1]"), (r"\mathbf{U}^{(1)}", "u[1][1][1]")):
        at = cells.index(rf"\partial L/\partial {letter}")
        told = float(cells[at + 3])  # behind the two symbols
        assert told == pytest.approx(float(starter("recurrent")[f"dL/d{id}"].value), abs=6e-5)


def test_every_format_is_written_and_is_what_it_says(tmp_path: Path) -> None:
    picture = drawn("2-2-1", "values")
    begins = {".tex": b"% needs", ".pdf": b"%PDF-", ".svg": b"<svg", ".png": b"\x89PNG"}
    assert begins.keys() == FILES.keys()
    for suffix, first in begins.items():
        assert picture.save(tmp_path / f"net{suffix}").read_bytes().startswith(first)
    assert picture.pdf(tmp_path / "other").read_bytes().startswith(b"%PDF-")
    assert picture._repr_svg_() == picture.svg() == (tmp_path / "net.svg").read_text("utf-8")
    page = pypdfium2.PdfDocument((tmp_path / "net.pdf").read_bytes())
    left, _, right, _ = picture.drawn.scene.bounds
    assert len(page) == 1 and page[0].get_width() == pytest.approx((right - left + 2 * MARGIN) * POINTS_PER_MM, abs=0.5)
    with pytest.raises(InputError, match="names no format of figures; end it in .tex, .pdf, .svg, .png"):
        picture.save(tmp_path / "net.gif")


def seen_by(colour: str, matrix: tuple[tuple[float, ...], ...]) -> list[float]:
    """A colour as an eye without one kind of cones sees it (Viénot, Brettel, Mollon 1999), in linear light."""
    light = [(int(colour[i : i + 2], 16) / 255) ** 2.2 for i in (0, 2, 4)]
    return [sum(a * b for a, b in zip(row, light, strict=True)) for row in matrix]


PROTANOPE = ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0))
DEUTERANOPE = ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0))


@pytest.mark.parametrize("eye", [PROTANOPE, DEUTERANOPE])
def test_what_is_lit_is_told_from_what_is_not_by_every_eye(eye: tuple[tuple[float, ...], ...]) -> None:
    one, other = (seen_by(COLOURS[name], eye) for name in ("lit", "accent"))
    assert max(abs(a - b) for a, b in zip(one, other, strict=True)) > 0.2


def test_a_symbol_too_long_for_its_circle_makes_way_for_delta() -> None:
    scene = figure(starter("adam"), "gradients").drawn.scene
    symbols = [shape for shape in scene.shapes if isinstance(shape, Note) and shape.style == "inside"]
    assert [shape.text.formula for shape in symbols if r"\delta" in shape.text.formula]
    assert all(shape.text.points >= 7 and not shape.text.squeezed for shape in symbols)
    value = starter("adam")["dL/dz[1][1]"].text().rpartition("≈ ")[2]
    assert value in [shape.text.formula for shape in symbols]
    assert f"∂L/∂z ≈ {value}" in figure(starter("adam"), "gradients").description
