"""What a student's page asks for: a field for each value, with the hashes of right and of nearly right answers."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass

from derive.document.sections import Task
from derive.document.worksheet import Chapter
from derive.render.content import Content, Values
from derive.render.page.fence import Fence, accepted
from derive.statement import Statement


@dataclass(frozen=True, slots=True)
class Questions:
    """Asks for the results of one document."""

    content: Content
    plain: Content                   # the same in plain text
    fence: Fence

    def of(self, task: Task, chapter: Chapter) -> list[Values]:
        """A field for each value that a task asks for; none where there are no numbers."""
        return [] if chapter.general else list(self._fields(task, chapter))

    def _fields(self, task: Task, chapter: Chapter) -> Iterator[Values]:
        for place, statement in enumerate(task.statements, start=1):
            line = self.content.digits[chapter.step - 1].line(statement)
            if line is not None:
                name = f"{task.number}-{place}"
                relation = self.content.rows.blanks(line)[-1].relation
                yield {
                    "id": name,
                    "symbol": self.content.rows.name(statement.of.id),
                    "spoken": html.escape(self.plain.rows.name(statement.of.id)),
                    "relation": self.content.rows.syntax.relations[relation],
                    **self._hashed(name, statement, chapter.step),
                }

    def _hashed(self, name: str, statement: Statement, step: int) -> dict[str, list[str]]:
        digits, otherwise = self.content.digits[step - 1], self.content.otherwise()
        found = accepted(statement, digits, otherwise[step - 1] if otherwise else None)
        return {"right": self.fence.hashes(name, found.right), "near": self.fence.hashes(name, found.near)}
