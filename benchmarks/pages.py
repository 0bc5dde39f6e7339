"""Worksheet and key as PDFs against one plain run of the same TeX engine on the same worksheet.tex."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import derive
from benchmarks.clock import best, wall
from benchmarks.table import Row, span
from derive.printing import print_documents, sources
from derive.render.press.engines import choose

RUNS = 7
PROBLEM = "article"


def rows() -> list[Row]:
    """One PDF and both, against one plain run; the engine's format is cached by the first call of each."""
    engine, program = choose()
    work = derive.backprop(derive.read(PROBLEM))
    sheet = derive.worksheet(work)
    texts = sources(sheet)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "plain.tex").write_text(texts["worksheet.tex"], encoding="utf-8")
        command = [program, "-interaction=nonstopmode", "plain.tex"]
        makers = {
            "plain": lambda: subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL),
            "one": lambda: sheet.pdf(folder / "one.pdf"),
            "both": lambda: print_documents(texts, folder, None),
        }
        for make in makers.values():
            make()
        times = {what: best(RUNS, make, wall) for what, make in makers.items()}
    plain, what = times["plain"], f"of `{PROBLEM}`, against one plain run of the {engine.name} pdfTeX on worksheet.tex"
    return [
        Row(f"worksheet and key PDFs {what}", span(times["both"]), span(plain), times["both"] / plain, at_most=1.1),
        Row("the worksheet's PDF alone, its .tex written anew", span(times["one"]), span(plain), times["one"] / plain,
            at_most=0.6),
    ]  # fmt: skip
