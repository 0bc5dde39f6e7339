"""An equation of a derivation: what it is about, where it stands, its value, and how it is printed."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Protocol

from sympy import Expr

from derive.arithmetic import Number, nearest
from derive.engine.digits import Digits, Line
from derive.errors import InputError
from derive.render.fragments import FORMS, Fragment
from derive.render.notation import Notation
from derive.render.page.typed import answered
from derive.render.rows import Rows
from derive.render.syntax import TEXT
from derive.statement import Statement


class Work(Protocol):
    """What an equation asks of the derivation that it stands in."""

    @property
    def step(self) -> int:
        """Which update it is."""

    @property
    def steps(self) -> tuple[object, ...]:
        """This update and those after it."""

    @property
    def notation(self) -> Notation:
        """The symbols it is printed in."""

    @property
    def rows(self) -> Rows:
        """What writes equations in LaTeX."""

    @property
    def digits(self) -> Digits:
        """What decides the digits of a line."""

    @property
    def otherwise(self) -> tuple[Work, ...]:
        """Every update, were results carried the other way."""

    def __contains__(self, id: object) -> bool:
        """Whether it has an equation about a quantity."""

    def value(self, id: str) -> Number | None:
        """The value of a quantity, where it is known."""

    def expanded(self, statement: Statement) -> Expr:
        """A formula in inputs, targets and parameters alone."""


@dataclass(frozen=True)
class Equation:
    """One equation of a derivation: quantity = rule = formula = numbers = result."""

    statement: Statement
    work: Work = field(repr=False)
    number: str | None
    section: str
    general: bool = False            # of the primer: in general letters, about no quantity of this network

    @property
    def id(self) -> str | None:
        """The id of the quantity it is about; None in the chain rule primer."""
        return None if self.general else self.statement.of.id

    @property
    def label(self) -> str:
        """What documents refer to it by: its id, with the update where that is a later one."""
        own = self.id or f"{slug(self.section)}-{self.number}"
        return own if self.work.step == 1 else f"{own}-step{self.work.step}"

    @property
    def rule(self) -> str:
        """The rule that gives it, such as "chain rule"."""
        return self.statement.rule

    @property
    def uses(self) -> tuple[str, ...]:
        """The ids of the other equations that its formula uses."""
        return () if self.general else tuple(id for id in self.statement.uses if id in self.work)

    @property
    def forms(self) -> tuple[Expr, ...]:
        """Its equal right-hand sides as SymPy expressions, the one that numbers are put into last."""
        return self.statement.forms

    @property
    def value(self) -> Number | None:
        """Its value: a Fraction where it is exact, else a Decimal of at least 30 true digits; None for symbols."""
        return None if self.general else self.work.value(self.statement.of.id)

    @property
    def line(self) -> Line | None:
        """Its numbers line, with the digits that are printed; None without numbers."""
        return None if self.general else self.work.digits.line(self.statement)

    def latex(self) -> str:
        """The whole equation on one line of LaTeX, without dollars."""
        return self.work.rows.whole(self.statement, self.line)

    def text(self) -> str:
        """The whole equation on one line of plain text."""
        return Rows.of(self.work.notation, TEXT).whole(self.statement, self.line)

    def fragment(self, format: str = "latex") -> str:
        """The equation to paste into another document, in one of the markups of `FORMS`, its lines short."""
        work = self.work
        told = Fragment(self.label, self.number, self.statement, work.notation, work.digits, self.general)
        return told.text(FORMS[format])

    def check(self, typed: object) -> str:
        """What there is to say of a number, or of text such as "1/3", that somebody gives for its value."""
        other = self.work.otherwise
        return answered(typed, self.statement, self.work.digits, other[self.work.step - 1].digits if other else None)

    def expanded(self) -> Expr:
        """Its value as a SymPy expression in inputs, targets and parameters alone."""
        return self.work.expanded(self.statement)

    def row(self) -> dict[str, object]:
        """The equation as a row for JSON."""
        value = self.value
        step: dict[str, object] = {"step": self.work.step} if len(self.work.steps) > 1 or self.work.step > 1 else {}
        return step | {
            "number": self.number,
            "id": self.id,
            "section": self.section,
            "rule": self.rule,
            "uses": list(self.uses),
            "latex": self.latex(),
            "text": self.text(),
            "value": None if value is None else as_float(self.statement.of.id, value),
        }

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {self.latex()}$"


def slug(title: str) -> str:
    """The title of a section as a part of a name: chain-rule."""
    return title.lower().replace(" ", "-")


def as_float(id: str, value: Number) -> float:
    """The nearest double, zero without a sign; InputError where there is none."""
    found = nearest(value) + 0.0
    if math.isinf(found):
        raise InputError.of(f"{id} is too large for a double", "use smaller numbers")
    return found
