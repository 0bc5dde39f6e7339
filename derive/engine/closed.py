"""Closed forms for `carry: exact`: fractions, roots and e, as long as they are short enough to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sympy
from sympy import Expr, Symbol

from derive.arithmetic import Number
from derive.expression import number
from derive.statement import Statement

Closed = Mapping[str, Expr]          # by id, only what is not rational
LONGEST = 24                         # characters of a closed form


def closed_forms(statements: Iterable[Statement], values: Mapping[str, Number]) -> Closed:
    """The short closed form of every value that has one and is not rational."""
    exact: dict[str, Expr] = {}
    found: dict[str, Expr] = {}
    for id, value in values.items():
        if not isinstance(value, sympy.Basic) and hasattr(value, "numerator"):
            exact[id] = number(value)  # type: ignore[arg-type]
    for statement in statements:
        id = statement.of.id
        if id in values and id not in exact and all(used in exact for used in statement.uses):
            form = evaluated(statement.formula, {Symbol(used): exact[used] for used in statement.uses})
            if len(str(form)) <= LONGEST and form.is_finite:
                exact[id] = found[id] = form
    return found


def evaluated(formula: Expr, numbers: Mapping[Symbol, Expr]) -> Expr:
    """The formula with numbers put in, simplified as SymPy does by itself."""
    if formula in numbers:
        return numbers[formula]
    if not formula.args:
        return formula
    return formula.func(*(evaluated(part, numbers) for part in formula.args))
