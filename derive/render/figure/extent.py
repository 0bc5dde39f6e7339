r"""How much room a formula takes on paper, estimated from its LaTeX without running TeX."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

TOKEN = re.compile(r"\\[A-Za-z]+ *|\\.|.", re.DOTALL)
MM_PER_POINT = 0.35146

# Latin Modern is drawn wider at small sizes: a 7-point digit is as wide as an 8-point one scaled down.
WIDTH_OF_SIZE = {6: 7.33, 7: 7.97, 8: 8.5, 9: 9.25, 10: 10.0}
SCRIPT = 0.82  # width of a subscript beside the same letter on the line

# Widths in em, rounded up within each group.
GROUPS: tuple[tuple[Iterable[str], float], ...] = (
    ("!',.:;|", 0.28),
    ("~ ", 0.34),
    ("ijl()[]/", 0.39),
    ("fIrst", 0.45),
    ("-+<>ABCDEFGHJKLNOPQRSTUVXYZ", 0.78),
    ("mwMW", 0.95),
    ("=", 1.34),
    ((r"\,", r"\:", r"\ ", r"\;"), 0.3),
    ((r"\!",), -0.17),
    ((r"\{", r"\}"), 0.5),
    ((r"\quad",), 1.0),
    ((r"\left", r"\right", r"\displaystyle", r"\textstyle"), 0.0),
    ((r"\cdot",), 0.73),
    ((r"\times", r"\pm", r"\approx", r"\to"), 1.3),
)
EMS = {glyph: ems for glyphs, ems in GROUPS for glyph in glyphs}
LETTER = 0.53
GREEK = 0.62


@dataclass(frozen=True, slots=True)
class Extent:
    """Width, height above and depth below the line; in em while measuring, in millimetres afterwards."""

    width: float
    above: float = 0.7
    below: float = 0.0

    def scaled(self, factor: float) -> Extent:
        """The same formula, so many times as large."""
        return Extent(self.width * factor, self.above * factor, self.below * factor)


def extent(latex: str, points: int) -> Extent:
    """The room of a formula set at 6 to 10 points, in millimetres."""
    tokens = [token.rstrip() or token for token in TOKEN.findall(latex)]
    em = _row(tokens[::-1])
    wide, high = WIDTH_OF_SIZE[points] * MM_PER_POINT, points * MM_PER_POINT
    return Extent(em.width * wide, em.above * high, em.below * high)


def _row(tokens: list[str]) -> Extent:
    """Everything up to the closing brace; `tokens` is a stack, its top the next token."""
    width, above, below = 0.0, 0.7, 0.0
    while tokens and tokens[-1] != "}":
        atom = _scripted(tokens)
        width, above, below = width + atom.width, max(above, atom.above), max(below, atom.below)
    if tokens:
        tokens.pop()
    return Extent(width, above, below)


def _scripted(tokens: list[str]) -> Extent:
    """An atom with its sub- and superscript, which stand one above the other."""
    atom = Extent(0.0) if tokens[-1] in "_^" else _atom(tokens)
    scripts, above, below = 0.0, atom.above, atom.below
    while tokens and tokens[-1] in "_^":
        raised = tokens.pop() == "^"
        script = _atom(tokens).scaled(SCRIPT)
        scripts = max(scripts, script.width)
        above = max(above, 0.45 + script.above) if raised else above
        below = below if raised else max(below, 0.2 + script.below)
    return Extent(atom.width + scripts + (0.05 if scripts else 0.0), above, below)


def _atom(tokens: list[str]) -> Extent:
    """One letter, symbol or group; a command with an argument it does not know shows that argument."""
    token = tokens.pop() if tokens else "{"
    if token == "{":
        return _row(tokens)
    if token in ("\\frac", "\\tfrac", "\\dfrac"):
        return _fraction(_atom(tokens), _atom(tokens))
    if token == "\\sqrt":
        inner = _atom(tokens)
        return Extent(inner.width + 0.84, inner.above + 0.2, inner.below + 0.15)
    if token in EMS:
        return Extent(EMS[token])
    if len(token) > 2 and tokens and tokens[-1] == "{":
        return _atom(tokens)
    return Extent(GREEK if len(token) > 1 else LETTER)


def _fraction(top: Extent, bottom: Extent) -> Extent:
    """A fraction as it stands in a line of text."""
    return Extent(SCRIPT * max(top.width, bottom.width) + 0.25, 0.85, 0.36)
