"""Worksheet and key as files: both PDFs are set before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from derive.derivation import Derivation
from derive.document.worksheet import Level, Paper
from derive.documents import worksheet
from derive.errors import EngineError
from derive.render.formats import FORMATS
from derive.render.output import prepare_folder, write_file
from derive.render.pdf import compile_tex


def sources(work: Derivation, level: Level, paper: Paper, form: str | Mapping[str, str] = "steps") -> dict[str, str]:
    """The LaTeX of worksheet and key, by the names of their files."""
    student = worksheet(work, level, paper, form)
    return {FORMATS[each.kind].file: each.tex() for each in (student, student.answers())}


def print_documents(sources: Mapping[str, str], folder: Path, engine: str | None) -> list[Path]:
    """Writes worksheet and key, .tex and .pdf, into the folder; gives the paths.

    Where TeX fails the .tex files are still written, and EngineError says why there is no PDF.
    """
    place = prepare_folder(folder)
    texts = {place / f"{name}.tex": tex.encode() for name, tex in sources.items()}
    try:
        with ThreadPoolExecutor(len(sources)) as pool:  # the engines are processes of their own
            pages = list(pool.map(lambda tex: compile_tex(tex, engine), sources.values()))
    except EngineError:
        write_all(texts)
        raise
    written = {**texts, **{place / f"{name}.pdf": pdf for name, pdf in zip(sources, pages, strict=True)}}
    write_all(written)
    return list(written)


def write_all(files: dict[Path, bytes]) -> None:
    """Writes every file, each whole or not at all."""
    for path, content in files.items():
        write_file(path, content)
