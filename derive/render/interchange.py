"""Our documents, and parts of them, as objects of PyLaTeX, which a user can append to and put together."""

from __future__ import annotations

import re

from pylatex import Command, Document, NoEscape, Package
from pylatex.base_classes import Container, LatexObject
from pylatex.base_classes.containers import Fragment

FITTED = r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}"
CLASS = re.compile(r"\\documentclass\[(.*?)\]\{(.*?)\}\n")


def pylatex_document(tex: str) -> Document:
    """The PyLaTeX document with this class, preamble and body."""
    head, _, body = tex.partition("\\begin{document}\n")
    options, name = CLASS.search(head).groups()  # type: ignore[union-attr]
    document = Document(
        documentclass=name, document_options=options.split(","), fontenc=None, inputenc=None,
        lmodern=False, textcomp=False, page_numbers=False, indent=None,
    )  # fmt: skip
    document.preamble.append(NoEscape(CLASS.sub("", head).strip()))
    document.append(NoEscape(body.partition("\\end{document}")[0].strip()))
    return document


def pylatex_part(tex: str, *needs: str | LatexObject) -> Container:
    """Finished LaTeX as a part of any PyLaTeX document, with the packages, by name, and commands that it needs."""
    part = Fragment(data=NoEscape(tex))
    for each in needs:
        part.packages.add(Package(each) if isinstance(each, str) else each)
    return part


def pylatex_picture(tex: str) -> Container:
    """A picture in TikZ as a part of any PyLaTeX document, in the middle of its line and no wider than that."""
    centred = rf"\begin{{center}}{FITTED}{{{tex.strip()}}}\end{{center}}"
    return pylatex_part(centred, "amsmath", "graphicx", "tikz", Command("usetikzlibrary", "arrows.meta"))
