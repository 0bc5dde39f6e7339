"""`derive slides` and `derive.slides`: what is written, with which engine, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from typer.testing import CliRunner, Result

import derive
from derive import lecture
from derive.cli import app
from derive.errors import EngineError
from derive.render.press.holdings import choose_with, holds


def run(*arguments: str) -> Result:
    """The command, run in this process."""
    return CliRunner().invoke(app, ["slides", *arguments], prog_name="derive")


def test_both_files_are_written_and_told(in_tmp: Path) -> None:
    ran = run("article", "--only", "6-7", "--engine", "embedded", "-o", "here")
    assert ran.exit_code == 0, ran.output
    assert ran.stdout.split() == [str(Path("here", name)) for name in ("slides.tex", "slides.pdf")]
    assert r"{beamer}" in (in_tmp / "here" / "slides.tex").read_text("utf-8")
    assert len(pypdfium2.PdfDocument(in_tmp / "here" / "slides.pdf")) > 10


def test_beamer_is_taken_where_it_is(in_tmp: Path, beamer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DERIVE_ENGINE", raising=False)
    texts: list[str] = []
    monkeypatch.setattr(lecture, "compile_tex", lambda tex, engine, pages: texts.append(tex) or b"%PDF")
    derive.slides(derive.backprop(derive.read("summary")), theme="Madrid").pdf("slides.pdf")
    derive.slides(derive.backprop(derive.read("summary"))).pdf("slides.pdf", engine="embedded")
    assert [r"\usetheme{Madrid}" in text for text in texts] == [True, False]
    assert [r"{beamer}" in text for text in texts] == [True, False]
    assert (choose_with("beamer.cls")[0].name, holds(choose_with("beamer.cls")[1], "beamer.cls")) == (beamer, True)


def test_a_theme_without_beamer_is_refused_and_the_source_left(in_tmp: Path) -> None:
    ran = run("article", "--theme", "Madrid", "--engine", "embedded", "-o", ".")
    assert ran.exit_code == 3
    assert ran.stderr.startswith("the theme Madrid needs Beamer, which the TeX engine embedded lacks; ")
    assert ran.stderr.count("\n") == 1
    assert [path.name for path in in_tmp.iterdir()] == ["slides.tex"]


def test_a_theme_that_is_not_there_is_the_input_s_fault(in_tmp: Path, beamer: str) -> None:
    for theme in ("Nowhere", "a}b"):
        ran = run("article", "--theme", theme, "--engine", beamer)
        assert (ran.exit_code, ran.stderr.count("\n")) == (2, 1)
    assert not list(in_tmp.rglob("*.*"))


def test_an_engine_that_fails_leaves_the_source(in_tmp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(tex: str, engine: str, pages: int) -> bytes:
        raise EngineError("TeX stopped; correct that line")

    monkeypatch.setattr(lecture, "compile_tex", fail)
    ran = run("article", "-o", ".")
    assert (ran.exit_code, ran.stderr) == (3, "TeX stopped; correct that line\n")
    assert [path.name for path in in_tmp.iterdir()] == ["slides.tex"]


def test_more_slides_than_anybody_shows_are_not_set(in_tmp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("derive.printing.MOST_EQUATIONS", 32)
    ran = run("article")
    assert ran.exit_code == 2
    assert "33 numbered equations would take as many slides and more" in ran.stderr
    assert not list(in_tmp.iterdir())
