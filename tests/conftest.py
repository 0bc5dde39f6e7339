"""What all tests share: random examples are the same on every run, and none is too slow; some fixtures."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from derive.derivation import sections
from derive.engine.structure import statements
from derive.render.press.store import PLACE
from tests.pressed import press as press

BEAMER_REQUIRED = "DERIVE_BEAMER_REQUIRED"  # set where a missing Beamer is a fault, not a reason to skip

settings.register_profile(
    "derive", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("derive")


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of the tests' own, which all workers share."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "cache"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PLACE, str(folder))
        yield folder


@contextmanager
def spoiling_tables() -> Iterator[pytest.MonkeyPatch]:
    """Tables may be spoiled within: statements made before are forgotten, those made within are afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        forget_structures()
        try:
            yield patch
        finally:
            forget_structures()


@pytest.fixture(autouse=True)
def tables_as_they_are(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that may spoil a table remembers no statement from before it, and leaves none."""
    if "monkeypatch" not in request.fixturenames:
        yield
        return
    with spoiling_tables():
        yield


def forget_structures() -> None:
    """No statement is remembered."""
    statements.cache_clear()
    sections.cache_clear()


@pytest.fixture
def in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def unpressed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """No engine is started: each PDF is a few bytes; gives the texts that were to be set."""
    texts: list[str] = []

    def press(tex: str, engine: str | None = None, pages: int = 0) -> bytes:
        texts.append(tex)
        return b"%PDF-1.5 %%EOF"

    monkeypatch.setattr("derive.printing.compile_tex", press)
    monkeypatch.setattr("derive.lecture.compile_tex", press)
    return texts


@pytest.fixture(scope="session")
def beamer() -> str:
    """The name of an engine that has Beamer; without one the test is skipped, or fails where Beamer is required."""
    found = shutil.which("pdflatex") and shutil.which("kpsewhich")
    if not found or subprocess.run(["kpsewhich", "beamer.cls"], capture_output=True, timeout=60).returncode:
        assert os.environ.get(BEAMER_REQUIRED) != "1", "Beamer is required (Debian: texlive-latex-recommended)"
        pytest.skip("Beamer is not installed")
    return "pdflatex"
