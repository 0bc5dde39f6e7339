"""The command that trains a network."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Annotated, Any

import typer

from derive.cli.problems import Source, placed
from derive.cli.terminal import as_json

STEPS = typer.Option(metavar="N", help="Updates; default 1000, with --until at most 100000.")
UNTIL = typer.Option(metavar="LOSS", help="Stop as soon as the loss is at or below this.")
PLOT = typer.Option(metavar="FILE", help="Draw the curves into a .pdf, .svg or .png, not here.")
AS_JSON = typer.Option("--json", help="As JSON: losses, sizes of gradients, parameters.")


def train(
    problem: Source,
    steps: Annotated[int | None, STEPS] = None,
    until: Annotated[float | None, UNTIL] = None,
    plot: Annotated[Path | None, PLOT] = None,
    json_: Annotated[bool, AS_JSON] = False,
) -> None:
    """The command `derive train`."""
    from derive.reading import read
    from derive.render.plot import plot as draw
    from derive.render.plot import ready
    from derive.render.report import report
    from derive.training import train as trained
    from derive.training.run import allowed

    if plot is not None:
        ready(plot)  # a place that cannot be written is told before the work
    with progress(allowed(steps, until)) as watch:
        run = placed(problem, lambda: trained(read(problem), steps, until, watch))
    if json_:
        typer.echo(as_json(run.row()))
    else:
        typer.echo(report(run, shutil.get_terminal_size().columns, None if plot else marks()))
    if plot is not None:
        draw(run, plot)
        typer.echo(str(plot), err=json_)


@contextmanager
def progress(most: int) -> Iterator[Callable[[int], None] | None]:
    """A bar on a terminal, which is told the number of updates made; nothing elsewhere."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = ("training", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        yield now_and_then(partial(bar.update, bar.add_task("training", total=most)))


def now_and_then(update: Callable[..., None]) -> Callable[[int], None]:
    """What moves the bar ten times a second, and costs next to nothing otherwise."""
    due = 0.0

    def watch(number: int) -> None:
        nonlocal due
        if monotonic() >= due:
            update(completed=number)
            due = monotonic() + 0.1

    return watch


def marks() -> Any:
    """What the curve is drawn in: braille, or stars where the output cannot show it."""
    from derive.render.plot import ASCII, BRAILLE

    try:
        "⣿┤".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return ASCII
    return BRAILLE
