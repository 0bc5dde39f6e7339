"""Templates filled: a document's plain values in, LaTeX out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from traceback import walk_tb
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError

from derive.errors import EngineError
from derive.resources import resource


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The Jinja2 environment of our templates: delimiters that LaTeX does not use, and no undefined names."""
    return Environment(
        loader=FunctionLoader(source),
        undefined=StrictUndefined,
        autoescape=False,  # values are LaTeX already; users' text went through escape()
        block_start_string="((*", block_end_string="*))",
        variable_start_string="<<", variable_end_string=">>",
        comment_start_string="((#", comment_end_string="#))",
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip


def source(name: str) -> tuple[str, str, None] | None:
    """The text of a template, and what a traceback shall call it; None where there is no such template."""
    file = resource(*name.split("/"))
    return (file.read_text(encoding="utf-8"), name, None) if file.is_file() else None


def fill(template: str, doc: Mapping[str, Any]) -> str:
    """The template with the document's values put in; EngineError, naming file and line, where it is wrong."""
    try:
        return environment().get_template(template).render(doc=doc)
    except TemplateNotFound as error:
        raise EngineError(f"templates/{error.name}: there is no such template") from None
    except TemplateError as error:
        raise EngineError(f"templates/{place(error, template)}: {error.message}") from None


def place(error: TemplateError, template: str) -> str:
    """The file and line of the template that an error stands in."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name or template}:{error.lineno}"
    inside = [(file, line) for file, line in frames(error) if file.endswith(".tex")]
    return ":".join(map(str, inside[-1])) if inside else template


def frames(error: BaseException) -> list[tuple[str, int]]:
    """File and line of every call on the way to an error, the innermost last."""
    return [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
