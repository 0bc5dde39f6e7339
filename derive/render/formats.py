"""The output formats, one row each: the template, the file, the medium, and what the template is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from derive.render.content import Content, Values
from derive.render.media import EMBEDDED, HTML, MARKDOWN, TEX, Medium
from derive.render.notebook import notebook
from derive.render.page import page
from derive.render.sheet import PaperSheet
from derive.render.slides import slide_values
from derive.render.tex import fill


@dataclass(frozen=True, slots=True)
class Format:
    """A document that is written from a template."""

    template: str
    file: str                        # what it is called, without a folder
    medium: Medium = TEX
    values: Callable[..., Values] = Content.values  # of the content

    def write(self, content: Content, **asked: object) -> str:
        """The document's text; what is asked for beside the content goes to its values."""
        return fill(self.template, self.values(content, **asked))


def on_paper(content: Content) -> Values:
    """What is given to the templates of worksheets and keys."""
    return PaperSheet(content).values()


FORMATS: dict[str, Format] = {
    "worksheet": Format("worksheet.tex", "worksheet.tex", values=on_paper),
    "answers": Format("answers.tex", "answers.tex", values=on_paper),
    "page": Format("page.html", "page.html", HTML, page),
    "solution": Format("page.html", "solution.html", HTML, page),
    "embedded": Format("embedded.html", "embedded.html", EMBEDDED),
    "slides": Format("slides.tex", "slides.tex", values=slide_values),
    "exercise": Format("notebook.ipynb", "exercise.ipynb", MARKDOWN, notebook),
    "notebook": Format("notebook.ipynb", "notebook.ipynb", MARKDOWN, notebook),
}
