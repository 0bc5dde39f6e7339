"""The output formats, one row each: what it is called, its template, and its file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A document that is written from a template."""

    template: str
    file: str                        # its name without a suffix


FORMATS: dict[str, Format] = {
    "worksheet": Format("worksheet.tex", "worksheet"),
    "answers": Format("answers.tex", "answers"),
}
