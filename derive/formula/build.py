"""The nodes of a formula, put together with their constants checked."""

from __future__ import annotations

from derive.formula.constant import HIGHEST, NotFinite, constant
from derive.formula.fault import FormulaError
from derive.formula.numeral import NumeralError, numeral
from derive.formula.tokens import Token
from derive.formula.tree import Call, Comparison, Node, Number, Tree
from derive.formula.vocabulary import CONSTANTS, FUNCTIONS, WRITTEN_OUT

SAME = {"^": "**"}


def operation(word: Token, last: str, *parts: Tree) -> Tree:
    """A sign or function applied to its parts; `last` is the sign that made the first part, unbracketed."""
    name = SAME.get(word.text, word.text)
    if name in FUNCTIONS:
        return function(word, parts)
    if name == "**":
        check_exponent(parts[1], word)
        return checked(raised(*parts), word)
    if name == "-":
        name, parts = "+", (parts[0], Call("neg", (parts[1],)))
    joins = name == "*" == last or (name == "+" and last in ("+", "-"))
    first = parts[0]
    if joins and isinstance(first, Call):
        parts = (*first.parts, *parts[1:])
    return checked(Call(name, parts), word)


def function(word: Token, parts: tuple[Tree, ...]) -> Tree:
    """A function of the table on as many arguments as it takes."""
    fewest, most = FUNCTIONS[word.text]
    if not fewest <= len(parts) <= most:
        takes = "one argument" if most == 1 else f"{fewest} or more arguments"
        raise FormulaError(f"{word.text} takes {takes}, not {len(parts)}", f"give {takes}", word.column)
    written_out = WRITTEN_OUT.get(word.text)
    return checked(written_out(parts[0]) if written_out else Call(word.text, parts), word)


def raised(base: Tree, exponent: Tree) -> Tree:
    """A power; a power of e is the exponential function."""
    return Call("exp", (exponent,)) if base == CONSTANTS["e"] else Call("**", (base, exponent))


def check_exponent(exponent: Tree, word: Token) -> None:
    """Refuses constant exponents beyond the limit."""
    value = constant(exponent)
    if value is not None and not -HIGHEST <= value <= HIGHEST:
        raise FormulaError("the exponent is out of range", f"stay within {HIGHEST}", word.column)


def checked(tree: Tree, word: Token) -> Tree:
    """The tree, unless it is a constant that is not a finite real number."""
    try:
        constant(tree)
    except NotFinite as error:
        raise FormulaError(str(error), "change the numbers", word.column) from None
    return tree


def comparison(sign: Token, left: Node, right: Node) -> Comparison:
    """One side compared with the other, a variable in at least one of them."""
    if isinstance(left, Comparison) or isinstance(right, Comparison):
        raise FormulaError("a comparison has two sides", "put one choice inside another", sign.column)
    if constant(left) is not None and constant(right) is not None:
        raise FormulaError("both sides of the comparison are constant", "compare a variable", sign.column)
    return Comparison(sign.text, left, right)


def exact(word: Token) -> Number:
    """The number of a word, exactly."""
    try:
        return Number(numeral(word.text))
    except NumeralError as error:
        raise FormulaError(error.what, error.cure, word.column) from None


def arithmetic(node: Node, column: int) -> Tree:
    """The node, which must be a number and no comparison."""
    if isinstance(node, Comparison):
        cure = "write 1 if z > 0 else 0"
        raise FormulaError("a comparison stands only between 'if' and 'else'", cure, column)
    return node
