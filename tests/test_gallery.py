"""The gallery shows what the program writes today, and the program writes the same wherever it runs."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from pathlib import Path

import pytest

from derive import starters
from tests.gallery import FOLDER, pages_of

ROOT = Path(__file__).parent.parent
KINDS = ("worked", "guided", "blank", "answers")
CURE = "run `make gallery`, look at the pages that changed, and commit them"
ABROAD = {
    "PYTHONHASHSEED": "4711", "LC_ALL": "de_DE.UTF-8", "LANG": "C", "TZ": "Asia/Tokyo", "PYTHONUTF8": "0",
    "SOURCE_DATE_EPOCH": "1", "TEXINPUTS": "/nowhere", "TEXMFCNF": "/nowhere", "openin_any": "a",
}  # fmt: skip

pages_once = functools.cache(pages_of)


@pytest.mark.parametrize("starter", starters())
@pytest.mark.parametrize("kind", KINDS)
def test_the_gallery_shows_what_is_written_today(starter: str, kind: str) -> None:
    name = f"{starter}-{kind}.tex"
    kept = (FOLDER / name).read_text("utf-8") if (FOLDER / name).is_file() else ""
    assert kept == pages_once(starter)[name], f"output/gallery/{name} is not what is written today; {CURE}"


def test_nothing_stale_lies_in_the_gallery() -> None:
    known = {f"{starter}-{kind}.tex" for starter in starters() for kind in KINDS}
    lying = {path.name for path in FOLDER.iterdir()}
    assert lying == known, CURE


def worksheets(folder: Path, environment: dict[str, str], problem: str) -> dict[str, bytes]:
    """The four files of a starter, written by the command in another environment, without an input or a terminal."""
    command = [sys.executable, "-m", "derive", "worksheet", problem, "-o", str(folder)]
    ran = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_row_56_and_59_the_files_are_the_same_bytes_everywhere(tmp_path: Path) -> None:
    home = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "HOME": str(tmp_path)}
    (tmp_path / "scratch").mkdir()
    abroad = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path / "scratch"), **ABROAD}
    first = worksheets(tmp_path / "here", home, "article")
    second = worksheets(tmp_path / "there", abroad, "article")
    assert sorted(first) == ["answers.pdf", "answers.tex", "worksheet.pdf", "worksheet.tex"]
    assert first == second
    assert first["worksheet.tex"].decode() == pages_once("article")["article-guided.tex"]
