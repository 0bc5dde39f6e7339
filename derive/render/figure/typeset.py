"""Lines of text on a page of SVG, each letter where it was set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from derive.render.figure.letters import width
from derive.render.figure.scene import Text
from derive.render.figure.setting import RULE, SET, Run, Setting, beside, letters
from derive.render.figure.styles import COLOURS, MM_PER_POINT

LEADING = 1.35                       # from line to line, in the size of the letters
MIDDLE = 0.24                        # from the middle of a line of letters down to its base line
FACES = {"upright": "", "italic": ' font-style="italic"', "bold": ' font-weight="bold"'}


def lines(texts: Sequence[Text], x: float, y: float) -> Iterator[str]:
    """Some lines of text one below the other about a point."""
    for place, (setting, size) in enumerate(map(set_in, texts)):
        down = (place - (len(texts) - 1) / 2) * LEADING * size
        yield from placed(setting, x - setting.width * size / 2, y + down + MIDDLE * size, size)


def set_in(text: Text) -> tuple[Setting, float]:
    """A line of text with the size of its letters, in millimetres."""
    words = [letters(text.words, "upright")] if text.words else []
    setting, size = beside([SET.symbol(text.formula), *words]), text.points * MM_PER_POINT
    shrunk = 1.0 if text.squeezed is None else min(text.squeezed / (setting.width * size), 1.0)
    return setting, size * shrunk


def room(text: Text) -> float:
    """How wide a line of text is."""
    setting, size = set_in(text)
    return setting.width * size


def raised(text: Text) -> float:
    """From the base line of a line of text up to its middle."""
    return MIDDLE * set_in(text)[1]


def placed(setting: Setting, x: float, y: float, size: float) -> Iterator[str]:
    """A setting from a point of its base line on."""
    spans = "".join(span(run, x, y, size) for run in joined(setting.runs))
    if spans:
        yield f'<text font-size="{size:.3g}" fill="#{COLOURS["ink"]}">{spans}</text>'
    for stroke in setting.strokes:
        across, up, wide = x + stroke.x * size, y - stroke.y * size, stroke.width * size
        line = f'd="M{across:.2f} {up:.2f}h{wide:.2f}" stroke="#{COLOURS["ink"]}" stroke-width="{RULE * size:.2f}"'
        yield f'<path class="stroke" {line}/>'


def span(run: Run, x: float, y: float, size: float) -> str:
    """Letters in their place."""
    small = "" if run.size == 1.0 else f' font-size="{run.size * size:.3g}"'
    place = f'x="{x + run.x * size:.2f}" y="{y - run.y * size:.2f}"'
    return f"<tspan {place}{small}{FACES[run.face]}>{escape(run.text)}</tspan>"


def joined(runs: Sequence[Run]) -> list[Run]:
    """The runs, those that follow one another in one face and size as one."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        alike = last and (last.y, last.size, last.face) == (run.y, run.size, run.face)
        if last and alike and abs(last.x + last.size * width(last.text, last.face) - run.x) < 0.01:
            found[-1] = Run(last.x, last.y, last.text + run.text, last.size, last.face)
        else:
            found.append(run)
    return found
