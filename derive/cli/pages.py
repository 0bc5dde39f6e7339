"""The command that writes pages for a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from derive.cli.problems import Everything, Only, Sample, Source, derived, placed
from derive.cli.terminal import waiting
from derive.errors import InputError


def page(
    problem: Source,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="One file: the student's page, or --solution.")
    ] = None,
    student: Annotated[bool, typer.Option("--student", help="Only the page that a student answers.")] = False,
    solution: Annotated[bool, typer.Option("--solution", help="Only the page with every step and result.")] = False,
    only: Only = None,
    sample: Sample = None,
    everything: Everything = False,
) -> None:
    """Write page.html, which checks a student's answers, and solution.html, into output/<problem name>."""
    from derive.documents import worksheet
    from derive.printing import PAGES, announced, write_pages

    if student and solution:
        raise InputError.of("--student and --solution each ask for one page alone", "leave out both to write both")
    with waiting("deriving every equation"):
        work = derived(problem)
        sheet = placed(problem, lambda: worksheet(work, only=only, sample=sample))
        announcement = placed(problem, lambda: announced(sheet, everything))
    if announcement:
        typer.echo(announcement, err=True)
    wanted = [sheet.answers()] if solution else [sheet] if student or output else [sheet, sheet.answers()]
    with waiting("writing the pages"):
        folder = Path("output") / work.problem.name
        written = write_pages({output or folder / PAGES[each.kind].file: each for each in wanted})
    for path in written:
        typer.echo(str(path))
