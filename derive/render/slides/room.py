"""The room that equations have on a page beside a picture, and the ways to set them that are tried in turn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from derive.render.measure import width
from derive.render.slides.lines import Line
from derive.render.slides.look import BESIDE, BOXES, PICTURE, Aspect, Place

STRIPS: dict[Place, float] = {"above": 0.19, "below": 0.15}  # of a page's width, the height of such a picture
BROKEN = ("normal", "small")         # sizes, in which alone sides are broken


class Trial(NamedTuple):
    """One way to set equations: the size of the letters, where the picture stands, and how much room is saved."""

    size: str
    place: Place
    packed: bool                     # whether short sides share lines
    brief: bool = False              # whether the product of all factors is left out, which the picture lights


class Room(NamedTuple):
    """The em that lines may be wide and high in all, and how wide they may be from some height on."""

    width: float
    height: float
    upper: float
    narrow: float

    def at(self, height: float) -> float:
        """The em of a line that ends at this height."""
        return self.width if height <= self.upper else self.narrow

    def holds(self, lines: Sequence[Line]) -> bool:
        """Whether lines, under each other, stay within it."""
        left, height = max(width(line.left) for line in lines), 0.0
        for line in lines:
            height += line.height
            if left + line.width > self.at(height) or height > self.height:
                return False
        return True

    def narrow_from(self, lines: Sequence[Line]) -> float:
        """The em below the top from which on all lines are narrow."""
        left = max(width(line.left) for line in lines)
        wide = [n for n, line in enumerate(lines, start=1) if left + line.width > self.narrow]
        return sum(line.height for line in lines[: max(wide, default=0)])


def room(aspect: Aspect, height: float, trial: Trial) -> Room:
    """The room on a page that has so many millimetres below the task."""
    em = aspect.em(trial.size)
    wide, beside = aspect.text / em, aspect.text * BESIDE / em
    if trial.place == "corner":
        return Room(wide, height / em, (height - corner(aspect)) / em, beside)
    wide = beside if trial.place == "beside" else wide
    high = (height - STRIPS.get(trial.place, 0.0) * aspect.width) / em
    return Room(wide, high, high, wide)


def corner(aspect: Aspect) -> float:
    """The millimetres that a picture in the corner is high on a page."""
    across, up = BOXES["corner"]
    return up * min(1.0, aspect.text * PICTURE / across)


def trials(place: Place) -> tuple[Trial, ...]:
    """The ways to set equations with the picture in a place, the most legible first; beside it nothing is huge."""
    sizes = ("large", "normal") if place == "beside" else ("huge", "large", "normal")
    return (*(Trial(size, place, False) for size in sizes), Trial("normal", place, True))


def fallbacks(place: Place) -> tuple[Trial, ...]:
    """The ways for an equation that has no room there: the picture elsewhere, small letters, no long product."""
    ways = product(("normal", "small"), ("corner", place, "below"), (False, True))
    whole = [Trial(*way) for way in ways if place]
    return (*whole, *(trial._replace(brief=True) for trial in whole)) or trials("")
