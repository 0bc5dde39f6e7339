"""The command that writes slides."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from derive.cli.problems import Everything, Folder, Only, Sample, Source, home, placed
from derive.cli.terminal import say_paths, waiting
from derive.cli.watching import Watch, making

if TYPE_CHECKING:
    from derive.derivation import Derivation

ENGINE = typer.Option(help="TeX engine, as for worksheets; default the first that has Beamer, or else embedded.")


def slides(
    problem: Source,
    output: Folder = None,
    handout: Annotated[bool, typer.Option("--handout", help="One page a frame, with nothing to be revealed.")] = False,
    aspect: Annotated[Literal["16:9", "16:10", "4:3"], typer.Option(help="Shape of the page.")] = "16:9",
    theme: Annotated[str, typer.Option(metavar="NAME", help="A theme of Beamer's, such as Madrid.")] = "default",
    engine: Annotated[str | None, ENGINE] = None,
    only: Only = None,
    sample: Sample = None,
    everything: Everything = False,
    watch: Watch = False,
) -> None:
    """The command `derive slides`."""
    from derive.lecture import slides as made
    from derive.printing import bearable, print_slides

    def make(work: "Derivation") -> None:
        lecture = placed(problem, lambda: made(work, aspect, theme, handout, only, sample))
        placed(problem, lambda: bearable(lecture.document, everything))
        folder = output or home(work)
        with waiting("setting the slides"):
            written = placed(problem, lambda: print_slides(lecture, folder, engine))
        say_paths(written)

    making(problem, watch, make)
