"""The README keeps its word: every block in it is run."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from derive.cli import app
from derive.layers import LAYERS
from derive.reading import read
from derive.reading.layer_parts import LAYER_PARTS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```", README, re.M | re.S)
    assert found, f"README.md has no block in {language}"
    return found


def commands() -> list[str]:
    lines = [line.partition("#")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    return [line for line in lines if line]


def test_the_shell_commands_do_what_they_say(in_tmp: Path) -> None:
    asked = [shlex.split(command) for command in commands() if command.startswith("derive ")]
    assert len(asked) >= 5
    for _, *arguments in asked:
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 0, (arguments, result.output)
    for file in ("mine.yaml", "output/mine/worksheet.pdf", "output/mine/answers.tex", "handout/answers.pdf"):
        assert (in_tmp / file).stat().st_size > 0
    assert r"\tag{25}" in (in_tmp / "equations.tex").read_text(encoding="utf-8")


def test_make_knows_the_targets() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    asked = [command.split()[1] for command in commands() if command.startswith("make ")]
    assert {"worksheet", "test"} <= set(asked)
    assert all(re.search(rf"^{target}:", makefile, re.M) for target in asked)


def test_the_python_runs(in_tmp: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "\n16 ∂L/∂w_31 = " in printed
    assert os.path.getsize("worksheet.pdf") and os.path.getsize("answers.pdf")


def test_the_problem_file_is_the_article_s(tmp_path: Path) -> None:
    file = tmp_path / "article.yaml"
    file.write_text(blocks("yaml")[0], encoding="utf-8")
    shown, starter = read(file), read("article")
    assert (shown.given, shown.layers, shown.loss, shown.notation, shown.rounding) == (
        starter.given, starter.layers, starter.loss, starter.notation, starter.rounding,
    )  # fmt: skip


def test_every_command_and_option_stands_in_it() -> None:
    for command in app.registered_commands:
        assert command.callback is not None
        assert f"derive {command.callback.__name__}" in README


LAYERS_TABLE = (ROOT / "docs" / "layers.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("type", LAYERS)
def test_the_table_of_layers_has_every_type_with_every_key(type: str) -> None:
    rows = [line.split(" | ") for line in LAYERS_TABLE.splitlines() if line.startswith(f"| `{type}`")]
    assert rows
    known = [field.alias or name for name, field in LAYER_PARTS[type].model_fields.items() if name != "type"]
    keys = " ".join(row[1] for row in rows)
    assert [key for key in known if f"`{key}" not in keys] == []
    example = YAML(typ="safe").load(rows[0][-1].strip(" |`"))
    assert LAYER_PARTS[type].model_validate(example).layer().type == type


def test_the_examples_of_layers_are_read() -> None:
    found = re.findall(r"^```yaml\n(.*?)^```", LAYERS_TABLE, re.M | re.S)
    assert found
    assert all(read(YAML(typ="safe").load(block)).layers for block in found)
