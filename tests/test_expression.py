"""Expressions are the nodes that SymPy itself makes with `evaluate=False`."""

from __future__ import annotations

import pytest
import sympy
from sympy import Add, Expr, Mul, Pow

from derive.expression import SPECIAL, applied, called, minus, negative, over, plus, power, symbol, times
from derive.quantity import Quantity

W, X, B = (symbol(Quantity(kind, (1, 2))) for kind in "wxb")
TWO, MINUS = sympy.Integer(2), sympy.Integer(-1)

PAIRS = {
    "symbol": (W, sympy.Symbol("w[1][2]")),
    "sum": (plus(W, X, B), Add(W, X, B, evaluate=False)),
    "sum within a sum": (plus(plus(W, X), B), Add(Add(W, X, evaluate=False), B, evaluate=False)),
    "sum of numbers": (plus(TWO, TWO), Add(TWO, TWO, evaluate=False)),
    "product": (times(X, W, TWO), Mul(X, W, TWO, evaluate=False)),
    "minus": (minus(W, X), Add(W, Mul(MINUS, X, evaluate=False), evaluate=False)),
    "minus a number": (negative(TWO), sympy.Integer(-2)),
    "power": (power(W, TWO), Pow(W, TWO, evaluate=False)),
    "power of a number": (power(TWO, TWO), Pow(TWO, TWO, evaluate=False)),
    "fraction": (over(W, X), Mul(W, Pow(X, MINUS, evaluate=False), evaluate=False)),
    "named function": (applied(called("f"), W), sympy.Function("f")(W)),
    **{name: (make(W), getattr(sympy, name.capitalize() if name == "abs" else name)(W, evaluate=False))
       for name, make in SPECIAL.items()},
}  # fmt: skip


@pytest.mark.parametrize("what", PAIRS)
def test_a_node_is_the_one_that_sympy_makes(what: str) -> None:
    ours, theirs = PAIRS[what]
    assert same(ours, theirs), (sympy.srepr(ours), sympy.srepr(theirs))
    assert ours == theirs and hash(ours) == hash(theirs)
    assert sympy.latex(ours) == sympy.latex(theirs)
    assert sympy.diff(ours.doit(), W) == sympy.diff(theirs.doit(), W)


def same(ours: Expr, theirs: Expr) -> bool:
    """Whether two trees agree node by node in all that SymPy reads of a node."""
    facts = ("is_commutative", "nargs", "func")
    if type(ours) is not type(theirs) and str(type(ours)) != str(type(theirs)):
        return False
    told = [[getattr(node, fact, None) for fact in facts] for node in (ours, theirs)]
    return told[0] == told[1] and len(ours.args) == len(theirs.args) and all(map(same, ours.args, theirs.args))


def test_one_term_is_itself() -> None:
    assert plus(W) is times(W) is W


def test_a_quantity_has_one_symbol() -> None:
    assert symbol(Quantity("w", (1, 2))) is W == sympy.Symbol("w[1][2]")
