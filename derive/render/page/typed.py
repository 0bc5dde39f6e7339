"""What is said of a number that somebody typed for a result: in Python the same as on the page."""

from __future__ import annotations

from fractions import Fraction

from derive.document.wording import words
from derive.engine.digits import Digits
from derive.formula.numeral import numeral
from derive.render.page.fence import accepted, key
from derive.rounding import Shown, shown
from derive.statement import Statement


def answered(typed: object, statement: Statement, digits: Digits, otherwise: Digits | None) -> str:
    """Right, right but for rounding, or not yet; or what is missing to say so."""
    if digits.line(statement) is None:
        return words().word("page", "nothing asked")
    return words().word("page", kind(typed, statement, digits, otherwise))


def kind(typed: object, statement: Statement, digits: Digits, otherwise: Digits | None) -> str:
    """Which of the words fits what was typed."""
    if typed is None or typed is ... or typed == "":
        return "empty"
    value = number(typed)
    if value is None:
        return "unread"
    keys = {key(Shown("", value, True)), key(shown(value, digits.rounding))}
    known = accepted(statement, digits, otherwise)
    if keys & known.right:
        return "right"
    return f"near {digits.rounding.carry}" if keys & known.near else "hint 1"


def number(typed: object) -> Fraction | None:
    """What was typed as an exact number: a float as it is printed, and text such as "1/3" or "0,25"."""
    above, _, below = str(typed).replace(",", ".").partition("/")
    try:
        return numeral(above) / numeral(below or "1")
    except (ValueError, ZeroDivisionError):
        return None
