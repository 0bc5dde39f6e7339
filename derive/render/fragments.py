"""Equations for documents of others: each in one markup, its lines short enough for a slide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from derive.engine.digits import Digits
from derive.render.breaking import arranged, written
from derive.render.measure import width
from derive.render.media import HTML, MARKDOWN, TEX, TYPST, UNICODE, Medium
from derive.render.notation import Notation
from derive.render.rows import Row, Rows
from derive.render.stages import Stages, Told
from derive.render.syntax import LATEX, TEXT, Syntax
from derive.render.tex import fill
from derive.statement import Statement

WIDTH = 23.5                         # em of an equation; its number fits beside it on a slide of 4:3
FOLDER = "fragments"                 # of their templates
# what no file may be called on Windows, whatever its suffix
FORBIDDEN = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))]
)
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Form:
    """One markup: its medium, and the templates, whose suffixes its files have."""

    medium: Medium
    equation: str
    section: str
    beside: tuple[str, ...] = ()     # what lies beside the fragments


FORMS: dict[str, Form] = {
    "latex": Form(TEX, "equation.tex", "section.tex", ("preamble.tex", "demo.tex", "demo-slides.tex")),
    "typst": Form(TYPST, "equation.typ", "section.typ", ("demo.typ",)),
    "mathml": Form(HTML, "equation.mml", "section.html"),
    "markdown": Form(MARKDOWN, "equation.md", "section.md"),
    "unicode": Form(UNICODE, "equation.txt", "section.txt"),
}


@dataclass(frozen=True, slots=True)
class Fragment:
    """One equation by itself."""

    label: str                       # what documents refer to it by
    number: str | None
    statement: Statement
    notation: Notation
    digits: Digits
    general: bool = False            # whether it is in general letters

    def text(self, form: Form) -> str:
        """The fragment in a markup."""
        return fill(f"{FOLDER}/{form.equation}", self.values(form.medium))

    def values(self, medium: Medium) -> Values:
        """Its label, its number (or the symbol that stands for it), and the lines of each way that it is found."""
        ours, theirs = self._told(LATEX), self._told(medium.syntax)
        symbol = medium.formula(Rows.of(self.notation, medium.syntax).inline(self.statement.of.id))
        return {
            "label": self.label,
            "number": self.number or "",
            "tag": self.number or symbol,
            "ways": [lines(*pair, medium.syntax) for pair in zip(ours, theirs, strict=True)],
            "text": whole(self._told(TEXT)[0], TEXT),
            "wholes": [whole(told, medium.syntax) for told in theirs],
        }

    def _told(self, syntax: Syntax) -> list[Told]:
        stages = Stages(Rows.of(self.notation, syntax), self.digits, {})
        return [stages.general(self.statement)] if self.general else stages.worked(self.statement, grouped=True)


def lines(ours: Told, theirs: Told, syntax: Syntax) -> list[dict[str, str]]:
    """An equation in lines that are found for its LaTeX: on one line where it fits, else each stage on its own."""
    together = width(whole(ours, LATEX)) <= WIDTH
    pairs = zip(groups(ours, together), groups(theirs, together), strict=True)
    room = WIDTH - width(ours.left)
    found = [written(line, other, syntax) for rows, other in pairs for line in arranged(rows, room)]
    return [{"left": "" if i else theirs.left, "right": right} for i, right in enumerate(found)]


def groups(told: Told, together: bool) -> list[list[Row]]:
    """The right-hand sides that share lines."""
    rows = [list(stage.rows) for stage in told.stages]
    return [sum(rows, [])] if together else rows


def whole(told: Told, syntax: Syntax) -> str:
    """An equation on one line."""
    sides = (f"{syntax.relations[row.relation]} {row.text}" for stage in told.stages for row in stage.rows)
    return " ".join((told.left, *sides))


def file_names(labels: Iterable[str]) -> dict[str, str]:
    """A name for the file of each label, `dL_dw-2-1-1` for `dL/dw[2][1][1]`, that no system takes for another's."""
    names: dict[str, str] = {}
    taken = set(FORBIDDEN)
    for label in labels:
        name = label.replace("][", "-").replace("[", "-").replace("]", "").replace("/", "_")
        while name.casefold() in taken:  # X where there is an x, or aux
            name += "+"
        taken.add(name.casefold())
        names[label] = name
    return names
