"""The command that proves a derivation."""

import typer

from derive.cli.problems import Source, derived
from derive.cli.terminal import waiting


def check(problem: Source) -> None:
    """The command `derive check`."""
    from derive.proof import check as prove

    with waiting("proving every gradient"):
        report = prove(derived(problem))
    typer.echo("\n".join(report.lines))
    if not report.agreed:
        raise typer.Exit(1)
