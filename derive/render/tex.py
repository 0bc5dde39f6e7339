"""Templates filled: a document's plain values in, LaTeX out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateError, TemplateNotFound

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


def source(name: str) -> str | None:
    """The text of a template; None where there is none."""
    file = resource(*name.split("/"))
    return file.read_text(encoding="utf-8") if file.is_file() else None


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
    if getattr(error, "lineno", None):
        return f"{getattr(error, 'name', None) or template}:{error.lineno}"  # type: ignore[attr-defined]
    trace, found = error.__traceback__, template
    while trace is not None:
        name = trace.tb_frame.f_globals.get("__name__"), trace.tb_frame.f_code.co_filename
        if name[1] == "<template>" or name[1].endswith(".tex"):
            found = f"{trace.tb_frame.f_globals.get('name') or template}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found
