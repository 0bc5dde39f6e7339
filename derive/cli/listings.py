"""The commands that print what was derived: equations and values."""

from typing import Annotated, Literal

import typer

from derive.cli.problems import Markup, Only, Sample, Source, derived
from derive.cli.terminal import OutFile, as_json, say

AS_JSON = typer.Option("--json", help="As JSON, one object for each update.")


def equations(
    problem: Source,
    format: Annotated[Literal[Markup, "json", "text"], typer.Option(help="How they are written.")] = "text",
    only: Only = None,
    sample: Sample = None,
    output: OutFile = None,
) -> None:
    """The command `derive equations`."""
    from derive.listing import LISTINGS, chosen

    found = chosen([each for work in derived(problem).steps for each in work.equations], only, sample)
    say(LISTINGS[format](found), output)


def values(problem: Source, json_: Annotated[bool, AS_JSON] = False) -> None:
    """The command `derive values`."""
    steps = [work.values() for work in derived(problem).steps]
    if json_:
        typer.echo(as_json({"steps": steps}))
    else:
        typer.echo("\n\n".join("\n".join(f"{id:24} {value!r}" for id, value in step.items()) for step in steps))
