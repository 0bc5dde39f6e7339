"""What writes a picture, chosen by the end of a file's name; and pictures in dots."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TypeVar

from derive.errors import EngineError, InputError
from derive.render.output import prepare_folder

DOTS = 200 / 72                      # of a PNG, for each point of length

Writer = TypeVar("Writer")


def writer_for(
    path: str | os.PathLike[str], writers: Mapping[str, Writer], what: str, suffix: str | None = None
) -> Writer:
    """What writes to this path, by its suffix or another, where one can write there.

    InputError where the suffix names no format, EngineError without a package, FileError where the folder is closed.
    """
    suffix = suffix or Path(path).suffix.lower()
    if suffix not in writers:
        raise InputError.of(f"{str(path)[:80]!r} names no format of {what}", f"end it in {', '.join(writers)}")
    if suffix == ".png" and not (find_spec("pypdfium2") and find_spec("PIL")):
        raise EngineError("a PNG needs two packages more: pip install pypdfium2 pillow; or ask for .svg or .pdf")
    prepare_folder(Path(path).parent)
    return writers[suffix]


def png(pdf: bytes) -> bytes:
    """The first page of a PDF in dots."""
    import pypdfium2

    page = pypdfium2.PdfDocument(pdf)[0]
    file = BytesIO()
    page.render(scale=DOTS).to_pil().save(file, "PNG", dpi=(200, 200))
    return file.getvalue()
