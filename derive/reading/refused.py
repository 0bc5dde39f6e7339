"""A value that cannot stand in a problem: what is wrong with it, and the cure."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class Refused(ValueError):
    """What is wrong with one value, and the cure."""

    def __init__(self, what: str, cure: str) -> None:
        self.what = what
        self.cure = cure
        super().__init__(f"{what}; {cure}")


def closest(word: str, known: Iterable[str]) -> str:
    """The known name that a misspelt one means, "" where none is near."""
    names = list(known)
    plain = word[:60].strip().lower().replace("-", "_").replace(" ", "_")
    folded = {name.replace("_", ""): name for name in names}
    if plain.replace("_", "") in folded:
        return folded[plain.replace("_", "")]
    close = difflib.get_close_matches(plain, names, 1, 0.6)
    return close[0] if close else ""


def suggestion(word: str, known: Iterable[str]) -> str:
    """The cure of a misspelt name: the one that is meant, or all there are."""
    names = list(known)
    near = closest(word, names)
    return f"did you mean {near}?" if near else f"known are {', '.join(names)}"
