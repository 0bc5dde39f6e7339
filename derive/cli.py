"""The command line: reads arguments, calls the library, prints; it computes nothing."""

from __future__ import annotations

import functools
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, ParamSpec, TypeVar

import typer

from derive.errors import DeriveError, InputError

app = typer.Typer(
    help="Turns a small neural network into a backpropagation worksheet and its answer key.",
    no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None,
)  # fmt: skip
P = ParamSpec("P")
Made = TypeVar("Made")

PROBLEM = typer.Argument(metavar="PROBLEM", help="A problem file, - for standard input, or the name of a starter.")
Source = Annotated[str, PROBLEM]
OUT_FILE = typer.Option("--output", "-o", metavar="FILE", help="Write there instead of to the screen.")
OutFile = Annotated[Path | None, OUT_FILE]


def told(command: Callable[P, None]) -> Callable[P, None]:
    """A command whose faults are told in one line each, with the right exit status."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except DeriveError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(error.exit_status) from None
        except BrokenPipeError:  # whoever read us has seen enough
            hush()
        except OSError as error:
            hush()
            typer.echo(f"the output cannot be written ({error.strerror or error}); write it elsewhere", err=True)
            raise typer.Exit(4) from None
        except KeyboardInterrupt:
            typer.echo("interrupted", err=True)
            raise typer.Exit(130) from None

    return run


def hush() -> None:
    """Lets what is still to be written vanish, where writing it would only fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@app.command()
@told
def new(
    name: Annotated[str | None, typer.Argument(help="The starter to begin with; none lists them.")] = None,
    output: OutFile = None,
) -> None:
    """Write a starter problem, to be changed to your own."""
    from derive.reading import starter_text, starters

    if name is None:
        typer.echo("\n".join(starters()))
    else:
        say(starter_text(name), output)


@app.command()
@told
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


@app.command()
@told
def equations(
    problem: Source,
    format: Annotated[Literal["latex", "json", "text"], typer.Option(help="How they are written.")] = "text",
    only: Annotated[str | None, typer.Option(metavar="6-25", help="The numbers wanted: 6-25 or 6,8,10-12.")] = None,
    output: OutFile = None,
) -> None:
    """Print the numbered equations."""
    from derive.listing import LISTINGS, chosen

    found = chosen([each for work in derived(problem).steps for each in work.equations], only)
    say(LISTINGS[format](found), output)


@app.command()
@told
def values(
    problem: Source, json_: Annotated[bool, typer.Option("--json", help="As JSON, one object for each update.")] = False
) -> None:
    """Print every quantity at full double precision."""
    steps = [work.values() for work in derived(problem).steps]
    if json_:
        typer.echo(json.dumps({"steps": steps}, indent=1))
    else:
        typer.echo("\n\n".join("\n".join(f"{id:24} {value!r}" for id, value in step.items()) for step in steps))


@app.command()
@told
def check(problem: Source) -> None:
    """Prove every gradient by independent ways; exit status 1 where one does not agree."""
    from derive.proof import check as prove

    with waiting("proving every gradient"):
        report = prove(derived(problem))
    typer.echo("\n".join(report.lines))
    if not report.agreed:
        raise typer.Exit(1)


def derived(source: str) -> Any:
    """The derivation of a problem named on the command line."""
    from derive.derivation import backprop
    from derive.reading import read

    return placed(source, lambda: backprop(read(source)))


def placed(source: str, make: Callable[[], Made]) -> Made:
    """What is made of a problem; faults that name no file are told with the problem's."""
    try:
        return make()
    except InputError as error:
        raise error.within("standard input" if source == "-" else source) from None


def waiting(what: str) -> Any:
    """Says what is being done, on a terminal, while it takes its time."""
    from rich.console import Console

    return Console(stderr=True).status(f"{what} …")


def say(text: str, output: Path | None) -> None:
    """Prints the text, or writes it to a file whole."""
    if output is None:
        typer.echo(text.rstrip("\n"))
    else:
        from derive.render.output import write_file

        write_file(output, (text.rstrip("\n") + "\n").encode())


def main() -> None:
    """The command `derive`."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # as an exception: engines are stopped, folders emptied
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without ŷ still shows the rest
    app(prog_name="derive")
