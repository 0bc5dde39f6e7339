"""How expressions look: a table of signs for each way of writing; here LaTeX, plain text and Unicode."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from derive.render import scripts
from derive.render.scripts import plain

SUM, PRODUCT, FRACTION, POWER, ATOM = range(1, 6)
PLAIN = re.compile(r"-?[\d.]+")
BESIDE_ONE = re.compile(r"(\d+)([+-])([\d.]+e-?\d+)")
NUMBER = re.compile(r"(?P<top>[\d.]+)(?:/(?P<bottom>\d+)|e(?P<power>-?\d+))")


class Written(NamedTuple):
    """A piece of an expression in writing, with what its surroundings must know of it."""

    text: str
    level: int = ATOM                # how tightly it binds
    kind: str = "letter"             # letter, number, group or tall: what may stand beside it without a dot
    signed: bool = False             # whether it begins with a minus


@dataclass(frozen=True, slots=True, eq=False)
class Syntax:
    """One way of writing: symbols, what stands between factors, around groups, for fractions and functions."""

    symbol: Callable[[str], str]     # from its LaTeX
    dot: str
    fraction: Callable[[str, str], str]
    fraction_level: int
    power: Callable[[str, str], str]
    root: Callable[[str], str]
    absolute: Callable[[str], str]
    function: Callable[[str], str]
    brackets: Callable[[str], str]
    opening: str                     # brackets of one height, that a line may be broken between
    closing: str
    cases: Callable[[list[tuple[str, str]]], str]
    relations: dict[str, str]
    pi: str
    blank: str
    indent: str                      # what a line begins with that goes on from the one before
    matrix: Callable[[list[list[str]]], str]  # from its rows
    under: Callable[[str, str], str]  # something, and what is told below it
    side_by_side: frozenset[tuple[str, str]] = frozenset()
    beside: str = " "                # between factors that stand side by side
    plus: str = " + "
    minus: str = " - "
    sign: str = "-"                  # a minus at the beginning
    comma: str = ", "
    elementwise: str = " ⊙ "         # between matrices that are multiplied entry by entry
    base: str = "e"                  # of the exponential function
    numeral: Callable[[str], str] = str

    @property
    def one_line(self) -> bool:
        """Whether fractions and powers stand on the line, where only brackets keep their parts together."""
        return self.fraction_level == PRODUCT


LATEX_FUNCTIONS = {"σ": r"\sigma", "exp": r"\exp", "log": r"\ln", "Max": r"\max", "Min": r"\min"}
OPERATORS = frozenset({"tanh", "sin", "cos", "tan", "sinh", "cosh"})
LATEX_RELATIONS = {
    "=": "=", "≈": r"\approx", ">": ">", "<": "<", ">=": r"\geq", "<=": r"\leq", "==": "=", "!=": r"\neq"
}  # fmt: skip


def latex_function(name: str) -> str:
    """The name of a function in LaTeX: σ′ is \\sigma', ReLU upright."""
    plain = name.removesuffix("′")
    prime = "'" if name.endswith("′") else ""
    if plain in LATEX_FUNCTIONS:
        return LATEX_FUNCTIONS[plain] + prime
    if plain in OPERATORS:
        return f"\\{plain}{prime}"
    return (plain if len(plain) == 1 else rf"\operatorname{{{plain}}}") + prime


def latex_brackets(inner: str) -> str:
    """Round brackets as tall as what they hold."""
    tall = any(command in inner for command in (r"\frac", r"\begin", "^{", r"\sqrt"))
    return rf"\left({inner}\right)" if tall else f"({inner})"


def latex_cases(rows: list[tuple[str, str]]) -> str:
    """A brace with a row for each case."""
    body = r"\\".join(rf"{value} & \text{{if }} {when}" for value, when in rows)
    return rf"\begin{{cases}}{body}\end{{cases}}"


def latex_matrix(rows: list[list[str]]) -> str:
    """A matrix in square brackets, its rows further apart where there are fractions."""
    tall = any(r"\frac" in entry for row in rows for entry in row)
    body = (r" \\[8pt] " if tall else r" \\ ").join(map(" & ".join, rows))
    return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"


def text_matrix(rows: list[list[str]]) -> str:
    """A matrix on one line, a semicolon behind each row."""
    return f"[{'; '.join(map(', '.join, rows))}]"


SIDE_BY_SIDE = frozenset({
    ("letter", "letter"), ("letter", "group"), ("number", "letter"), ("number", "group"), ("group", "group"),
})  # fmt: skip

LATEX = Syntax(
    symbol=str,
    dot=r" \cdot ",
    fraction=lambda top, bottom: rf"\frac{{{top}}}{{{bottom}}}",
    fraction_level=FRACTION,
    power=lambda base, exponent: f"{base}^{{{exponent}}}",
    root=lambda inner: rf"\sqrt{{{inner}}}",
    absolute=lambda inner: rf"\left|{inner}\right|",
    function=latex_function,
    brackets=latex_brackets,
    opening=r"\bigl(",
    closing=r"\bigr)",
    cases=latex_cases,
    relations=LATEX_RELATIONS,
    pi=r"\pi",
    blank=r"\,\blank{}",
    indent=r"\quad{}",
    matrix=latex_matrix,
    under=lambda what, below: rf"\underset{{{below}}}{{{what}}}",
    side_by_side=SIDE_BY_SIDE,
    elementwise=r" \odot ",
)

NAMES = {"log": "ln", "Max": "max", "Min": "min"}  # of functions, where these are not SymPy's

TEXT = Syntax(
    symbol=plain,
    dot="·",
    fraction=lambda top, bottom: f"{top}/{bottom}",
    fraction_level=PRODUCT,
    power=lambda base, exponent: f"{base}^{exponent}",
    root=lambda inner: f"√({inner})",
    absolute=lambda inner: f"|{inner}|",
    function=lambda name: NAMES.get(name, name),
    brackets=lambda inner: f"({inner})",
    opening="(",
    closing=")",
    cases=lambda rows: "{" + "; ".join(f"{value} if {when}" for value, when in rows) + "}",
    relations={"=": "=", "≈": "≈", ">": ">", "<": "<", ">=": "≥", "<=": "≤", "==": "=", "!=": "≠"},
    pi="π",
    blank="____",
    indent="  ",
    matrix=text_matrix,
    under=lambda what, below: f"{what} ({below})",
)
UNICODE_TEXT = replace(TEXT, symbol=scripts.UNICODE.symbol, power=scripts.unicode_power)


@lru_cache(maxsize=65536)
def number(text: str, syntax: Syntax) -> Written:
    """A printed number in writing: "-0.03", "1/3", "3.2e-5" or "1-5.1e-40"."""
    sign, rest = (syntax.sign, text[1:]) if text.startswith("-") else ("", text)
    if PLAIN.fullmatch(text):
        return Written(sign + syntax.numeral(rest), ATOM, "number", bool(sign))
    whole = BESIDE_ONE.fullmatch(rest)
    if whole:
        joint = syntax.plus if whole[2] == "+" else syntax.minus
        text = sign + syntax.numeral(whole[1]) + joint + number(whole[3], syntax).text
        return Written(text, SUM, "group", bool(sign))
    match = NUMBER.fullmatch(rest)
    assert match, text
    top, bottom, power = match.group("top", "bottom", "power")
    if bottom:
        ratio = syntax.fraction(syntax.numeral(top), syntax.numeral(bottom))
        return Written(sign + ratio, syntax.fraction_level, "tall", bool(sign))
    ten = syntax.power(syntax.numeral("10"), exponent(power, syntax))
    if top == "1":
        return Written(sign + ten, POWER, "tall", bool(sign))
    return Written(sign + syntax.numeral(top) + syntax.dot + ten, PRODUCT, "tall", bool(sign))


def exponent(power: str, syntax: Syntax) -> str:
    """A whole number as an exponent."""
    if not power.startswith("-"):
        return syntax.numeral(power)
    written = syntax.sign + syntax.numeral(power[1:])
    return syntax.brackets(written) if syntax.one_line else written
