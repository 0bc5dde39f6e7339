"""Slides of a derivation: Beamer source to edit, and its PDF, with Beamer or without."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from derive.derivation import Derivation
from derive.document.selection import Selection
from derive.documents import Document
from derive.errors import EngineError, InputError
from derive.render.output import prepare_folder, write_file
from derive.render.pdf import compile_tex
from derive.render.press.holdings import choose_with, holds
from derive.render.slides import CLASS, PLAIN, THEME_FILE, Look, pages_of


@dataclass(frozen=True)
class Slides:
    """The slides of a derivation: a frame for each task, revealed step by step beside the network."""

    document: Document
    look: Look = Look()

    def tex(self) -> str:
        """The source for Beamer."""
        return self.document.text("slides", look=self.look)

    def pdf(self, path: str | os.PathLike[str], engine: str | None = None) -> Path:
        """Writes the slides as a PDF, whole or not at all; gives its path.

        Where the engine has no Beamer, our own few commands stand for it. EngineError where TeX fails or lacks what the
        theme needs, FileError where the file cannot be written.
        """
        prepare_folder(Path(path).parent)
        write_file(path, self.compiled(engine))
        return Path(path)

    def compiled(self, engine: str | None = None) -> bytes:
        """The PDF."""
        chosen, program = choose_with(CLASS, engine)
        beamer = holds(program, CLASS)
        if self.look.theme != PLAIN:
            self._check_theme(chosen.name, program, beamer)
        tex = replace(self, look=replace(self.look, beamer=beamer)).tex()
        return compile_tex(tex, chosen.name, pages_of(tex))

    def _check_theme(self, engine: str, program: str, beamer: bool) -> None:
        theme = self.look.theme
        if not beamer:
            raise EngineError(f"the theme {theme} needs Beamer, which the TeX engine {engine} lacks; install it "
                              "(Debian: texlive-latex-recommended) and choose its engine, or do without a theme")
        if not holds(program, THEME_FILE.format(theme)):
            raise InputError.of(f"there is no Beamer theme {theme!r} here", "choose another, such as Madrid, or none")


def slides(
    work: Derivation,
    aspect: str = "16:9",
    theme: str = PLAIN,
    handout: bool = False,
    only: str | None = None,
    sample: int | None = None,
) -> Slides:
    """The slides of a derivation, in one of the shapes 16:9, 16:10 and 4:3, in a theme of Beamer's.

    A handout has one page a frame, with nothing to be revealed. As a worksheet, slides may have only some tasks.
    """
    wanted = Selection(only, sample)
    return Slides(Document(work, kind="answers", wanted=wanted), Look(aspect, theme, handout))
