"""Our documents as documents of PyLaTeX, which a user can append to."""

from __future__ import annotations

import re

from pylatex import Document, NoEscape

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
