"""From .tex to .pdf: the same text gives the same bytes, whoever runs it, where and when."""

from __future__ import annotations

import os
import re
import signal
import tempfile
from dataclasses import dataclass
from pathlib import Path

from derive.errors import EngineError, FileError
from derive.render.output import prepare_folder, write_file
from derive.render.press.engines import Engine, choose
from derive.render.press.log import MARK, check_complete, explain
from derive.render.press.process import Limits, out_of_space, out_of_time, run

JOB = "job.tex"
EPOCH = 1704067200  # the first second of 2024 (UTC): the date in every PDF
CHARACTERS_A_SECOND = 10_000  # of source, that an engine is given time for

ENVIRONMENT = {
    # the job's folder by its shortest name, so that nothing of its path can reach the PDF
    **dict.fromkeys(("HOME", "TMPDIR", "TEXMFOUTPUT"), "."),
    **dict.fromkeys(("openin_any", "openout_any"), "p"),
    **dict.fromkeys(("MKTEXTFM", "MKTEXPK", "MKTEXMF"), "0"),  # no fonts are made on the way
    "SOURCE_DATE_EPOCH": str(EPOCH), "FORCE_SOURCE_DATE": "1",
    "LC_ALL": "C", "TZ": "UTC",
    "max_print_line": "1000", "error_line": "254", "half_error_line": "238",  # one line of log a message
}  # fmt: skip

REFERENCES = (".aux", ".toc", ".out")
# Lines of an .aux file that nobody reads back, unless a .toc file is there, which counts by itself.
UNREAD = re.compile(rb"^(?:\\relax|\\@writefile|\\providecommand|\\gdef ?\\@abspage@last).*$\n?", re.M)


def compile_tex(tex: str, engine: str | None = None) -> bytes:
    """The PDF of a LaTeX document; EngineError, in one line, where there is none.

    The engine is one of ENGINES by name; without a name DERIVE_ENGINE says it, or else the first there is.
    """
    chosen, program = choose(engine)
    try:
        with tempfile.TemporaryDirectory(prefix="derive-", ignore_cleanup_errors=True) as folder:
            return _Job(chosen, program, tex, Path(folder)).pdf()
    except OSError as error:
        raise FileError(f"{tempfile.gettempdir()}: TeX cannot work there: {error.strerror or error}; "
                        "set TMPDIR to a folder with room") from error


def write_pdf(tex: str, path: str | os.PathLike[str], engine: str | None = None) -> None:
    """Compiles the document and puts the PDF at the path in one step, having made its folder first."""
    prepare_folder(Path(path).parent)
    write_file(path, compile_tex(tex, engine))


@dataclass(frozen=True, slots=True)
class _Job:
    """One document in a fresh folder, and the engine that sets it."""

    engine: Engine
    program: str
    tex: str
    folder: Path

    def pdf(self) -> bytes:
        """Runs the engine until the references settle; the finished file, proved to be whole."""
        (self.folder / JOB).write_text(MARK + self.engine.first + self.tex, "utf-8", newline="\n")
        before: dict[str, bytes] = {}
        for _ in range(self.engine.runs):
            self._run()
            before, after = self._references(), before
            if before == after:
                break
        check_complete(self._log(), self.tex)
        return self._read()

    def _run(self) -> None:
        """Runs the engine once; EngineError where it failed."""
        limits = Limits(self.engine.seconds + len(self.tex) / CHARACTERS_A_SECOND)
        status = run((self.program, *self.engine.options, JOB), self.folder, self._environment(), limits)
        if status:
            raise _failure(status, limits) or EngineError(explain(self._log(), self.tex))

    def _environment(self) -> dict[str, str]:
        """The environment of the engine: ours, and of the user's only what the engine cannot do without."""
        path = os.pathsep.join((os.path.dirname(self.program), os.defpath))
        kept = ("SYSTEMROOT", *self.engine.keeps)  # without SYSTEMROOT nothing starts on Windows
        return {"PATH": path, **ENVIRONMENT} | {name: os.environ[name] for name in kept if name in os.environ}

    def _references(self) -> dict[str, bytes]:
        """What this run leaves for the next to read."""
        files = {path.name: path.read_bytes() for path in self.folder.iterdir() if path.suffix in REFERENCES}
        told = {name: UNREAD.sub(b"", content) for name, content in files.items()}
        return {name: content for name, content in told.items() if content.strip()}

    def _log(self) -> str:
        log = (self.folder / JOB).with_suffix(".log")
        return log.read_text("utf-8", "replace") if log.is_file() else ""

    def _read(self) -> bytes:
        """The PDF that lies in the folder, from its first mark to its last."""
        file = (self.folder / JOB).with_suffix(".pdf")
        content = file.read_bytes() if file.is_file() else b""
        if not (content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")):
            raise EngineError("the TeX engine left no whole PDF; choose another engine")
        return content


def _failure(status: int, limits: Limits) -> EngineError | None:
    """What a signal that ended the engine means; None where it ended by itself."""
    if status > 0:
        return None
    name = signal.Signals(-status).name
    known = {"SIGXCPU": out_of_time(limits), "SIGXFSZ": out_of_space()}
    return known.get(name) or EngineError(f"the TeX engine crashed ({name}); choose another engine")
