"""An engine called in a folder: in an environment of ours, under limits, its failures in one line."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from derive.errors import EngineError
from derive.render.press.engines import Engine
from derive.render.press.process import Limits, out_of_space, out_of_time, run

EPOCH = 1704067200  # the first second of 2024 (UTC): the date in every PDF

ENVIRONMENT = {
    # the job's folder by its shortest name, so that nothing of its path can reach the PDF
    **dict.fromkeys(("HOME", "TMPDIR", "TEXMFOUTPUT"), "."),
    **dict.fromkeys(("openin_any", "openout_any"), "p"),
    **dict.fromkeys(("MKTEXTFM", "MKTEXPK", "MKTEXMF"), "0"),  # no fonts are made on the way
    "SOURCE_DATE_EPOCH": str(EPOCH), "FORCE_SOURCE_DATE": "1",
    "LC_ALL": "C", "TZ": "UTC",
    "max_print_line": "1000", "error_line": "254", "half_error_line": "238",  # one line of log a message
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Call:
    """An engine, its program, and the folder that it works in."""

    engine: Engine
    program: str
    folder: Path

    def run(self, arguments: Sequence[str], seconds: float) -> int:
        """The exit status of one run; EngineError where a limit or a signal ended it."""
        limits = Limits(seconds)
        status = run((self.program, *arguments), self.folder, self._environment(), limits)
        if status < 0:
            raise _failure(status, limits)
        return status

    def _environment(self) -> dict[str, str]:
        """The environment of the engine: ours, and of the user's only what the engine cannot do without."""
        path = os.pathsep.join((os.path.dirname(self.program), os.defpath))
        kept = ("SYSTEMROOT", *self.engine.keeps)  # without SYSTEMROOT nothing starts on Windows
        return {"PATH": path, **ENVIRONMENT} | {name: os.environ[name] for name in kept if name in os.environ}


def _failure(status: int, limits: Limits) -> EngineError:
    """What a signal that ended the engine means."""
    name = signal.Signals(-status).name
    known = {"SIGXCPU": out_of_time(limits), "SIGXFSZ": out_of_space()}
    return known.get(name) or EngineError(f"the TeX engine crashed ({name}); choose another engine")
