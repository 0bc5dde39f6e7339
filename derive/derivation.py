"""The derivation of one problem: every equation in order, with its number, its value and how it is printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from sympy import Expr, Symbol

from derive.arithmetic import Number
from derive.document.notices import notices
from derive.document.outline import CHAIN, outline
from derive.document.sections import Section
from derive.document.tell import Teller
from derive.document.wording import words
from derive.engine.closed import closed_forms
from derive.engine.digits import Digits
from derive.engine.solve import solve
from derive.engine.structure import KEPT, Structure, statements
from derive.engine.update import begun, left_behind
from derive.equation import Equation, as_float
from derive.equations import Equations
from derive.errors import InputError
from derive.expression import rename
from derive.problem import Problem
from derive.quantity import Quantity
from derive.render.environments import aligned
from derive.render.figure import figure, svg
from derive.render.given import given_number
from derive.render.media import PLAIN
from derive.render.notation import Notation
from derive.render.prose import Prose
from derive.render.rows import Rows
from derive.render.syntax import LATEX, TEXT
from derive.statement import Statement

BESIDE = "Not asked for"             # the section of equations that no task asks for


@dataclass(frozen=True)
class Derivation:
    """Everything derived from one problem; `work[id]` is the equation about the quantity with that id."""

    problem: Problem
    statements: tuple[Statement, ...]
    numbers: Mapping[str, Number]    # every value that is known, by id
    sections: tuple[Section, ...]
    given: Problem                   # the whole problem, of which this is one update
    step: int = 1                    # which update it is
    later: tuple[Derivation, ...] = field(default=(), repr=False)  # the updates after this one

    @property
    def steps(self) -> tuple[Derivation, ...]:
        """This update and those after it, each from the parameters that the one before left."""
        return (self, *self.later)

    @cached_property
    def notation(self) -> Notation:
        """The symbols it is printed in."""
        return Notation.of(self.problem)

    @cached_property
    def rows(self) -> Rows:
        """What writes its equations in LaTeX."""
        return Rows.of(self.notation, LATEX)

    @cached_property
    def figure(self) -> str:
        """The network as a TikZ picture, with its given values."""
        return figure(self.given, self.notation.latex, self._given)

    @cached_property
    def svg(self) -> str:
        """The same picture as SVG."""
        return svg(self.given, self.notation.latex, self._given)

    def _given(self, value: Number) -> str:
        return given_number(self.given, value, self.rows)

    @cached_property
    def digits(self) -> Digits:
        """What decides the digits of its lines."""
        exact = self.problem.rounding.carry == "exact"
        closed = closed_forms(self.statements, self.numbers) if exact else {}
        given = frozenset(quantity.id for quantity in self.problem.given)
        return Digits(self.numbers, given, self.problem.rounding, closed)

    @cached_property
    def otherwise(self) -> tuple[Derivation, ...]:
        """Every update, were results carried the other way, rounded in place of full; none where that has no values."""
        rounding = self.given.rounding
        other = replace(rounding, carry="full" if rounding.carry == "rounded" else "rounded")
        try:
            return backprop(replace(self.given, rounding=other)).steps
        except InputError:
            return ()

    @cached_property
    def prose(self) -> Prose:
        """What writes sentences about it in plain text."""
        rows = Rows.of(self.notation, TEXT)
        return Prose(rows, lambda value: given_number(self.problem, value, rows), PLAIN)

    @cached_property
    def notices(self) -> tuple[str, ...]:
        """What is remarkable about its numbers, a sentence each: saturated neurons, values that lie on a kink."""
        return tuple(map(self.prose.write, notices(Teller(self.problem, words()), self.numbers)))

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        """All equations in the order of their numbers, then those that no task asks for."""
        found = [
            Equation(statement, self, task.number, section.title, general=section.title == CHAIN)
            for section in self.sections
            for task in section.tasks
            for statement in task.statements
        ]
        asked = {equation.id for equation in found}
        beside = [statement for statement in self.statements if statement.of.id not in asked]
        return (*found, *(Equation(statement, self, None, BESIDE) for statement in beside))

    @cached_property
    def _by_id(self) -> dict[str, Equation]:
        return {equation.id: equation for equation in self.equations if equation.id is not None}

    def __getitem__(self, id: str) -> Equation:
        return self._by_id[id]

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def __iter__(self) -> Iterator[Equation]:
        return iter(self.equations)

    def __len__(self) -> int:
        return len(self.equations)

    def section(self, title: str) -> Equations:
        """The equations of the section with this title; KeyError, naming the titles, where there is none."""
        found = Equations(equation for equation in self.equations if equation.section == title)
        if not found:
            raise KeyError(f"no section {title!r}; there are {[section.title for section in self.sections]}")
        return found

    def left(self) -> dict[Quantity, Number]:
        """What the update leaves to the next: the new parameters, and what its optimizer remembers."""
        return left_behind(self.statements, self.numbers)

    def last_number(self) -> int:
        """The number of its last task."""
        return int(self.sections[-1].tasks[-1].number)

    def value(self, id: str) -> Number | None:
        """The value of a quantity; None where it is not known."""
        return self.numbers.get(id)

    def values(self) -> dict[str, float]:
        """Every quantity that has a value, by id, as the nearest double; what is given first."""
        return {id: as_float(id, value) for id, value in self.numbers.items()}

    def expanded(self, statement: Statement) -> Expr:
        """A statement's formula in inputs, targets and parameters alone."""
        return rename(statement.formula, {Symbol(id): self._expanded(id) for id in statement.uses if id in self._by_id})

    def _expanded(self, id: str) -> Expr:
        if id not in self._expansions:
            self._expansions[id] = self.expanded(self._by_id[id].statement)
        return self._expansions[id]

    @cached_property
    def _expansions(self) -> dict[str, Expr]:
        return {}

    def _repr_latex_(self) -> str:
        return f"$${aligned((each.number, each.latex()) for each in self.equations if each.number)}$$"


def backprop(problem: Problem) -> Derivation:
    """Derives a problem: forward pass, loss, every partial derivative, every update, and their values.

    InputError where a value is no finite real number.
    """
    found = [derivation(problem, 1, {}, 0)]
    for step in range(2, problem.steps + 1):
        before = found[-1]
        if any(statement.of.id not in before.numbers for statement in before.statements):
            raise InputError.of("several steps need every number: data, parameters, learning rate", "give steps: 1")
        found.append(derivation(problem, step, before.left(), before.last_number()))
    return replace(found[0], later=tuple(found[1:]))


def derivation(given: Problem, step: int, left: Mapping[Quantity, Number], before: int) -> Derivation:
    """The derivation of one update from what the one before left, its equations numbered on from those before."""
    problem = given.update(step, begun(given, step, left))
    structure = Structure.of(problem)
    found = statements(structure)
    return Derivation(problem, found, solve(found, problem), sections(structure, before), given, step)


@lru_cache(maxsize=KEPT)
def sections(structure: Structure, before: int) -> tuple[Section, ...]:
    """The outline of all problems of a structure, its equations numbered on from those before."""
    return outline(structure.problem, statements(structure), before)
