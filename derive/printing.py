"""Documents as files: PDFs, pages and their sources, each made before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from derive.documents import PAGE_OF, Document
from derive.errors import EngineError, InputError
from derive.lecture import Slides
from derive.render.extent import Extent
from derive.render.formats import FORMATS
from derive.render.output import prepare_folder, write_file
from derive.render.pdf import compile_tex

PAGES = {kind: FORMATS[name] for kind, name in PAGE_OF.items()}
MANY = 20                            # pages that are told of before they are set
CURE = "choose some with --only 6-25, or with --sample 2 the first 2 neurons of each layer; or print --all"
MOST_EQUATIONS, MOST_PAGES = 500, 60  # what is set without being asked for in so many words


def announced(student: Document, everything: bool) -> str:
    """What is said before a long worksheet is set; InputError where it is too long and not wanted all the same."""
    size = student.extent()
    if not everything and (size.equations > MOST_EQUATIONS or size.pages > MOST_PAGES):
        raise InputError.of(told(size, "would fill"), CURE)
    return f"{told(size, 'fill')}, and their key about {student.answers().extent().pages}" if size.pages > MANY else ""


def bearable(lecture: Document, everything: bool) -> None:
    """InputError where there are more slides than anybody shows, and they are not wanted all the same."""
    count = len(lecture.content().assignments)
    if count > MOST_EQUATIONS and not everything:
        raise InputError.of(f"{count} numbered equations would take as many slides and more", CURE)


def told(size: Extent, fill: str) -> str:
    """How much a worksheet is, in words."""
    return f"{size.equations} numbered equations {fill} about {size.pages} pages"


def sources(student: Document) -> dict[str, str]:
    """The LaTeX of a worksheet and its key, by the names of their files."""
    return {FORMATS[each.kind].file: each.tex() for each in (student, student.answers())}


def print_documents(sources: Mapping[str, str], folder: Path, engine: str | None) -> list[Path]:
    """Writes worksheet and key, .tex and .pdf, into the folder; gives the paths.

    Where TeX fails the .tex files are still written, and EngineError says why there is no PDF.
    """
    place = prepare_folder(folder)
    texts = {place / name: tex.encode() for name, tex in sources.items()}
    try:
        with ThreadPoolExecutor(len(sources)) as pool:  # the engines are processes of their own
            pages = list(pool.map(lambda tex: compile_tex(tex, engine), sources.values()))
    except EngineError:
        write_all(texts)
        raise
    written = {**texts, **{(place / name).with_suffix(".pdf"): pdf for name, pdf in zip(sources, pages, strict=True)}}
    write_all(written)
    return list(written)


def write_pages(pages: Mapping[Path, Document]) -> list[Path]:
    """Writes each document as a page for a browser, once all of them are made; gives the paths."""
    texts = {path: document.html().encode() for path, document in pages.items()}
    write_with_folders(texts)
    return list(texts)


def print_slides(lecture: Slides, folder: Path, engine: str | None) -> list[Path]:
    """Writes slides.tex and slides.pdf into the folder; gives the paths.

    Where TeX fails the .tex file is still written, and EngineError says why there is no PDF.
    """
    path = prepare_folder(folder) / FORMATS["slides"].file
    source = {path: lecture.tex().encode()}
    try:
        written = {**source, path.with_suffix(".pdf"): lecture.compiled(engine)}
    except EngineError:
        write_all(source)
        raise
    write_all(written)
    return list(written)


def write_with_folders(files: Mapping[Path, bytes]) -> None:
    """Makes the folders, then writes every file."""
    for folder in dict.fromkeys(path.parent for path in files):
        prepare_folder(folder)
    write_all(files)


def write_all(files: Mapping[Path, bytes]) -> None:
    """Writes every file, each whole or not at all, into folders that are there."""
    for path, content in files.items():
        write_file(path, content)
