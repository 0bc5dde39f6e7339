"""Documents set by the embedded engine, each once for all tests and workers."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from derive.render import pdf
from derive.render.output import write_file


@dataclass(frozen=True)
class Pressed:
    """A document as it came from the engine: its bytes, and the log of the last run."""

    content: bytes
    log: str


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Pressed]:
    """Sets a text once, whichever worker asks for it first."""
    own = tmp_path_factory.getbasetemp()
    folder = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def press(tex: str) -> Pressed:
        stem = folder / hashlib.sha256(tex.encode()).hexdigest()
        if not stem.with_suffix(".pdf").exists():
            made = pressed(tex)
            write_file(stem.with_suffix(".log"), made.log.encode())
            write_file(stem.with_suffix(".pdf"), made.content)
        return Pressed(stem.with_suffix(".pdf").read_bytes(), stem.with_suffix(".log").read_text("utf-8"))

    return press


def pressed(tex: str) -> Pressed:
    """The text set by the embedded engine, with its log."""
    logs: list[str] = []
    really = pdf.check_complete

    def listen(log: str, tex: str) -> None:
        logs.append(log)
        really(log, tex)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "check_complete", listen)
        content = pdf.compile_tex(tex, "embedded")
    [log] = logs
    return Pressed(content, log)
