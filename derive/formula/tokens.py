"""The words of a formula: numbers, names and signs, each with its column; anything else is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from derive.formula.fault import FormulaError

LONGEST = 500
TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z][A-Za-z0-9]*)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|:=|[-+*/^(),<>=])"
)
BLANK = re.compile(r"[ \t\r\n]+")

# what people write or paste -> what to write here
CURES = {
    "−": "write -", "–": "write -", "·": "write *", "×": "write *", "⋅": "write *", "÷": "write /",
    "²": "write **2", "³": "write **3", "√": "write sqrt(…)", "π": "write pi", "σ": "write sigmoid(…)",
    "≤": "write <=", "≥": "write >=", "½": "write 1/2", "ŷ": "write a", "|": "write abs(…)",
    "'": "formulas hold no text", '"': "formulas hold no text", "\\": "write plain names, not LaTeX",
    "_": "names have letters and digits only", ".": "a point stands only inside a number, like 0.5",
    ":": "a formula is one expression", "!": "factorials are not known", "%": "write 0.05 for 5 %",
    **dict.fromkeys("[]{}", "use round brackets"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a formula: its kind (number, name, sign or end), its text and its 1-based column."""

    kind: str
    text: str
    column: int

    @property
    def after(self) -> int:
        """The column just right of it."""
        return self.column + len(self.text)


def tokens(text: str) -> Iterator[Token]:
    """The words of a formula in reading order, and a last one of kind `end`."""
    if len(text) > LONGEST:
        raise FormulaError(f"a formula of {len(text)} characters is too long", f"keep it within {LONGEST}")
    at = 0
    while at < len(text):
        if blank := BLANK.match(text, at):
            at = blank.end()
            continue
        match = TOKEN.match(text, at)
        if match is None:
            raise stranger(text[at], at + 1)
        yield Token(str(match.lastgroup), match.group(), at + 1)
        at = match.end()
    yield Token("end", "", len(text) + 1)


def stranger(character: str, column: int) -> FormulaError:
    """The fault of a character that no formula has."""
    shown = f"'{character}'" if character.isprintable() else f"the character U+{ord(character):04X}"
    return FormulaError(f"{shown} is not allowed in a formula", CURES.get(character, "leave it out"), column)
