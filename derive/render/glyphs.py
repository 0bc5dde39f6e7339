"""The LaTeX of a symbol read into a small tree, which is then written in any other way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

Written = TypeVar("Written")         # what symbols become: text, or what is set in places
Shape = Literal["letter", "word", "bold", "number", "sign"]
GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi"
    " chi psi omega".split()
)
SIGNS = {
    "langle": "⟨", "rangle": "⟩", "partial": "∂", "cdots": "⋯", "vdots": "⋮", "prime": "′",
    "ell": "ℓ", "star": "⋆", "cdot": "·", "times": "×", "approx": "≈", "nabla": "∇", "top": "⊤",
}  # fmt: skip
ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "widetilde": "\u0303",
    "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308",
}  # fmt: skip
FONTS: dict[str, Shape] = {
    "mathrm": "word", "text": "word", "mathsf": "word", "operatorname": "word", "mathbf": "bold",
    "boldsymbol": "bold", "mathit": "letter", "mathcal": "letter",
}  # fmt: skip
TOKEN = re.compile(r"\\[A-Za-z]+ *|\\[,;! ]|\s+|\d+|.", re.DOTALL)


class Glyph(NamedTuple):
    """A letter, a word, a number or a sign."""

    text: str
    shape: Shape


class Scripted(NamedTuple):
    """Something with an index below, a mark above, or both, in the order in which they were written."""

    base: Tree
    scripts: tuple[tuple[Literal["_", "^"], Tree], ...]


class Accented(NamedTuple):
    """Something under an accent, which is a combining character."""

    accent: str
    inner: Tree


class Ratio(NamedTuple):
    """One thing over another, as in a partial derivative."""

    top: Tree
    bottom: Tree


class Line(NamedTuple):
    """Several things side by side."""

    parts: tuple[Tree, ...]


class Gap(NamedTuple):
    """A little room."""


Tree: TypeAlias = Glyph | Scripted | Accented | Ratio | Line | Gap


@dataclass(frozen=True, slots=True, eq=False)
class Script(Generic[Written]):
    """One way of writing a symbol: a function for each kind of branch, of what its parts were written as."""

    glyph: Callable[[Glyph], Written]
    scripted: Callable[[Written, dict[str, Written]], Written]
    accented: Callable[[str, Written], Written]
    ratio: Callable[[Written, Written], Written]
    line: Callable[[list[Written]], Written]
    gap: Written

    def write(self, tree: Tree) -> Written:
        """The whole tree in writing."""
        match tree:
            case Glyph():
                return self.glyph(tree)
            case Scripted():
                return self.scripted(self.write(tree.base), {sign: self.write(part) for sign, part in tree.scripts})
            case Accented():
                return self.accented(tree.accent, self.write(tree.inner))
            case Ratio():
                return self.ratio(self.write(tree.top), self.write(tree.bottom))
            case Line():
                return self.line([self.write(part) for part in tree.parts])
            case Gap():
                return self.gap

    def symbol(self, latex: str) -> Written:
        """A symbol in writing, from its LaTeX."""
        return self.write(read(latex))


@lru_cache(maxsize=4096)
def read(latex: str) -> Tree:
    """The tree of a symbol."""
    return line(iter(TOKEN.findall(latex)))


def line(tokens: Iterator[str], shape: Shape = "letter") -> Tree:
    """What stands side by side up to the closing brace; words, in fonts of words, as one."""
    parts: list[Tree] = []
    for token in tokens:
        if token == "}":
            break
        if token in ("_", "^"):
            parts[-1] = with_script(parts[-1] if parts else Line(()), token, one(next(tokens, "}"), tokens, shape))
        elif not token.isspace():
            parts.append(one(token, tokens, shape))
            if len(parts) > 1 and melt(parts[-2], parts[-1]):
                parts[-2:] = [Glyph(parts[-2].text + parts[-1].text, "word")]  # type: ignore[union-attr]
    return parts[0] if len(parts) == 1 else Line(tuple(parts))


def melt(before: Tree, after: Tree) -> bool:
    """Whether two neighbours are one word."""
    return all(isinstance(each, Glyph) and each.shape == "word" for each in (before, after))


def with_script(base: Tree, sign: str, script: Tree) -> Tree:
    """Something with one more index or mark."""
    before = base.scripts if isinstance(base, Scripted) else ()
    inner = base.base if isinstance(base, Scripted) else base
    return Scripted(inner, (*before, (sign, script)))  # type: ignore[arg-type]


def one(token: str, tokens: Iterator[str], shape: Shape) -> Tree:
    """One thing: a group, a command with what it takes, or a character."""
    if token == "{":
        return line(tokens, shape)
    if token.startswith("\\"):
        return command(token[1:].strip(), tokens, shape)
    if token.isdigit():
        return Glyph(token, "bold" if shape == "bold" else "number")
    return Glyph("′", "sign") if token == "'" else Glyph(token, shape if token.isalpha() else "sign")


def command(name: str, tokens: Iterator[str], shape: Shape) -> Tree:
    """A command of LaTeX with what it takes."""
    if name in ("frac", "tfrac"):
        return Ratio(group(tokens, shape), group(tokens, shape))
    if name in ACCENTS:
        return Accented(ACCENTS[name], group(tokens, shape))
    if name in FONTS:
        return group(tokens, FONTS[name])
    if name in (",", ";", ""):
        return Gap()
    if name == "!":
        return Line(())
    if name in SIGNS:
        return Glyph(SIGNS[name], "sign")
    letter = greek(name)
    return Glyph(letter, "word" if len(letter) > 1 else "bold" if shape == "bold" else "letter")


def group(tokens: Iterator[str], shape: Shape) -> Tree:
    """The next group, or the single thing that stands for one."""
    return one(next((token for token in tokens if not token.isspace()), "}"), tokens, shape)


def greek(name: str) -> str:
    """The letter a command stands for, or its name."""
    name = name.removeprefix("var")
    if name.lower() in GREEK:
        form = "CAPITAL" if name[0].isupper() else "SMALL"
        return unicodedata.lookup(f"GREEK {form} LETTER {name.upper().replace('LAMBDA', 'LAMDA')}")
    return name
