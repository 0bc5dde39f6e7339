"""Worksheet and key: what stands in each, and that nothing in a student's file follows from an answer."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pylatex
import pytest

import derive
from derive import Derivation, InputError
from derive.document.worksheet import LEVELS, PAPERS, sheet
from derive.problem import Problem
from derive.rounding import as_given

NUMBERED = [name for name in derive.starters() if derive.read(name).given]
NUMBER = re.compile(r"\d+(?:\.\d+)?")
LISTED = re.compile(r"^\\makebox\[10mm\]\[l\]\{\\bfseries\\color\{accent\}\((\d+)\)\}", re.M)
TASK = re.compile(r"^\\task\{(\d+)\}\{(.*)\}\{(?:(\d+) pt)?\}$", re.M)


@cache
def derived(starter: str) -> Derivation:
    return derive.backprop(derive.read(starter))


@cache
def sheet_and_key(starter: str, level: str) -> tuple[str, str]:
    """The LaTeX of the worksheet at a level, and that of its key."""
    student = derive.worksheet(derived(starter), level)  # type: ignore[arg-type]
    return student.tex(), student.answers().tex()


def body(tex: str) -> str:
    """The LaTeX between begin and end."""
    return tex.partition(r"\begin{document}")[2]


def other_digits(value: Fraction) -> Fraction:
    """Another number that takes as much room: every digit but zero one higher, and nine one; 10⁻⁸ as it is."""
    shown = as_given(value)
    assert shown
    if "e" in shown.text:
        return value
    return Fraction(re.sub(r"[1-9]", lambda digit: str(int(digit[0]) % 9 + 1), shown.text))


def with_other_numbers(problem: Problem) -> Problem:
    """The problem with every given number changed."""
    return replace(problem, given={quantity: other_digits(value) for quantity, value in problem.given.items()})


def without_numbers(tex: str) -> str:
    """The text with a sign for every number, and one sign for exact and rounded results, which other numbers turn."""
    return NUMBER.sub("#", tex).replace(r"\approx", "=")


@pytest.mark.parametrize("level", ["guided", "blank"])
@pytest.mark.parametrize("starter", NUMBERED)
def test_a_students_sheet_changes_with_the_given_numbers_alone(starter: str, level: str) -> None:
    problem = derive.read(starter)
    assert isinstance(problem, Problem)
    pair = problem, with_other_numbers(problem)
    sheets = [derive.worksheet(derive.backprop(each), level).tex() for each in pair]  # type: ignore[arg-type]
    assert sheets[0] != sheets[1]
    assert without_numbers(sheets[0]) == without_numbers(sheets[1])
    printed = [NUMBER.findall(text) for text in sheets]
    given = [{NUMBER.search(str(as_given(v).text))[0] for v in each.given.values()} for each in pair]  # type: ignore[union-attr,index]
    changed = {(one, two) for one, two in zip(*printed, strict=True) if one != two}
    assert changed
    assert all(one in given[0] and two in given[1] for one, two in changed)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("starter", derive.starters())
def test_results_stand_in_the_key_and_in_the_worked_sheet_alone(starter: str, level: str) -> None:
    student, key = map(body, sheet_and_key(starter, level))
    assert (r"\result{" in student) is (level == "worked")
    assert r"\result{" in key
    blanks = student.count(r"\blank")
    assert bool(blanks) is (level == "guided")
    assert r"\blank" not in key
    tasks = student.partition(r"\task")[2]
    assert (r"\begin{aligned}" in tasks) is (level != "blank")


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("starter", derive.starters())
def test_sheet_and_key_have_the_same_tasks_worth_the_same(starter: str, level: str) -> None:
    student, key = sheet_and_key(starter, level)
    asked, answered = TASK.findall(student), TASK.findall(key)
    assert asked and asked == answered
    assert [number for number, _, _ in asked] == [str(i + 1) for i in range(len(asked))]
    total = sum(int(points or 0) for _, _, points in asked)
    assert (f"/ {total}}}" in student) is (level != "worked")  # where nothing is filled in, nothing is marked
    assert (r"\field{Name}" in body(student)) is (level != "worked")
    assert rf"\hfill\normalsize {total} pt" in key


def test_the_article_has_33_tasks() -> None:
    assert len(TASK.findall(derive.worksheet(derived("article")).tex())) == 33


def test_general_equations_count_only_where_they_are_asked_for() -> None:
    points = {
        level: [task[2] for task in TASK.findall(derive.worksheet(derived("article"), level).tex())[:5]]  # type: ignore[arg-type]
        for level in LEVELS
    }
    assert points == {"worked": [""] * 5, "guided": [""] * 5, "blank": ["1"] * 5}


@pytest.mark.parametrize("starter", NUMBERED)
def test_the_key_lists_every_result_once(starter: str) -> None:
    work = derived(starter)
    listed = LISTED.findall(sheet_and_key(starter, "guided")[1].partition("All results")[2])
    assert listed == [each.number for step in work.steps for each in step.equations if each.number and each.line]
    assert "All results" not in sheet_and_key(starter, "worked")[0]


def test_the_key_of_several_updates_tells_each_where_it_begins_and_in_its_table() -> None:
    problem = replace(derive.read("article"), steps=3)
    tex = derive.worksheet(derive.backprop(problem)).answers().tex()
    begins = re.findall(r"Step (\d): (Forward pass|All results)", tex)
    assert begins == [(n, title) for title in ("Forward pass", "All results") for n in "123"]
    tables = tex.split(": All results")[1:]
    listed = [LISTED.findall(each) for each in tables]
    assert [(min(map(int, each)), max(map(int, each))) for each in listed] == [(6, 33), (34, 61), (62, 89)]


def test_letters_alone_have_no_table_of_numbers() -> None:
    document = derive.worksheet(derived("summary"))
    for text in (document.tex(), document.answers().tex()):
        assert "Given values" not in text
        assert "No numbers are given" in text
    assert "Given values" in derive.worksheet(derived("article")).tex()


@pytest.mark.parametrize("paper", PAPERS)
def test_the_paper_is_the_one_asked_for(paper: str) -> None:
    document = derive.worksheet(derived("summary"), paper=paper)  # type: ignore[arg-type]
    for text in (document.tex(), document.answers().tex()):
        assert text.partition("\n")[0].endswith(f"{paper}paper]{{article}}")


@pytest.mark.parametrize(("level", "paper"), [("hard", "a4"), ("guided", "a3")])
def test_a_level_or_paper_that_is_not_known_is_refused(level: str, paper: str) -> None:
    with pytest.raises(InputError, match="is not known; choose one of"):
        derive.worksheet(derived("summary"), level, paper)  # type: ignore[arg-type]


def test_the_pdf_is_written_into_a_new_folder(tmp_path: Path) -> None:
    path = derive.worksheet(derived("summary"), "blank").pdf(tmp_path / "new" / "out.pdf")
    assert path == tmp_path / "new" / "out.pdf"
    assert path.read_bytes().startswith(b"%PDF-")


def test_a_document_is_a_pylatex_document_to_append_to() -> None:
    document = derive.worksheet(derived("summary")).pylatex()
    assert isinstance(document, pylatex.Document)
    document.append(pylatex.NoEscape("APPENDED"))
    text = document.dumps()
    assert text.index(r"\task{1}") < text.index("APPENDED") < text.index(r"\end{document}")


def test_points_are_added_up() -> None:
    work = derived("article")
    pages = sheet(work.problem, [(work.problem, work.sections)], "worksheet", "guided", "a4")
    points = {each.task.number: each.points for chapter in pages.chapters for each in chapter.assignments}
    assert [points[number] for number in ("1", "6", "7", "12", "13", "16", "25", "33")] == [0, 2, 1, 1, 1, 1, 3, 3]
    assert pages.points == sum(points.values()) == 37


def test_a_blank_sheet_has_room_for_every_row_of_the_answer() -> None:
    work = derived("article")
    pages = sheet(work.problem, [(work.problem, work.sections)], "worksheet", "blank", "a4")
    rooms = {each.task.number: each.room for chapter in pages.chapters for each in chapter.assignments}
    assert min(rooms.values()) >= 2
    assert rooms["25"] > rooms["7"] > 0
