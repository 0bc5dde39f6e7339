"""Draws docs/pages.png, the README's picture: a page of the article's worksheet beside one of its key.

Run with `make picture`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

import derive

PAGES = {"worksheet": 0, "answers": 3}  # which page of each, from 0
GREY = "#c9d1da"


def page(path: Path, number: int) -> Image.Image:
    """A page as a picture, with a hair line around it."""
    picture = pypdfium2.PdfDocument(path)[number].render(scale=1.4).to_pil()
    return ImageOps.expand(picture.convert("RGB"), 2, GREY)


def main() -> None:
    """Sets both documents, and pastes one page of each side by side."""
    sheet = derive.worksheet(derive.backprop(derive.read("article")))
    documents = {"worksheet": sheet, "answers": sheet.answers()}
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: document.pdf(Path(folder) / f"{name}.pdf") for name, document in documents.items()}
        pictures = [page(paths[name], number) for name, number in PAGES.items()]
    width = sum(picture.width for picture in pictures) + 24
    both = Image.new("RGB", (width, pictures[0].height), "white")
    both.paste(pictures[0], (0, 0))
    both.paste(pictures[1], (width - pictures[1].width, 0))
    both.quantize(256).save(Path(__file__).parent / "pages.png", optimize=True)


if __name__ == "__main__":
    main()
