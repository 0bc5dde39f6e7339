"""The slides of a derivation: a frame for each task, revealed step by step beside the drawn network."""

from __future__ import annotations

from derive.render.content import Content, Values
from derive.render.slides.deck import Deck
from derive.render.slides.look import PLAIN, Look

__all__ = ["CLASS", "PLAIN", "THEME_FILE", "Look", "pages_of", "slide_values"]

CLASS, THEME_FILE = "beamer.cls", "beamertheme{}.sty"  # the files of Beamer and of a theme


def slide_values(content: Content, look: Look | None = None) -> Values:
    """What is given to the template of slides."""
    return Deck(content, look or Look()).values()


def pages_of(tex: str) -> int:
    """At most how many pages slides have: one for each frame, and one for each reveal."""
    return tex.count(r"\onslide<") + tex.count(r"\end{frame}")
