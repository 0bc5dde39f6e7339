"""Expressions in writing: the tree printed in its own order, brackets only where they are needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import sympy
from sympy import Add, Expr, Max, Min, Mul, Piecewise, Rational
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from derive.expression import MINUS_ONE, ONE, power, times
from derive.render.syntax import ATOM, POWER, PRODUCT, SUM, Syntax, Written, number
from derive.rounding import as_given

HALF = Rational(1, 2)
LONG = 3                             # terms of a sum that does not go on a fraction's line
Names = Callable[[str], Written]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes expressions in one syntax, with a name (or a number, or a blank) for each symbol."""

    syntax: Syntax
    names: Names
    fractions: bool = False          # whether the formula's own constants are always written as fractions

    def text(self, expression: Expr) -> str:
        """The expression, in writing."""
        return self.write(expression).text

    def pieces(self, expression: Expr) -> list[str]:
        """The expression in pieces that a line may be broken between: the terms of a sum, the factors of a product."""
        if expression.is_Add:
            return self._terms(expression)
        if expression.is_Mul and holds_long_sum(expression):
            return self._opened(expression)
        if expression.is_Mul and not divided(expression) and expression.args[0] is not MINUS_ONE:
            return self._factors(expression.args, lead=True)
        return [self.text(expression)]

    def _opened(self, expression: Expr) -> list[str]:
        """A sum that is multiplied or divided, in brackets that a line may be broken between: 1/3 · (a + b + c)."""
        minus, body = signed(expression)
        top, bottom = quotient(body)
        front = self.write(times(*top[:-1], *(power(each, MINUS_ONE) for each in bottom)))
        first, *terms = self.pieces(top[-1])
        sign = self.syntax.sign if minus else ""
        joint = self.syntax.beside if (front.kind, "group") in self.syntax.side_by_side else self.syntax.dot
        return [f"{sign}{front.text}{joint}{self.syntax.opening}{first}", *terms[:-1], terms[-1] + self.syntax.closing]

    def write(self, expression: Expr, lead: bool = True) -> Written:
        """The expression, where `lead` says that a minus may stand at its beginning without brackets."""
        if expression.is_Symbol:
            return self.names(expression.name)
        if expression.is_Mul:
            return self._product(expression, lead)
        if expression.is_Add:
            return self._sum(expression)
        if expression.is_Rational:
            return number(ratio(expression) if self.fractions else constant(expression), self.syntax)
        if expression.is_Pow:
            return self._power(*expression.args)
        if expression.is_Piecewise:
            return self._cases(expression)
        return self._function(expression)

    def condition(self, condition: Relational) -> str:
        """A comparison, in writing."""
        left, right = (self.text(side) for side in condition.args)
        return f"{left} {self.syntax.relations[condition.rel_op]} {right}"

    def _sum(self, expression: Add) -> Written:
        terms = self._terms(expression)
        return Written("".join(terms), SUM, "group", terms[0].startswith(self.syntax.sign))

    def _terms(self, expression: Add) -> list[str]:
        """The terms, each after its sign; the first without a plus."""
        found: list[str] = []
        for term in expression.args:
            minus, body = signed(term)
            written = self.write(body, lead=False) if minus else self._unsigned(body, lead=not found)
            if (minus or found) and (written.level <= SUM or written.signed):
                written = self.bracketed(written)  # the sign must reach all of it, and not meet another
            if found:
                found.append((self.syntax.minus if minus else self.syntax.plus) + written.text)
            else:
                found.append(self.syntax.sign + written.text if minus else written.text)
        return found

    def _unsigned(self, body: Expr, lead: bool) -> Written:
        """An expression that has no minus of its own at its beginning."""
        if body.is_Symbol:
            return self.names(body.name)
        return self._unsigned_product(body, lead) if body.is_Mul else self.write(body, lead)

    def _product(self, expression: Mul, lead: bool) -> Written:
        minus, body = signed(expression)
        if minus:
            inner = self.write(body, lead=False)
            held = self.bracketed(inner) if inner.level <= SUM or inner.signed else inner
            return Written(self.syntax.sign + held.text, PRODUCT, held.kind, signed=True)
        return self._unsigned_product(expression, lead)

    def _unsigned_product(self, expression: Mul, lead: bool) -> Written:
        if divided(expression):
            return self._quotient(*quotient(expression))
        text = "".join(self._factors(expression.args, lead))
        return Written(text, PRODUCT, "tall", text.startswith(self.syntax.sign))

    def _quotient(self, top: list[Expr], bottom: list[Expr]) -> Written:
        above = self.write(times(*top) if top else ONE)
        below = self.write(times(*bottom))
        if self.syntax.one_line:  # brackets keep the parts apart
            above = self.bracketed(above) if above.level < PRODUCT else above
            below = self.bracketed(below) if below.level < POWER or below.signed else below
            return Written(self.syntax.fraction(above.text, below.text), PRODUCT, "tall", above.signed)
        return Written(self.syntax.fraction(above.text, below.text), self.syntax.fraction_level, "tall")

    def _factors(self, factors: tuple[Expr, ...], lead: bool) -> list[str]:
        """The factors, each after the sign that joins it to the one before."""
        found: list[str] = []
        before: Written | None = None
        for factor in factors:
            leads = lead and before is None
            written = self.names(factor.name) if factor.is_Symbol else self.write(factor, leads)
            if written.level <= SUM or (written.signed and not leads):
                written = self.bracketed(written)
            if before is None:
                found.append(written.text)
            else:
                close = (before.kind, written.kind) in self.syntax.side_by_side
                found.append((self.syntax.beside if close else self.syntax.dot) + written.text)
            before = written
        return found

    def _power(self, base: Expr, exponent: Expr) -> Written:
        if exponent == HALF:
            return Written(self.syntax.root(self.text(base)), POWER, "tall")
        if exponent is MINUS_ONE:
            return self._quotient([], [base])
        below = self.write(base)
        held = self.bracketed(below) if below.level < ATOM or below.signed else below
        kind = held.kind if held.kind in {"letter", "group"} else "tall"
        return Written(self.syntax.power(held.text, self._exponent(exponent)), POWER, kind)

    def _exponent(self, exponent: Expr) -> str:
        above = self.write(exponent)
        loose = self.syntax.one_line and (above.level < ATOM or above.signed)
        return self.bracketed(above).text if loose else above.text

    def _function(self, expression: Expr) -> Written:
        if isinstance(expression, sympy.exp):
            return Written(self.syntax.power(self.syntax.base, self._exponent(expression.args[0])), POWER, "tall")
        if isinstance(expression, sympy.Abs):
            return Written(self.syntax.absolute(self.text(expression.args[0])), ATOM, "tall")
        if expression is sympy.pi:
            return Written(self.syntax.pi)
        name = expression.func.__name__ if isinstance(expression, AppliedUndef | Max | Min) else str(expression.func)
        parts = self.syntax.comma.join(self.text(part) for part in expression.args)
        return Written(self.syntax.function(name) + self.syntax.brackets(parts), POWER, "tall")

    def _cases(self, expression: Piecewise) -> Written:
        rows = [(self.text(value), self.condition(when)) for value, when in expression.args]
        return Written(self.syntax.cases(rows), SUM, "tall")

    def bracketed(self, written: Written) -> Written:
        """The same in round brackets."""
        kind = "number" if written.signed and written.level >= PRODUCT else "group"
        return Written(self.syntax.brackets(written.text), ATOM, kind)


def holds_long_sum(expression: Mul) -> bool:
    """Whether a product or fraction is nothing but a long sum with numbers before or below it."""
    long = [factor for factor in expression.args if factor.is_Add and len(factor.args) >= LONG]
    body = signed(expression)[1] if len(long) == 1 else ONE
    if not body.is_Mul:
        return False
    top, bottom = quotient(body)
    return top[-1:] == long and not any(each.free_symbols for each in (*top[:-1], *bottom))


def signed(term: Expr) -> tuple[bool, Expr]:
    """Whether a term of a formula begins with a minus, and the term without it."""
    if term.is_Mul:
        first = term.args[0]
        if first.is_Rational and first.p < 0:
            rest = term.args[1:]
            return True, times(*rest) if first is MINUS_ONE else times(-first, *rest)
    elif term.is_Rational and term.p < 0:
        return True, -term
    return False, term


def divided(expression: Mul) -> bool:
    """Whether a product has a factor below the line of a fraction."""
    for factor in expression.args:  # noqa: SIM110  (asked of every product; a generator would take twice as long)
        if factor.is_Pow and factor.args[1] is MINUS_ONE:
            return True
    return False


def quotient(expression: Mul) -> tuple[list[Expr], list[Expr]]:
    """The factors above and below the line of a fraction."""
    top: list[Expr] = []
    bottom: list[Expr] = []
    for factor in expression.args:
        if factor.is_Pow and factor.args[1] is MINUS_ONE:
            bottom.append(factor.args[0])
        else:
            top.append(factor)
    return top, bottom


def constant(value: Rational) -> str:
    """A number of a formula: halves and thirds as fractions, hundredths as decimals."""
    given = as_given(Fraction(int(value.p), int(value.q))) if value.q >= 10 else None
    return given.text if given else ratio(value)


def ratio(value: Rational) -> str:
    """A whole number or a fraction, as two whole numbers."""
    return str(value.p) if value.q == 1 else f"{value.p}/{value.q}"
