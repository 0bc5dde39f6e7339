"""What all tests share: random examples are the same on every run, and none is too slow; two fixtures."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from derive.render.press.store import PLACE

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


@pytest.fixture
def in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def unpressed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """No engine is started: each PDF is a few bytes; gives the texts that were to be set."""
    texts: list[str] = []

    def press(tex: str, engine: str | None = None) -> bytes:
        texts.append(tex)
        return b"%PDF-1.5 %%EOF"

    monkeypatch.setattr("derive.printing.compile_tex", press)
    return texts
