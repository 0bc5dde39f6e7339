"""The table of commands, and the group of them that reads in only what is called."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup

from derive.cli.terminal import told

STYLE: dict[str, Any] = {"pretty_exceptions_enable": False, "rich_markup_mode": None}


class Row(NamedTuple):
    """A command: the file of this package that its function is in, and the sentence that says what it does."""

    home: str
    says: str


COMMANDS = {
    "new": Row("starters", "Write a problem to begin with: a starter, or the network of a model's file."),
    "worksheet": Row("sheets", "Write worksheet.pdf and answers.pdf, with their .tex."),
    "slides": Row("slides", "Write slides.tex, for Beamer, and slides.pdf."),
    "page": Row("pages", "Write page.html, which checks a student's answers, and solution.html."),
    "figure": Row("figures", "Draw the network: as TikZ, PDF, SVG or PNG."),
    "notebook": Row("notebooks", "Write a Jupyter notebook that derives the problem again as it is run."),
    "fragments": Row("fragments", "Write every equation and every section as a file to include in your own document."),
    "equations": Row("listings", "Print the numbered equations."),
    "values": Row("listings", "Print every quantity at full double precision."),
    "check": Row("proofs", "Prove every gradient by independent ways; exit status 1 where one does not agree."),
    "train": Row("training", "Train the network: update after update, until the loss is small enough."),
}


class Commands(TyperGroup):
    """All commands: what one can do is looked into when it is called, what each does is told without that."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        names: dict[str, Any] = dict.fromkeys(COMMANDS)
        self.commands = names  # from which it tells what somebody may have meant

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, name: str) -> Any:
        """The command of this name, with its options; None where there is none."""
        return command(name) if name in COMMANDS else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The names with their sentences."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, row.says) for name, row in COMMANDS.items()])


def command(name: str) -> Any:
    """The command of this name, read in."""
    row = COMMANDS[name]
    alone = typer.Typer(add_completion=False, **STYLE)
    alone.command(name, help=row.says)(told(getattr(import_module(f"derive.cli.{row.home}"), name)))
    return typer.main.get_command(alone)
