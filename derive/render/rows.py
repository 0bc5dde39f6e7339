"""An equation as rows to print: the rule, the formula in this network's symbols, the numbers, the result."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from sympy import Expr

from derive.engine.digits import Line
from derive.hyperparameters import UPDATE
from derive.once import Once
from derive.quantity import Named, Partial
from derive.render.notation import Notation
from derive.render.patterns import put_in
from derive.render.syntax import ATOM, LATEX, POWER, Syntax, Written, number
from derive.render.writer import Writer
from derive.rounding import Shown
from derive.statement import Statement

Role = Literal["rule", "formula", "numbers", "result", "answer"]
PARTIAL = re.compile(r"\\frac\{((?:\\partial |d).*)\}\{((?:\\partial |d).*)\}")
KEPT = 8192                          # statements whose formulas are remembered in writing
RAISED = frozenset({UPDATE.id})      # what stands in an exponent: a blank raised on a blank cannot be read


class Row(NamedTuple):
    """One right-hand side: how it stands to the one before, its pieces in order, and what it shows."""

    relation: str
    pieces: tuple[str, ...]
    role: Role

    @property
    def text(self) -> str:
        """The right-hand side in one piece."""
        return "".join(self.pieces)


class InSymbols(NamedTuple):
    """A statement without any number: all of it on one line, and the formula at its end."""

    whole: str
    formula: str


@dataclass(frozen=True)
class Rows:
    """Writes equations as rows, in one notation and one syntax."""

    notation: Notation
    syntax: Syntax = LATEX

    @classmethod
    def of(cls, notation: Notation, syntax: Syntax) -> Rows:
        """What writes in this notation and syntax, and remembers what it wrote."""
        return rows(notation, syntax)

    def symbol(self, id: str) -> Written:
        """The symbol of a quantity, in writing."""
        return self._symbols[id]

    @cached_property
    def _symbols(self) -> Once[str, Written]:
        return Once(self._symbol)

    @cached_property
    def _writer(self) -> Writer:
        return Writer(self.syntax, self._symbols.__getitem__)

    def _symbol(self, id: str) -> Written:
        latex = self.notation.named(id)
        simple = r"\frac" not in latex and r"\mathrm" not in latex and r"\text" not in latex
        text = self.syntax.symbol(latex)
        return Written(text, self._level(latex), "letter" if simple else "tall")

    def _level(self, latex: str) -> int:
        if latex.startswith(r"\frac"):
            return self.syntax.fraction_level
        return POWER if "^" in (latex if self.syntax.one_line else outside_braces(latex)) else ATOM

    def name(self, id: str) -> str:
        """The symbol of a quantity, as a string."""
        return self.symbol(id).text

    def inline(self, id: str) -> str:
        """The symbol of a quantity as it stands in a sentence: ∂L/∂w on one line."""
        return self.syntax.symbol(flat(self.notation.named(id)))

    def long_name(self, of: Named) -> str:
        """The symbol of a quantity; where that is short for a partial derivative, both: δ = ∂L/∂z."""
        name = self.name(of.id)
        if not isinstance(of, Partial):
            return name
        partial = self.syntax.symbol(self.notation.partial(of))
        return name if name == partial else self.equal(name, partial)

    def equal(self, one: str, other: str) -> str:
        """Two names of the same, side by side."""
        return f"{one} {self.syntax.relations['=']} {other}"

    def formulas(self, statement: Statement) -> list[Row]:
        """The forms of a statement in symbols: those that lead to the formula, then the formula."""
        *before, last = [tuple(self._writer.pieces(form)) for form in statement.forms]
        rows = [*(Row("=", pieces, "rule") for pieces in before), Row("=", last, "formula")]
        return [row for i, row in enumerate(rows) if i == 0 or row.text != rows[i - 1].text]

    def in_symbols(self, statement: Statement) -> InSymbols:
        """A statement without any number."""
        formulas = self.formulas(statement)
        left = self.name(statement.of.id) if self.syntax.one_line else self.long_name(statement.of)
        return InSymbols(left + self.sides(formulas), formulas[-1].text)

    def sides(self, rows: Sequence[Row]) -> str:
        """Right-hand sides one after another, each after its relation."""
        return "".join([f" {self.syntax.relations[row.relation]} {row.text}" for row in rows])

    def numbers(self, line: Line) -> list[Row]:
        """The formula with numbers put in, and the result, with = where it is exact and ≈ where it is rounded."""
        pieces = put_in(line.formula, self.numerals(line), self.syntax)
        replaced = Row("=" if line.faithful else "≈", tuple(pieces), "numbers")
        rows = [replaced]
        if line.closed is not None:
            closed = self.closed(line.closed).text
            rows += [replaced._replace(pieces=(closed,))] if closed != replaced.text else []
        result = Row("=" if line.equal else "≈", (self.number(line.result),), "result")
        return [result] if replaced.pieces == result.pieces else [*rows, result]

    def blanks(self, line: Line) -> list[Row]:
        """The formula with a blank for every number, and a blank for the result, each after the sign it needs."""
        numbers = self.numerals(line)
        blank = Written(self.syntax.blank, ATOM, "number")
        writer = Writer(self.syntax, lambda id: numbers[id] if id in RAISED else blank)
        result = Row("=" if line.equal else "≈", (blank.text,), "result")
        if line.cases or not line.formula.free_symbols or writer.text(line.formula) == blank.text:
            return [result]  # which case holds is the student's to find, and a number is no way to itself
        return [Row("=" if line.faithful else "≈", tuple(writer.pieces(line.formula)), "numbers"), result]

    def number(self, shown: Shown) -> str:
        """A printed number, in writing."""
        return number(shown.text, self.syntax).text

    def conditions(self, line: Line) -> list[str]:
        """What decided between cases, with the numbers put in."""
        return [self.putting_in(line).condition(when) for when in line.cases]

    def chain(self, statement: Statement) -> Row | None:
        """The long chain back from the loss, where it says more than the rule."""
        if statement.chain is None or statement.chain == statement.forms[0]:
            return None
        return Row("=", tuple(self._writer.pieces(statement.chain)), "rule")

    def whole(self, statement: Statement, line: Line | None) -> str:
        """The equation on one line."""
        told = in_symbols(self, statement)
        numbers = self.numbers(line) if line else []
        return told.whole if said_again(told.formula, numbers) else told.whole + self.sides(numbers)

    def putting_in(self, line: Line) -> Writer:
        """What writes the numbers of a line for its symbols."""
        return Writer(self.syntax, self.numerals(line).__getitem__)

    def numerals(self, line: Line) -> dict[str, Written]:
        """What is written for each symbol of a line: its number, or its closed form where it has one."""
        numbers = {id: number(operand.text, self.syntax) for id, operand in line.operands.items() if operand.text}
        if line.forms:
            numbers |= {id: self.closed(form) for id, form in line.forms.items() if id in line.operands}
        return numbers

    def closed(self, form: Expr) -> Written:
        """An exact value in closed form, in writing."""
        return Writer(self.syntax, self.symbol, fractions=True).write(form)


@lru_cache(maxsize=KEPT)
def in_symbols(rows: Rows, statement: Statement) -> InSymbols:
    """A statement without any number, in writing."""
    return rows.in_symbols(statement)


@lru_cache(maxsize=32)
def rows(notation: Notation, syntax: Syntax) -> Rows:
    """What writes in this notation and syntax."""
    return Rows(notation, syntax)


def flat(latex: str) -> str:
    """A symbol on one line: a partial derivative with a stroke."""
    partial = PARTIAL.fullmatch(latex)
    return rf"{partial[1]}/{partial[2]}" if partial else latex


def outside_braces(latex: str) -> str:
    """A symbol without its indices: what is raised within them raises nothing else."""
    depth, kept = 0, ""
    for character in latex:
        depth += (character == "{") - (character == "}")
        kept += "" if depth else character
    return kept


def said_again(formula: str, numbers: Sequence[Row]) -> bool:
    """Whether the numbers are nothing but the formula once more, as in a slope of 1."""
    return len(numbers) == 1 and numbers[0].text == formula
