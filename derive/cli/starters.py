"""The command that writes a problem to begin with."""

from __future__ import annotations

from typing import Annotated

import typer

from derive.cli.terminal import OutFile, say


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
