"""Every page: nothing over the margins, no letter lost, no page left bare, and no answer in a student's file."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

import pypdfium2
import pytest

from derive import Derivation, Document, backprop, read, starters, worksheet
from derive.document.worksheet import PAPERS, Level, Paper
from tests.pressed import Pressed, pressed
from tests.small import small, wide

KINDS: tuple[Level | str, ...] = ("worked", "guided", "blank", "answers")
MM = 72 / 25.4
SIDE, FOOT, HEAD = 21.5 * MM, 9 * MM, 18 * MM    # white left and right, below, above: the margins, and a hair less
MOST_PAGES = {
    "summary": 4, "xor": 9, "article": 9, "deck": 10, "softmax": 18,
    "circuit": 3, "micrograd": 5, "staged-sigmoid": 5,
    "lstm": 19, "recurrent": 11,
    "attention": 14, "layer-norm": 11, "batch-norm": 13, "dropout": 11,
    "deep-relu": 18, "deep-sigmoid": 18, "adam": 12, "convolution": 14, "convolution2d": 16,
    "residual": 13, "embedding": 11,
}  # fmt: skip
OVERFULL = re.compile(r"^Overfull \\hbox \(([\d.]+)pt too wide\).*$", re.M)
BARE = 0.5                                       # what does not fit may leave so little of the page before it
SCALE = 0.25                                     # dots of the small picture to a point


@cache
def derived(starter: str) -> Derivation:
    return backprop(read(starter))


def document(starter: str, kind: str, paper: Paper = "a4") -> Document:
    """A worksheet at a level, or the key."""
    work = derived(starter)
    if kind == "answers":
        return worksheet(work, paper=paper).answers()
    return worksheet(work, kind, paper)  # type: ignore[arg-type]


def overfull(log: str) -> list[str]:
    """What the log says of lines that run over the margin by more than a point."""
    return [found[0] for found in OVERFULL.finditer(log) if float(found[1]) > 1]


def outside(page: pypdfium2.PdfPage) -> list[str]:
    """Every character that stands in a margin."""
    text = page.get_textpage()
    width, height = page.get_size()
    found = []
    for i in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(i)
        within = left >= SIDE and right <= width - SIDE and bottom >= FOOT and top <= height - HEAD
        if right > left and not within:
            found.append(f"{text.get_text_range(i, 1)} at {left:.0f}, {bottom:.0f}")
    return found


def filled(page: pypdfium2.PdfPage) -> float:
    """How far down the page the last ink above the foot stands: 0 is the top, 1 the bottom."""
    picture = page.render(scale=SCALE, grayscale=True)
    body = round(picture.height * 0.93)
    starts = [y * picture.stride for y in range(body)]
    inked = [y for y, start in enumerate(starts) if min(bytes(picture.buffer[start : start + picture.width])) < 250]
    return (max(inked) + 1) / body if inked else 0.0


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("starter", starters())
def test_every_page_is_whole(starter: str, kind: str, paper: Paper, press: Callable[[str], Pressed]) -> None:
    sheet = press(document(starter, kind, paper).tex())
    assert not overfull(sheet.log)
    assert "Missing character" not in sheet.log
    pages = list(pypdfium2.PdfDocument(sheet.content))
    assert 1 <= len(pages) <= MOST_PAGES[starter]
    assert [stray for page in pages for stray in outside(page)] == []
    *full, last = [filled(page) for page in pages]
    assert min(full, default=1) > BARE, [round(share, 2) for share in full]
    assert last > 0.1


@pytest.mark.parametrize("form", ["delta", "chain", "matrix"])
@pytest.mark.parametrize("starter", ["article", "deck", "xor", "softmax"])
@pytest.mark.parametrize("kind", ["guided", "answers"])
def test_every_form_fits_its_pages(starter: str, form: str, kind: str, press: Callable[[str], Pressed]) -> None:
    sheet = worksheet(derived(starter), form=form)
    pressed = press((sheet.answers() if kind == "answers" else sheet).tex())
    assert not overfull(pressed.log)
    assert "Missing character" not in pressed.log
    pages = list(pypdfium2.PdfDocument(pressed.content))
    assert [stray for page in pages for stray in outside(page)] == []
    assert min([filled(page) for page in pages[:-1]], default=1) > 0.4


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("starter", starters())
def test_how_many_pages_there_will_be_is_told_to_a_page_or_a_tenth(
    starter: str, kind: str, press: Callable[[str], Pressed]
) -> None:
    sheet = document(starter, kind)
    pages = len(pypdfium2.PdfDocument(press(sheet.tex()).content))
    assert abs(sheet.extent().pages - pages) <= max(1, 0.1 * pages)


@pytest.mark.parametrize("kind", ["guided", "answers"])
@pytest.mark.parametrize("sizes", [(4, 8, 8, 3), (10, 10, 10)], ids=str)
def test_how_many_pages_a_large_network_takes_is_told_to_a_tenth(
    sizes: tuple[int, ...], kind: str, press: Callable[[str], Pressed]
) -> None:
    student = worksheet(backprop(read(dense(*sizes))))
    sheet = student if kind == "guided" else student.answers()
    pages = len(pypdfium2.PdfDocument(press(sheet.tex()).content))
    assert pages > 50 and abs(sheet.extent().pages - pages) <= 0.1 * pages


def dense(*sizes: int) -> dict[str, Any]:
    """A dense network of these sizes, its parameters of two places."""
    chance = random.Random(7)

    def row(length: int) -> list[float]:
        return [chance.choice([-1, 1]) * chance.randint(1, 99) / 100 for _ in range(length)]

    return {
        "network": {"inputs": sizes[0], "layers": [{"units": units, "activation": "sigmoid"} for units in sizes[1:]]},
        "loss": "mse",
        "data": {"inputs": row(sizes[0]), "targets": row(sizes[-1])},
        "parameters": {
            "weights": [[row(before) for _ in range(units)] for before, units in pairwise(sizes)],
            "biases": [row(units) for units in sizes[1:]],
        },
        "training": {"learning_rate": 0.1},
    }


TINY_AND_HUGE = small(parameters__weights=[[["1e15"]]], training__learning_rate="1e-30", data__inputs=["1e-15"])
WIDE: dict[str, dict[str, Any]] = {
    "row 32: tiny and huge numbers": TINY_AND_HUGE,
    "nine places and many forms": small(
        network={"inputs": 2, "layers": [{"units": 2, "activation": "silu"}, {"units": 1, "activation": "gelu"}]},
        parameters={"weights": [[["0.53", "-1.17"], ["-0.86", "0.29"]], [["-0.71", "1.03"]]],
                    "biases": [["0.31", "-0.47"], ["0.19"]]},
        data={"inputs": ["0.37", "-0.83"], "targets": ["1"]}, rounding={"places": 9, "carry": "full"},
    ),
    "a formula of one's own": small(
        network={"inputs": 2, "layers": [{"units": 2, "activation": "max(0, min(1, 0.2*z + 0.5))"},
                                         {"units": 2, "activation": "z/(1 + exp(-z)) + 0.5*tanh(z)**2"}]},
        parameters={"weights": [[["0.53", "-1.17"], ["-0.86", "0.29"]], [["-0.71", "1.03"], ["0.6", "0.7"]]],
                    "biases": [["0.31", "-0.47"], ["0.19", "0.4"]]},
        data={"inputs": ["0.37", "-0.83"], "targets": ["1", "0"]}, loss="absolute_error", notation="deck",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WIDE)
def test_wide_formulas_stay_within_the_margins(name: str) -> None:
    sheet = pressed(worksheet(backprop(read(WIDE[name]))).answers().tex())
    assert not overfull(sheet.log)
    pages = list(pypdfium2.PdfDocument(sheet.content))
    assert [stray for page in pages for stray in outside(page)] == []
    assert min(filled(page) for page in pages[:-1]) > BARE


@pytest.mark.parametrize("kind", ["guided", "answers"])
def test_row_33_sums_that_are_longer_than_a_page_go_on_to_the_next(kind: str) -> None:
    part = worksheet(backprop(read(wide(50))), sample=1)
    sheet = pressed((part if kind == "guided" else part.answers()).tex())
    assert not overfull(sheet.log)
    pages = list(pypdfium2.PdfDocument(sheet.content))
    assert [stray for page in pages for stray in outside(page)] == []
    assert min(filled(page) for page in pages[:-1]) > 0.2
    words = "\n".join(page.get_textpage().get_text_range() for page in pages)
    assert "(2957)" in words and "(5707)" in words


def test_what_is_wrong_with_a_page_is_seen() -> None:
    body = r"\mbox{" + "wide " * 40 + r"}\newpage x\newpage \hspace*{-40mm}stray\vfill x\vspace*{50mm}"
    fonts = r"\usepackage[T1]{fontenc}\usepackage{lmodern}"
    head = rf"\documentclass[a4paper]{{article}}\usepackage[margin=22mm]{{geometry}}{fonts}"
    sheet = pressed(rf"{head}\begin{{document}}{body}\end{{document}}")
    first, second, third = pypdfium2.PdfDocument(sheet.content)
    assert len(overfull(sheet.log)) >= 1
    assert outside(first) and not outside(second)
    assert [stray[0] for stray in outside(third)][:5] == list("stray")
    assert filled(second) < 0.2


def numbers_in(text: str) -> set[str]:
    """Every number with a point in a text."""
    return set(re.findall(r"(?<![\d.])\d+\.\d+(?![\d.])", text))


def answers(work: Derivation) -> set[str]:
    """Every number that a key prints and a student is to find: results, and results that are put in."""
    given = {quantity.id for quantity in work.problem.given}
    lines = [line for equation in work.equations if equation.number and (line := equation.line)]
    shown = [line.result.text for line in lines]
    shown += [operand.text for line in lines for id, operand in line.operands.items() if id not in given]
    return {number for text in shown for number in numbers_in(text) if len(number) >= 5}


def streams(content: bytes) -> str:
    """Every letter in the streams of a PDF, and all its plain objects, whatever of it is shown."""
    found = []
    for raw in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S):
        try:
            plain = zlib.decompress(raw)
        except zlib.error:
            continue
        found.append(b"".join(re.findall(rb"\(((?:\\.|[^()\\])*)\)", plain)) if b" Tf" in plain else plain)
    return b"\n".join(found).decode("latin-1").replace(":", ".")  # the point of mathematics has the place of a colon


@pytest.mark.parametrize("kind", ["guided", "blank"])
@pytest.mark.parametrize("starter", sorted({*starters()} - {"summary", "circuit", "residual"}))  # no numbers, or short
def test_a_students_file_holds_no_answer(starter: str, kind: str, press: Callable[[str], Pressed]) -> None:
    sheet, key = document(starter, kind), document(starter, "answers")
    secret = answers(sheet.work) - {str(float(value)) for value in sheet.work.problem.given.values()}
    assert len(secret) > 5
    assert secret <= numbers_in(key.tex())
    assert not secret & numbers_in(sheet.tex())
    pages = pypdfium2.PdfDocument(press(sheet.tex()).content)
    shown = "\n".join(page.get_textpage().get_text_range() for page in pages)
    assert "Learning rate" in shown or "last line" in shown
    assert not secret & numbers_in(shown)
    inside = streams(press(sheet.tex()).content)
    assert "Givenvalues" in inside.replace(" ", "")
    assert not [number for number in secret if number in inside]
    assert not set(pages.get_metadata_dict().values()) & secret


def test_an_answer_in_a_key_is_seen(press: Callable[[str], Pressed]) -> None:
    key = press(document("article", "answers").tex()).content
    assert "0.5818" in answers(derived("article"))
    assert "0.5818" in streams(key)
    assert "0.5818" in numbers_in("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(key)))
