"""What every command says to its user: results, faults in one line each, and what it is busy with."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any, ParamSpec

import typer

from derive.errors import DeriveError

P = ParamSpec("P")

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


def say_paths(paths: Iterable[Path]) -> None:
    """Prints what was written, a path a line."""
    for path in paths:
        typer.echo(str(path))


def as_json(value: object) -> str:
    """The value in JSON, indented a little."""
    import json

    return json.dumps(value, indent=1)
