"""What a user gets: the wheel, in an empty environment, on a machine without TeX."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pypdfium2

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, folder: Path, **variables: str) -> None:
    """Runs a command that knows nothing of the checkout; its output where it fails."""
    ours = ("PYTHON", "DERIVE_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)} | variables
    arguments = [str(part) for part in command]
    ran = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-1000:] + ran.stderr[-1000:]


def test_the_wheel_makes_a_worksheet_where_no_tex_is(tmp_path: Path) -> None:
    pip = ("-m", "pip", "--disable-pip-version-check", "--quiet")
    run(sys.executable, *pip, "wheel", "--no-deps", "--wheel-dir", tmp_path, ROOT, folder=tmp_path)
    [wheel] = tmp_path.glob("derive_worksheets-*.whl")
    venv.create(tmp_path / "venv", with_pip=True)
    bin = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run(bin / "python", *pip, "install", wheel, folder=tmp_path)
    run(bin / "derive", "worksheet", "article", folder=tmp_path, PATH=str(bin), DERIVE_CACHE="cache")
    for name in ("worksheet.pdf", "answers.pdf"):
        assert len(pypdfium2.PdfDocument(tmp_path / "output" / "article" / name)) > 0
