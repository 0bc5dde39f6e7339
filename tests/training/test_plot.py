"""Plots: scales with round marks, curves in a terminal, and files that open and show what the run was."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from derive import EngineError, FileError, InputError, Training, plot, read, train
from derive.render import suffixes
from derive.render.plot import ASCII, BRAILLE, PLOTS, curve
from derive.render.plot.panels import numbered
from derive.render.plot.picture import powered
from derive.render.plot.scale import Scale, thinned

SVG = "{http://www.w3.org/2000/svg}"
WILD = r"\input{/etc/passwd} <b>&amp; $x$ % é"
finite = st.floats(-1e12, 1e12, allow_subnormal=False)
rows = st.lists(finite, min_size=2, max_size=400)


@pytest.fixture(scope="module")
def run() -> Training:
    """A hundred updates of a network with a title that means trouble."""
    return train(replace(read("article"), title=WILD), steps=100)


@given(rows, st.integers(2, 8))
def test_marks_are_round_and_where_they_say(values: list[float], most: int) -> None:
    scale = Scale.of(values)
    ticks = scale.ticks(most)
    assert len(ticks) <= most + 1
    for tick in ticks:
        assert -1e-9 <= tick.at <= 1 + 1e-9
        assert tick.at == pytest.approx(scale.at(float(tick.text)), abs=1e-6)
        digits = re.sub(r"e.*|[-.]", "", tick.text).strip("0")
        assert len(digits) <= 1 or not scale.logarithmic


@given(rows)
def test_every_value_has_its_place(values: list[float]) -> None:
    scale = Scale.of(values)
    places = [scale.at(value) for value in sorted(values)]
    assert places == sorted(places)
    assert places[0] >= 0 and places[-1] <= 1


@pytest.mark.parametrize(("values", "logarithmic"), [
    ([1, 0.5, 0.02], False), ([1, 0.5, 0.01], True), ([1, 0.5, 0], False), ([1, 0.001, 0], True),
    ([1, 0.001, -1], False), ([3, 3], False), ([0, 0], False),
])  # fmt: skip
def test_a_scale_of_powers_where_the_values_span_decades(values: list[float], logarithmic: bool) -> None:
    assert Scale.of(values).logarithmic is logarithmic


def test_marks_of_powers_of_ten() -> None:
    assert [tick.text for tick in Scale.of([1000, 0.1]).ticks(6)] == ["1e-1", "1e0", "1e1", "1e2", "1e3"]
    assert [tick.text for tick in Scale.of([0, 1]).ticks(5)] == ["0", "0.5", "1"]


@given(rows, st.integers(4, 50))
def test_a_thinned_row_keeps_its_ends_and_extremes(values: list[float], most: int) -> None:
    kept = thinned(values, most)
    assert len(kept) <= most + 2
    assert kept[0] == (0, values[0]) and kept[-1] == (len(values) - 1, values[-1])
    assert {max(values), min(values)} <= {value for _, value in kept}
    assert all(values[place] == value for place, value in kept)


def test_a_line_that_falls_runs_from_corner_to_corner() -> None:
    lines = curve([1 - n / 400 for n in range(401)], 60, ASCII)
    stars = [(row, line.index("*") - line.index("|" if "|" in line else "+"), line.rindex("*"))
             for row, line in enumerate(lines) if "*" in line]  # fmt: skip
    assert [row for row, _, _ in stars] == list(range(12))
    assert stars[0][1] == 1 and stars[-1][2] == 59
    assert [first for _, first, _ in stars] == sorted(first for _, first, _ in stars)
    assert lines[-1].split() == ["0", "100", "200", "300", "400"]


@pytest.mark.parametrize("width", [30, 80, 200])
@given(values=rows)
def test_a_curve_keeps_to_its_width(width: int, values: list[float]) -> None:
    for marks in (BRAILLE, ASCII):
        lines = curve(values, width, marks)
        assert len(lines) == 14
        assert all(len(line) <= width + 12 for line in lines[-1:])
        assert all(len(line) <= width for line in lines[:-1]) or width == 30
    assert all(line.isascii() for line in curve(values, width, ASCII))


def test_braille_is_eight_dots_a_character() -> None:
    [*_, bottom, _, _] = curve([0, 0], 80, BRAILLE)
    flat = "".join(curve([0, 0], 80, BRAILLE)[:12])
    assert set(flat) - set(" │┤0.-15") <= set("⠤⠒⠉⣀")
    assert bottom


def test_one_value_is_a_dot() -> None:
    assert sum(line.count("*") for line in curve([0.5], 40, ASCII)) == 1


def number(element: ElementTree.Element) -> float:
    """The number a text shows, with its power of ten."""
    digits, power = (element.text or "").replace("−", "-"), element.find(f"{SVG}tspan")
    if power is None:
        return float(digits)
    first = digits.removesuffix("10").removesuffix("·")
    return float(first or 1) * 10 ** float((power.text or "").replace("−", "-"))


def drawn(svg: ElementTree.Element) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """The marks of the first upright axis, value and height, and the points of the loss curve."""
    marks = [each for each in svg.iter(f"{SVG}text") if each.get("text-anchor") == "end"]
    left = min(float(each.attrib["x"]) for each in marks)
    axis = [(number(each), float(each.attrib["y"]) - 3) for each in marks if float(each.attrib["x"]) == left]
    [line] = [each for each in svg.iter(f"{SVG}polyline") if each.get("stroke-width") == "1.4"]
    points = [tuple(map(float, each.split(","))) for each in line.attrib["points"].split()]
    return axis, points  # type: ignore[return-value]


@pytest.mark.parametrize("steps", [30, 300])
def test_the_svg_shows_the_losses(steps: int, tmp_path: Path) -> None:
    run = train(read("article"), steps=steps)
    plot(run, tmp_path / "loss.svg")
    axis, points = drawn(ElementTree.parse(tmp_path / "loss.svg").getroot())
    scaled = math.log10 if steps == 300 else float  # the loss falls by less than two powers of ten in 30 updates
    (low, bottom), (high, top) = axis[0], axis[-1]
    assert high > low and top < bottom
    for (_, y), loss in zip(points, run.losses, strict=True):
        place = (scaled(loss) - scaled(low)) / (scaled(high) - scaled(low))
        assert y == pytest.approx(bottom + place * (top - bottom), abs=0.02)
    assert [x for x, _ in points] == pytest.approx([62 + (326 - 62) * n / steps for n in range(steps + 1)], abs=0.01)


def test_the_svg_says_what_it_shows(run: Training, tmp_path: Path) -> None:
    plot(run, tmp_path / "loss.svg")
    said = ["".join(each.itertext()) for each in ElementTree.parse(tmp_path / "loss.svg").getroot().iter(f"{SVG}text")]
    assert {WILD, "loss", "updates", "layer", "size of the gradient (root mean square)", "1", "10", "100"} <= set(said)


def test_the_pdf_is_one_page_and_shows_the_title_as_it_is(run: Training, tmp_path: Path) -> None:
    plot(run, tmp_path / "new" / "loss.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "new" / "loss.pdf")
    assert len(document) == 1
    assert document[0].get_size() == pytest.approx((640, 280), abs=0.5)
    said = document[0].get_textpage().get_text_range()
    for text in (r"\input{/etc/passwd} <b>&amp; $x$ %", "updates", "layer", "size of the gradient (root mean square)"):
        assert text in said


def test_the_png_is_a_picture_of_the_pdf(run: Training, tmp_path: Path) -> None:
    plot(run, tmp_path / "loss.PNG")
    picture = Image.open(BytesIO((tmp_path / "loss.PNG").read_bytes()))
    assert picture.format == "PNG"
    assert picture.size == pytest.approx((640 * 200 / 72, 280 * 200 / 72), abs=2)
    colours = {colour for _, colour in picture.convert("RGB").getcolors(100_000)}  # type: ignore[misc,union-attr]
    assert {(255, 255, 255), (0, 0x72, 0xB2), (0xD5, 0x5E, 0)} <= colours


@pytest.mark.parametrize(("text", "parts"), [
    ("1e-3", ("10", "−3")), ("-2.5e7", ("−2.5·10", "7")), ("-0.02", ("−0.02", "")), ("we1", ("we1", "")),
])  # fmt: skip
def test_a_power_of_ten_is_raised(text: str, parts: tuple[str, str]) -> None:
    assert powered(text) == parts


@given(st.lists(st.text("wxyz12", min_size=1, max_size=20), min_size=1, max_size=60))
def test_names_of_layers_keep_apart(names: list[str]) -> None:
    marked = numbered(names, Scale(0.5, len(names) + 0.5))
    assert marked[0].text == names[0]
    assert len(marked) == len(names) or sum(map(len, names)) > 12
    longest = max(map(len, names))
    for one, other in zip(marked, marked[1:], strict=False):
        assert (other.at - one.at) * 150 >= 4.5 * longest


def test_a_graph_shows_each_parameter(tmp_path: Path) -> None:
    plot(train(read("lstm"), steps=10), tmp_path / "loss.svg")
    said = ["".join(each.itertext()) for each in ElementTree.parse(tmp_path / "loss.svg").getroot().iter(f"{SVG}text")]
    assert {"wf", "bg", "parameter", "size of the partial derivative"} <= set(said)


def test_a_network_that_needs_no_update_has_no_gradients(tmp_path: Path) -> None:
    plot(train(read("article"), until=1), tmp_path / "loss.svg")
    root = ElementTree.parse(tmp_path / "loss.svg").getroot()
    assert len(list(root.iter(f"{SVG}circle"))) == 1
    assert "layer" not in ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]


def test_gradients_of_zero_are_told_in_words(tmp_path: Path) -> None:
    run = train(read("article"), steps=20_000)
    assert set(run.sizes[20_000].values()) == {0.0}
    plot(run, tmp_path / "loss.svg")
    said = ["".join(each.itertext()) for each in ElementTree.parse(tmp_path / "loss.svg").getroot().iter(f"{SVG}text")]
    assert "20,000: all 0" in said and "1,000" in said


@pytest.mark.parametrize("path", ["loss.gif", "loss", "pdf"])
def test_another_format_is_refused(run: Training, path: str, in_tmp: Path) -> None:
    with pytest.raises(InputError, match=r"names no format of plots; end it in .pdf, .svg, .png"):
        plot(run, path)
    assert not list(in_tmp.iterdir())


def test_a_png_without_its_packages_says_what_to_install(run: Training, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suffixes, "find_spec", lambda name: None)
    with pytest.raises(EngineError, match="pip install pypdfium2 pillow"):
        plot(run, "loss.png")


def test_a_place_that_cannot_be_written(run: Training, in_tmp: Path) -> None:
    (in_tmp / "file").write_text("a file")
    with pytest.raises(FileError):
        plot(run, "file/loss.svg")


def test_every_format_writes_the_same_bytes_twice(run: Training, tmp_path: Path) -> None:
    for suffix in PLOTS:
        plot(run, tmp_path / f"a{suffix}")
        plot(run, tmp_path / f"b{suffix}")
        assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()
