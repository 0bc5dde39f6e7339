"""A new output takes one row and one template: the values are there in every medium."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from derive import backprop, read, starters, worksheet
from derive.render import media, tex
from derive.render.content import Content
from derive.render.formats import FORMATS, Format
from derive.resources import resource
from tests.render.test_sheet import laid_out, plain
from tests.small import small

TOY = """\
((* for chapter in doc.chapters *))
# << chapter.title >>
((* for block in chapter.blocks *))
((* for task in block.tasks *))
<< task.number >>. << task.sentence >>
((* for equation in task.equations *))
<< equation.left >>((* for stage in equation.stages *))((* for row in stage.rows *)) << row.relation >> << row.text >>
((*- endfor *))((*- endfor *))

((* endfor *))
((* endfor *))
((* endfor *))
((* endfor *))
"""


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A format of a test's own: a template and a row."""
    (tmp_path / "toy.txt").write_text(TOY, "utf-8")
    monkeypatch.setattr(tex, "resource", lambda *parts:
                        tmp_path / "toy.txt" if parts == ("toy.txt",) else resource(*parts))
    monkeypatch.setitem(FORMATS, "toy", Format("toy.txt", "toy.txt", media.PLAIN))


def test_a_row_and_a_template_are_a_format(toy: None) -> None:
    text = worksheet(backprop(read("article"))).answers().text("toy")
    assert "\n# Forward pass\n6. Compute z_1: " in text
    assert "\n16. Compute ∂L/∂w_31: " in text
    [line] = re.findall("^∂L/∂w_31 = .*", text, re.M)
    assert line.endswith(" = ∂L/∂z_3·∂z_3/∂w_31 = ∂L/∂z_3·a_1 = δ_3·a_1 ≈ 0.0536·0.5818 ≈ 0.0312")


def test_what_a_student_gets_has_blanks(toy: None) -> None:
    text = worksheet(backprop(read("article"))).text("toy")
    assert "∂L/∂w_31 = ∂L/∂z_3·∂z_3/∂w_31 = ∂L/∂z_3·a_1 ≈ ____·____ ≈ ____\n" in text
    assert "0.0312" not in text


def strings(value: Any) -> list[str]:
    """Every text among plain values."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    return [text for part in value for text in strings(part)] if isinstance(value, list) else [str(value)]


@pytest.mark.parametrize("medium", (media.TEX, media.PLAIN, media.HTML, media.MARKDOWN), ids="tex text html md".split())
@pytest.mark.parametrize("starter", starters())
def test_a_template_is_given_plain_values_alone(starter: str, medium: media.Medium) -> None:
    paper = laid_out(read(starter), "answers")
    values = Content(paper.sheet, paper.notation, paper.digits, medium).values()
    assert plain(values)
    if medium is media.HTML:
        for text in strings(values):
            ElementTree.fromstring(f"<p>{text}</p>")


def test_users_words_are_made_safe_in_each_medium() -> None:
    paper = laid_out(read(small(title="a<b> & *c* $d$ {e}")))
    titles = {
        name: Content(paper.sheet, paper.notation, paper.digits, medium).head()["title"]
        for name, medium in {"html": media.HTML, "md": media.MARKDOWN, "plain": media.PLAIN}.items()
    }
    assert titles["html"] == "a&lt;b&gt; &amp; *c* $d$ {e}"
    assert titles["md"] == r"a\<b\> \& \*c\* \$d\$ \{e\}"
    assert titles["plain"] == "a<b> & *c* $d$ {e}"


def test_given_values_have_ids_symbols_and_numbers() -> None:
    paper = laid_out(read("article"))
    content = Content(paper.sheet, paper.notation, paper.digits, media.PLAIN)
    assert content.values()["given"][0] == {
        "label": "Inputs",
        "entries": [
            {"id": "x[1]", "symbol": "x_1", "value": "0.5", "name": ""},
            {"id": "x[2]", "symbol": "x_2", "value": "0.1", "name": ""},
        ],
    }


def test_every_format_has_its_template() -> None:
    for row in FORMATS.values():
        assert resource(*row.template.split("/")).is_file()
        assert re.fullmatch(r"[a-z]+\.[a-z]+", row.file)
