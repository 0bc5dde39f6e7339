"""Plots as files, one row for each format."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from derive.errors import EngineError, InputError
from derive.render.output import prepare_folder, write_file
from derive.render.pdf import compile_tex
from derive.render.plot.panels import picture
from derive.render.plot.picture import Picture
from derive.render.plot.svg import svg
from derive.render.plot.tikz import tex
from derive.training import Training

DOTS = 200 / 72                      # of a PNG, for each point of length

Writer = Callable[[Picture], bytes]


def pdf(picture: Picture) -> bytes:
    """A page that TeX sets."""
    return compile_tex(tex(picture))


def png(picture: Picture) -> bytes:
    """The same page in dots."""
    import pypdfium2

    page = pypdfium2.PdfDocument(pdf(picture))[0]
    file = BytesIO()
    page.render(scale=DOTS).to_pil().save(file, "PNG", dpi=(200, 200))
    return file.getvalue()


PLOTS: dict[str, Writer] = {".pdf": pdf, ".svg": svg, ".png": png}


def writer_for(path: str | os.PathLike[str]) -> Writer:
    """What writes a plot to this path; InputError where its suffix names no format, EngineError without a package."""
    suffix = Path(path).suffix.lower()
    if suffix not in PLOTS:
        raise InputError.of(f"{str(path)[:80]!r} names no format of plots", f"end it in {', '.join(PLOTS)}")
    if suffix == ".png" and not (find_spec("pypdfium2") and find_spec("PIL")):
        raise EngineError("a PNG needs two packages more: pip install pypdfium2 pillow; or ask for .svg or .pdf")
    return PLOTS[suffix]


def ready(path: str | os.PathLike[str]) -> Writer:
    """What writes a plot to this path, where one can be written; FileError where the folder cannot be written to."""
    write = writer_for(path)
    prepare_folder(Path(path).parent)
    return write


def plot(run: Training, path: str | os.PathLike[str]) -> None:
    """Writes the loss curve and the sizes of the gradients as PDF, SVG or PNG, as the path ends."""
    write_file(path, ready(path)(picture(run)))
