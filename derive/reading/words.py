"""Text that is printed as it stands: one line, no hidden characters."""

from __future__ import annotations

import unicodedata

from derive.reading.numbers import kind
from derive.reading.refused import Refused

LONGEST = 200
HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
CONTROLS = {0: "NULL", 7: "BELL", 8: "BACKSPACE", 27: "ESCAPE", 127: "DELETE"}


def line(value: object) -> str:
    """One line of text: line breaks and tabs are spaces; Refused for control and invisible characters."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Refused(f"{kind(value)} stands in place of text", "write it in quotes")
    text = unicodedata.normalize("NFC", " ".join(str(value).split()))
    for character in text:
        if unicodedata.category(character) in HIDDEN:
            raise Refused(f"the text holds {called(character)}, which cannot be printed", "take it out")
    if len(text) > LONGEST:
        raise Refused(f"the text has {len(text)} characters", f"keep it within {LONGEST}")
    return text


def called(character: str) -> str:
    """The name and the number of a character: `RIGHT-TO-LEFT OVERRIDE (U+202E)`."""
    code = ord(character)
    name = unicodedata.name(character, CONTROLS.get(code, "a control character"))
    return f"{name} (U+{code:04X})"
