"""`derive page`: which files it writes, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

import derive
from tests.small import wide, written
from tests.test_cli import run


def test_both_pages_are_written_into_the_default_folder(in_tmp: Path) -> None:
    made = run("page", "article")
    assert made.exit_code == 0, made.output
    assert made.stdout.split() == ["output/article/page.html", "output/article/solution.html"]
    sheet = derive.worksheet(derive.backprop(derive.read("article")))
    assert (in_tmp / "output/article/page.html").read_text("utf-8") == sheet.html()
    assert (in_tmp / "output/article/solution.html").read_text("utf-8") == sheet.answers().html()


@pytest.mark.parametrize(
    ("switches", "student"), [((), True), (("--student",), True), (("--solution",), False)], ids=str
)
def test_o_names_one_file(switches: tuple[str, ...], student: bool, in_tmp: Path) -> None:
    made = run("page", "article", "-o", "new/mine.html", *switches)
    assert made.exit_code == 0 and made.stdout.split() == ["new/mine.html"]
    assert [path.name for path in in_tmp.rglob("*.html")] == ["mine.html"]
    assert ("<form>" in (in_tmp / "new/mine.html").read_text("utf-8")) == student


@pytest.mark.parametrize(("switch", "name"), [("--student", "page.html"), ("--solution", "solution.html")])
def test_a_switch_asks_for_one_page(switch: str, name: str, in_tmp: Path) -> None:
    assert run("page", "article", "--only", "6-12", switch).exit_code == 0
    assert [path.name for path in in_tmp.rglob("*.html")] == [name]


def test_a_page_and_a_notebook_have_the_forms_of_a_worksheet(in_tmp: Path) -> None:
    for command in ("page", "notebook"):
        made = run(command, "article", "--form", "matrix")
        assert made.exit_code == 0, made.output
    sheet = derive.worksheet(derive.backprop(derive.read("article")), form="matrix")
    assert (in_tmp / "output/article/page.html").read_text("utf-8") == sheet.html()
    assert '<mtable class="matrix">' in sheet.html()
    notebook = (in_tmp / "output/article/notebook.ipynb").read_text("utf-8")
    assert notebook == sheet.answers().notebook()
    assert r"\\underset{2\\times 1}{\\mathbf{z}^{(1)}}" in notebook
    assert run("page", "article", "--form", "Updates=delta", "--form", "Backward pass=chain").exit_code == 0
    unknown = run("page", "article", "--form", "matrices")
    assert unknown.exit_code == 2 and unknown.stderr.startswith("article: form 'matrices' is not known")


def test_what_cannot_be_meant_is_told_in_one_line(in_tmp: Path) -> None:
    both = run("page", "article", "--student", "--solution")
    assert both.exit_code == 2 and len(both.stderr.splitlines()) == 1
    assert run("page", "article", "--only", "99").exit_code == 2
    blocked = in_tmp / "a file"
    blocked.write_text("")
    assert run("page", "article", "-o", str(blocked / "page.html")).exit_code == 4
    assert not list(in_tmp.rglob("*.html"))


def test_what_fills_a_book_is_written_only_when_all_of_it_is_asked_for(in_tmp: Path) -> None:
    path = written(wide(10), in_tmp)
    refused = run("page", str(path))
    assert refused.exit_code == 2 and "--all" in refused.stderr
    part = run("page", str(path), "--sample", "1", "--student")
    assert part.exit_code == 0, part.output
