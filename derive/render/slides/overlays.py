"""Lines of a frame with what is told later: the pages of overlays as Beamer writes them."""

from __future__ import annotations

from derive.render.content import Values
from derive.render.slides.reveal import Shown, ShownLine


def line_values(line: ShownLine) -> Values:
    """A line as plain values."""
    return {"left": shown(line.left), "pieces": [shown(piece) for piece in line.pieces]}


def shown(piece: Shown) -> str:
    """A piece, kept off the page until its turn."""
    turn = overlay(piece.page)
    return rf"\onslide{turn}{{{piece.text.strip()}}}" if turn and piece.text else piece.text


def overlay(page: int) -> str:
    """The pages of a frame from one on, as Beamer writes them; nothing for all of them."""
    return "" if page == 1 else f"<{page}->"
