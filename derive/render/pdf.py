"""From .tex to .pdf: the same text gives the same bytes, whoever runs it, where and when."""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from derive.errors import EngineError, FileError
from derive.render.output import prepare_folder, write_file
from derive.render.press.call import Call
from derive.render.press.engines import choose
from derive.render.press.log import MARK, check_complete, explain
from derive.render.press.precompiled import BEGIN_WITH, parted, provide

JOB = "job.tex"
CHARACTERS_A_SECOND = 10_000  # of source, that an engine is given time for
PAGES_A_SECOND = 4

REFERENCES = (".aux", ".toc", ".out")
# Lines of an .aux file that nobody reads back, unless a .toc file is there, which counts by itself.
UNREAD = re.compile(rb"^(?:\\relax|\\@writefile|\\providecommand|\\gdef ?\\@abspage@last).*$\n?", re.M)


def compile_tex(tex: str, engine: str | None = None, pages: int = 0) -> bytes:
    """The PDF of a LaTeX document; EngineError, in one line, where there is none.

    The engine is one of ENGINES by name; without a name DERIVE_ENGINE says it, or else the first there is. It is given
    more time where a document has many more pages than its length tells.
    """
    chosen, program = choose(engine)
    try:
        with tempfile.TemporaryDirectory(prefix="derive-", ignore_cleanup_errors=True) as folder:
            return _Job(Call(chosen, program, Path(folder)), tex, pages).pdf()
    except OSError as error:
        raise FileError(f"{tempfile.gettempdir()}: TeX cannot work there: {error.strerror or error}; "
                        "set TMPDIR to a folder with room") from error


def write_pdf(tex: str, path: str | os.PathLike[str], engine: str | None = None) -> None:
    """Compiles the document and puts the PDF at the path in one step, having made its folder first."""
    prepare_folder(Path(path).parent)
    write_file(path, compile_tex(tex, engine))


@dataclass(frozen=True, slots=True)
class _Job:
    """One document, and the call of the engine that sets it in a fresh folder."""

    call: Call
    tex: str
    pages: int

    def pdf(self) -> bytes:
        """The finished file, proved to be whole; set from the precompiled preamble where there is one."""
        preamble, rest = parted(self.tex)
        known = provide(preamble, self.call)
        if known is None:
            return self._set(self.tex)
        try:
            return self._set("%\n" * preamble.count("\n") + rest, BEGIN_WITH)  # every line keeps its number
        except EngineError:
            if self._log_file().is_file():
                raise
            known.unlink(missing_ok=True)  # it does not load
        return self._set(self.tex)

    def _set(self, tex: str, *options: str) -> bytes:
        """Runs the engine until the references settle."""
        (self.call.folder / JOB).write_text(MARK + self.call.engine.first + tex, "utf-8", newline="\n")
        before: dict[str, bytes] = {}
        for _ in range(self.call.engine.runs):
            self._run(options)
            before, after = self._references(), before
            if before == after:
                break
        check_complete(self._log(), self.tex)
        return self._read()

    def _run(self, options: tuple[str, ...]) -> None:
        """Runs the engine once; EngineError where it failed."""
        engine = self.call.engine
        seconds = engine.seconds + len(self.tex) / CHARACTERS_A_SECOND + self.pages / PAGES_A_SECOND
        if self.call.run((*engine.options, *options, JOB), seconds):
            raise EngineError(explain(self._log(), self.tex))

    def _references(self) -> dict[str, bytes]:
        """What this run leaves for the next to read."""
        files = {path.name: path.read_bytes() for path in self.call.folder.iterdir() if path.suffix in REFERENCES}
        told = {name: UNREAD.sub(b"", content) for name, content in files.items()}
        return {name: content for name, content in told.items() if content.strip()}

    def _log_file(self) -> Path:
        return (self.call.folder / JOB).with_suffix(".log")

    def _log(self) -> str:
        log = self._log_file()
        return log.read_text("utf-8", "replace") if log.is_file() else ""

    def _read(self) -> bytes:
        """The PDF that lies in the folder, from its first mark to its last."""
        file = (self.call.folder / JOB).with_suffix(".pdf")
        content = file.read_bytes() if file.is_file() else b""
        if not (content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")):
            raise EngineError("the TeX engine left no whole PDF; choose another engine")
        return content
