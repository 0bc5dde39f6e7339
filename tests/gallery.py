"""The gallery: the LaTeX of every starter at every level, kept in the repository so that each change of a page is seen.

Run as `python tests/gallery.py --write` (or `make gallery`), it rewrites output/gallery/.
"""

from __future__ import annotations

import sys
from pathlib import Path

from derive import backprop, read, starters, worksheet
from derive.document.worksheet import LEVELS

FOLDER = Path(__file__).parent.parent / "output" / "gallery"


def pages_of(starter: str) -> dict[str, str]:
    """The documents of one starter: file name to LaTeX."""
    work = backprop(read(starter))
    sheets = {f"{starter}-{level}.tex": worksheet(work, level).tex() for level in LEVELS}
    return {**sheets, f"{starter}-answers.tex": worksheet(work).answers().tex()}


def write() -> None:
    """Rewrites the gallery; a file that no starter has any more is removed."""
    made = {name: tex for starter in starters() for name, tex in pages_of(starter).items()}
    FOLDER.mkdir(parents=True, exist_ok=True)
    for stale in FOLDER.iterdir():
        if stale.name not in made:
            stale.unlink()
    for name, tex in made.items():
        (FOLDER / name).write_text(tex, "utf-8", newline="\n")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python tests/gallery.py --write")
    write()
