"""A derivation in pieces: a file for each equation and each section, for documents of others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from derive.derivation import BESIDE, Derivation
from derive.document.wording import words
from derive.document.worksheet import Assignment, Chapter, sheet
from derive.equation import Equation, slug
from derive.errors import InputError
from derive.quantity import LOSS
from derive.render.content import Content, Values
from derive.render.fragments import FOLDER, FORMS, Form, file_names
from derive.render.tex import fill


@dataclass(frozen=True)
class Excerpts:
    """The pieces of a derivation in one markup."""

    work: Derivation
    markup: str                      # one of `FORMS`

    @property
    def form(self) -> Form:
        """The templates and the medium of its markup."""
        return FORMS[self.markup]

    def files(self) -> dict[str, str]:
        """Every file by its path: each equation, each section, and what shows their use."""
        ending = PurePath(self.form.equation).suffix
        single = {f"equations/{self.names[each.label]}{ending}": self.texts[each.label] for each in self.equations}
        return single | self._whole_sections() | self._beside()

    def _whole_sections(self) -> dict[str, str]:
        template = self.form.section
        ending = PurePath(template).suffix
        return {f"sections/{each['name']}{ending}": fill(f"{FOLDER}/{template}", each) for each in self.sections}

    def _beside(self) -> dict[str, str]:
        text = self.form.medium.text
        refer = {key: text(words().word("fragments", key)) for key in ("title", "sentence")} | {"label": LOSS.id}
        shown = {"sections": self.sections, "refer": refer}
        return {name: fill(f"{FOLDER}/{name}", shown) for name in self.form.beside}

    @cached_property
    def equations(self) -> list[Equation]:
        """The equations of all updates."""
        return [each for step in self.work.steps for each in step.equations]

    @cached_property
    def names(self) -> dict[str, str]:
        """What the file of each equation is called, by its label."""
        return file_names(each.label for each in self.equations)

    @cached_property
    def texts(self) -> dict[str, str]:
        """Each equation as a fragment, by its label."""
        return {each.label: each.fragment(self.markup) for each in self.equations}

    @cached_property
    def sections(self) -> list[Values]:
        """Every section with its sentences; what no task asks for, at the end of its update."""
        titles = [(section.title, step.step) for step in self.work.steps for section in step.sections]
        asked = [
            {**chapter, "name": stepwise(slug(title), step)}
            for chapter, (title, step) in zip(self._content.chapters(self._task), titles, strict=True)
        ]
        return asked + [self._rest(step) for step in self.work.steps if any(each.section == BESIDE for each in step)]

    def _task(self, assignment: Assignment, chapter: Chapter) -> Values:
        number = assignment.task.number
        found = [self._known[chapter.step, number, each.of.id] for each in assignment.task.statements]
        return {"sentence": self._content.prose.write(assignment.sentence), "equations": list(map(self._one, found))}

    def _rest(self, step: Derivation) -> Values:
        found = [self._one(each) for each in step if each.section == BESIDE]
        title = words().word("sections", BESIDE)
        if len(self.work.steps) > 1:
            title = words().word("labels", "step", title=title, n=step.step)
        blocks = [{"heading": "", "tasks": [{"sentence": "", "equations": found}]}]
        name = stepwise(slug(BESIDE), step.step)
        return {"title": self.form.medium.text(title), "introduction": "", "blocks": blocks, "name": name}

    def _one(self, equation: Equation) -> dict[str, str]:
        return {"name": self.names[equation.label], "text": self.texts[equation.label]}

    @cached_property
    def _known(self) -> dict[tuple[int, str | None, str], Equation]:
        return {(each.work.step, each.number, each.statement.of.id): each for each in self.equations}

    @cached_property
    def _content(self) -> Content:
        steps = [(step.problem, step.sections) for step in self.work.steps]
        whole = sheet(self.work.given, steps, "answers", "worked", "a4")
        return Content(whole, self.work.notation, tuple(step.digits for step in self.work.steps), self.form.medium)


def stepwise(name: str, step: int) -> str:
    """The name of a section, with the update where that is a later one."""
    return name if step == 1 else f"{name}-step{step}"


def fragments(work: Derivation, format: str = "latex") -> dict[str, str]:
    """Every equation and every section as the text of a file, by its path; a demo beside them where there is one.

    The format is one of `FORMS`: latex, typst, mathml, markdown or unicode.
    """
    if format not in FORMS:
        raise InputError.of(f"format {format!r} is not known", f"choose one of {', '.join(FORMS)}")
    return Excerpts(work, format).files()
