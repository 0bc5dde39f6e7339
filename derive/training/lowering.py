"""Formulas as arithmetic of doubles: each node of a SymPy tree becomes one assignment of Python's own syntax tree.

No text is read on the way: names are ours (v0, v1, …), functions are rows of the table.
"""

from __future__ import annotations

import ast
import itertools
import math
from collections import ChainMap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import sympy
from sympy import Abs, Add, Expr, Max, Min, Mul, Piecewise, Pow, Rational, Symbol
from sympy.core.relational import Relational

from derive.expression import MINUS_ONE
from derive.functions import BY_CLASS
from derive.training.syntax import (
    assigned,
    branched,
    call,
    compared,
    constant,
    either,
    joined,
    multiplied,
    name,
    negative,
    raised,
)
from derive.training.vocabulary import COMPARISONS, base, turned

HALF = Rational(1, 2)
TOGETHER = 50                        # terms of a sum in one line; Python cannot nest thousands of them
FACTORS = 4                          # powers up to this one are written as products
KEPT = 1e-8                          # a sum that cancels all but this part of its terms has lost half its digits,
TINY = 1e-300                        # and doubles below this one lose theirs


@dataclass
class Body:
    """The lines of a function, and the names of the expressions that they have computed."""

    symbols: dict[str, str]          # the variable of each quantity, by id
    names: ChainMap[Expr, str] = field(default_factory=ChainMap)
    fresh: Iterator[int] = field(default_factory=itertools.count)
    lines: list[ast.stmt] = field(default_factory=list)
    trusted: set[Expr] = field(default_factory=set)

    def define(self, id: str, formula: Expr) -> None:
        """Computes what a quantity is from now on."""
        value = self.value(formula)
        self.symbols[id] = value.id if isinstance(value, ast.Name) else self.kept(value)

    def value(self, expression: Expr) -> ast.expr:
        """The value of an expression, computed by the lines unless they have it already."""
        if isinstance(expression, Symbol):
            return name(self.symbols[expression.name])
        if isinstance(expression, Rational):
            return constant(int(expression.p) / int(expression.q))
        if isinstance(expression, Mul):  # cheaper to compute than to look up
            return name(self.kept(product(self, expression)))
        if expression not in self.names:
            self.names[expression] = self.kept(self._operation(expression))
        return name(self.names[expression])

    def kept(self, value: ast.expr) -> str:
        """The name of a new variable with this value."""
        variable = f"v{next(self.fresh)}"
        self.lines.append(assigned(variable, value))
        return variable

    def _operation(self, expression: Expr) -> ast.expr:
        for kind, written in OPERATIONS.items():
            if isinstance(expression, kind):
                return written(self, expression)
        row = BY_CLASS[type(expression)]
        inner = self.trust(expression.args[0]) if row.pole else self.value(expression.args[0])
        return call(row.of.__name__, inner)

    def sum(self, expression: Add) -> ast.expr:
        """The terms from left to right."""
        return self.total([signed(term, self) for term in expression.args])

    def total(self, terms: Sequence[tuple[ast.operator, ast.expr]]) -> ast.expr:
        """Values added to and taken from each other, some of them at a time."""
        (sign, whole), *rest = terms
        whole = negative(whole) if isinstance(sign, ast.Sub) else whole
        for i, (sign, term) in enumerate(rest, start=1):
            whole = joined(whole, sign, term)
            if i % TOGETHER == 0:
                whole = name(self.kept(whole))
        return whole

    def product(self, factors: Sequence[Expr]) -> ast.expr:
        """The factors from left to right, divided by all that stand below."""
        above = [self.value(factor) for factor in factors if not turned(factor)]
        below = [self.trust(base(factor)) for factor in factors if turned(factor)]
        top = multiplied(above or [constant(1.0)])
        return joined(top, ast.Div(), multiplied(below)) if below else top

    def power(self, expression: Pow) -> ast.expr:
        """A small whole power as a product, a square root, or any other power."""
        if turned(expression):
            return self.product([expression])
        of, exponent = expression.args
        if exponent.is_Integer and 1 <= exponent <= FACTORS:
            return multiplied([self.value(of)] * int(exponent))
        if exponent == HALF:
            return call("root", self.value(of))
        return call("pow", self.value(of), self.value(exponent))

    def trust(self, expression: Expr) -> ast.expr:
        """A value that is divided by, or whose logarithm is taken: Cancelled where too few of its digits are left."""
        held = expression.args[0] if isinstance(expression, Pow) else expression
        if not isinstance(held, Rational) and held not in self.trusted:
            self.trusted.add(held)
            lost = compared(call("fabs", self.value(held)), ast.Lt(), self.least(held))
            self.lines.append(branched(lost, [raised("Cancelled")], []))
        return self.value(expression)

    def least(self, expression: Expr) -> ast.expr:
        """The size below which an expression in doubles has too few digits left."""
        if not isinstance(expression, Add):
            return constant(TINY)
        sizes = self.total([(ast.Add(), call("fabs", self.value(term))) for term in expression.args])
        return joined(constant(KEPT), ast.Mult(), sizes)

    def extreme(self, expression: Expr, sign: ast.cmpop) -> ast.expr:
        """The largest or smallest of some values; no number where one of them is none."""
        best, *others = (self.value(part) for part in expression.args)
        for other in others:
            otherwise = either(compared(other, sign, best), other, name("nan"))
            best = name(self.kept(either(compared(best, sign, other), best, otherwise)))
        return best

    def choice(self, expression: Piecewise) -> ast.expr:
        """The first case that holds; only that one is computed."""
        variable = f"v{next(self.fresh)}"
        self.lines += self.cases(variable, expression.args)
        return name(variable)

    def cases(self, variable: str, cases: Sequence[tuple[Expr, Relational]]) -> list[ast.stmt]:
        """The lines that give a variable the value of the first case that holds; no number where none does."""
        if not cases:
            return [assigned(variable, name("nan"))]
        (expression, condition), *others = cases
        inside = self.within()
        inside.lines.append(assigned(variable, inside.value(expression)))
        if condition == True:  # noqa: E712  (SymPy's true)
            return inside.lines
        before = self.within()
        left, right = (before.value(side) for side in condition.args)
        holds = compared(left, COMPARISONS[type(condition)](), right)
        return [*before.lines, branched(holds, inside.lines, before.cases(variable, others))]

    def within(self) -> Body:
        """Lines of their own, which know what these have computed."""
        return Body(self.symbols, self.names.new_child(), self.fresh, trusted=set(self.trusted))


def signed(term: Expr, body: Body) -> tuple[ast.operator, ast.expr]:
    """A term of a sum: added, or taken away where it begins with -1."""
    if isinstance(term, Mul) and term.args[0] == MINUS_ONE:
        return ast.Sub(), name(body.kept(body.product(term.args[1:])))
    return ast.Add(), body.value(term)


def product(body: Body, expression: Mul) -> ast.expr:
    """A product, where a minus one in front is a sign."""
    first, *rest = expression.args
    return negative(body.product(rest)) if first == MINUS_ONE else body.product(expression.args)


OPERATIONS: dict[type[Expr], Callable[[Body, Expr], ast.expr]] = {
    Add: Body.sum,
    Pow: Body.power,
    Piecewise: Body.choice,
    Max: lambda body, each: body.extreme(each, ast.GtE()),
    Min: lambda body, each: body.extreme(each, ast.LtE()),
    Abs: lambda body, each: call("fabs", body.value(each.args[0])),
    type(sympy.pi): lambda body, each: constant(math.pi),
}
