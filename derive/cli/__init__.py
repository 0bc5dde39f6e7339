"""The command line: reads arguments, calls the library, prints; it computes nothing.

A command is a function in a file of this package and a row of COMMANDS. Its file does not postpone
annotations: typer reads them all, and would evaluate each string twice.
"""

from __future__ import annotations

import signal
import sys

import typer

from derive.cli.commands import STYLE, Commands

app = typer.Typer(cls=Commands, no_args_is_help=True, **STYLE)


@app.callback()
def derive() -> None:
    """Turns a small neural network into a backpropagation worksheet and its answer key."""


def main() -> None:
    """The command `derive`."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # as an exception: engines are stopped, folders emptied
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without ŷ still shows the rest
    app(prog_name="derive")
