"""What slides look like: the shape of the page, the theme, whether anything is revealed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from derive.errors import InputError

# of a picture by equations; in the corner it stands below long lines and beside short ones
Place = Literal["beside", "above", "below", "corner", ""]
THEME = re.compile(r"[A-Za-z]{1,40}")
COMMAND = re.compile(r"\\[A-Za-z]+|[{}$~]")
PLAIN = "default"                    # the theme that needs no Beamer
BESIDE, PICTURE = 0.54, 0.44         # of the text's width: equations, and the network beside them
BOXES: dict[Place, tuple[float, float]] = {  # millimetres of pictures
    "beside": (61.6, 46.0), "above": (140.0, 27.0), "below": (140.0, 22.0), "corner": (61.6, 33.0),
}  # fmt: skip
MARGIN = 10.0                        # millimetres left and right of the text
MM_PER_POINT = 0.35146
REFERENCE = 128.0                    # millimetres, the width of a page at which the sizes are those of `SIZES`
SIZES = {"huge": 14.4, "large": 11.2, "normal": 10.0, "small": 9.2}  # points of formulas, by the name of their size
HEAD, FOOT, BELOW = 18.5, 8.0, 4.5   # millimetres that no equation may take: of the page, and below a task
LINE, LETTERS = 4.1, 64              # of a line of a task at that width, and how many letters that holds


@dataclass(frozen=True, slots=True)
class Aspect:
    """The shape of a page: Beamer's name of it, millimetres, and the points of its sentences."""

    option: str
    width: float
    height: float
    points: int

    @property
    def text(self) -> float:
        """The millimetres of a line of text."""
        return self.width - 2 * MARGIN

    @property
    def scale(self) -> float:
        """How much larger the page is than the one that sizes are told for."""
        return self.width / REFERENCE

    @property
    def sizes(self) -> dict[str, str]:
        """The points of formulas on this page, by the name of their size."""
        return {name: f"{points * self.scale:g}" for name, points in SIZES.items()}

    def em(self, size: str) -> float:
        """The millimetres of an em of a formula."""
        return SIZES[size] * self.scale * MM_PER_POINT

    def room(self, sentence: str) -> float:
        """The millimetres that equations may be high below a task."""
        lines = 1 + len(COMMAND.sub("", sentence)) // LETTERS
        return self.height - HEAD - FOOT - BELOW - LINE * lines * self.scale


ASPECTS = {
    "16:9": Aspect("169", 160.0, 90.0, 12),
    "16:10": Aspect("1610", 160.0, 100.0, 12),
    "4:3": Aspect("43", 128.0, 96.0, 10),
}


@dataclass(frozen=True, slots=True)
class Look:
    """What is chosen about the slides of a derivation."""

    aspect: str = "16:9"
    theme: str = PLAIN
    handout: bool = False            # one page a frame
    beamer: bool = True              # whether Beamer sets them, or our own few commands in its place

    def __post_init__(self) -> None:
        if self.aspect not in ASPECTS:
            raise InputError.of(f"aspect {self.aspect!r} is not known", f"choose one of {', '.join(ASPECTS)}")
        if not THEME.fullmatch(self.theme):
            raise InputError.of(f"theme {self.theme!r} is no name of a Beamer theme", "give letters only, like Madrid")

    @property
    def page(self) -> Aspect:
        """The shape of a page."""
        return ASPECTS[self.aspect]
