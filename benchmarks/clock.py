"""Time and memory: of a function in this process, and of a program in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1024 * 1024


def cpu(work: Callable[[], object]) -> float:
    """The seconds of processor time that one call takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def wall(work: Callable[[], object]) -> float:
    """The seconds that one call takes on the clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def best(times: int, work: Callable[[], object], how: Callable[[Callable[[], object]], float] = cpu) -> float:
    """The least time of several calls: what the work takes when nothing else disturbs it."""
    return min(how(work) for _ in range(times))


def program(command: Sequence[str]) -> float:
    """The seconds of processor time that a program takes from its start to its end."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime


def fresh(module: str, *arguments: str, python: str | Path = sys.executable) -> dict[str, Any]:
    """What a module of this folder prints as JSON, run in a process of its own."""
    command = [str(python), "-m", f"benchmarks.{module}", *arguments]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if ran.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {ran.returncode}\n{ran.stderr}")
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def memory() -> float:
    """The most memory that this process has held, in MB."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used * (1 if sys.platform == "darwin" else 1024) / MEGABYTE
