"""What is shown of an equation, in the order in which it is found: all factors, formula, numbers, result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from derive.engine.digits import Digits, Line
from derive.quantity import LOSS, Partial, named
from derive.render.rows import Row, Rows, said_again
from derive.render.syntax import Written
from derive.render.writer import Writer
from derive.statement import Statement, symbols_in

Kind = Literal["chain", "formula", "numbers", "short", "last short"]


class Stage(NamedTuple):
    """Right-hand sides that belong together, and what is remarked beside them."""

    kind: Kind
    rows: tuple[Row, ...]
    uses: tuple[int, ...] = ()       # the numbers of the equations that it uses
    conditions: tuple[str, ...] = ()  # what decided between cases


class Told(NamedTuple):
    """An equation with its left-hand side and its stages."""

    left: str
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Stages:
    """Tells the equations of one update, in one notation and one syntax."""

    rows: Rows
    digits: Digits
    numbers: Mapping[str, str]       # the number of each equation, by the id of its quantity

    def general(self, statement: Statement) -> Told:
        """An equation in general letters."""
        return Told(self.rows.name(statement.of.id), (Stage("formula", tuple(self.rows.formulas(statement))),))

    def worked(self, statement: Statement, grouped: bool = False) -> list[Told]:
        """Everything about an equation, and after it the way to its short form, where there is one."""
        line, formulas = self.digits.line(statement), self.formulas(statement)
        chain = None if grouped else self.rows.chain(statement)  # all factors of each would fill the page
        stages = [Stage("chain", (chain,))] if chain else []
        numbers = self.rows.numbers(line) if line else []
        uses = self.uses(statement)
        if line is None or said_again(formulas[-1].text, numbers):
            stages.append(Stage("formula", answered(formulas), uses))
        else:
            stages.append(Stage("formula", tuple(formulas), uses))
            stages.append(Stage("numbers", answered(numbers), conditions=tuple(self.rows.conditions(line))))
        return [Told(self.left(statement), tuple(stages)), *self.in_short(statement)]

    def guided(self, statement: Statement, unknown: str) -> Told:
        """The formulas, and a blank for every number; without numbers, the rule and what stands for the unknown."""
        line, formulas = self.digits.line(statement), self.rows.formulas(statement)
        if line is None:
            stages = [Stage("formula", (*formulas[:-1], Row("=", (unknown,), "result")))]
        else:
            shown = formulas if statement.formula.free_symbols else formulas[:-1]  # a number is the answer
            stages = [Stage("formula", tuple(shown)), Stage("numbers", tuple(self.rows.blanks(line)))]
        return Told(self.rows.long_name(statement.of), tuple(stage for stage in stages if stage.rows))

    def in_short(self, statement: Statement) -> list[Told]:
        """The steps to a shorter form of the same gradient, and its own numbers."""
        if not statement.short:
            return []
        writer = Writer(self.rows.syntax, self.rows.symbol)
        steps = [Stage("short", (Row("=", tuple(writer.pieces(form)), "rule"),)) for form in statement.short]
        steps[-1] = steps[-1]._replace(kind="last short")
        line: Line | None = self.digits.line(replace(statement, forms=statement.short[-1:]))
        numbers = [Stage("numbers", tuple(self.rows.numbers(line)))] if line else []
        return [Told(self.rows.name(statement.of.id), (*steps, *numbers))]

    def values(self, told: Told) -> dict[str, Any]:
        """An equation as plain values, which a template places."""
        signs = self.rows.syntax.relations
        stages = [
            {
                "kind": stage.kind,
                "rows": [
                    {"relation": signs[row.relation], "text": row.text, "pieces": list(row.pieces), "role": row.role}
                    for row in stage.rows
                ],
                "uses": [str(number) for number in stage.uses],
                "conditions": list(stage.conditions),
            }
            for stage in told.stages
        ]
        return {"left": told.left, "stages": stages}

    def left(self, statement: Statement) -> str:
        """The left-hand side, with δ beside the partial that it stands for."""
        of, notation = statement.of, self.rows.notation
        if not is_delta(of.id) or not isinstance(of, Partial) or notation.writes_delta():
            return self.rows.long_name(of)
        return self.rows.equal(self.rows.name(of.id), self.rows.syntax.symbol(notation.delta(of.by)))

    def formulas(self, statement: Statement) -> list[Row]:
        """The forms of a statement; after them the formula with δ, where it is shorter."""
        formulas = self.rows.formulas(statement)
        if self.rows.notation.writes_delta() or not any(map(is_delta, symbols_in(statement.formula))):
            return formulas
        return [*formulas, Row("=", tuple(Writer(self.rows.syntax, self._short).pieces(statement.formula)), "formula")]

    def uses(self, statement: Statement) -> tuple[int, ...]:
        """The numbers of the equations that a statement uses, in order."""
        return tuple(sorted({int(self.numbers[id]) for id in statement.uses if id in self.numbers}))

    def _short(self, id: str) -> Written:
        partial = named(id)
        if is_delta(id) and isinstance(partial, Partial):
            return Written(self.rows.syntax.symbol(self.rows.notation.delta(partial.by)))
        return self.rows.symbol(id)


def answered(rows: list[Row]) -> tuple[Row, ...]:
    """The rows, the last of them the answer that is set off."""
    return (*rows[:-1], rows[-1]._replace(role="answer"))


def is_delta(id: str) -> bool:
    """Whether an id names the partial of the loss by a pre-activation."""
    partial = named(id)
    return isinstance(partial, Partial) and partial.top == LOSS and partial.by.kind == "z"
