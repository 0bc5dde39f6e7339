"""The kinds of files that documents are written in: how text stands in one, and mathematics within a sentence."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from derive.render import markup
from derive.render.escape import escape
from derive.render.measure import width
from derive.render.syntax import LATEX, TEXT, UNICODE_TEXT, Syntax

BREAK = re.compile(r"[ \t]*[\n\r\v\f\u0085\u2028\u2029]\s*")
MEANT = re.compile(r"([\\#$*_`<>@~\[\]\"'/=+]|^-|-(?=[-?])|(?<=\d)\.(?=\s))")  # what means something in Typst
MATHEMATICAL = re.compile(r"([$\\])")  # what begins mathematics in a notebook
EQUALS = '\xa0<math><mo lspace="0" rspace="0">=</mo></math> '
LINE = 30.0                          # em of a formula that is not broken within a sentence
MARKED = re.compile(r"([\\`*_{}\[\]<>#|$~&]|^[-+]|(?<=\d)[.)](?=\s))")  # and in Markdown


@dataclass(frozen=True, slots=True, eq=False)
class Medium:
    """One kind of file."""

    syntax: Syntax
    text: Callable[[str], str]       # users' and our words, made safe
    formula: Callable[[str], str]    # mathematics within a sentence
    whole: Callable[[str, bool], str]  # the same where no line may be broken in it; whether it is an equation
    tie: str                         # a space that no line is broken at
    held: Callable[[str, str], str] = "{}{}".format  # a formula and the punctuation behind it, on one line


def tex_text(text: str) -> str:
    """Escaped text that keeps the spaces at its ends; a lone sign between formulas is mathematics."""
    if text.strip() == "=":
        return "~$=$ "
    lead = " " if text[:1].isspace() else ""
    tail = " " if text[-1:].isspace() else ""
    return lead + escape(text) + tail


def tex_whole(formula: str, equation: bool) -> str:
    """A formula in a box of its own where a line holds it."""
    text = rf"$\displaystyle {formula}$" if equation else f"${formula}$"
    return rf"\mbox{{{text}}}" if width(text) < LINE else text


def html_text(text: str) -> str:
    """Escaped text; a lone sign between formulas is mathematics."""
    return EQUALS if text == " = " else html.escape(text)


def no_tex(text: str) -> str:
    """HTML in which no notebook finds mathematics: its signs stand in elements of their own."""
    return MATHEMATICAL.sub(r"<span>\1</span>", html_text(text))


def marked(text: str, meaning: re.Pattern[str]) -> str:
    """Text on one line, with a stroke before every character that means something."""
    return meaning.sub(r"\\\1", BREAK.sub(" ", text))


TEX = Medium(LATEX, tex_text, "${}$".format, tex_whole, "~")
PLAIN = Medium(TEXT, str, str, lambda formula, _: formula, " ")
UNICODE = replace(PLAIN, syntax=UNICODE_TEXT)
TYPST = Medium(
    markup.TYPST, lambda text: marked(text, MEANT), "${}$".format, lambda formula, _: f"${formula}$", "~"
)
HTML = Medium(
    markup.MATHML, html_text, "<math>{}</math>".format, lambda formula, _: f"<math>{formula}</math>", "\xa0",
    '<span class="held">{}{}</span>'.format,
)
EMBEDDED = replace(HTML, text=no_tex, held='<span style="white-space: nowrap">{}{}</span>'.format)
MARKDOWN = Medium(
    LATEX, lambda text: marked(text, MARKED), "${}$".format, lambda formula, _: f"${formula}$", "\xa0"
)
