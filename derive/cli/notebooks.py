"""The command that writes notebooks."""

from pathlib import Path
from typing import Annotated

import typer

from derive.cli.problems import FormOption, Only, Sample, Source, derived, forms, home, placed
from derive.cli.terminal import waiting

FILE = typer.Option("--output", "-o", metavar="FILE", help="Default output/<problem name>/notebook.ipynb.")
STUDENT = typer.Option("--student", help="With blanks to fill in, and cells that check them: exercise.ipynb.")


def notebook(
    problem: Source,
    output: Annotated[Path | None, FILE] = None,
    student: Annotated[bool, STUDENT] = False,
    form: FormOption = None,
    only: Only = None,
    sample: Sample = None,
) -> None:
    """The command `derive notebook`."""
    from derive.documents import NOTEBOOK_OF, worksheet
    from derive.printing import write_with_folders
    from derive.render.formats import FORMATS

    with waiting("deriving every equation"):
        work = derived(problem)
        sheet = placed(problem, lambda: worksheet(work, form=forms(form), only=only, sample=sample))
        document = sheet if student else sheet.answers()
        text = placed(problem, document.notebook)
    path = output or home(work) / FORMATS[NOTEBOOK_OF[document.kind]].file
    write_with_folders({path: text.encode()})
    typer.echo(str(path))
