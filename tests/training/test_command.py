"""`derive train`: what it prints, what it writes, and the exit status it ends with."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import derive
from derive import cli
from tests.small import small, written

ROOT = Path(__file__).parent.parent.parent
DOTS = re.compile("[\u2801-\u28ff]")


def run(*arguments: str, stdin: str | None = None) -> Result:
    """The command, run in this process."""
    return CliRunner().invoke(cli.app, ["train", *arguments], input=stdin, prog_name="derive")


def started(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command, run as a program without a terminal."""
    command = [sys.executable, "-m", "derive", "train", *arguments]
    all_of_it = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    return subprocess.run(command, env=all_of_it, capture_output=True, timeout=60)


def on_terminal(*arguments: str, **environment: str) -> tuple[str, str]:
    """What the command prints, and what it says on a terminal beside it."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "derive", "train", *arguments]
    all_of_it = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm"} | environment
    ran = subprocess.run(command, env=all_of_it, stdout=subprocess.PIPE, stderr=theirs, text=True, timeout=60)
    os.close(theirs)
    said = os.read(ours, 1 << 20).decode()
    os.close(ours)
    assert ran.returncode == 0
    return ran.stdout, said


def test_it_tells_the_course_the_updates_the_gradients_and_the_curve() -> None:
    trained = run("article", "--steps", "50")
    assert trained.exit_code == 0, trained.output
    blocks = trained.stdout.split("\n\n")
    assert [block.split("\n")[0] for block in blocks] == [
        "Backpropagation by hand", "Update 1", "Update 50",
        "Size of the gradient: the root mean square of the partial derivatives by a layer's parameters",
        "Loss after each update",
    ]  # fmt: skip
    assert "  w_31,new = w_31 - η·∂L/∂w_31 ≈ 0.5 - 0.1·0.0312 ≈ 0.4969" in blocks[1].split("\n")
    assert DOTS.search(blocks[4])


def test_until_a_loss_and_no_further() -> None:
    trained = run("article", "--until", "0.01")
    assert trained.exit_code == 0
    assert "It is at or below 0.01, as asked." in trained.stdout


def test_a_loss_that_is_not_reached_is_no_fault_but_is_told() -> None:
    trained = run("article", "--until", "1e-9", "--steps", "10")
    assert trained.exit_code == 0
    assert "still above 1e-09 after 10 updates" in trained.stdout
    told = run("article", "--until", "1e-9", "--steps", "10", "--json")
    assert told.exit_code == 0
    assert json.loads(told.stdout)["reached"] is False


def test_json_holds_losses_sizes_and_parameters() -> None:
    row = json.loads(run("deck", "--steps", "20", "--json").stdout)
    trained = derive.train(derive.read("deck"), steps=20)
    assert list(row) == ["updates", "reached", "losses", "gradient_sizes", "parameters"]
    assert (row["updates"], row["reached"], row["losses"]) == (20, None, list(trained.losses))
    assert row["parameters"] == trained.parameters
    sizes = row["gradient_sizes"]
    assert (sizes["measure"], sizes["updates"], list(sizes["layers"])) == ("root mean square", [1, 10, 20], ["1", "2"])
    assert sizes["layers"]["2"] == [trained.sizes[number]["2"] for number in (1, 10, 20)]


@pytest.mark.parametrize("suffix", ["svg", "pdf", "png"])
def test_a_plot_goes_into_a_file_in_place_of_the_terminal(suffix: str, in_tmp: Path) -> None:
    trained = run("article", "--steps", "50", "--plot", f"plots/loss.{suffix}")
    assert trained.exit_code == 0, trained.output
    assert trained.stdout.rstrip().endswith(f"plots/loss.{suffix}")
    assert not DOTS.search(trained.stdout)
    assert (in_tmp / "plots" / f"loss.{suffix}").read_bytes()[:4] in {b"<svg", b"%PDF", b"\x89PNG"}


def test_json_stays_json_beside_a_plot(in_tmp: Path) -> None:
    trained = run("article", "--steps", "5", "--plot", "loss.svg", "--json")
    assert json.loads(trained.stdout)["updates"] == 5
    assert trained.stderr == "loss.svg\n"


@pytest.mark.parametrize(("arguments", "status", "said"), [
    (("summary",), 2, "summary: training needs numbers for data.inputs, data.targets, parameters.weights, "
                      "parameters.biases, training.learning_rate; add them to the problem"),
    (("article", "--steps", "0"), 2, "0 updates cannot be made; ask for 1 to 1,000,000"),
    (("article", "--until", "nan"), 2, "nan is no loss to stop at; give a number such as 0.01"),
    (("article", "--plot", "loss.gif"), 2, "'loss.gif' names no format of plots; end it in .pdf, .svg, .png"),
    (("article", "--plot", "file/loss.svg"), 4, "file: the folder cannot be written"),
])  # fmt: skip
def test_a_fault_is_one_line(arguments: tuple[str, ...], status: int, said: str, in_tmp: Path) -> None:
    (in_tmp / "file").write_text("a file")
    refused = run(*arguments)
    assert refused.exit_code == status
    assert refused.stderr.startswith(said) and refused.stderr.count("\n") == 1
    assert not refused.stdout
    assert [path.name for path in in_tmp.iterdir()] == ["file"]


def test_divergence_is_one_line_that_names_file_and_update(in_tmp: Path) -> None:
    steep = small(network__layers__0__activation="linear", training__learning_rate="10")
    refused = run(str(written(steep, in_tmp)))
    # each update multiplies the loss of 0.09 by 576, and 0.09 · 576^113 is the first to be greater than a double can be
    assert refused.exit_code == 2
    assert re.fullmatch(
        r"\S*mine\.yaml: training diverges in update 113: L is too large for a double; "
        r"take a smaller learning rate, or at most 112 updates\n", refused.stderr,
    ), refused.stderr  # fmt: skip


@pytest.mark.parametrize("argument", ["--steps=many", "--until=low", "--batch=3"])
def test_arguments_that_are_none(argument: str) -> None:
    refused = run("article", argument)
    assert refused.exit_code == 2
    assert "Traceback" not in refused.output


def test_without_a_terminal_there_is_no_colour_and_no_progress() -> None:
    ran = started("article", "--steps", "50", PYTHONUTF8="1")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"\x1b" not in ran.stdout
    assert DOTS.search(ran.stdout.decode())


def test_a_terminal_sees_the_progress_beside_the_output() -> None:
    printed, said = on_terminal("article", "--steps", "20000", PYTHONUTF8="1")
    assert "training" in said and "/20000" in said
    assert "\x1b" not in printed and "training" not in printed


def test_no_color_is_heard() -> None:
    _, said = on_terminal("article", "--steps", "2000", NO_COLOR="1")
    assert "/2000" in said
    assert not re.search(r"\x1b\[[0-9;]*3[0-9;]*m", said)


def test_an_output_without_braille_gets_stars() -> None:
    ran = started("article", "--steps", "50", PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert ran.returncode == 0
    curve = ran.stdout.decode("latin-1").split("\n\n")[-1]
    assert "*" in curve and "\\u28" not in curve


def test_the_curve_fills_the_terminal() -> None:
    for columns in (50, 120):
        ran = started("article", "--steps", "5", PYTHONUTF8="1", COLUMNS=str(columns))
        assert max(map(len, ran.stdout.decode().split("\n\n")[-1].split("\n"))) == pytest.approx(columns, abs=1)

