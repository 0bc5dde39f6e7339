"""Slides: the same frames and reveals with Beamer and without, nothing over its margin, what is lit and carried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from derive import InputError, Slides, backprop, read, slides, starters
from derive.engine.forward import forward
from derive.quantity import named
from derive.render.press.call import Call
from derive.render.press.engines import choose
from derive.render.slides.light import Flow, Light, mark
from derive.render.slides.look import ASPECTS, MM_PER_POINT, Look
from derive.render.slides.reveal import MOST
from tests.small import small

TURN = re.compile(r"\\onslide<(\d+)->\{(.*)\}(?: \\\\)?$", re.M)
FRAME = re.compile(r"\\begin\{frame\}.*?\\end\{frame\}", re.S)
OVERFULL = re.compile(r"Overfull \\[hv]box \(([\d.]+)pt")
COUNTER = re.compile(r"(\d+)\s*/\s*(\d+)")
LEAST = 18 / (7.5 * 72)              # of a page's height: 18 points on a slide 7.5 inches high, as is advised
WHOLE = ("article", "deck", "softmax", "recurrent")


def source(lecture: Slides, beamer: bool = True) -> str:
    """The LaTeX, with Beamer or without."""
    return replace(lecture, look=replace(lecture.look, beamer=beamer)).tex()


def compiled(tex: str, engine: str, folder: Path) -> tuple[pypdfium2.PdfDocument, str]:
    """The pages of one run of an engine, and its log."""
    chosen, program = choose(engine)
    folder.mkdir()
    (folder / "job.tex").write_text(tex, "utf-8")
    status = Call(chosen, program, folder).run((*chosen.options, "job.tex"), 240)
    log = (folder / "job.log").read_text("utf-8", "replace")
    assert status == 0, log[-2000:]
    return pypdfium2.PdfDocument(folder / "job.pdf"), log


def reveals(tex: str) -> list[int]:
    """How many pages each frame has, read from its overlays."""
    return [max([1, *map(int, re.findall(r"<(\d+)->", frame))]) for frame in FRAME.findall(tex)]


def frame_of(tex: str, number: int) -> str:
    """The source of the first frame of a task."""
    [frame, *_] = [frame for frame in FRAME.findall(tex) if rf"\task{{{number}}}" in frame]
    return str(frame)


def numbered(pages: pypdfium2.PdfDocument) -> Iterator[tuple[int, int]]:
    """The number that stands on each page, and of how many."""
    for page in pages:
        found = COUNTER.findall(page.get_textpage().get_text_bounded())
        assert found
        yield int(found[-1][0]), int(found[-1][1])


@pytest.mark.parametrize("starter", WHOLE)
def test_frames_and_reveals_are_those_of_the_source(starter: str, tmp_path: Path) -> None:
    tex = source(slides(backprop(read(starter))), beamer=False)
    expected = [i for i, pages in enumerate(reveals(tex), start=1) for _ in range(pages)]
    pages, log = compiled(tex, "embedded", tmp_path / "job")
    assert list(numbered(pages)) == [(number, expected[-1]) for number in expected]
    assert not [width for width in OVERFULL.findall(log) if float(width) > 1]


@pytest.mark.parametrize("starter", WHOLE)
def test_beamer_has_the_same_pages(starter: str, beamer: str, tmp_path: Path) -> None:
    lecture = slides(backprop(read(starter)))
    tex = source(lecture)
    assert FRAME.findall(tex) == FRAME.findall(source(lecture, beamer=False))
    pages, log = compiled(tex, beamer, tmp_path / "job")
    assert len(pages) == sum(reveals(tex))
    assert not [width for width in OVERFULL.findall(log) if float(width) > 1]


@pytest.mark.parametrize("starter", sorted(set(starters()) - set(WHOLE)))
def test_every_starter_fits_its_pages(starter: str, tmp_path: Path) -> None:
    tex = source(slides(backprop(read(starter)), handout=True), beamer=False)
    pages, log = compiled(tex, "embedded", tmp_path / "job")
    assert len(pages) == len(FRAME.findall(tex)) > 10
    assert not [width for width in OVERFULL.findall(log) if float(width) > 1]


@pytest.mark.parametrize("aspect", ASPECTS)
def test_a_page_has_the_shape_that_was_asked_for(aspect: str, beamer: str, tmp_path: Path) -> None:
    lecture = slides(backprop(read("summary")), aspect=aspect, handout=True)
    wide, high = map(int, aspect.split(":"))
    for name, with_beamer in (("embedded", False), (beamer, True)):
        pages, log = compiled(source(lecture, with_beamer), name, tmp_path / name)
        width, height = pages[0].get_size()
        assert width / height == pytest.approx(wide / high, abs=0.01)
        assert not [over for over in OVERFULL.findall(log) if float(over) > 1]
        assert len(pages) == len(FRAME.findall(source(lecture)))


@pytest.mark.parametrize("aspect", ASPECTS.values(), ids=ASPECTS)
def test_formulas_are_seen_from_the_last_row(aspect: object) -> None:
    tex = slides(backprop(read("softmax")), aspect=next(name for name, row in ASPECTS.items() if row is aspect)).tex()
    sizes = {name: float(points) for name, points in re.findall(r"\\(\w+)letters\{\\fontsize\{([\d.]+)\}", tex)}
    used = set(re.findall(r"\\begin\{derivation\}(?:\[(\w+)\])?", tex))
    height = next(row.height for row in ASPECTS.values() if row is aspect)
    assert used
    assert min(sizes[name or "large"] for name in used) * MM_PER_POINT / height >= LEAST


def test_a_gradient_is_revealed_rule_symbols_numbers_result() -> None:
    frame = frame_of(slides(backprop(read("article"))).tex(), 16)
    turns = [(int(page), text.strip()) for page, text in TURN.findall(frame)]
    assert [page for page, _ in turns] == list(range(2, 2 + len(turns)))
    told = [text for _, text in turns]
    assert told[1] == r"= \frac{\partial L}{\partial z_{3}} \cdot \frac{\partial z_{3}}{\partial w_{31}}"
    assert told[2:4] == [r"= \frac{\partial L}{\partial z_{3}} \cdot a_{1}", r"= \delta_{3} a_{1}"]
    assert told[4:] == [r"\approx 0.0536", r"\cdot 0.5818", r"\approx \result{0.0312}"]


def test_terms_are_lit_as_their_numbers_are_put_in() -> None:
    frame = frame_of(slides(backprop(read("article"))).tex(), 6)
    assert re.findall(r"\\lit(\S*)\{(.*)\}", frame) == [
        ("", "a[1][1]"), ("<3->", "w[1][1][1], x[1]"), ("<4->", "w[1][1][2], x[2]"), ("<5->", "b[1][1]"),
    ]  # fmt: skip
    assert r"\found<6->{z[1][1]}{0.33}" in frame


@pytest.mark.parametrize("id, path", [
    ("dL/dw[1][1][1]", "w[1][1][1] a[1][1] w[2][1][1] w[2][2][1] a[2][1] a[2][2] L L[1] L[2]"),
    ("dL/dw[2][2][1]", "w[2][2][1] a[2][2] L L[2]"),
    ("dL/db[1]", "b[1] a[1][1] a[1][2] w[2][1][1] w[2][1][2] w[2][2][1] w[2][2][2] a[2][1] a[2][2] L L[1] L[2]"),
    ("dL/da[2][1]", "a[2][1] L L[1]"),
])  # fmt: skip
def test_a_gradient_lights_its_whole_path(id: str, path: str) -> None:
    work = backprop(read("deck"))
    everything = {each.of.id for each in work.statements} | {each.id for each in work.problem.given}
    light = Light(Flow(work.problem, forward(work.problem)), frozenset(everything), mark)
    statement = next(each for each in work.statements if each.of.id == id)
    assert set(light.path(statement)) == set(path.split())
    assert light.marks([named("z[1][2]")]) == ["a[1][2]"]


def test_a_long_sum_is_not_revealed_bit_by_bit() -> None:
    for starter in ("layer-norm", "softmax"):
        assert max(reveals(slides(backprop(read(starter))).tex())) <= MOST + 1


def test_an_update_goes_on_with_what_the_one_before_left() -> None:
    tex = slides(backprop(read("adam"))).tex()
    _, before, after = tex.replace(r"\newcommand\nextupdate", "").split(r"\nextupdate")[-3:]
    assert r"\known{x[1]" in after[:200]
    assert re.search(r"\\renewed<\d+->\{w\[1\]\[1\]\[1\]\}", before)


def test_the_gradients_of_an_update_see_the_old_weights(tmp_path: Path) -> None:
    tex = source(slides(backprop(read("article"))), beamer=False)
    pages, _ = compiled(tex, "embedded", tmp_path / "job")
    texts = [page.get_textpage().get_text_bounded() for page in pages]
    renewed = next(text for text in texts if "(25)" in text and "0.6965" in text)
    later = [text for text in texts if "(26)" in text]
    assert renewed.count("0.6965") == 2  # the result, and the edge
    assert later and not [text for text in later if "0.6965" in text and "Compute" in text]


def test_a_handout_has_one_page_a_frame(beamer: str, tmp_path: Path) -> None:
    lecture = slides(backprop(read("article")), only="6-16", handout=True)
    for name, with_beamer in (("embedded", False), (beamer, True)):
        tex = source(lecture, with_beamer)
        pages, _ = compiled(tex, name, tmp_path / name)
        assert len(pages) == len(FRAME.findall(tex))
        assert any("0.0312" in page.get_textpage().get_text_bounded() for page in pages)


def test_a_title_cannot_speak_tex(tmp_path: Path) -> None:
    title = r"50 % of $x_1$ \end{document} {& #1 ~^ \frame"
    tex = source(slides(backprop(read(small(title=title))), handout=True), beamer=False)
    pages, _ = compiled(tex, "embedded", tmp_path / "job")
    assert len(pages) == len(FRAME.findall(tex))
    assert r"50 % of $x_1$ \end{document} {& #1 ~^ \frame" in pages[0].get_textpage().get_text_bounded()


@pytest.mark.parametrize("theme", ["a}b", "", "x y", "../x", "Ä"])
def test_a_theme_is_letters(theme: str) -> None:
    with pytest.raises(InputError, match="theme"):
        Look(theme=theme)
    with pytest.raises(InputError, match="aspect"):
        Look(aspect="3:2")
