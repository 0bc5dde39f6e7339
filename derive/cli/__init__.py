"""The command line: reads arguments, calls the library, prints; it computes nothing.

A command is a function in a file of this package and an entry in COMMANDS. Its file does not postpone
annotations: typer reads them all before anything is printed, and would evaluate each string twice.
"""

from __future__ import annotations

import signal
import sys

import typer

from derive.cli.figures import figure
from derive.cli.fragments import fragments
from derive.cli.listings import equations, values
from derive.cli.notebooks import notebook
from derive.cli.pages import page
from derive.cli.proofs import check
from derive.cli.sheets import worksheet
from derive.cli.slides import slides
from derive.cli.starters import new
from derive.cli.terminal import told
from derive.cli.training import train

COMMANDS = (new, worksheet, slides, page, figure, notebook, fragments, equations, values, check, train)

app = typer.Typer(
    help="Turns a small neural network into a backpropagation worksheet and its answer key.",
    no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None,
)  # fmt: skip
for command in COMMANDS:
    app.command()(told(command))


def main() -> None:
    """The command `derive`."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # as an exception: engines are stopped, folders emptied
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without ŷ still shows the rest
    app(prog_name="derive")
