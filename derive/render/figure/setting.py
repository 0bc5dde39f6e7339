"""Formulas set in places, for pictures whose viewers know no mathematics: letters on base lines, and rules; in em."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from derive.render.figure.letters import width
from derive.render.glyphs import Glyph, Script, Shape

Face = Literal["upright", "italic", "bold"]
Spacing = Literal["", "relation", "operator"]
FACES: dict[Shape, Face] = {"letter": "italic", "bold": "bold"}
SPACES: dict[str, Spacing] = {**dict.fromkeys("=≈", "relation"), **dict.fromkeys("+-·×", "operator")}
AROUND = {"relation": 0.28, "operator": 0.2, "": 0.0}
SMALL = 0.7                          # an index beside its letter
RAISED, LOWERED, BEHIND = 0.4, 0.17, 0.06
TALL, DEEP, SHORT = 0.68, 0.21, 0.46  # letters with ascenders or digits, with descenders, and without either
AXIS, RULE, CLEAR = 0.25, 0.045, 0.12  # the height of a fraction's stroke, how thick it is, and what is free around it


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one face and size on a base line."""

    x: float
    y: float                         # above the base line of the whole
    text: str
    size: float
    face: Face


@dataclass(frozen=True, slots=True)
class Stroke:
    """A level line."""

    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Setting:
    """What is set: its width, how far it reaches above and below its base line, and everything in its place."""

    width: float = 0.0
    above: float = 0.0
    below: float = 0.0
    runs: tuple[Run, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    spacing: Spacing = ""

    def moved(self, x: float, y: float = 0.0) -> Setting:
        """The same elsewhere."""
        runs = tuple(replace(run, x=run.x + x, y=run.y + y) for run in self.runs)
        strokes = tuple(replace(stroke, x=stroke.x + x, y=stroke.y + y) for stroke in self.strokes)
        return Setting(self.width, self.above + y, self.below - y, runs, strokes)

    def scaled(self, factor: float) -> Setting:
        """The same, so many times as large."""
        runs = tuple(Run(r.x * factor, r.y * factor, r.text, r.size * factor, r.face) for r in self.runs)
        strokes = tuple(Stroke(s.x * factor, s.y * factor, s.width * factor) for s in self.strokes)
        return Setting(self.width * factor, self.above * factor, self.below * factor, runs, strokes)


def glyph(sign: Glyph) -> Setting:
    """A letter in italics, all else upright."""
    return letters(sign.text.replace("-", "−"), FACES.get(sign.shape, "upright"), SPACES.get(sign.text, ""))


def letters(text: str, face: Face, spacing: Spacing = "") -> Setting:
    """A text in one face."""
    above = SHORT if set(text) <= set("acemnopqrsuvwxyz−=+·≈×.,") else TALL
    below = DEEP if set(text) & set("gjpqy(),ρφηψχβμ") else 0.0
    return Setting(width(text, face), above, below, (Run(0.0, 0.0, text, 1.0, face),), spacing=spacing)


def beside(parts: Sequence[Setting]) -> Setting:
    """Settings side by side, with room around signs between two others."""
    x, placed = 0.0, []
    for place, part in enumerate(parts):
        unary = place == 0 or bool(parts[place - 1].spacing)
        around = 0.0 if part.spacing == "operator" and unary else AROUND[part.spacing]
        placed.append(part.moved(x + around))
        x += part.width + 2 * around
    return over_each_other(placed, x)


def over_each_other(parts: Sequence[Setting], width: float) -> Setting:
    """Settings that stand in their places already, as one."""
    above, below = (max((getattr(part, side) for part in parts), default=0.0) for side in ("above", "below"))
    runs = tuple(run for part in parts for run in part.runs)
    return Setting(width, above, below, runs, tuple(stroke for part in parts for stroke in part.strokes))


def scripted(base: Setting, scripts: dict[str, Setting]) -> Setting:
    """An index below and a mark above, one over the other."""
    heights = {"_": -LOWERED, "^": max(RAISED, base.above - 0.3)}
    small = [part.scaled(SMALL).moved(base.width + 0.02, heights[sign]) for sign, part in scripts.items()]
    widest = max((part.width for part in small), default=0.0)
    return over_each_other([base, *small], base.width + widest + BEHIND)


def accented(accent: str, inner: Setting) -> Setting:
    """An accent on the first letter."""
    first, *others = inner.runs
    text = unicodedata.normalize("NFC", first.text[:1] + accent + first.text[1:])
    return replace(inner, runs=(replace(first, text=text), *others), above=inner.above + 0.22)


def ratio(top: Setting, bottom: Setting) -> Setting:
    """One over the other in small type, a stroke between."""
    above, below = top.scaled(SMALL), bottom.scaled(SMALL)
    wide = max(above.width, below.width) + 0.1
    placed = (
        above.moved((wide - above.width) / 2, AXIS + CLEAR + above.below),
        below.moved((wide - below.width) / 2, AXIS - CLEAR - below.above),
        Setting(strokes=(Stroke(0.0, AXIS, wide),)),
    )
    return over_each_other(placed, wide + 0.1).moved(0.05)


SET: Script[Setting] = Script(glyph, scripted, accented, ratio, beside, Setting(0.17))
