"""Notebooks: valid, run from the first cell to the last, and what they show is what the Python API gives."""

from __future__ import annotations

import ast
import asyncio
import json
import re
import sys
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import numpy
import pytest
from nbclient import NotebookClient
from typer.testing import CliRunner

import derive
from derive import Derivation, InputError, backprop, cli, read, starters, worksheet
from derive.documents import Document
from tests.small import activated, small

ROOT = Path(__file__).parent.parent


@cache
def derived(starter: str) -> Derivation:
    return backprop(read(starter))


def document(work: Derivation, student: bool) -> Document:
    return worksheet(work) if student else worksheet(work).answers()


def opened(text: str) -> Any:
    """The notebook, proved to be a valid one."""
    found = nbformat.reads(text, as_version=4)
    nbformat.validate(found)
    return found


def cells(notebook: Any, kind: str) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == kind]


@pytest.fixture
def execute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Runs a notebook where nothing but derive is at hand; gives what its code cells show."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    if sys.platform == "win32":
        asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())

    def run(notebook: Any) -> list[Any]:
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
        return [cell.outputs for cell in cells(notebook, "code")]

    return run


@pytest.mark.parametrize("student", [True, False], ids=["student", "solution"])
@pytest.mark.parametrize("starter", starters())
def test_every_notebook_is_valid_and_holds_its_problem(starter: str, student: bool) -> None:
    work = derived(starter)
    notebook = opened(document(work, student).notebook())
    setup, *rest = (cell.source for cell in cells(notebook, "code"))
    [call] = [node for node in ast.walk(ast.parse(setup)) if isinstance(node, ast.Dict) and node.col_offset == 4]
    again = read(ast.literal_eval(call))
    assert (again.given, again.layers, again.graph) == (work.given.given, work.given.layers, work.given.graph)
    asked = [id for source in rest for id in re.findall(r'work(?:\.steps\[\d+\])?\["(.*?)"\]', source)]
    assert asked == [each.id for step in work.steps for each in step if each.number and each.id]
    numbers = re.findall(r"\*\*\((\d+)\)\*\*", "".join(cell.source for cell in cells(notebook, "markdown")))
    assert numbers == list(dict.fromkeys(each.number for step in work.steps for each in step if each.number))


@pytest.mark.parametrize("starter", starters())
def test_a_student_s_notebook_shows_no_result_and_no_blank(starter: str) -> None:
    notebook = opened(worksheet(derived(starter)).notebook())
    text = "".join(cell.source for cell in cells(notebook, "markdown"))
    assert r"\blank" not in text and r"\result" not in text
    assert r"\approx" not in "".join(re.findall(r"\$\$.*?\$\$", text, re.S))


@pytest.mark.parametrize("starter", ["article", "softmax", "circuit"])
def test_the_solution_runs_and_shows_the_equations(starter: str, execute: Any) -> None:
    work = derived(starter)
    [picture], *shown = execute(opened(worksheet(work).answers().notebook()))
    assert picture["data"]["image/svg+xml"].startswith("<svg")
    latex = [output["data"]["text/latex"] for outputs in shown for output in outputs]
    assert latex == [each._repr_latex_() for each in work if each.number and each.id]


@pytest.mark.parametrize("starter", ["article", "softmax", "circuit"])
def test_the_student_s_notebook_runs_before_and_after_it_is_filled_in(starter: str, execute: Any) -> None:
    notebook = opened(worksheet(derived(starter)).notebook())
    asked = [cell for cell in cells(notebook, "code")[1:] if "answer = ..." in cell.source]
    asked[-1].source = asked[-1].source.replace("...", "12345.678", 1)
    values = derive.backprop(derive.read(starter)).values()
    for cell in asked[:-1]:
        for id in re.findall(r'work\["(.*?)"\]', cell.source)[:1]:
            cell.source = cell.source.replace("...", repr(values[id]), 1)
    said = ["".join(output.text for output in outputs) for outputs in execute(notebook)[1:]]
    assert said[-1].startswith("Not yet.")
    assert len(said) > 5 and all(text.startswith("Right.\n") for text in said[:-1])
    assert {line for text in said for line in text.splitlines()[1:]} <= {"Type a number first."}


@pytest.mark.parametrize(
    ("typed", "says"),
    [(0.33, "Right."), ("0,33", "Right."), ("33/100", "Right."), (0.3300001, "Right."), (0.34, "Not yet."),
     (..., "Type a number first."), (None, "Type a number first."), ("z", "That is no number."), ("1/0", "That is no"),
     (float("nan"), "That is no number."), ("1e999999999", "That is no number.")],
)  # fmt: skip
def test_what_is_said_of_an_answer(typed: object, says: str) -> None:
    assert derived("article")["z[1][1]"].check(typed).startswith(says)


def test_what_was_rounded_on_the_way_is_told_so() -> None:
    """A third is no decimal; and where 0.585 is rounded to 0.6, the slope 2·(a - y) comes out as 0."""
    exact = backprop(read(small(rounding={"places": "4", "carry": "exact"}, data__inputs=["1/3"])))
    assert exact["z[1][1]"].check("7/30") == "Right."  # 0.4/3 + 0.1
    assert exact["z[1][1]"].check("0.2333") == "Right, but rounded. Keep the fraction or the root."
    full = backprop(read(small(rounding={"places": "1"}, data__inputs=["0.7"], parameters__weights=[[["0.35"]]])))
    assert full["z[1][1]"].value == Fraction("0.345")
    assert full["a[1][1]"].check("0.6") == "Right."  # 1/(1 + e^-0.345) = 0.5854
    assert full["dL/da[1][1]"].check("0.0").startswith("Right, but rounded on the way.")  # 2·(0.6 - 0.6), not -0.029


def test_without_numbers_nothing_is_asked() -> None:
    notebook = opened(worksheet(derived("summary")).notebook())
    code = "".join(cell.source for cell in cells(notebook, "code")[1:])
    assert "answer" not in code and "write it on paper" in code
    assert derived("summary")["z[1][1]"].check(1).startswith("No numbers are given")


WICKED = 'a"b\\n\' + """ {{x}} ((* x *)) $y$ <script> *c*\n# d\u2028e'


def test_words_of_a_user_break_neither_json_nor_markdown_nor_python(execute: Any) -> None:
    work = backprop(read(small(title=WICKED, source=WICKED)))
    notebook = opened(worksheet(work).answers().notebook())
    head, setup = notebook.cells[0].source, notebook.cells[1].source
    assert r"\$y\$ \<script\> \*c\* \# d e" in head and "((* x *))".replace("*", r"\*") in head
    tree = next(node for node in ast.walk(ast.parse(setup)) if isinstance(node, ast.Dict))
    assert ast.literal_eval(tree)["title"] == WICKED
    assert execute(notebook)[1][0]["data"]["text/latex"] == work["z[1][1]"]._repr_latex_()


def test_numbers_of_python_are_written_so_that_python_reads_them() -> None:
    from fractions import Fraction


    given = small(data__inputs=numpy.array([0.5]), data__targets=[Fraction(1, 3)])
    setup = cells(opened(worksheet(backprop(read(given))).notebook()), "code")[0].source
    assert "numpy" not in setup and "Fraction" not in setup and "float64" not in setup
    again = read(ast.literal_eval(next(n for n in ast.walk(ast.parse(setup)) if isinstance(n, ast.Dict))))
    assert again.given == read(given).given


def test_a_number_of_a_file_is_one_of_python_where_python_writes_it_so(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    tree = small(title="2024", network__inputs=["size"], data__inputs=["0.10"], data__targets=["1/3"])
    path.write_text(json.dumps(tree | {"training": {"learning_rate": 0.25}}), "utf-8")
    setup = cells(opened(worksheet(backprop(read(path))).notebook()), "code")[0].source
    for written in ("'title': '2024'", "'inputs': ['size']", "['0.10']", "['1/3']", "'units': 1", "0.25}"):
        assert written in setup, setup
    again = read(ast.literal_eval(next(n for n in ast.walk(ast.parse(setup)) if isinstance(n, ast.Dict))))
    assert (again.given, again.title) == (read(path).given, "2024")


def test_a_problem_that_was_never_read_is_refused() -> None:
    with pytest.raises(InputError, match="without a file or a dictionary"):
        worksheet(backprop(replace(read(activated("tanh")), written=None))).notebook()


def test_the_command_writes_it_and_tells_where(in_tmp: Path) -> None:
    made = CliRunner().invoke(cli.app, ["notebook", "summary"])
    assert (made.exit_code, made.stdout) == (0, "output/summary/notebook.ipynb\n")
    made = CliRunner().invoke(cli.app, ["notebook", "summary", "--student"])
    assert (made.exit_code, made.stdout) == (0, "output/summary/exercise.ipynb\n")
    made = CliRunner().invoke(cli.app, ["notebook", "article", "-o", "mine.ipynb", "--only", "6-7"])
    assert made.exit_code == 0
    assert len(cells(opened(Path("mine.ipynb").read_text("utf-8")), "code")) == 3
