"""The faults of words that stand where they cannot, each with what the writer may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from derive.formula.fault import FormulaError
from derive.formula.tokens import Token
from derive.formula.vocabulary import CONSTANTS, FUNCTIONS

RIGHT_SIDE = "write only what stands right of it"
COMPARE = "compare with < <= > >="
NEST = "put one choice inside another"
CHOICE = "write: one if z > 0 else other"

# words and signs of other languages -> what a formula says instead
ELSEWHERE = {
    "=": RIGHT_SIDE, ":=": RIGHT_SIDE, "==": COMPARE, "!=": COMPARE, "is": COMPARE, "and": NEST, "or": NEST,
    "lambda": "write the expression alone", "not": "turn the comparison round", "else": CHOICE, "if": CHOICE,
    "for": "write the terms out", "in": "write the terms out", "True": COMPARE, "False": COMPARE,
    ",": "a comma stands only between the arguments of a function", ")": "it closes no bracket",
}  # fmt: skip


def misplaced(before: Token, word: Token) -> FormulaError:
    """The fault of a word that cannot follow what was read."""
    if word.text in ELSEWHERE:
        return FormulaError(f"'{word.text}' cannot stand here", ELSEWHERE[word.text], word.column)
    left = "(…)" if before.text == ")" else before.text
    right = "(…)" if word.text == "(" else word.text
    return FormulaError(f"a sign is missing between {left} and {right}", f"write {left}*{right}", word.column)


def absent(word: Token) -> FormulaError:
    """The fault where an expression should begin and does not."""
    if word.kind == "end":
        return FormulaError("the formula ends too early", "complete it", word.column)
    cure = ELSEWHERE.get(word.text, "add it, or take the sign away")
    return FormulaError(f"something is missing before '{word.text}'", cure, word.column)


def unknown_name(word: Token, following: Token, meaning: Mapping[str, str]) -> FormulaError:
    """The fault of a name that is no variable."""
    name = word.text
    if name in ELSEWHERE:
        return FormulaError(f"'{name}' cannot stand here", ELSEWHERE[name], word.column)
    if name in FUNCTIONS:
        inside = following.text if following.kind in ("name", "number") else "…"
        return FormulaError(f"{name} has no brackets", f"write {name}({inside})", word.column)
    return FormulaError(f"unknown name {name}", meant(name, meaning), word.column)


def meant(name: str, meaning: Mapping[str, str]) -> str:
    """What the writer of an unknown name may have meant."""
    for function in sorted(FUNCTIONS, key=len, reverse=True):
        if name.startswith(function) and name[len(function) :] in meaning:
            return f"did you mean {function}({name[len(function) :]})?"
    if all(letter in meaning for letter in name):
        return "write " + "*".join(name)
    close = difflib.get_close_matches(name, FUNCTIONS, 1, 0.75)
    variables = dict.fromkeys(meaning.values())
    return f"did you mean {close[0]}(…)?" if close else f"a formula here is in {' and '.join(variables)}"


def unknown_function(word: Token, meaning: Mapping[str, str]) -> FormulaError:
    """The fault of a name before a bracket that is no function."""
    name = word.text
    if name in ELSEWHERE:
        return FormulaError(f"'{name}' cannot stand here", ELSEWHERE[name], word.column)
    if name in meaning or name in CONSTANTS:
        return FormulaError(f"{name} is no function", f"write {name}*(…)", word.column)
    close = difflib.get_close_matches(name.lower(), FUNCTIONS, 1, 0.7)
    guess = f"did you mean {close[0]}? " if close else ""
    return FormulaError(f"unknown function {name}", f"{guess}known are {', '.join(FUNCTIONS)}", word.column)
