"""The problem that a command is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import typer

from derive.errors import InputError

Made = TypeVar("Made")

PROBLEM = typer.Argument(metavar="PROBLEM", help="A problem file, - for standard input, or the name of a starter.")
Source = Annotated[str, PROBLEM]
ONLY = typer.Option(metavar="6-25", help="The numbers wanted: 6-25 or 6,8,10-12.")
Only = Annotated[str | None, ONLY]
SAMPLE = typer.Option(metavar="N", help="Of each layer, the first N neurons alone.")
Markup = Literal["latex", "typst", "mathml", "markdown", "unicode"]
Sample = Annotated[int | None, SAMPLE]
ALL = typer.Option("--all", help="All of it, however many pages that fills.")
Everything = Annotated[bool, ALL]
FORM = typer.Option(metavar="FORM", help="steps (default), delta, chain, matrix; of one section: 'Updates=matrix'.")
FormOption = Annotated[list[str] | None, FORM]
FOLDER = typer.Option("--output", "-o", metavar="DIR", help="Folder; default output/<problem name>.")
Folder = Annotated[Path | None, FOLDER]


def home(work: Any) -> Path:
    """The folder that what is made of a problem goes to, where no other is named."""
    return Path("output") / str(work.problem.name)


def forms(told: list[str] | None) -> str | dict[str, str]:
    """The form of all sections, or of those that are named."""
    told = told or []
    if len(told) == 1 and "=" not in told[0]:
        return told[0]
    pairs = (each.rpartition("=") for each in told)
    return {title.strip(): form.strip() for title, _, form in pairs}


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
