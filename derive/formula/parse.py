"""From words to a tree, by binding strength: a reader that can run nothing."""

from __future__ import annotations

from collections.abc import Mapping

from derive.formula.build import arithmetic, comparison, exact, operation
from derive.formula.fault import FormulaError
from derive.formula.guidance import absent, misplaced, unknown_function, unknown_name
from derive.formula.tokens import Token, tokens
from derive.formula.tree import Call, Choice, Comparison, Name, Node, Tree
from derive.formula.vocabulary import CONSTANTS, FUNCTIONS

DEPTH = 60
CHOICE, COMPARE, SUM, PRODUCT, POWER = 1, 2, 3, 4, 5
STRENGTH = {
    "if": CHOICE, "<": COMPARE, "<=": COMPARE, ">": COMPARE, ">=": COMPARE,
    "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "**": POWER, "^": POWER,
}  # fmt: skip


class Parser:
    """Reads one formula from left to right; `meaning` gives each variable's name in the tree."""

    def __init__(self, text: str, meaning: Mapping[str, str]) -> None:
        self.words = list(tokens(text))
        self.at = 0
        self.depth = 0
        self.meaning = meaning

    @property
    def next(self) -> Token:
        """The word to be read."""
        return self.words[self.at]

    def take(self) -> Token:
        """Reads one word; the end stays."""
        word = self.next
        self.at += word.kind != "end"
        return word

    def expect(self, text: str, cure: str) -> None:
        """Reads the word that must stand here."""
        if self.next.text != text:
            raise FormulaError(f"'{text}' is missing", cure, self.next.column)
        self.take()

    def formula(self) -> Tree:
        """The whole text as one expression."""
        column = self.next.column
        tree = self.expression(CHOICE)
        if self.next.kind != "end":
            raise misplaced(self.words[self.at - 1], self.next)
        return arithmetic(tree, column)

    def expression(self, weakest: int) -> Node:
        """What can be read here without a sign that binds weaker than `weakest`."""
        self.depth += 1
        if self.depth > DEPTH:
            raise FormulaError(f"nested deeper than {DEPTH}", "write it flatter", self.next.column)
        column = self.next.column
        left, last = self.atom(weakest), ""
        while STRENGTH.get(self.next.text, 0) >= weakest:
            sign = self.take()
            left = self.joined(left, sign, last, column)
            last = sign.text
        self.depth -= 1
        return left

    def joined(self, left: Node, sign: Token, last: str, column: int) -> Node:
        """What stands left of a sign together with what stands right of it."""
        if sign.text == "if":
            return self.choice(arithmetic(left, column))
        strength, start = STRENGTH[sign.text], self.next.column
        right = self.expression(strength if strength == POWER else strength + 1)
        if strength == COMPARE:
            return comparison(sign, left, right)
        return operation(sign, last, arithmetic(left, column), arithmetic(right, start))

    def choice(self, yes: Tree) -> Tree:
        """The rest of `yes if z > 0 else no`, from the condition on."""
        start = self.next.column
        when = self.expression(COMPARE)
        if not isinstance(when, Comparison):
            raise FormulaError("the condition is no comparison", "write one, such as z > 0", start)
        self.expect("else", "write: one if z > 0 else other")
        start = self.next.column
        return Choice(yes, when, arithmetic(self.expression(CHOICE), start))

    def atom(self, weakest: int) -> Node:
        """A number, a name, a function, a bracket, or one of these with a sign before it."""
        word = self.take()
        if word.kind == "number":
            return exact(word)
        if word.kind == "name":
            return self.called(word) if self.next.text == "(" else self.name(word)
        if word.text in ("-", "+"):
            start = self.next.column
            inner = arithmetic(self.expression(max(weakest, PRODUCT)), start)
            return Call("neg", (inner,)) if word.text == "-" else inner
        if word.text == "(":
            inside = self.expression(CHOICE)
            self.close()
            return inside
        raise absent(word)

    def called(self, name: Token) -> Tree:
        """A function with its arguments."""
        if name.text not in FUNCTIONS:
            raise unknown_function(name, self.meaning)
        self.take()
        parts = [self.argument()]
        while self.next.text == ",":
            self.take()
            parts.append(self.argument())
        self.close()
        return operation(name, "", *parts)

    def argument(self) -> Tree:
        """One argument of a function."""
        start = self.next.column
        return arithmetic(self.expression(CHOICE), start)

    def name(self, word: Token) -> Tree:
        """A variable or a constant."""
        if word.text in self.meaning:
            return Name(self.meaning[word.text])
        if word.text in CONSTANTS:
            return CONSTANTS[word.text]
        raise unknown_name(word, self.next, self.meaning)

    def close(self) -> None:
        """Reads the bracket that closes."""
        if self.next.kind == "end":
            raise FormulaError(
                "a bracket is not closed", "add ), and put a formula with commas in quotes", self.next.column
            )
        if self.next.text != ")":
            raise misplaced(self.words[self.at - 1], self.next)
        self.take()
