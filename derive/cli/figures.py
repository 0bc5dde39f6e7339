"""The command that draws the network."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from derive.cli.problems import Source, derived, placed
from derive.cli.terminal import say
from derive.errors import InputError

OUTPUT = typer.Option("--output", "-o", metavar="FILE", help="A .tex, .pdf, .svg or .png; else it goes to the screen.")
SHOW = typer.Option(help="What is written on nodes and edges.")
PATH = typer.Option(
    metavar="ID", help="Highlight the way from this to the loss, such as dL/dw[1][1][1]; of several ids, these alone."
)
VIEW = typer.Option(help="The layers, or the graph of the computation.")
ROW = typer.Option(metavar="N", help="Of a batch, the row of data that is shown; default 1.")
FORMAT = typer.Option(help="Of what goes to the screen; default tikz.")


def figure(
    problem: Source,
    output: Annotated[Path | None, OUTPUT] = None,
    show: Annotated[Literal["given", "symbols", "values", "gradients"], SHOW] = "given",
    path: Annotated[list[str] | None, PATH] = None,
    view: Annotated[Literal["layers", "graph"], VIEW] = "layers",
    row: Annotated[int | None, ROW] = None,
    format: Annotated[Literal["tikz", "svg"] | None, FORMAT] = None,
) -> None:
    """The command `derive figure`."""
    from derive.figures import figure as drawn
    from derive.render.figure.files import ready

    if output is not None:
        if format is not None:
            cure = "leave it out: the end of FILE says the format"
            raise InputError.of("--format is of what goes to the screen", cure)
        ready(output)  # a place that cannot be written is told before the work
    ids = [id for each in path or () for id in each.split(",")]
    found = placed(problem, lambda: drawn(derived(problem), show, ids, view, row))
    if output is None:
        say(placed(problem, found.svg if format == "svg" else found.tikz), None)
    else:
        typer.echo(str(placed(problem, lambda: found.save(output))))
