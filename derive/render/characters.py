"""Which characters a page can show, and what each is in TeX: tables, and nothing else.

Only commands and ASCII come out, never raw UTF-8, so that every engine sets the same text.
"""

from __future__ import annotations

import unicodedata

# What a document's preamble must hold for the letters below: Latin Modern has their glyphs, in encodings
# that LaTeX itself does not declare.
PREAMBLE = r"""\usepackage[T1]{fontenc}
\usepackage{lmodern}
\DeclareFontEncoding{T5}{}{}\DeclareFontSubstitution{T5}{lmr}{m}{n}
\DeclareFontEncoding{L7x}{}{}\DeclareFontSubstitution{L7x}{lmr}{m}{n}
\DeclareFontEncoding{QX}{}{}\DeclareFontSubstitution{QX}{lmr}{m}{n}
\DeclareRobustCommand\fontglyph[2]{{\fontencoding{#1}\selectfont\symbol{#2}}}"""

ASCII = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%",
    "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", '"': r"\textquotedbl{}",
    "'": r"\textquotesingle{}", "`": r"\textasciigrave{}",
    # TeX would read a bracket behind \\ or an environment as an optional argument
    "[": "{[}", "]": "{]}",
}  # fmt: skip

# A combining accent and the command that puts it on a letter; the T1 fonts hold each of T1_LETTERS whole.
ACCENTS = {
    "\u0300": r"\`", "\u0301": r"\'", "\u0302": r"\^", "\u0303": r"\~", "\u0308": r"\"", "\u030b": r"\H",
    "\u030a": r"\r", "\u030c": r"\v", "\u0306": r"\u", "\u0307": r"\.", "\u0327": r"\c", "\u0328": r"\k",
}  # fmt: skip
T1_LETTERS = (
    "ĂĄĆČĎĚĘĞĹĽŃŇŐŔŘŚŠŞŤŢŰŮŸŹŽŻİăąćčďěęğĺľńňőŕřśšşťţűůÿźžż"
    "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüý"
)

# Characters in neighbouring slots of a font: its encoding, the first slot, the characters.
GLYPHS = (
    ("T5", 26, "ỶỷỴỵĐ"), ("T5", 131, "ẢẠ"), ("T5", 134, "ẦẤẪẨẬ"), ("T5", 140, "ẰẮẴẲẶ"), ("T5", 147, "ẼẺẸ"),
    ("T5", 151, "ỀẾỄỂỆ"), ("T5", 158, "ĨỈ"), ("T5", 163, "ảạ"), ("T5", 166, "ầấẫẩậ"), ("T5", 172, "ằắẵẳặ"),
    ("T5", 179, "ẽẻẹ"), ("T5", 183, "ềếễểệ"), ("T5", 190, "ĩỉỊ"), ("T5", 196, "ỎỌ"),
    ("T5", 199, "ỒỐỖỔỘƠỜỚỠỞỢ"), ("T5", 212, "ŨỦỤƯỪỨỮỬỰỲ"), ("T5", 223, "Ỹị"), ("T5", 228, "ỏọ"),
    ("T5", 231, "ồốỗổộơờớỡởợ"),
    ("T5", 244, "ũủụưừứữửựỳ"), ("T5", 255, "ỹ"),
    ("L7x", 170, "Ŗ"), ("L7x", 186, "ŗ"), ("L7x", 193, "ĮĀ"), ("L7x", 199, "Ē"), ("L7x", 203, "ĖĢĶĪĻ"),
    ("L7x", 210, "Ņ"), ("L7x", 212, "Ō"), ("L7x", 216, "Ų"), ("L7x", 219, "Ū"), ("L7x", 225, "įā"),
    ("L7x", 231, "ē"), ("L7x", 235, "ėģķīļ"), ("L7x", 242, "ņ"), ("L7x", 244, "ō"), ("L7x", 248, "ų"),
    ("L7x", 251, "ū"), ("QX", 8, "…"), ("QX", 147, "Ș"), ("QX", 149, "Ț"), ("QX", 179, "ș"), ("QX", 181, "ț"),
)  # fmt: skip

TEXT_COMMANDS = {
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ß": "ss",
    "đ": "dj", "ð": "dh", "Ð": "DH", "þ": "th", "Þ": "TH", "ŋ": "ng", "Ŋ": "NG", "ı": "i", "ȷ": "j",
    "‘": "textquoteleft", "’": "textquoteright", "“": "textquotedblleft", "”": "textquotedblright",
    "‚": "quotesinglbase", "„": "quotedblbase", "«": "guillemotleft", "»": "guillemotright",
    "‹": "guilsinglleft", "›": "guilsinglright", "–": "textendash", "—": "textemdash",
    "¡": "textexclamdown", "¿": "textquestiondown", "€": "texteuro", "£": "textsterling", "¥": "textyen",
    "¢": "textcent", "§": "textsection", "¶": "textparagraph", "©": "textcopyright", "®": "textregistered",
    "™": "texttrademark", "°": "textdegree", "•": "textbullet", "†": "textdagger", "‡": "textdaggerdbl",
    "‰": "textperthousand", "№": "textnumero", "½": "textonehalf", "¼": "textonequarter",
    "¾": "textthreequarters", "¹": "textonesuperior", "²": "texttwosuperior", "³": "textthreesuperior",
    "ª": "textordfeminine", "º": "textordmasculine", "µ": "textmu", "¬": "textlnot",
    "·": "textperiodcentered",
}  # fmt: skip

MATHS = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi",
    "ρ": "rho", "ς": "varsigma", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "varphi", "χ": "chi",
    "ψ": "psi", "ω": "omega", "ϕ": "phi", "ϑ": "vartheta", "ϵ": "epsilon",
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma",
    "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
    "×": "times", "÷": "div", "±": "pm", "∂": "partial", "∇": "nabla", "∑": "sum",
    "∞": "infty", "√": "surd", "≤": "leq", "≥": "geq", "≠": "neq", "≈": "approx", "≡": "equiv", "∝": "propto",
    "∈": "in", "→": "rightarrow", "←": "leftarrow", "↔": "leftrightarrow", "⇒": "Rightarrow", "′": "prime",
}  # fmt: skip

RAISED = {"⁰": "0", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9", "⁺": "+", "ⁿ": "n"}
LOWERED = {chr(0x2080 + digit): str(digit) for digit in range(10)}

# Spaces keep their width or their hold; what has no width at all is left out.
MINUS = {"\u2212": r"\ensuremath{-}"}
SPACES = {"\u00a0": "~", "\u202f": r"\,", "\u2009": r"\,"}
INVISIBLE = {"\u200b": "", "\u2060": "", "\ufeff": "", "\u00ad": r"\-"}
HYPHENS = {"\u2010": "-", "\u2011": r"\mbox{-}"}


def _accented(letter: str) -> str:
    """An accented letter of the T1 fonts as a command on its bare letter: `\\'{e}`."""
    apart = unicodedata.normalize("NFD", letter)
    return f"{ACCENTS[apart[1]]}{{{apart[0]}}}"


def _characters() -> dict[str, str]:
    """Every character that can be printed, with its TeX."""
    table = {chr(code): chr(code) for code in range(32, 127)} | ASCII | SPACES | INVISIBLE | HYPHENS | MINUS
    table |= {letter: _accented(letter) for letter in T1_LETTERS}
    for encoding, first, row in GLYPHS:
        table |= {glyph: rf"\fontglyph{{{encoding}}}{{{slot}}}" for slot, glyph in enumerate(row, first)}
    table |= {character: rf"\{command}{{}}" for character, command in TEXT_COMMANDS.items()}
    table |= {character: rf"\ensuremath{{\{name}}}" for character, name in MATHS.items()}
    table |= {character: rf"\textsuperscript{{{text}}}" for character, text in RAISED.items()}
    return table | {character: rf"\textsubscript{{{text}}}" for character, text in LOWERED.items()}


CHARACTERS = _characters()
