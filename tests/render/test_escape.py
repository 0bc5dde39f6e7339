"""Text from users comes out on the page as it was typed, whatever it holds, or is refused by name."""

from __future__ import annotations

import re

import pypdfium2
import pytest

import derive
from derive.errors import InputError
from derive.render.characters import CHARACTERS, HYPHENS, INVISIBLE, LOWERED, RAISED, SPACES
from derive.render.escape import LONGEST, PREAMBLE, escape
from derive.render.pdf import compile_tex

# What a PDF reader copies for characters that have no glyph, or no name of their own, in the fonts.
COPIED = {"μ": "µ", "Δ": "∆", "Ω": "\u2126", "∑": "P", "≠": "\u0338=", "Ț": "Ţ", "ț": "ţ"}
COPIED |= {"¹": "1", "²": "2", "³": "3"} | RAISED | LOWERED | dict.fromkeys(SPACES, " ")
COPIED |= dict.fromkeys(HYPHENS, "-") | dict.fromkeys(INVISIBLE, "") | {" ": " "}

TITLES = (
    r"\input{/etc/passwd}", r"^^5cinput{/etc/passwd} ^^M", r"\csname end\endcsname{document} \end{document}",
    r"\catcode`\%=12 50% of $5 & #1 {x_1} ~ \\ \par", "?` !` ,, `` '' << >> -- --- a-b", "[x] * [12pt]",
    "Mazur's “example” – efficient office", "\"quoted\" `code` 'x'",
    "Ångström, Łódź, Erdős, Brașov, Čapek, Þór, Müller, Ģirts, Įranga", "Nguyễn Thị Đường, Hồ Xuân Hương",
    "σ(z) → α · η − 3 ≤ ∞ × 2 € ½ …", "<<(* doc *)>> ((* for *)) ((# #)) {{ x }}", "%", "#",
    "&", "\\", "-" * 40,
)  # fmt: skip


def pages(bodies: list[str]) -> list[str]:
    """The text of each page of a document whose pages hold these bodies, line breaks read as spaces."""
    setup = r"\documentclass{article}" + PREAMBLE + r"\pagestyle{empty}\raggedright\hyphenpenalty=10000 "
    body = r"\begin{document}" + "\n\\newpage\n".join(bodies) + "\n\\end{document}\n"
    document = pypdfium2.PdfDocument(compile_tex(setup + body))
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


@pytest.fixture(scope="module")
def titles() -> dict[str, str]:
    """Each title, and what its page says, set large and bold as titles are."""
    texts = pages([r"{\LARGE\bfseries " + escape(title) + r"\par}" for title in TITLES])
    return dict(zip(TITLES, texts, strict=True))


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_printed_literally(title: str, titles: dict[str, str]) -> None:
    assert titles[title] == title


def test_every_character_of_the_table_can_be_printed() -> None:
    table = list(CHARACTERS)
    assert len(table) > 400
    [text] = pages([r"\tiny " + " ".join(f"{i}x{escape(f'a{c}b')}y" for i, c in enumerate(table))])
    found = dict(re.findall(r"(\d+)xa(.*?)by(?= \d+xa|$)", text))
    said = {c: COPIED.get(c, c) for c in table}
    assert {c: found.get(str(i)) for i, c in enumerate(table)} == said


def test_letters_in_two_parts_are_joined_first() -> None:
    assert escape("e\u0301") == escape("é") == r"\'{e}"


@pytest.mark.parametrize("text", ["a\n\nb", "a\tb", "  a \r\n b ", "a\u2028b", "a\n\n\n  \nb"])
def test_blank_lines_and_tabs_become_one_space(text: str) -> None:
    assert escape(text) == "a b"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Иван", "И (U+0418)"), ("中文", "中 (U+4E2D), 文 (U+6587)"),
        ("محمد", "م (U+0645)"), ("שלום", "ש (U+05E9)"), ("ẞ", "U+1E9E"),
        ("well done 🙂", "🙂 (U+1F642)"), ("a\x00b", "the invisible U+0000"),
        ("a\x07b", "the invisible U+0007"),
        ("a\u202eb", "the invisible U+202E"), ("x\u0301", "\u0301"), ("\ud800", "the invisible U+D800"),
    ],
)  # fmt: skip
def test_what_the_fonts_lack_is_refused_by_name(text: str, named: str) -> None:
    with pytest.raises(InputError, match=re.escape(named)) as refused:
        escape(text)
    assert "\n" not in str(refused.value)


def test_a_text_without_end_is_refused() -> None:
    assert escape("a" * LONGEST) == "a" * LONGEST
    with pytest.raises(InputError, match="100000 characters"):
        escape("a" * 100_000)


def test_a_title_beyond_t1_stands_alone_on_a_whole_sheet() -> None:
    # micro-typography once printed letters of its own before the first Vietnamese one of a title
    problem = dict(SMALLEST, title="Nguyễn, Ģirts & Łukasz")
    work = derive.backprop(derive.read(problem))
    first = pypdfium2.PdfDocument(compile_tex(derive.worksheet(work).tex()))[0].get_textpage().get_text_range()
    assert first.startswith("Nguyễn, Ģirts & Łukasz\r\n")


SMALLEST = {"network": {"inputs": 1, "layers": [{"units": 1, "activation": "sigmoid"}]}, "loss": "mse"}
