"""The one filter through which text from users becomes TeX."""

from __future__ import annotations

import re
import unicodedata

from derive.errors import InputError
from derive.render.characters import CHARACTERS, PREAMBLE

__all__ = ["LONGEST", "PREAMBLE", "escape"]

LONGEST = 4000  # characters; TeX reads no line of more than 200,000, and one character may become forty
LIGATURE = re.compile(r"([-<>,])(?=\1)")  # a pair would melt into a dash or a quotation mark
SHOWN = 8  # characters named in a message at most


def escape(text: str) -> str:
    """TeX that prints the text literally, on one line; InputError where the fonts lack a character of it.

    The document's preamble must hold PREAMBLE.
    """
    composed = unicodedata.normalize("NFC", text)
    line = re.sub(r"[ \t\r\n\v\f\u0085\u2028\u2029]+", " ", composed).strip(" ")
    if len(line) > LONGEST:
        raise InputError.of(f"a text of {len(line)} characters begins with {line[:40]!r}",
                            f"give at most {LONGEST}, or split it")
    missing = sorted(set(line) - CHARACTERS.keys())
    if missing:
        raise InputError.of(f"{line[:40]!r} holds {_named(missing)}, which the fonts of a page cannot show",
                            "write it in Latin or Greek letters")
    # an empty group would not keep them apart in LuaTeX
    return LIGATURE.sub(r"\1\/", "".join(CHARACTERS[character] for character in line))


def _named(characters: list[str]) -> str:
    """The characters with their code points, the first few of them."""
    named = [_name(character) for character in characters[:SHOWN]]
    more = len(characters) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


def _name(character: str) -> str:
    """A character as it looks, where it shows at all, and its code point: `中 (U+4E2D)`."""
    code = f"U+{ord(character):04X}"
    return f"{character} ({code})" if character.isprintable() else f"the invisible {code}"
