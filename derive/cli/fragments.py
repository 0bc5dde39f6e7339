"""The command that writes a derivation in pieces, for documents of others."""

from pathlib import Path
from typing import Annotated

import typer

from derive.cli.problems import Markup, Source, derived, home, placed
from derive.cli.terminal import say_paths, waiting

FOLDER = typer.Option("--output", "-o", metavar="DIR", help="Folder; default output/<problem name>/fragments.")


def fragments(
    problem: Source,
    output: Annotated[Path | None, FOLDER] = None,
    format: Annotated[Markup, typer.Option(help="The markup of the files.")] = "latex",
) -> None:
    """The command `derive fragments`."""
    from derive.excerpts import fragments as made
    from derive.printing import write_with_folders

    with waiting("deriving every equation"):
        work = derived(problem)
        texts = placed(problem, lambda: made(work, format))
    folder = output or home(work) / "fragments"
    files = {folder / name: text.encode() for name, text in texts.items()}
    write_with_folders(files)
    say_paths(files)
