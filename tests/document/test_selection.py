"""Sheets of some tasks: the numbers stay, and whatever the tasks use is on the page."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from derive import Derivation, Document, InputError, backprop, read, worksheet
from derive.document.selection import EVERYTHING, Selection, foremost
from derive.listing import chosen
from derive.problem import Problem
from derive.quantity import named, renewed
from derive.reading import starter_text
from tests.networks import derived, problems

TASK = re.compile(r"^\\task\{(\d+)\}\{(.*)\}\{(?:(\d+) pt)?\}$", re.M)


def article(**training: Any) -> Derivation:
    """The article's network, trained in another way."""
    tree = YAML(typ="safe").load(starter_text("article"))
    tree["training"] |= training
    return backprop(read(tree))


def numbers(document: Document) -> list[int]:
    """The numbers of the tasks on the page."""
    return [int(number) for number, _, _ in TASK.findall(document.tex())]


def missing(document: Document) -> set[tuple[int, str]]:
    """What the tasks use, with the update they belong to, that has a value and is nowhere on the page."""
    sheet, steps = document.content(), document.work.steps
    assert sheet.needed is not None
    shown = [{s.of.id for c in sheet.of_network if c.step == step.step for s in c.statements} for step in steps]
    told = [{known.statement.of.id for known in known_of} for known_of in sheet.known]
    begun = steps[0].problem.given  # with the state of the optimizer, of which a rule says that it is 0 at first
    by_rule = {q.id for q, value in begun.items() if q not in document.work.given.given and value == 0} | {"t"}
    lacking = set()
    for chapter in sheet.of_network:
        at = chapter.step - 1
        given = sheet.needed | by_rule if at == 0 else {"eta", "t", *(q for q in sheet.needed if q[0] in "xy")}
        here = shown[at] | told[at] | given
        before = {id.replace("_new", "") for id in shown[at - 1] | told[at - 1]} if at else set()
        used = {id for statement in chapter.statements for id in statement.uses}
        asked = {task.of.id for s in steps[at].sections for task in s.tasks}
        found = {id for id in used - here - before if id in steps[at].numbers}
        lacking |= {(chapter.step, id) for id in found if id in asked or id in begun(document.work, at)}
    return lacking


def begun(work: Derivation, at: int) -> set[str]:
    """What an update has from the problem, or from the update before it; what an optimizer begins with is a rule."""
    if not at:
        return {quantity.id for quantity in work.given.given}
    return {q.id for q in work.steps[at].problem.given if renewed(q).id in work.steps[at - 1].numbers}


@pytest.mark.parametrize(
    ("id", "most"),
    [("x[3]", 3), ("w[9][2][1]", 2), ("b[3][1]", 1), ("b[3]", 1), ("dL/dw[1][2][4]", 4), ("da/dz[2][1][3]", 3),
     ("L[2]", 2), ("L", 1), ("z[8][1]@7", 1), ("w_new[1][2][3]", 3), ("dL/da[2][5]", 5)],
)  # fmt: skip
def test_a_quantity_is_foremost_by_its_neurons_not_by_its_layer_or_sample(id: str, most: int) -> None:
    assert foremost(named(id), most)
    assert most == 1 or not foremost(named(id), most - 1)


@pytest.mark.parametrize("only", ["16-20", "6", "33,7", "1-5", "25-33"])
def test_a_sheet_has_only_the_tasks_that_are_asked_for(only: str) -> None:
    whole, part = worksheet(article()), worksheet(article(), only=only)
    wanted = [number for number in numbers(whole) if Selection(only).takes(str(number), named("L"))]
    assert numbers(part) == numbers(part.answers()) == wanted
    everything = {task[0]: task for task in TASK.findall(whole.tex())}
    assert all(task == everything[task[0]] for task in TASK.findall(part.tex()))
    points = sum(int(task[2] or 0) for task in TASK.findall(part.tex()))
    assert f"/ {points}}}" in part.tex()
    table = part.answers().tex().partition("All results")[2]
    assert {int(number) for number in re.findall(r"accent\}\((\d+)\)", table)} == {n for n in wanted if n > 5}
    assert not missing(part)


def test_what_is_given_is_what_the_tasks_use() -> None:
    tex = worksheet(article(), only="16-19").tex()
    table = tex.partition("Given values")[2].partition(r"\section")[0]
    assert "w_{31} = 0.5" in table and r"\eta = 0.1" in table and "x_{1} = 0.5" in table
    assert "w_{32}" not in table and "b_{1}" not in table


@pytest.mark.parametrize("level", ["worked", "guided", "blank"])
def test_what_other_tasks_find_is_told_with_digits_to_spare(level: str) -> None:
    student = worksheet(article(), level, only="16")  # type: ignore[arg-type]
    hidden = 1 / (1 + math.exp(-0.33))
    for text in (student.tex(), student.answers().tex()):
        known = text.partition("Already computed")[2].partition(r"\section")[0]
        assert re.findall(r"accent\}\((\d+)\)", known) == ["7", "15"]
        assert rf"$a_{{1}}$\strut\hfill$\approx {hidden:.8f}$" in known
    assert "Already computed" not in worksheet(article(), level).tex()  # type: ignore[arg-type]
    assert "Already computed" in student._repr_html_() and f"{hidden:.8f}" in student._repr_html_()


def test_a_reference_on_the_key_leads_to_what_is_told() -> None:
    answer = worksheet(article(), only="16").answers().tex().partition(r"\task{16}")[2]
    assert r"\note{(7), (15)}" in answer


def test_of_several_steps_the_parameters_of_the_step_before_are_told() -> None:
    work = article(steps=3)
    first = work.last_number()
    part = worksheet(work, only=f"{first + 1}-{first + 2}")
    tex = part.tex()
    known = tex.partition("Step 1: Already computed")[2].partition(r"\section")[0]
    assert re.findall(r"accent\}\((\d+)\)", known) == ["32"] * 3  # w_11, w_12 and b_1 after the first update
    assert "Step 2: Already computed" not in tex and "Step 3" not in tex
    assert not missing(part)


@settings(max_examples=40)
@given(problems(), st.data())
def test_no_part_of_any_sheet_lacks_a_value(problem: Problem, data: st.DataObject) -> None:
    work = derived(problem)
    if work is None:
        return
    last = work.last_number()
    low, high = sorted((data.draw(st.integers(1, last)), data.draw(st.integers(1, last))))
    sample = data.draw(st.none() | st.integers(1, 3))
    selection = Selection(f"{low}-{high}", sample)
    if selection.pick(work.sections):
        part = Document(work, wanted=selection)
        assert not missing(part)
        taken = [e.statement for e in chosen(work.equations, f"{low}-{high}", sample)]
        assert [s for c in part.content().chapters for s in c.statements] == taken


def test_a_key_that_is_too_short_of_values_is_seen() -> None:
    part = worksheet(article(steps=2), only="16,48")
    assert not missing(part)
    whole = type(part).content

    class Forgetful(Document):
        def content(self) -> Any:
            from dataclasses import replace

            return replace(whole(self), known=((), ()))

    assert (1, "a[1][1]") in missing(Forgetful(part.work, wanted=part.wanted))


@pytest.mark.parametrize(
    ("only", "sample", "said"),
    [("40-50", None, "no equation has a number in 40-50; numbers run from 1 to 33"), ("8-6", None, "in 8-6"),
     ("six", None, "--only 'six' is not a range"), (None, 0, "--sample 0 leaves no neuron; give 1 or more"),
     ("8", 1, "no equation has a number in 8 under --sample 1")],
)  # fmt: skip
def test_a_choice_of_nothing_is_refused(only: str | None, sample: int | None, said: str) -> None:
    work = article()
    for make in (lambda: worksheet(work, only=only, sample=sample), lambda: chosen(work.equations, only, sample)):
        with pytest.raises(InputError) as refused:
            make()
        assert said in str(refused.value)


def test_everything_is_no_choice() -> None:
    assert not EVERYTHING and Selection("1") and Selection(sample=1)
    assert worksheet(article(), sample=2).tex().count(r"\task{") == 33


def test_an_estimate_counts_the_equations_that_are_left() -> None:
    work = article()
    assert worksheet(work).extent().equations == 33
    assert worksheet(work, only="6-8").extent().equations == 3
    assert worksheet(work).extent().pages > worksheet(work, only="6-25").extent().pages >= 1
