"""Headless Chromium with the pages open in it; the tests are skipped, or fail where it is required, without it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import derive

REQUIRED = "DERIVE_BROWSER_REQUIRED"  # set where a missing browser is a fault, not a reason to skip
ROOT = Path(__file__).parent.parent.parent
AXE = Path(os.environ.get("DERIVE_AXE", ROOT / ".venv" / "node_modules" / "axe-core" / "axe.min.js"))
Open = Callable[..., Any]
Pages = Callable[[Any, str], Path]


def missing(what: str) -> Any:
    """Fails or skips."""
    assert os.environ.get(REQUIRED) != "1", f"{what} is required; .ci/run shows how to install it"
    pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright")
    path = os.environ.get("DERIVE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        missing("Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, which checks accessibility."""
    return AXE.read_text("utf-8") if AXE.is_file() else missing("axe-core")


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Writes a page of a problem, and those of starters once."""
    folder = tmp_path_factory.mktemp("pages")

    @cache
    def of_starter(starter: str, kind: str) -> Path:
        return written(derive.read(starter), folder / f"{starter}-{kind}.html", kind)

    def of(problem: str | dict[str, Any], kind: str) -> Path:
        if isinstance(problem, str):
            return of_starter(problem, kind)
        return written(derive.read(problem), folder / "mine.html", kind)

    return of


def written(problem: derive.Problem, path: Path, kind: str) -> Path:
    """A page of a problem."""
    sheet = derive.worksheet(derive.backprop(problem))
    path.write_text((sheet if kind == "page" else sheet.answers()).html(), "utf-8")
    return path


@pytest.fixture
def opened(chromium: Any, pages: Pages) -> Iterator[Open]:
    """Opens a page from its folder; at the end nothing was asked of any server, and nothing complained."""
    contexts, faults = [], []

    def refused(route: Any) -> None:
        faults.append(route.request.url)
        route.abort()

    def open_page(problem: str | dict[str, Any] = "article", kind: str = "page", before: str = "", **how: Any) -> Any:
        context = chromium.new_context(**how)
        contexts.append(context)
        context.route(lambda url: not url.startswith("file:"), refused)
        context.add_init_script(before or "0")
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text))
        page.goto(pages(problem, kind).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults
