"""What is asked in one task: an equation alone, or in a layer that is taught kind by kind those of a row."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import groupby

from derive.document.sections import Group
from derive.problem import Problem
from derive.quantity import LOSS, Partial, Quantity
from derive.statement import Statement

MOST = 4                             # equations of a task
MOST_PATHS = 2                       # that each of several gradients in a task may add
MOST_ZEROS = 24                      # and of one whose answers are all zero


def together(problem: Problem, layer: int, statements: Iterable[Statement]) -> list[Group]:
    """The statements of a layer in groups, each a task."""
    if not problem.layers[layer - 1].staged:
        return [(each,) for each in statements]
    rows = (list(row) for _, row in groupby(statements, key=row_of))
    return [group for row in rows for group in portions(row)]


def portions(row: Sequence[Statement]) -> Iterator[Group]:
    """A row in as many parts as its length needs."""
    most = MOST_ZEROS if row[0].rule == "no path" else 1 if long_sum(row[0]) else MOST
    yield from (tuple(row[at : at + most]) for at in range(0, len(row), most))


def long_sum(statement: Statement) -> bool:
    """Whether a gradient adds so many paths that three of its kind would fill a page."""
    return statement.rule == "sum over paths" and len(statement.forms[0].args) > MOST_PATHS


def row_of(statement: Statement) -> Hashable:
    """What the statements of a row have in common; those of no path are one row."""
    if statement.rule == "no path":
        return statement.rule
    of = statement.of
    if isinstance(of, Partial) and of.top != LOSS:
        return kind_of(statement), of.top.index, of.top.sample
    about = of.by if isinstance(of, Partial) else of
    return statement.rule, kind_of(statement), about.index[:-1], about.sample


def kind_of(statement: Statement) -> tuple[str, ...]:
    """The kind of a value, of a gradient, or of a slope."""
    of = statement.of
    return (of.kind,) if isinstance(of, Quantity) else (of.top.kind, of.by.kind)
