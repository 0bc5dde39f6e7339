"""Which files an engine can read: whether it has Beamer."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from derive.render.press.engines import CHOICE, ENGINES, Engine, choose

SECONDS = 20


def holds(program: str, file: str) -> bool:
    """Whether the TeX installation of a program has a file; one without kpsewhich is taken to have none."""
    finder = shutil.which("kpsewhich", path=str(Path(program).parent))
    if finder is None:
        return False
    try:
        return not subprocess.run([finder, file], capture_output=True, timeout=SECONDS).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False


def choose_with(file: str, name: str | None = None) -> tuple[Engine, str]:
    """The engine asked for, or else the first that has a file, or else the first there is; and its program."""
    if not (name or os.environ.get(CHOICE)):
        for engine in ENGINES.values():
            program = engine.find()
            if program and holds(program, file):
                return engine, program
    return choose(name)
