"""Running one program that is not trusted: no input, a bare environment, limits, nothing left behind."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from derive.errors import EngineError

try:
    import resource
except ImportError:  # Windows has the time limit and the folder limit only
    resource = None  # type: ignore[assignment]

TERMINAL = "terminal.txt"  # what the program would have shown, in its folder
TICK = 0.02  # seconds between two looks at the clock and the folder
MEGABYTE = 1 << 20
BUSY = 3  # times as long as on a processor of its own, a program may take on the clock


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may use: processor seconds, bytes a file, bytes in its folder, bytes of memory."""

    seconds: float
    file: int = 24 * MEGABYTE
    folder: int = 32 * MEGABYTE
    memory: int = 2048 * MEGABYTE

    @property
    def deadline(self) -> float:
        """Seconds on the clock: more than on the processor, which others use too; a program may also just wait."""
        return self.seconds + 1 if resource is None else BUSY * self.seconds


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str], limits: Limits) -> int:
    """The exit status of the command, run in the folder; negative where a signal ended it."""
    with (folder / TERMINAL).open("wb") as terminal:
        process = _start(command, folder, environment, limits, terminal.fileno())
        try:
            return _watch(process, folder, limits)
        finally:
            _end(process)


def _start(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], limits: Limits, output: int
) -> subprocess.Popen[bytes]:
    """The program, begun in a process group of its own."""
    try:
        return subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=_limiter(limits),
        )  # fmt: skip
    except OSError as error:
        raise EngineError(f"{command[0]} does not start ({error.strerror}); choose another engine") from error


def _limiter(limits: Limits) -> Callable[[], None] | None:
    """What the new process does first: it takes on the limits."""
    if resource is None:
        return None
    seconds = math.ceil(limits.seconds)
    rows = (
        (resource.RLIMIT_CPU, seconds, seconds + 1),  # a signal that says why, before the one that does not
        (resource.RLIMIT_FSIZE, limits.file, limits.file),
        (resource.RLIMIT_AS, limits.memory, limits.memory),
        (resource.RLIMIT_CORE, 0, 0),
    )

    def limit() -> None:
        for kind, soft, hard in rows:
            with contextlib.suppress(ValueError, OSError):  # a tighter limit of the user's stands
                resource.setrlimit(kind, (soft, hard))

    return limit


def _watch(process: subprocess.Popen[bytes], folder: Path, limits: Limits) -> int:
    """Waits for the end of the process, and looks meanwhile that it keeps to the limits."""
    deadline = time.monotonic() + limits.deadline
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(TICK)
        if time.monotonic() > deadline:
            raise out_of_time(limits)
        if _size(folder) > limits.folder:
            raise out_of_space()


def _size(folder: Path) -> int:
    """Bytes of all files in a folder."""
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):  # it may vanish under our eyes
            total += path.lstat().st_size
    return total


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kills whatever is left of the process and of those it started."""
    with contextlib.suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def out_of_time(limits: Limits) -> EngineError:
    """The engine would not end."""
    return EngineError(f"the TeX engine was stopped after more than {limits.seconds:.0f} s; "
                       "a macro of the document never ends, or the document is too long for one file")


def out_of_space() -> EngineError:
    """The engine wrote without end."""
    return EngineError("the TeX engine was stopped because it wrote too much; a macro writes without end")
