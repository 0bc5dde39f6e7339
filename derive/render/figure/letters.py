"""How wide letters are in Times and what has its widths (Times New Roman, Liberation Serif, Nimbus Roman), in em."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import combining, normalize

FONTS = "'Times New Roman', 'Liberation Serif', Tinos, 'Nimbus Roman', 'TeX Gyre Termes', Times, serif"

# from Adobe's font metrics of Times-Roman, Times-Italic and Times-Bold
UPRIGHT: tuple[tuple[Iterable[str], float], ...] = (
    ("′", 0.18), (" ,.·", 0.25), ("ijlt/⋮", 0.278), ("fIr()[]⟨⟩", 0.333), ("Jsℓ", 0.389), ("acezβγ", 0.444),
    ("0123456789bdghknopquvxyδ∂⋆", 0.5), ("FPS≈", 0.556), ("=+-−×", 0.564), ("ELTZ", 0.611), ("BCR", 0.667),
    ("ADGHKNOQUVXYw", 0.722), ("m", 0.778), ("M", 0.889), ("W", 0.944), ("⋯", 1.0),
)  # fmt: skip
ITALIC: tuple[tuple[Iterable[str], float], ...] = (
    ("fijlt", 0.278), ("I", 0.333), ("rsz", 0.389), ("JcekvxyL", 0.444), ("abdghnopqu", 0.5), ("SY", 0.556),
    ("ABEFPRXTZ", 0.611), ("CKNVwQ", 0.667), ("DGHOUm", 0.722), ("MW", 0.833),
)  # fmt: skip
BOLD: tuple[tuple[Iterable[str], float], ...] = (
    ("ijl", 0.278), ("ft", 0.333), ("I", 0.389), ("ceszr", 0.444), ("agovxyJ", 0.5), ("bdhknpquS", 0.556),
    ("FPL", 0.611), ("BETZ", 0.667), ("ACDNRUVXYw", 0.722), ("GHKOQ", 0.778), ("m", 0.833), ("M", 0.944), ("W", 1.0),
)  # fmt: skip
OTHER = 0.6                          # of a letter that is not told, such as a Greek one


def table(*groups: tuple[Iterable[str], float]) -> dict[str, float]:
    """The width of each letter."""
    return {letter: width for letters, width in groups for letter in letters}


WIDTHS = {"upright": table(*UPRIGHT), "italic": table(*UPRIGHT, *ITALIC), "bold": table(*UPRIGHT, *BOLD)}


def width(text: str, face: str) -> float:
    """How wide a text is; an accent takes no room."""
    widths = WIDTHS[face]
    return sum(widths.get(letter, OTHER) for letter in normalize("NFD", text) if not combining(letter))
