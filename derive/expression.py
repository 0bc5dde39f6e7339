"""SymPy expressions as they are written by hand: nothing evaluated, the order of terms kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial

import sympy
from sympy import Add, Expr, Mul, Pow, Rational, Symbol
from sympy.functions.elementary.piecewise import ExprCondPair

from derive.formula import Formula, Tree
from derive.formula import tree as formulas
from derive.quantity import Named

ONE = sympy.Integer(1)
MINUS_ONE = sympy.Integer(-1)


def symbol(quantity: Named) -> Symbol:
    """The plain SymPy symbol of a quantity: an identity, named by the id."""
    return Symbol(quantity.id)


def number(value: Fraction | int) -> Rational:
    """An exact SymPy number."""
    return Rational(value) if isinstance(value, int) else Rational(value.numerator, value.denominator)


def plus(*terms: Expr) -> Expr:
    """The sum of the terms, in this order."""
    return terms[0] if len(terms) == 1 else Add(*terms, evaluate=False)


def times(*factors: Expr) -> Expr:
    """The product of the factors, in this order."""
    return factors[0] if len(factors) == 1 else Mul(*factors, evaluate=False)


def negative(term: Expr) -> Expr:
    """Minus the term; a plain number takes the sign itself."""
    if isinstance(term, Rational) and term.p > 0:
        return -term
    return Mul(MINUS_ONE, term, evaluate=False)


def minus(left: Expr, right: Expr) -> Expr:
    """The difference of two terms."""
    return plus(left, negative(right))


def power(base: Expr, exponent: Expr) -> Expr:
    """The base raised to the exponent."""
    return Pow(base, exponent, evaluate=False)


def over(top: Expr, bottom: Expr) -> Expr:
    """The fraction of two expressions."""
    return Mul(top, Pow(bottom, MINUS_ONE, evaluate=False), evaluate=False)


def rename(expression: Expr, names: Mapping[Symbol, Expr]) -> Expr:
    """The same unevaluated tree with other symbols."""
    if expression in names:
        return names[expression]
    if not expression.args or not expression.free_symbols:
        return expression
    return rebuild(expression, [rename(part, names) for part in expression.args])


def rebuild(expression: Expr, parts: Sequence[Expr]) -> Expr:
    """The same unevaluated operation on other parts."""
    if isinstance(expression, ExprCondPair):
        return expression.func(*parts)
    return expression.func(*parts, evaluate=False)


SPECIAL: dict[str, Callable[[Expr], Expr]] = {
    name: partial(function, evaluate=False)
    for name, function in {
        "exp": sympy.exp, "log": sympy.log, "erf": sympy.erf, "abs": sympy.Abs,
        "sin": sympy.sin, "cos": sympy.cos, "tan": sympy.tan,
        "asin": sympy.asin, "acos": sympy.acos, "atan": sympy.atan,
        "sinh": sympy.sinh, "cosh": sympy.cosh, "tanh": sympy.tanh,
        "asinh": sympy.asinh, "acosh": sympy.acosh, "atanh": sympy.atanh,
    }.items()
}  # fmt: skip


def from_formula(formula: Formula, values: Mapping[str, Expr]) -> Expr:
    """A user's formula with an expression for each variable, unevaluated and in the author's order."""
    return from_tree(formula.tree, {"pi": sympy.pi, **values})


def from_tree(tree: Tree, values: Mapping[str, Expr]) -> Expr:
    """The expression of a tree; KeyError for a variable without a value."""
    if isinstance(tree, formulas.Number):
        return number(tree.value)
    if isinstance(tree, formulas.Name):
        return values[tree.name]
    if isinstance(tree, formulas.Choice):
        return from_choice(tree, values)
    return OPERATIONS[tree.function](*(from_tree(part, values) for part in tree.parts))


def extreme(of: type[Expr], *parts: Expr) -> Expr:
    """The largest (or smallest) of the parts that differ."""
    differing = tuple(dict.fromkeys(parts))
    return of(*differing, evaluate=False) if len(differing) > 1 else differing[0]


OPERATIONS: dict[str, Callable[..., Expr]] = {
    "+": plus,
    "*": times,
    "/": over,
    "**": power,
    "neg": negative,
    "sqrt": lambda x: power(x, number(Fraction(1, 2))),
    "max": partial(extreme, sympy.Max),
    "min": partial(extreme, sympy.Min),
    **SPECIAL,
}
# a comparison, and the one that holds where it does not
COMPARISONS = {
    ">": (sympy.Gt, sympy.Le),
    ">=": (sympy.Ge, sympy.Lt),
    "<": (sympy.Lt, sympy.Ge),
    "<=": (sympy.Le, sympy.Gt),
}


def from_choice(choice: formulas.Choice, values: Mapping[str, Expr]) -> Expr:
    """The two cases of a choice, the second with the opposite comparison."""
    left, right = from_tree(choice.when.left, values), from_tree(choice.when.right, values)
    holds, fails = (sign(left, right, evaluate=False) for sign in COMPARISONS[choice.when.sign])
    yes, no = from_tree(choice.yes, values), from_tree(choice.no, values)
    return sympy.Piecewise((yes, holds), (no, fails), evaluate=False)
