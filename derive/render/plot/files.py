"""Plots as files, one row for each format."""

from __future__ import annotations

import os
from collections.abc import Callable

from derive.render import suffixes
from derive.render.output import write_file
from derive.render.pdf import compile_tex
from derive.render.plot.panels import picture
from derive.render.plot.picture import Picture
from derive.render.plot.svg import svg
from derive.render.plot.tikz import tex
from derive.render.suffixes import writer_for
from derive.training import Training

Writer = Callable[[Picture], bytes]


def pdf(picture: Picture) -> bytes:
    """A page that TeX sets."""
    return compile_tex(tex(picture))


def png(picture: Picture) -> bytes:
    """The same page in dots."""
    return suffixes.png(pdf(picture))


PLOTS: dict[str, Writer] = {".pdf": pdf, ".svg": svg, ".png": png}


def ready(path: str | os.PathLike[str]) -> Writer:
    """What writes a plot to this path; a fault where none can be written there."""
    return writer_for(path, PLOTS, "plots")


def plot(run: Training, path: str | os.PathLike[str]) -> None:
    """Writes the loss curve and the sizes of the gradients as PDF, SVG or PNG, as the path ends."""
    write_file(path, ready(path)(picture(run)))
