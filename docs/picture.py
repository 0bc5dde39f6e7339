"""Draws the README's pictures: a page of the article's worksheet beside one of its key, and two of its slides.

Run with `make picture`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

import derive

PAGES = {"worksheet": 0, "answers": 3}  # which page of each, from 0
SLIDES = (15, 28)
GREY = "#c9d1da"


def page(path: Path, number: int) -> Image.Image:
    """A page as a picture, with a hair line around it."""
    picture = pypdfium2.PdfDocument(path)[number].render(scale=1.4).to_pil()
    return ImageOps.expand(picture.convert("RGB"), 2, GREY)


def main() -> None:
    """Sets worksheet, key and slides, and pastes two pages side by side for each picture."""
    work = derive.backprop(derive.read("article"))
    sheet, slides = derive.worksheet(work), derive.slides(work, handout=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        documents = {"worksheet": sheet, "answers": sheet.answers()}
        paths = {name: document.pdf(home / f"{name}.pdf") for name, document in documents.items()}
        beside("pages.png", [page(paths[name], number) for name, number in PAGES.items()])
        lecture = slides.pdf(home / "slides.pdf", engine="embedded")
        beside("slides.png", [page(lecture, number) for number in SLIDES])


def beside(name: str, pictures: list[Image.Image]) -> None:
    """Puts two pictures beside each other."""
    both = Image.new("RGB", (sum(picture.width for picture in pictures) + 24, pictures[0].height), "white")
    both.paste(pictures[0], (0, 0))
    both.paste(pictures[1], (both.width - pictures[1].width, 0))
    both.quantize(256).save(Path(__file__).parent / name, optimize=True)


if __name__ == "__main__":
    main()
