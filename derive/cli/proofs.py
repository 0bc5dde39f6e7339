"""The command that proves a derivation."""

import typer

from derive.cli.problems import Source, derived
from derive.cli.terminal import waiting


def check(problem: Source) -> None:
    """Prove every gradient by independent ways; exit status 1 where one does not agree."""
    from derive.proof import check as prove

    with waiting("proving every gradient"):
        report = prove(derived(problem))
    typer.echo("\n".join(report.lines))
    if not report.agreed:
        raise typer.Exit(1)
