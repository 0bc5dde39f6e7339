"""The forms of a derivation: step by step, by δ alone, by whole chains, or in matrices, section by section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, get_args

from sympy import Expr

from derive.document.matrices import in_matrices, recursion, refuse_unless_dense
from derive.document.outline import BACKWARD, CHAIN, FORWARD, REST, UPDATES
from derive.document.sections import Part, Section, Task
from derive.errors import InputError
from derive.expression import rename, symbol
from derive.problem import Problem
from derive.quantity import LOSS, Partial, gradient
from derive.statement import Statement

Form = Literal["steps", "delta", "chain", "matrix"]
FORMS: tuple[Form, ...] = get_args(Form)
SECTIONS = (FORWARD, BACKWARD, UPDATES, REST)
Chosen = Mapping[str, Form]          # by the title of a section; the others step by step


def chosen(form: str | Mapping[str, str]) -> Chosen:
    """The form of each section, from one for all or some by title; InputError where one is not known."""
    told = dict.fromkeys(SECTIONS, form) if isinstance(form, str) else dict(form)
    for title, name in told.items():
        if title not in SECTIONS:
            raise InputError.of(f"there is no section {title!r} to give a form", f"known are {', '.join(SECTIONS)}")
        if name not in FORMS:
            raise InputError.of(f"form {name!r} is not known", f"choose one of {', '.join(FORMS)}")
    return {title: name for title, name in told.items() if name != "steps"}  # type: ignore[misc]


def recast(
    problem: Problem, statements: Sequence[Statement], sections: Sequence[Section], forms: Chosen, before: int
) -> tuple[Section, ...]:
    """The sections in their forms, their tasks numbered on from those before."""
    if not forms:
        return tuple(sections)
    if "matrix" in forms.values():
        refuse_unless_dense(problem)
    written = Written(statements)
    found = [written.section(section, forms.get(section.title, "steps")) for section in sections]
    found = in_matrices(problem, statements, found, frozenset(t for t, form in forms.items() if form == "matrix"))
    return renumbered(without_unused(found, forms), before)


class Written:
    """The statements of one derivation, written in another form."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.known = {statement.of.id: statement for statement in statements}
        edges = [edge for statement in statements for edge in statement.edges if not edge.named]
        self.slopes: dict[Expr, Expr] = {symbol(edge.partial): edge.forms[-1] for edge in edges}

    def section(self, section: Section, form: Form) -> Section:
        """A section with every gradient in its form."""
        if form == "steps" or section.title == CHAIN:
            return section
        write = self.chain if form == "chain" else self.delta

        def written(task: Task) -> Task:
            return replace(task, statements=tuple(map(write, task.statements)))

        return replace(section, parts=tuple(replace(p, tasks=tuple(map(written, p.tasks))) for p in section.parts))

    def delta(self, statement: Statement) -> Statement:
        """A gradient by the δ above it: ∂L/∂z takes in the ∂L/∂a of its own neuron."""
        if not is_gradient(statement):
            return statement
        by, formula = statement.of.by, statement.formula  # type: ignore[union-attr]
        inner = self.known.get(gradient(replace(by, kind="a")).id)
        within = inner is not None and inner.rule != "slope of the loss" and statement.rule == "chain rule"
        if by.kind == "z" and within:
            return replace(statement, rule="delta recursion", forms=(recursion(formula, self.known),), chain=None)
        return replace(statement, forms=(formula,), chain=None)

    def chain(self, statement: Statement) -> Statement:
        """A gradient as the whole product back from the loss, where that was written out."""
        if not is_gradient(statement) or statement.chain is None:
            return statement
        return replace(statement, forms=(statement.chain, rename(statement.chain, self.slopes)), chain=None)


def is_gradient(statement: Statement) -> bool:
    """Whether a statement is a partial of the loss that the chain rule gives."""
    return isinstance(statement.of, Partial) and statement.of.top == LOSS and statement.rule != "slope of the loss"


def without_unused(sections: Sequence[Section], forms: Chosen) -> list[Section]:
    """The sections without those gradients of values, in other forms than step by step, that nothing uses."""
    found = list(sections)
    while True:
        used = {id for section in found for task in section.tasks for each in task.statements for id in each.uses}
        kept = [kept_of(each, used) if forms.get(each.title) in ("delta", "chain") else each for each in found]
        if kept == found:
            return found
        found = kept


def kept_of(section: Section, used: set[str]) -> Section:
    """A section without tasks about gradients of values that no other task uses."""
    def needed(task: Task) -> bool:
        statement = task.statements[0]
        of_value = is_gradient(statement) and statement.of.by.kind in "za"  # type: ignore[union-attr]
        return not of_value or statement.of.id in used

    parts = (replace(part, tasks=tuple(task for task in part.tasks if needed(task))) for part in section.parts)
    return replace(section, parts=tuple(part for part in parts if part.tasks))


def renumbered(sections: Sequence[Section], before: int) -> tuple[Section, ...]:
    """The sections that have tasks, numbered through."""
    number, found = before, []
    for section in sections:
        parts: list[Part] = []
        for part in section.parts:
            tasks = tuple(replace(task, number=str(number + i)) for i, task in enumerate(part.tasks, start=1))
            number += len(tasks)
            parts.append(replace(part, tasks=tasks))
        found += [replace(section, parts=tuple(parts))] if parts else []
    return tuple(found)
