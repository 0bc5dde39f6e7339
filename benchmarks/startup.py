"""How soon the command answers."""

from __future__ import annotations

import sys

from benchmarks.clock import program
from benchmarks.table import Row, span

RUNS = 10


def rows() -> list[Row]:
    """`derive --help` against the import of SymPy, in turn."""
    commands = {"help": [sys.executable, "-m", "derive", "--help"], "sympy": [sys.executable, "-c", "import sympy"]}
    times = {what: min(program(command) for _ in range(RUNS)) for what, command in commands.items()}
    ratio = times["help"] / times["sympy"]
    return [Row('`derive --help`; `python -c "import sympy"`', span(times["help"]), span(times["sympy"]), ratio,
                at_most=0.25)]  # fmt: skip
