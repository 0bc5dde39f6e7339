"""Templates place plain values; a fault in one names its file and line."""

from __future__ import annotations

import pytest
from jinja2 import StrictUndefined

from derive.errors import EngineError
from derive.render import tex


@pytest.fixture
def lying(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Templates that a test writes, in place of ours."""
    texts: dict[str, str] = {}
    monkeypatch.setattr(tex, "source", lambda name: (texts[name], name, None) if name in texts else None)
    monkeypatch.setattr(tex, "environment", tex.environment.__wrapped__)
    return texts


def test_delimiters_are_none_of_latex(lying: dict[str, str]) -> None:
    lying["page.tex"] = r"\section{{{x}}} %} {% {# << doc.a >>((* if doc.b *)) yes((* endif *))((# gone #))"
    assert tex.fill("page.tex", {"a": "A_{1}", "b": True}) == r"\section{{{x}}} %} {% {# A_{1} yes"


def test_blocks_leave_no_empty_lines(lying: dict[str, str]) -> None:
    lying["page.tex"] = "a\n((* for i in doc.some *))\n<< i >>\n((* endfor *))\nb\n"
    assert tex.fill("page.tex", {"some": ["1", "2"]}) == "a\n1\n2\nb\n"


def test_values_are_not_escaped_again(lying: dict[str, str]) -> None:
    lying["page.tex"] = "<< doc.a >>"
    assert tex.fill("page.tex", {"a": r"\& <b> 'x'"}) == r"\& <b> 'x'"


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("a\n<< doc.wrong >>", ":2", "'wrong'"), ("<< wrong >>", ":1", "'wrong' is undefined"),
        ("\n\n((* for x in doc.no *))((* endfor *))", ":3", "'no'"), ("\n((* if *))", ":2", "Expected an expression"),
        ("((* for x in y *))", ":1", "endfor"), ('((* include "no.tex" *))', "", "there is no such template"),
    ],
)  # fmt: skip
def test_a_fault_names_its_line(text: str, place: str, said: str, lying: dict[str, str]) -> None:
    lying["page.tex"] = text
    with pytest.raises(EngineError) as failed:
        tex.fill("page.tex", {})
    name = "no.tex" if "no such template" in said else "page.tex"
    assert str(failed.value).startswith(f"templates/{name}{place}: ")
    assert said in str(failed.value) and "\n" not in str(failed.value)


def test_a_fault_in_a_part_names_the_part(lying: dict[str, str]) -> None:
    lying["parts/a.tex"] = "((* macro head(doc) *))\n\n<< doc.wrong >>\n((* endmacro *))"
    lying["page.tex"] = '((* import "parts/a.tex" as part *))\n\n\n\n<< part.head(doc) >>'
    with pytest.raises(EngineError, match=r"^templates/parts/a\.tex:3: "):
        tex.fill("page.tex", {})


def test_nothing_undefined_is_ever_printed() -> None:
    assert tex.environment().undefined is StrictUndefined
