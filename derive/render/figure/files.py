"""Figures as files, one row for each format."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace

from derive.render import suffixes
from derive.render.figure.scene import Scene
from derive.render.figure.svg import as_svg
from derive.render.figure.tikz import as_tikz, colours
from derive.render.pdf import compile_tex
from derive.render.single_page import single_page
from derive.render.suffixes import writer_for
from derive.render.tex import fill

SHAPES_A_PAGE = 10                   # that take TeX as long as a page of a document
MARGIN = 1.5                         # millimetres around a picture on its page

Writer = Callable[[Scene, str, str], bytes]  # of a scene, its title and its description


def tikz(scene: Scene) -> str:
    """A `tikzpicture` with its colours, to be put into any document that loads tikz, arrows.meta and amsmath."""
    return fill("tikz.tex", {"colours": colours().splitlines(), "picture": as_tikz(scene)})


def tex(scene: Scene, title: str, description: str) -> bytes:
    """The picture as a piece of a document."""
    return tikz(scene).encode()


def pdf(scene: Scene, title: str, description: str) -> bytes:
    """The picture on a page of its own size."""
    left, bottom, right, top = scene.bounds
    width, height = (f"{length + 2 * MARGIN:.2f}mm" for length in (right - left, top - bottom))
    drawn = tikz(replace(scene, steady=True))  # so that it lies in the middle of the page, to a hair
    tex = single_page("figure.tex", width, height, {"picture": drawn})
    return compile_tex(tex, pages=len(scene.shapes) // SHAPES_A_PAGE)


def svg(scene: Scene, title: str, description: str) -> bytes:
    """The picture as SVG."""
    return as_svg(scene, title, description).encode()


def png(scene: Scene, title: str, description: str) -> bytes:
    """The page in dots."""
    return suffixes.png(pdf(scene, title, description))


FILES: dict[str, Writer] = {".tex": tex, ".pdf": pdf, ".svg": svg, ".png": png}


def ready(path: str | os.PathLike[str], suffix: str | None = None) -> Writer:
    """What writes a figure to this path, by its suffix or another; a fault where none can be written there."""
    return writer_for(path, FILES, "figures", suffix)
