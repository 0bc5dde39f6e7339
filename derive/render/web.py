"""A sheet as a piece of HTML, for notebooks: sentences in plain text, equations for MathJax."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from derive.document.worksheet import Assignment, Chapter
from derive.render.display import DisplayLine
from derive.render.prose import Prose
from derive.render.sheet import PaperSheet

# our own commands in the words of MathJax
MATHJAX = (
    (re.compile(r"\\result\{"), r"\\boxed{"),
    (re.compile(r"\\note\{"), r"\\text{"),
    (re.compile(r"\\blank(?:\[\w+\])?(?:\{\})?"), r"\\underline{\\hspace{3em}}"),
)


@dataclass(frozen=True)
class WebSheet:
    """Writes one document as HTML."""

    writer: PaperSheet
    prose: Prose                     # of plain text

    def html(self) -> str:
        """The title, then every chapter."""
        sheet = self.writer.content.sheet
        rules = "".join(f"<li>{self._text(self.prose.write(rule))}</li>" for rule in sheet.rules)
        head = f"<h2>{self._text(sheet.problem.title)}</h2><ul>{rules}</ul>"
        known = map(self._known, self.writer.content.results.known())
        return "\n".join((head, *known, *map(self._chapter, sheet.chapters)))

    def _known(self, table: dict[str, Any]) -> str:
        """The results that the tasks begin with."""
        rows = (html.escape(rf"({row['number']})\quad {row['symbol']} {row['value']}") for row in table["rows"])
        return f"<h3>{table['title']}</h3><p>{'<br>'.join(f'${row}$' for row in rows)}</p>"

    def _chapter(self, chapter: Chapter) -> str:
        introduction = self._text(self.prose.write(chapter.introduction))
        tasks = (self._task(each, chapter) for each in chapter.assignments)
        return "\n".join((f"<h3>{self._text(chapter.title)}</h3><p>{introduction}</p>", *tasks))

    def _task(self, assignment: Assignment, chapter: Chapter) -> str:
        said = self._text(self.prose.write(assignment.sentence))
        worth = f" <small>{self.writer.content.points(assignment.points)}</small>" if assignment.points else ""
        lines = self.writer.lines(assignment.task, chapter)
        return f"<p><b>({assignment.task.number})</b> {said}{worth}</p>{displayed(lines)}"

    def _text(self, text: str) -> str:
        # in a notebook MathJax reads what stands between dollars
        return html.escape(text).replace("$", "<span>$</span>")


def displayed(lines: Sequence[DisplayLine]) -> str:
    """Lines of an equation as MathJax takes them; nothing where there are none."""
    if not lines:
        return ""
    rows = (rf"{line.left} &{line.right}" + (rf" && \note{{{line.note}}}" if line.note else "") for line in lines)
    body = r"\begin{aligned}" + r" \\ ".join(rows) + r"\end{aligned}"
    for ours, theirs in MATHJAX:
        body = ours.sub(theirs, body)
    return f"$${html.escape(body)}$$"
