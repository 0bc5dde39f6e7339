"""The command that writes documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from derive.cli.problems import Source, derived, placed
from derive.cli.terminal import waiting


def worksheet(
    problem: Source,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Folder; default output/<problem name>.")
    ] = None,
    level: Annotated[
        Literal["worked", "guided", "blank"], typer.Option(help="What a student sees: all, the formulas, the tasks.")
    ] = "guided",
    paper: Annotated[Literal["a4", "letter"], typer.Option(help="Size of the paper.")] = "a4",
    engine: Annotated[
        str | None, typer.Option(help="TeX engine: embedded (default), pdflatex, latexmk, lualatex or tectonic.")
    ] = None,
) -> None:
    """Write worksheet.pdf and answers.pdf, with their .tex."""
    from derive.printing import print_documents, sources

    with waiting("setting the worksheet and its key"):
        work = derived(problem)
        texts = placed(problem, lambda: sources(work, level, paper))
        written = print_documents(texts, output or Path("output") / work.problem.name, engine)
    for path in written:
        typer.echo(str(path))
