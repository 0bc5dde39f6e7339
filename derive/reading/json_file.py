"""JSON, word by word: numbers stay as written, every value has its place, repeated keys are refused."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from dataclasses import dataclass

from derive.formula.numeral import shortened
from derive.reading.outline import Outline, Path, Place, Tree

WORD = re.compile(
    r'[ \t\r\n]*(?:(?P<sign>[\[\]{}:,])|(?P<text>"(?:[^"\\\x00-\x1f]|\\.)*")'
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![0-9.eE+-]))"
    r"|(?P<name>true|false|null)(?![A-Za-z0-9])|(?P<other>[^\s\[\]{}:,]+|$))"
)
NAMES = {"true": True, "false": False, "null": None}


@dataclass(frozen=True, slots=True)
class Word:
    """A sign, text, number or name of JSON, and where it stands."""

    kind: str
    text: str
    start: int


def read_json(text: str, file: str) -> Outline:
    """The outline of a JSON text; InputError with the place where it is no JSON."""
    outline = Outline(file, text)
    reader = Reader(outline)
    outline.tree = reader.value(())
    if reader.next.text:
        raise reader.wrong("the end of the file")
    return outline


class Reader:
    """Reads one JSON text from left to right."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.next = self.word(0)
        self.lines = [match.start() for match in re.finditer("\n", outline.text)]

    def word(self, at: int) -> Word:
        """The first word at or right of an offset."""
        match = WORD.match(self.outline.text, at)
        if match is None:
            return Word("other", self.outline.text[at : at + 1], at)
        kind = str(match.lastgroup)
        return Word(kind, match[kind], match.start(kind))

    def take(self) -> Word:
        """Reads one word."""
        word = self.next
        self.next = self.word(word.start + len(word.text))
        return word

    def place(self, word: Word) -> Place:
        """The line and column of a word."""
        line = bisect_left(self.lines, word.start)
        return Place(line + 1, word.start - (self.lines[line - 1] if line else -1))

    def wrong(self, expected: str) -> Exception:
        """The fault of a word that is not what must stand here."""
        found = shortened(self.next.text, 20) if self.next.text else "the end of the file"
        return self.outline.fault(
            f"this is no JSON: {found} in place of {expected}", "correct it", self.place(self.next)
        )

    def expect(self, sign: str) -> None:
        """Reads the sign that must stand here."""
        if self.next.text != sign:
            raise self.wrong(sign)
        self.take()

    def value(self, path: Path) -> Tree:
        """One value with everything inside it."""
        self.outline.enter(path, self.place(self.next))
        if self.next.text in ("[", "{"):
            return self.sequence(path) if self.take().text == "[" else self.mapping(path)
        if self.next.kind == "text":
            return self.text()
        if self.next.kind not in ("number", "name"):
            raise self.wrong("a value")
        word = self.take()
        return NAMES.get(word.text, word.text)

    def text(self) -> str:
        """What stands between two quotes."""
        try:
            return str(json.loads(self.next.text))
        except ValueError:
            raise self.wrong("text with known escapes") from None
        finally:
            self.take()

    def sequence(self, path: Path) -> list[Tree]:
        """The values of a list, after its bracket."""
        found: list[Tree] = []
        while self.next.text != "]":
            if found:
                self.expect(",")
            found.append(self.value((*path, len(found))))
        self.take()
        return found

    def mapping(self, path: Path) -> dict[str, Tree]:
        """The values of an object by their keys, after its brace."""
        found: dict[str, Tree] = {}
        while self.next.text != "}":
            if found:
                self.expect(",")
            if self.next.kind != "text":
                raise self.wrong("a key in quotes")
            start = self.place(self.next)
            own = self.outline.key(path, name := self.text(), start)
            self.expect(":")
            found[name] = self.value(own)
        self.take()
        return found
