"""Sentences: text with quantities in it, from the word file; still no LaTeX."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from sympy import Eq, Expr

from derive.quantity import Named, Partial, Quantity
from derive.resources import resource

# text, a symbol, a formula, an equation that no line breaks, a given number
Segment: TypeAlias = str | Quantity | Partial | Expr | Eq | Fraction
Sentence: TypeAlias = tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    tree: Mapping[str, Any]

    def say(self, *path: str, **parts: Segment | Sentence | int) -> Sentence:
        """The sentence at this place of the word file, with its placeholders filled."""
        template = self.tree
        for key in path:
            template = template[key]
        found: list[Segment] = []
        for text, name, _, _ in string.Formatter().parse(str(template)):
            found += [text] if text else []
            found += as_segments(parts[name]) if name is not None else []
        return tuple(found)

    def word(self, *path: str, **parts: str | int) -> str:
        """The words at this place, as plain text."""
        return "".join(str(segment) for segment in self.say(*path, **parts))


def as_segments(part: Segment | Sentence | int) -> list[Segment]:
    """A placeholder's filling as segments of a sentence."""
    if isinstance(part, tuple):
        return list(part)
    return [str(part)] if isinstance(part, int) else [part]


@lru_cache(maxsize=8)
def words(language: str = "en") -> Words:
    """The word file of a language."""
    return Words(YAML(typ="safe").load(resource("words", f"{language}.yaml").read_text(encoding="utf-8")))


def listed(items: list[Named]) -> Sentence:
    """Several quantities in a row: a, b and c."""
    found: list[Segment] = []
    for i, item in enumerate(items):
        if i:
            found.append(" and " if i == len(items) - 1 else ", ")
        found.append(item)
    return tuple(found)


def equation(of: Segment, formula: Segment) -> Sentence:
    """Quantity = formula, within a sentence."""
    return (of, " = ", formula)


def in_a_row(sentences: Iterable[Sentence]) -> Sentence:
    """Several sentences with commas between them."""
    found: list[Segment] = []
    for i, sentence in enumerate(sentences):
        found += [", "] if i else []
        found += sentence
    return tuple(found)
