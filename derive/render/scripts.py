"""The ways of writing a symbol beside LaTeX: plain text, Unicode with raised and lowered digits, MathML, Typst."""

from __future__ import annotations

import html
import re
import unicodedata

from derive.render.glyphs import Glyph, Script

LOWERED = str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
RAISED = str.maketrans(
    "0123456789+-=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
)
COUNTED = re.compile(r"_(\d)")        # an index of an index
TYPST_ACCENTS = {
    "\u0302": "hat", "\u0304": "macron", "\u0303": "tilde", "\u20d7": "arrow", "\u0307": "dot", "\u0308": "dot.double"
}  # fmt: skip


def composed(accent: str, inner: str) -> str:
    """The accent on the letter, as one character where there is one: ŷ."""
    return unicodedata.normalize("NFC", inner[:1] + accent + inner[1:])


def plain_scripted(base: str, scripts: dict[str, str]) -> str:
    """Indices after an underscore, one within another without: in_h1."""
    return base + "".join(sign + (COUNTED.sub(r"\1", part) if sign == "_" else part) for sign, part in scripts.items())


def plain_ratio(top: str, bottom: str) -> str:
    """One over the other with a stroke: ∂L/∂w_31."""
    return f"{top}/{bottom}"


def unicode_scripted(base: str, scripts: dict[str, str]) -> str:
    """Indices lowered and marks raised where Unicode has all of their characters: w₃₁."""
    return base + "".join(
        table_script(part, LOWERED if sign == "_" else RAISED) or plain_scripted("", {sign: part})
        for sign, part in scripts.items()
    )


def unicode_power(base: str, exponent: str) -> str:
    """A power with its exponent raised where Unicode has all of its characters."""
    inner = exponent[1:-1] if exponent.startswith("(") and exponent.count("(") == 1 else exponent
    return base + (table_script(inner, RAISED) or f"^{exponent}")


def table_script(text: str, table: dict[int, int]) -> str:
    """The text in the characters of a table; nothing where one is missing."""
    return text.translate(table) if all(ord(character) in table for character in text) else ""


def bold(text: str) -> str:
    """Letters and digits as the bold ones of mathematics, Greek ones in italics."""
    return "".join(map(bold_character, text))


def bold_character(character: str) -> str:
    """A bold letter or digit; any other character as it is."""
    name = unicodedata.name(character, "").removeprefix("LATIN ").replace("LETTER ", "")
    style = "BOLD ITALIC " if name.startswith("GREEK") else "BOLD "
    try:
        return unicodedata.lookup(f"MATHEMATICAL {style}{name.removeprefix('GREEK ')}")
    except KeyError:
        return character


def mathml_glyph(glyph: Glyph) -> str:
    """A letter in italics, a word upright."""
    text = html.escape(glyph.text, quote=False)
    match glyph.shape:
        case "number":
            return f"<mn>{text}</mn>"
        case "sign":
            if glyph.text in "()":
                return f'<mo stretchy="false">{text}</mo>'
            return f"<mo>{text}</mo>" if glyph.text == "," else f'<mi mathvariant="normal">{text}</mi>'
        case "word":
            return f'<mi mathvariant="normal">{text}</mi>' if len(glyph.text) == 1 else f"<mi>{text}</mi>"
        case "bold":
            return f"<mi>{bold(text)}</mi>"
        case "letter":
            return "".join(f"<mi>{html.escape(character)}</mi>" for character in glyph.text)


def mathml_scripted(base: str, scripts: dict[str, str]) -> str:
    """A base with what stands below and above it."""
    below, above = (f"<mrow>{scripts[sign]}</mrow>" if sign in scripts else "" for sign in "_^")
    name = "msubsup" if below and above else "msub" if below else "msup"
    return f"<{name}><mrow>{base}</mrow>{below}{above}</{name}>"


def mathml_accented(accent: str, inner: str) -> str:
    """Something under an accent."""
    spacing = {"\u0302": "^", "\u0304": "¯", "\u0303": "~", "\u20d7": "→", "\u0307": "˙", "\u0308": "¨"}[accent]
    return f'<mover accent="true"><mrow>{inner}</mrow><mo stretchy="false">{spacing}</mo></mover>'


def mathml_ratio(top: str, bottom: str) -> str:
    """One over the other."""
    return f"<mfrac><mrow>{top}</mrow><mrow>{bottom}</mrow></mfrac>"


def typst_glyph(glyph: Glyph) -> str:
    """A letter as it is, a word in quotation marks."""
    match glyph.shape:
        case "word":
            return f'"{glyph.text}"' if len(glyph.text) > 1 else f"upright({glyph.text})"
        case "bold":
            return f"bold({glyph.text})"
        case "letter":
            return " ".join(glyph.text)
    return r"\/" if glyph.text == "/" else glyph.text  # a stroke would make a fraction


def typst_scripted(base: str, scripts: dict[str, str]) -> str:
    """Indices and marks in brackets that are not printed."""
    return base + "".join(f"{sign}({part})" for sign, part in scripts.items())


PLAIN = Script(lambda glyph: glyph.text, plain_scripted, composed, plain_ratio, "".join, ",")
UNICODE = Script(lambda glyph: glyph.text, unicode_scripted, composed, plain_ratio, "".join, ",")
MATHML = Script(mathml_glyph, mathml_scripted, mathml_accented, mathml_ratio, "".join, '<mspace width="0.17em"/>')
TYPST = Script(
    typst_glyph, typst_scripted, lambda accent, inner: f"{TYPST_ACCENTS[accent]}({inner})",
    lambda top, bottom: f"frac({top}, {bottom})", " ".join, "thin",
)  # fmt: skip

plain = PLAIN.symbol
