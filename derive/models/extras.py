"""The frameworks' own readers, which are installed only where somebody wants them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from derive.errors import InputError

PROJECT = "derive-worksheets"


def extra(module: str, name: str) -> Any:
    """A module that an extra of this name brings; InputError, saying how to install it, where it is missing."""
    try:
        return import_module(module)
    except ImportError:
        what = f"reading it takes {module}, which is not installed"
        raise InputError.of(what, f"pip install '{PROJECT}[{name}]'") from None
