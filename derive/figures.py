"""The picture of a derivation, for papers, slides and pages."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from derive.derivation import Derivation
from derive.errors import InputError
from derive.render.figure import as_svg
from derive.render.figure.facts import Facts
from derive.render.figure.files import ready, tikz
from derive.render.figure.shows import SHOWS
from derive.render.figure.telling import tell
from derive.render.figure.views import VIEWS, Drawn
from derive.render.output import write_file

if TYPE_CHECKING:
    from pylatex.base_classes import Container


@dataclass(frozen=True)
class Figure:
    """A picture of a network or a graph: what is shown in it, which path is lit, and in which view."""

    work: Derivation
    show: str = "given"
    path: tuple[str, ...] = ()
    view: str = "layers"
    row: int | None = None

    def __post_init__(self) -> None:
        for what, told, known in (("show", self.show, SHOWS), ("view", self.view, VIEWS)):
            if told not in known:
                raise InputError.of(f"{what} {told!r} is not known", f"choose one of {', '.join(known)}")
        samples = self.work.problem.samples or 1
        if self.row is not None and not 1 <= self.row <= samples:
            raise InputError.of(f"row {self.row} is not one of the data", f"choose from 1 to {samples}")

    @cached_property
    def drawn(self) -> Drawn:
        """The shapes of the picture."""
        return VIEWS[self.view](self.facts, self.show, self.path)

    @cached_property
    def facts(self) -> Facts:
        """What may be shown."""
        problem = self.work.problem
        batch = problem.samples is not None and not problem.sequence
        row = (self.row or 1) if batch else None
        return Facts(problem, self.work.statements, self.work.digits, self.work.rows, row)

    @property
    def description(self) -> str:
        """The picture in words, with the values and the path in it."""
        return tell(self.facts, self.drawn, self.work.prose.rows, self.path)

    def tikz(self) -> str:
        """A `tikzpicture` with its colours, for a document that loads amsmath and tikz with arrows.meta."""
        return tikz(self.drawn.scene)

    def pylatex(self) -> Container:
        """What you append to a `pylatex.Document` of your own, which then loads the packages that it needs."""
        from derive.render.interchange import pylatex_picture

        return pylatex_picture(self.tikz())

    def svg(self) -> str:
        """The picture as SVG, with its description."""
        return as_svg(self.drawn.scene, self.work.problem.title, self.description)

    def pdf(self, path: str | os.PathLike[str]) -> Path:
        """Writes the picture as a PDF, on a page of its own size; gives the path."""
        return self.save(path, ".pdf")

    def png(self, path: str | os.PathLike[str]) -> Path:
        """Writes the picture as a PNG; gives the path."""
        return self.save(path, ".png")

    def save(self, path: str | os.PathLike[str], suffix: str | None = None) -> Path:
        """Writes the picture as .tex, .pdf, .svg or .png, as the suffix says, or as the path ends; gives the path."""
        write = ready(path, suffix)
        write_file(path, write(self.drawn.scene, self.work.problem.title, self.description))
        return Path(path)

    def _repr_svg_(self) -> str:
        return self.svg()


def figure(
    work: Derivation,
    show: str = "given",
    path: str | Sequence[str] = (),
    view: str = "layers",
    row: int | None = None,
) -> Figure:
    """The picture of a derivation.

    It shows symbols, given numbers, values or gradients. The path of one id is lit: from that parameter, or from what a
    derivative is by, to the loss; of several ids, these alone. The view is that of the layers, or the graph of the
    computation. Of a batch, one row of the data is shown, the first one unless another is told.
    """
    return Figure(work, show, (path,) if isinstance(path, str) else tuple(path), view, row)
