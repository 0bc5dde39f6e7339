"""Expressions in the markup of other programs: MathML, which browsers show and screen readers speak, and Typst."""

from __future__ import annotations

import re

from derive.render import scripts
from derive.render.syntax import FRACTION, NAMES, SIDE_BY_SIDE, Syntax

INVISIBLE_TIMES, APPLY = "<mo>&#x2062;</mo>", "<mo>&#x2061;</mo>"
TYPST_KNOWN = frozenset("exp ln max min tanh sin cos tan sinh cosh".split())
TALL = ("<mfrac", "<mtable", "<msqrt")
WORD = re.compile(r"\w{2,}")


def mathml_fenced(opening: str, inner: str, closing: str) -> str:
    """Something between fences, which grow with what is tall; beside all else browsers would leave gaps."""
    fence = "<mo>{}</mo>" if any(tag in inner for tag in TALL) else '<mo stretchy="false">{}</mo>'
    return f"<mrow>{fence.format(opening)}{inner}{fence.format(closing)}</mrow>"


def mathml_cases(rows: list[tuple[str, str]]) -> str:
    """A brace with a row for each case."""
    body = "".join(
        f"<mtr><mtd>{value}</mtd><mtd><mtext>if&#xa0;</mtext>{when}</mtd></mtr>" for value, when in rows
    )
    return f'<mrow><mo>{{</mo><mtable class="cases">{body}</mtable></mrow>'


def mathml_matrix(rows: list[list[str]]) -> str:
    """A matrix in square brackets."""
    cells = ("".join(f"<mtd>{entry}</mtd>" for entry in row) for row in rows)
    body = "".join(f"<mtr>{row}</mtr>" for row in cells)
    return f'<mrow><mo>[</mo><mtable class="matrix">{body}</mtable><mo>]</mo></mrow>'


def mathml_function(name: str) -> str:
    """The name of a function, with its prime if it has one, and the sign that it is applied."""
    plain = name.removesuffix("′")
    letter = f"<mi>{NAMES.get(plain, plain)}</mi>"
    return (letter if plain == name else f'{letter}<mo form="postfix">′</mo>') + APPLY


def typst_function(name: str) -> str:
    """The name of a function: σ and ln as Typst knows them, ReLU upright."""
    plain = NAMES.get(name.removesuffix("′"), name.removesuffix("′"))
    prime = "'" if name.endswith("′") else ""
    return (plain if plain in TYPST_KNOWN or not WORD.fullmatch(plain) else f'op("{plain}")') + prime


def typst_matrix(rows: list[list[str]]) -> str:
    """A matrix in square brackets."""
    return f'mat(delim: "[", {"; ".join(map(", ".join, rows))})'


def typst_cases(rows: list[tuple[str, str]]) -> str:
    """A brace with a row for each case."""
    body = ", ".join(f'{value} & "if " {when}' for value, when in rows)
    return f"cases({body})"


MATHML = Syntax(
    symbol=scripts.MATHML.symbol,
    dot="<mo>⋅</mo>",
    fraction=scripts.mathml_ratio,
    fraction_level=FRACTION,
    power=lambda base, exponent: f"<msup><mrow>{base}</mrow><mrow>{exponent}</mrow></msup>",
    root=lambda inner: f"<msqrt>{inner}</msqrt>",
    absolute=lambda inner: mathml_fenced("|", inner, "|"),
    function=mathml_function,
    brackets=lambda inner: mathml_fenced("(", inner, ")"),
    opening='<mo stretchy="false">(</mo>',
    closing='<mo stretchy="false">)</mo>',
    cases=mathml_cases,
    relations={
        "=": "<mo>=</mo>", "≈": "<mo>≈</mo>", ">": "<mo>&gt;</mo>", "<": "<mo>&lt;</mo>", ">=": "<mo>≥</mo>",
        "<=": "<mo>≤</mo>", "==": "<mo>=</mo>", "!=": "<mo>≠</mo>",
    },
    pi="<mi>π</mi>",
    blank='<mn class="blank">____</mn>',  # mtext counts as a space, beside which signs stand close
    indent='<mspace width="1em"/>',
    matrix=mathml_matrix,
    under=lambda what, below: f"<munder><mrow>{what}</mrow><mrow>{below}</mrow></munder>",
    side_by_side=SIDE_BY_SIDE,
    beside=INVISIBLE_TIMES,
    plus="<mo>+</mo>",
    minus="<mo>−</mo>",
    sign='<mo form="prefix">−</mo>',
    comma="<mo>,</mo>",
    elementwise="<mo>⊙</mo>",
    base="<mi>e</mi>",
    numeral=lambda text: f"<mn>{text}</mn>",
)  # fmt: skip

TYPST = Syntax(
    symbol=scripts.TYPST.symbol,
    dot=" dot.op ",
    fraction=lambda top, bottom: f"frac({top}, {bottom})",
    fraction_level=FRACTION,
    power=lambda base, exponent: f"{base}^({exponent})",
    root=lambda inner: f"sqrt({inner})",
    absolute=lambda inner: f"abs({inner})",
    function=typst_function,
    brackets=lambda inner: f"({inner})",
    opening="(",
    closing=")",
    cases=typst_cases,
    relations={"=": "=", "≈": "approx", ">": ">", "<": "<", ">=": ">=", "<=": "<=", "==": "=", "!=": "!="},
    pi="pi",
    blank="underline(#h(3em))",
    indent='quad "" ',  # else a plus would be one of a number
    matrix=typst_matrix,
    under=lambda what, below: f"limits({what})_({below})",
    side_by_side=SIDE_BY_SIDE,
    elementwise=" dot.o ",
)
