"""Users' own symbols in LaTeX, read by a small grammar so that nothing else can come in."""

from __future__ import annotations

import re

from derive.formula.numeral import shortened
from derive.reading.numbers import kind
from derive.reading.refused import Refused

LONGEST = 60
LETTERS = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi "
    "rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma "
    "Upsilon Phi Psi Omega ell prime star".split()
)
ACCENTS = frozenset(
    "hat bar tilde vec dot ddot widehat widetilde mathrm mathbf mathit mathsf mathcal".split()
)
TOKEN = re.compile(r"\\([A-Za-z]+) *|([A-Za-z0-9(),'_^{} ])")
CURE = "use letters, digits, _ ^ { } and names such as \\eta or \\hat{y}"


def symbol(value: object) -> str:
    """A symbol such as `w_{31}` or `\\hat{y}`; Refused for anything that is not surely one."""
    if not isinstance(value, str):
        raise Refused(f"{kind(value)} stands in place of a symbol", CURE)
    text = value.strip()
    if not 0 < len(text) <= LONGEST:
        raise Refused(f"a symbol of {len(text)} characters", f"give 1 to {LONGEST}")
    Symbol(text).whole()
    return text


class Symbol:
    """Reads one symbol from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = self.split()
        self.at = 0

    def split(self) -> list[str]:
        """The commands and characters, each of them known."""
        found, at = [], 0
        while at < len(self.text):
            match = TOKEN.match(self.text, at)
            if match is None or (match[1] and match[1] not in LETTERS | ACCENTS):
                word = self.text[at : match.end()] if match else self.text[at]
                raise self.refused(
                    f"{shortened(word.strip())} is not allowed in the symbol {shortened(self.text)}"
                )
            if match[2] != " ":
                found.append(match[1] or match[2])
            at = match.end()
        return [*found, ""]

    @staticmethod
    def refused(what: str) -> Refused:
        """The fault of a symbol."""
        return Refused(what, CURE)

    def broken(self, what: str) -> Refused:
        """The fault of a symbol's shape."""
        return self.refused(f"{what} in the symbol {shortened(self.text)}")

    def whole(self) -> None:
        """Reads all of it."""
        self.row()
        if self.tokens[self.at]:
            raise self.broken("a brace closes nothing")

    def row(self) -> None:
        """Reads letters with their indices, at least one."""
        count = 0
        while self.tokens[self.at] not in ("", "}"):
            self.letter()
            self.indices()
            count += 1
        if not count:
            raise self.broken("something is empty")

    def letter(self) -> None:
        """Reads a letter, a command with what it stands over, or a group in braces."""
        token = self.tokens[self.at]
        if token in ("", "}", "_", "^", "'"):
            raise self.broken(f"a letter is missing before {token or 'the end'}")
        self.at += 1
        if token == "{":
            self.group()
        elif token in ACCENTS:
            if self.tokens[self.at] != "{":
                raise self.broken(f"{token} has no braces")
            self.at += 1
            self.group()

    def group(self) -> None:
        """Reads the rest of a group, to its closing brace."""
        self.row()
        if self.tokens[self.at] != "}":
            raise self.broken("a brace is not closed")
        self.at += 1

    def indices(self) -> None:
        """Reads primes, then at most one index below and one above."""
        seen: set[str] = set()
        while self.tokens[self.at] in ("'", "_", "^"):
            sign = self.tokens[self.at]
            if sign in seen - {"'"} or (sign == "'" and seen - {"'"}) or (sign == "^" and "'" in seen):
                raise self.broken(f"a second {sign}")
            seen.add(sign)
            self.at += 1
            if self.tokens[self.at] in ACCENTS:
                raise self.broken(f"an index {self.tokens[self.at]} without braces")
            if sign != "'":
                self.letter()
