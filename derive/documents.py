"""Documents made of a derivation: the worksheet a student solves and the key a lecturer marks with."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from derive.derivation import Derivation
from derive.document.forms import Chosen, chosen, recast
from derive.document.selection import EVERYTHING, Selection
from derive.document.worksheet import LEVELS, PAPERS, Kind, Level, Paper, Sheet, Step, sheet
from derive.engine.digits import Digits
from derive.errors import InputError
from derive.render.content import Content
from derive.render.extent import Extent, Measured
from derive.render.formats import FORMATS
from derive.render.media import HTML, TEX, Medium
from derive.render.pdf import write_pdf
from derive.render.sheet import PaperSheet

if TYPE_CHECKING:
    from pylatex import Document as PyLaTeXDocument


PAGE_OF: dict[Kind, str] = {"worksheet": "page", "answers": "solution"}
NOTEBOOK_OF: dict[Kind, str] = {"worksheet": "exercise", "answers": "notebook"}


@dataclass(frozen=True)
class Document:
    """A worksheet, at one level of help, or the answer key to it."""

    work: Derivation
    level: Level = "guided"
    paper: Paper = "a4"
    kind: Kind = "worksheet"
    forms: Chosen = field(default_factory=dict)  # of the sections that are not shown step by step
    wanted: Selection = EVERYTHING

    def __post_init__(self) -> None:
        for what, told, known in (("level", self.level, LEVELS), ("paper", self.paper, PAPERS)):
            if told not in known:
                raise InputError.of(f"{what} {told!r} is not known", f"choose one of {', '.join(known)}")
        sections = [section for _, sections in self.steps() for section in sections]
        if not self.wanted.pick(sections):
            raise self.wanted.nothing(int(task.number) for section in sections for task in section.tasks)

    def tex(self) -> str:
        """The LaTeX of the whole document."""
        return self.text(self.kind)

    def text(self, format: str, **asked: object) -> str:
        """The document in one of the formats of `FORMATS`, with what that may be asked for."""
        row = FORMATS[format]
        return row.write(self._content(row.medium), **asked)

    def extent(self) -> Extent:
        """How many numbered equations it has, and about how many pages."""
        return Measured(PaperSheet(self._content(TEX))).extent()

    def html(self) -> str:
        """The document as a page for a browser: a worksheet checks what is typed into it, a key shows every step."""
        return self.text(PAGE_OF[self.kind])

    def notebook(self) -> str:
        """The document as a Jupyter notebook: a worksheet has cells to fill in, a key derives each equation."""
        return self.text(NOTEBOOK_OF[self.kind])

    def pdf(self, path: str | os.PathLike[str], engine: str | None = None) -> Path:
        """Writes the document as a PDF, whole or not at all; gives its path.

        EngineError where TeX fails, FileError where the file cannot be written.
        """
        write_pdf(self.tex(), path, engine)
        return Path(path)

    def answers(self) -> Document:
        """The answer key: the same tasks and numbers, every line worked."""
        return replace(self, kind="answers")

    def pylatex(self) -> PyLaTeXDocument:
        """The document as a `pylatex.Document`, for you to append to."""
        from derive.render.interchange import pylatex_document

        return pylatex_document(self.tex())

    def _repr_html_(self) -> str:
        return self.text("embedded")

    def content(self) -> Sheet:
        """What stands in it, still without LaTeX."""
        return sheet(self.work.given, self.steps(), self.kind, self.level, self.paper, self.forms, self.wanted)

    def steps(self) -> list[Step]:
        """Every update with all its sections, in their forms."""
        steps: list[Step] = []
        for step in self.work.steps:
            before = int(steps[-1][1][-1].tasks[-1].number) if steps else 0
            steps.append((step.problem, recast(step.problem, step.statements, step.sections, self.forms, before)))
        return steps

    def _content(self, medium: Medium) -> Content:
        work = self.work
        picture = work.svg if medium is HTML else work.figure
        return Content(
            self.content(), work.notation, digits(work.steps), medium, picture, lambda: digits(work.otherwise)
        )  # fmt: skip


def digits(steps: Iterable[Derivation]) -> tuple[Digits, ...]:
    """What decides the digits of each update."""
    return tuple(step.digits for step in steps)


def worksheet(
    work: Derivation,
    level: Level = "guided",
    paper: Paper = "a4",
    form: str | Mapping[str, str] = "steps",
    only: str | None = None,
    sample: int | None = None,
) -> Document:
    """The worksheet of a derivation; `.answers()` of it is the key.

    The form is that of every section, or a mapping gives some by their titles: steps, delta, chain or matrix. It may
    have only the tasks with some numbers, "6-25" or "6,8,10-12", or a sample: those about the first so many neurons of
    each layer. What they need of the others is then given.
    """
    return Document(work, level, paper, forms=chosen(form), wanted=Selection(only, sample))
