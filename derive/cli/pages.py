"""The command that writes pages for a browser."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from derive.cli.problems import Everything, FormOption, Only, Sample, Source, forms, home, placed
from derive.cli.terminal import say_paths, waiting
from derive.cli.watching import Watch, making
from derive.errors import InputError

if TYPE_CHECKING:
    from derive.derivation import Derivation


def page(
    problem: Source,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="One file: the student's page, or --solution.")
    ] = None,
    student: Annotated[bool, typer.Option("--student", help="Only the page that a student answers.")] = False,
    solution: Annotated[bool, typer.Option("--solution", help="Only the page with every step and result.")] = False,
    form: FormOption = None,
    only: Only = None,
    sample: Sample = None,
    everything: Everything = False,
    watch: Watch = False,
) -> None:
    """The command `derive page`."""
    from derive.documents import worksheet
    from derive.printing import PAGES, announced, write_pages

    if student and solution:
        raise InputError.of("--student and --solution each ask for one page alone", "leave out both to write both")

    def make(work: "Derivation") -> None:
        sheet = placed(problem, lambda: worksheet(work, form=forms(form), only=only, sample=sample))
        if announcement := placed(problem, lambda: announced(sheet, everything)):
            typer.echo(announcement, err=True)
        wanted = [sheet.answers()] if solution else [sheet] if student or output else [sheet, sheet.answers()]
        with waiting("writing the pages"):
            written = write_pages({output or home(work) / PAGES[each.kind].file: each for each in wanted})
        say_paths(written)

    making(problem, watch, make)
