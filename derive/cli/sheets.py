"""The command that writes documents."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from derive.cli.problems import Everything, Folder, FormOption, Only, Sample, Source, forms, home, placed
from derive.cli.terminal import say_paths, waiting
from derive.cli.watching import Watch, making

if TYPE_CHECKING:
    from derive.derivation import Derivation


def worksheet(
    problem: Source,
    output: Folder = None,
    level: Annotated[
        Literal["worked", "guided", "blank"], typer.Option(help="What a student sees: all, the formulas, the tasks.")
    ] = "guided",
    paper: Annotated[Literal["a4", "letter"], typer.Option(help="Size of the paper.")] = "a4",
    form: FormOption = None,
    engine: Annotated[
        str | None, typer.Option(help="TeX engine: embedded (default), pdflatex, latexmk, lualatex or tectonic.")
    ] = None,
    only: Only = None,
    sample: Sample = None,
    everything: Everything = False,
    watch: Watch = False,
) -> None:
    """The command `derive worksheet`."""
    from derive.documents import worksheet as document
    from derive.printing import announced, print_documents, sources

    def make(work: "Derivation") -> None:
        student = placed(problem, lambda: document(work, level, paper, forms(form), only, sample))
        if announcement := placed(problem, lambda: announced(student, everything)):
            typer.echo(announcement, err=True)
        with waiting("setting the worksheet and its key"):
            texts = placed(problem, lambda: sources(student))
            written = print_documents(texts, output or home(work), engine)
        say_paths(written)

    making(problem, watch, make)
