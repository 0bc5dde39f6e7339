"""Values that are made once: a dictionary that makes what it is asked for and does not hold yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Once(dict[Key, Value]):
    """What `make` gives for each key, kept from the first time on."""

    def __init__(self, make: Callable[[Key], Value]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Key) -> Value:
        made = self[key] = self._make(key)
        return made
