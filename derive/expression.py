"""SymPy expressions as they are written by hand: nothing evaluated, the order of terms kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache, partial

import sympy
from sympy import Add, Basic, Expr, FunctionClass, Mul, Pow, Rational, Symbol
from sympy.functions.elementary.piecewise import ExprCondPair

from derive.formula import Formula, Tree
from derive.formula import tree as formulas
from derive.quantity import MANY, Named

ONE = sympy.Integer(1)
MINUS_ONE = sympy.Integer(-1)


def symbol(quantity: Named) -> Symbol:
    """The plain SymPy symbol of a quantity: an identity, named by the id."""
    return symbol_of(quantity.id)


@lru_cache(maxsize=MANY)
def symbol_of(id: str) -> Symbol:
    """The plain SymPy symbol with this name, equal to Symbol(id); that looks into a memory of its own first."""
    found: Symbol = Symbol.__xnew__(Symbol, id)
    return found


def number(value: Fraction | int) -> Rational:
    """An exact SymPy number."""
    return Rational(value) if isinstance(value, int) else Rational(value.numerator, value.denominator)


def made(operation: type[Expr], parts: tuple[Expr, ...]) -> Expr:
    """A node as SymPy makes it in the end: its checks and its memory of nodes would take most of the time."""
    node = Basic.__new__(operation, *parts)
    node.is_commutative = True
    return node


def plus(*terms: Expr) -> Expr:
    """The sum of the terms, in this order."""
    return made(Add, terms) if len(terms) > 1 else Add._from_args(terms)


def times(*factors: Expr) -> Expr:
    """The product of the factors, in this order."""
    return made(Mul, factors) if len(factors) > 1 else Mul._from_args(factors)


def joined(product: Expr, factor: Expr) -> Expr:
    """A product with one more factor."""
    return times(*product.args, factor) if product.is_Mul else times(product, factor)


def negative(term: Expr) -> Expr:
    """Minus the term; a plain number takes the sign itself."""
    if isinstance(term, Rational) and term.p > 0:
        return -term
    return times(MINUS_ONE, term)


def minus(left: Expr, right: Expr) -> Expr:
    """The difference of two terms."""
    return plus(left, negative(right))


def power(base: Expr, exponent: Expr) -> Expr:
    """The base raised to the exponent."""
    return made(Pow, (base, exponent))


def over(top: Expr, bottom: Expr) -> Expr:
    """The fraction of two expressions."""
    return times(top, power(bottom, MINUS_ONE))


def applied(function: FunctionClass, *parts: Expr) -> Expr:
    """A function of one or more expressions."""
    node = Basic.__new__(function, *parts)
    node.nargs = arity(function)
    return node


@lru_cache(maxsize=256)
def arity(function: FunctionClass) -> sympy.Set:
    """How many arguments SymPy lets a function have."""
    return function.nargs


@lru_cache(maxsize=256)
def called(name: str) -> FunctionClass:
    """The function without a formula that has this name."""
    return sympy.Function(name)


def rename(expression: Expr, names: Mapping[Symbol, Expr]) -> Expr:
    """The same unevaluated tree with other symbols."""
    if expression in names:
        return names[expression]
    if not expression.args or not expression.free_symbols:
        return expression
    return rebuild(expression, [rename(part, names) for part in expression.args])


def rebuild(expression: Expr, parts: Sequence[Expr]) -> Expr:
    """The same unevaluated operation on other parts."""
    function = expression.func
    if function in PLAIN:
        return PLAIN[function](*parts)
    return function(*parts) if function is ExprCondPair else function(*parts, evaluate=False)


PLAIN: dict[type[Expr], Callable[..., Expr]] = {Add: plus, Mul: times, Pow: power}
SPECIAL: dict[str, Callable[[Expr], Expr]] = {
    name: partial(applied, function)
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
