"""LaTeX symbols as plain text for terminals, JSON and screen readers: \\hat{y} is ŷ, w_{31} is w_31."""

from __future__ import annotations

import re
import unicodedata

GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi"
    " chi psi omega"
).split()
ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "vec": "\u20d7", "dot": "\u0307"}
SIGNS = {"langle": "⟨", "rangle": "⟩"}
PARTIAL = re.compile(r"\\frac\{(\\partial |d)(.*)\}\{(?:\\partial |d)(.*)\}$")
ACCENTED = re.compile(r"\\(" + "|".join(ACCENTS) + r")\{(\w)\}")
INNER_SUBSCRIPT = re.compile(r"_\{(\w+)_\{(\w+)\}\}")
UPRIGHT = re.compile(r"\\(?:mathrm|mathit|mathbf|text|operatorname)\{([^{}]*)\}")


def plain(latex: str) -> str:
    """The symbol in plain text."""
    partial = PARTIAL.match(latex)
    if partial:
        sign = "∂" if partial[1].startswith("\\") else "d"
        return f"{sign}{plain(partial[2])}/{sign}{plain(partial[3])}"
    text = ACCENTED.sub(lambda match: unicodedata.normalize("NFC", match[2] + ACCENTS[match[1]]), latex)
    text = UPRIGHT.sub(r"\1", text)
    text = re.sub(r"\\([A-Za-z]+)\s*", lambda match: greek(match[1]), text)
    text = text.replace(r"\,", ",")
    text = INNER_SUBSCRIPT.sub(r"_{\1\2}", text)
    return re.sub(r"[{}]", "", text)


def greek(name: str) -> str:
    """The letter a command stands for, or its name."""
    if name in SIGNS:
        return SIGNS[name]
    name = name.removeprefix("var")
    if name.lower() in GREEK:
        form = "CAPITAL" if name[0].isupper() else "SMALL"
        return unicodedata.lookup(f"GREEK {form} LETTER {name.upper().replace('LAMBDA', 'LAMDA')}")
    return name
