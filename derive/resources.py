"""Where the files that ship with the package stand: templates, words, starter problems."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def resource(*parts: str) -> Traversable:
    """A file or folder of the templates, in an installed package or in a checkout."""
    inside = files("derive") / "templates"
    home: Traversable = inside if inside.is_dir() else Path(__file__).parent.parent / "templates"
    for part in parts:
        home = home / part
    return home
