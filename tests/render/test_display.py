"""What is displayed of a task: everything in the key, blanks on the guided sheet, in lines that fit."""

from __future__ import annotations

import re
from functools import cache

import pytest

from derive import Derivation, backprop, read, starters
from derive.document.sections import Task
from derive.render.display import PAGE, Display, DisplayLine, note_width, referred
from derive.render.measure import width
from derive.render.stages import Stages

NUMBERED = [name for name in starters() if read(name).given]


@cache
def derived(starter: str) -> Derivation:
    return backprop(read(starter))


def tasks(work: Derivation) -> dict[str, Task]:
    """The tasks after the primer, by number."""
    return {task.number: task for section in work.sections[1:] for task in section.tasks}


def display(work: Derivation) -> Display:
    """What lays out a derivation's equations."""
    numbers = {statement.of.id: number for number, task in tasks(work).items() for statement in task.statements}
    return Display(Stages(work.rows, work.digits, numbers), "all factors", "in short")


def whole(lines: list[DisplayLine]) -> str:
    """The lines one after the other."""
    return " ".join(f"{line.left}{line.right}" for line in lines)


@pytest.mark.parametrize("starter", starters())
def test_every_line_fits_the_page(starter: str) -> None:
    work = derived(starter)
    for task in tasks(work).values():
        for lines in (display(work).worked(task), display(work).guided(task)):
            left = max(width(line.left) for line in lines)
            assert all(left + width(line.right) + note_width(line.note) <= PAGE + 4 for line in lines), lines


@pytest.mark.parametrize("starter", NUMBERED)
def test_the_key_boxes_each_result_once_and_the_sheet_none(starter: str) -> None:
    work = derived(starter)
    for task in tasks(work).values():
        worked, guided = whole(display(work).worked(task)), whole(display(work).guided(task))
        results = [work.digits.line(statement) for statement in task.statements]
        assert worked.count(r"\result{") == len(task.statements)
        for line in results:
            assert line is not None
            assert rf"\result{{{work.rows.number(line.result)}}}" in worked
        assert r"\result" not in guided and guided.count(r"\blank") >= len(task.statements)
        assert r"\blank" not in worked


def test_blanks_stand_where_the_numbers_stand() -> None:
    work = derived("article")
    guided = whole(display(work).guided(tasks(work)["16"]))
    assert guided.endswith(r"\approx \,\blank{} \cdot \,\blank{} \approx \,\blank{}")
    assert not re.search(r"\d\.\d", guided)


def test_letters_alone_leave_the_formula_to_the_student() -> None:
    work = derived("summary")
    guided = whole(display(work).guided(tasks(work)["6"]))
    assert r"\blank[" in guided and "w_{1} x_{1}" not in guided
    assert r"\result{w_{1} x_{1} + w_{2} x_{2} + b}" in whole(display(work).worked(tasks(work)["6"]))


def test_an_equation_names_those_that_it_uses() -> None:
    work = derived("article")
    notes = [line.note for line in display(work).worked(tasks(work)["10"])]
    assert "(7), (9)" in notes
    assert any("all factors" in line.note + line.right for line in display(work).worked(tasks(work)["22"]))


def test_delta_stands_beside_the_partial_it_is_short_for() -> None:
    work = derived("article")
    first, *_ = display(work).worked(tasks(work)["15"])
    assert first.left == r"\frac{\partial L}{\partial z_{3}} = \delta_{3}"
    assert r"\delta_{3} a_{1}" in whole(display(work).worked(tasks(work)["16"]))


@pytest.mark.parametrize(
    ("numbers", "text"),
    [((), ""), ((7,), "(7)"), ((7, 9), "(7), (9)"), ((7, 8), "(7), (8)"), ((15, 16, 17, 20), "(15)--(17), (20)"),
     (tuple(range(3, 20, 3)), "(3), (6), (9), (12), (15), (18)"), (tuple(range(3, 30, 3)), "(3), (6), ..., (27)")],
)
def test_numbers_of_equations_are_told_in_short(numbers: tuple[int, ...], text: str) -> None:
    assert referred(numbers) == text
