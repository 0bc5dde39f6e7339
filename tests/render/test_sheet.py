"""A sheet hands its template plain values only, and every one that the template asks for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from derive import backprop, read, starters
from derive.document.worksheet import LEVELS, Kind, Level, sheet
from derive.render.content import Content
from derive.render.display import DisplayLine
from derive.render.formats import on_paper
from derive.render.media import TEX
from derive.render.sheet import height, shortened
from tests.small import activated

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
PAPER = ("worksheet.tex", "answers.tex", "parts/blocks.tex", "parts/preamble.tex", "parts/same_above.tex")
KINDS: tuple[Kind, ...] = ("worksheet", "answers")


def values(problem: Any, kind: Kind = "worksheet", level: Level = "guided") -> dict[str, Any]:
    """What the template of a document is given."""
    return on_paper(laid_out(problem, kind, level))


def laid_out(problem: Any, kind: Kind = "worksheet", level: Level = "guided") -> Content:
    """A document in LaTeX, before its template."""
    work = backprop(problem)
    content = sheet(work.given, [(work.problem, work.sections)], kind, level, "a4")
    return Content(content, work.notation, (work.digits,), TEX, work.figure)


def plain(value: Any) -> bool:
    """Whether a value is text, a truth, or lists and tables of such: nothing that a template could run."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and plain(part) for key, part in value.items())
    return all(map(plain, value)) if isinstance(value, list) else isinstance(value, str | int | float)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("starter", starters())
def test_a_template_is_given_plain_values_alone(starter: str, kind: Kind) -> None:
    for level in LEVELS:
        assert plain(values(read(starter), kind, level))


def test_every_value_is_asked_for_and_every_question_has_one() -> None:
    text = "".join((TEMPLATES / name).read_text("utf-8") for name in PAPER)
    asked = set(re.findall(r"\bdoc\.(\w+)", text))
    assert len(asked) > 10
    assert asked == set(values(read("article"), "answers"))


def test_labels_in_the_templates_are_in_the_word_file() -> None:
    text = "".join((TEMPLATES / name).read_text("utf-8") for name in PAPER)
    asked = set(re.findall(r"\bdoc\.labels\.(\w+)", text))
    assert {"name", "points", "answers"} <= asked <= set(values(read("article"))["labels"])


def test_results_and_notices_are_the_keys_alone() -> None:
    problem = read(activated("relu"))
    student, key = values(problem), values(problem, "answers")
    assert student["results"] == student["notices"] == []
    assert key["results"] and len(key["notices"]) == 1


def test_room_is_left_on_every_sheet_that_is_solved() -> None:
    def rooms(kind: Kind, level: Level) -> set[bool]:
        chapters = values(read("article"), kind, level)["chapters"][1:]
        return {bool(task["room"]) for chapter in chapters for block in chapter["blocks"] for task in block["tasks"]}

    assert rooms("worksheet", "blank") == {True}
    assert rooms("worksheet", "worked") == rooms("answers", "blank") == {False}


def test_a_line_with_a_fraction_is_higher() -> None:
    assert height(DisplayLine("z", "= a + b")) < height(DisplayLine("z", r"= \frac{a}{b}"))


def test_points_are_said_where_there_are_some() -> None:
    content = laid_out(read("article"))
    assert (content.points(0), content.points(2)) == ("", "2 pt")


def test_a_long_title_is_shortened_in_the_foot() -> None:
    assert shortened("x" * 70) == "x" * 70
    assert shortened("word " * 30).endswith("…") and len(shortened("word " * 30)) <= 70
