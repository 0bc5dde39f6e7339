"""--watch: a real process that makes documents again when their problem file changes, and says what changed."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from derive import backprop, cli, read
from derive.changes import MOST, changes
from derive.reading import starter_text
from tests.programs import heeding_interrupts
from tests.small import small

ROOT = Path(__file__).parent.parent
ARTICLE = starter_text("article")
SECONDS = 40                         # that anything may take


class Watching:
    """A process that watches, and what it has said so far."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        command = [sys.executable, "-u", "-m", "derive", *arguments, "--watch"]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            preexec_fn=heeding_interrupts,
        )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip())

    def until(self, pattern: str) -> list[str]:
        """What it says, up to a line that the pattern is found in."""
        said: list[str] = []
        end = time.monotonic() + SECONDS
        while not said or not re.search(pattern, said[-1]):
            try:
                said.append(self.lines.get(timeout=max(0.01, end - time.monotonic())))
            except queue.Empty:
                raise AssertionError(f"{pattern!r} was not said, but {said}") from None
        return said


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Callable[..., Watching]]:
    """Starts a process that watches; it is ended at the latest after the test."""
    started: list[Watching] = []

    def start(*arguments: str) -> Watching:
        started.append(Watching(tmp_path, *arguments))
        return started[-1]

    yield start
    for each in started:
        each.process.kill()
        each.process.wait()


def test_it_writes_again_says_what_changed_survives_a_broken_file_and_ends(
    tmp_path: Path, watching: Callable[..., Watching]
) -> None:
    file, sheet = tmp_path / "mine.yaml", tmp_path / "out" / "answers.tex"
    file.write_text(ARTICLE, "utf-8")
    process = watching("worksheet", "mine.yaml", "-o", "out", "--only", "6-12")
    assert process.until("answers.pdf")[0] == "watching mine.yaml; Ctrl-C ends"
    assert r"\result{0.33}" in sheet.read_text("utf-8")

    file.write_text(ARTICLE.replace("inputs: [0.5, 0.1]", "inputs: [0.5, 0.2]"), "utf-8")
    said = process.until("answers.pdf")
    assert said[0] == "data.inputs[1]: 0.1 -> 0.2"
    assert re.fullmatch(r"\d+ of \d+ results changed", said[1])
    assert r"\result{0.36}" in sheet.read_text("utf-8")  # 0.4 * 0.5 + 0.3 * 0.2 + 0.1

    file.write_text(ARTICLE.replace("activation: sigmoid", "activation: sigmud"), "utf-8")
    said = process.until("layer 2")
    assert all(re.match(r"mine\.yaml:\d+:\d+: .*sigmud.*sigmoid", line) for line in said)
    assert r"\result{0.36}" in sheet.read_text("utf-8")

    file.write_text(ARTICLE, "utf-8")
    assert process.until("answers.pdf")[0] == "data.inputs[1]: 0.2 -> 0.1"
    assert r"\result{0.33}" in sheet.read_text("utf-8")

    other = tmp_path / "other.yaml"
    other.write_text(ARTICLE.replace("learning_rate: 0.1", "learning_rate: 0.5"), "utf-8")
    os.replace(other, file)  # as many editors save
    said = process.until("answers.pdf")
    assert said[:2] == ["training.learning_rate: 0.1 -> 0.5", "9 of 37 results changed"]

    process.process.send_signal(signal.SIGINT)
    assert process.until("interrupted") == ["interrupted"]
    assert process.process.wait(SECONDS) == 130


def test_a_file_that_goes_and_comes_back_is_waited_for(tmp_path: Path, watching: Callable[..., Watching]) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(ARTICLE, "utf-8")
    process = watching("worksheet", "mine.yaml", "--only", "6")
    process.until("answers.pdf")
    file.rename(tmp_path / "away.yaml")
    assert process.until("gone") == ["mine.yaml: the file is gone; put it back, or end with Ctrl-C"]
    (tmp_path / "away.yaml").rename(file)
    assert process.until("answers.pdf")[:2] == ["no value or setting changed", "0 of 37 results changed"]


def test_pages_are_made_again_too(tmp_path: Path, watching: Callable[..., Watching]) -> None:
    (tmp_path / "mine.yaml").write_text(ARTICLE, "utf-8")
    process = watching("page", "mine.yaml", "--solution", "--only", "6")
    process.until("solution.html")
    (tmp_path / "mine.yaml").write_text(ARTICLE.replace("notation: article", "notation: deck"), "utf-8")
    assert process.until("solution.html")[:2] == ["notation: article -> deck", "0 of 37 results changed"]


@pytest.mark.parametrize("command", ["worksheet", "slides", "page"])
@pytest.mark.parametrize(("source", "why"), [("-", "standard input"), ("article", "starter"), ("no.yaml", "no such")])
def test_what_cannot_be_watched_is_refused_in_one_line(command: str, source: str, why: str, in_tmp: Path) -> None:
    refused = CliRunner().invoke(cli.app, [command, source, "--watch"], input=ARTICLE)
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert why in refused.stderr


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"rounding": {"places": "6"}}, "rounding: nothing -> {places}"),
        ({"network__layers__0__activation": "tanh"}, "network.layers[0].activation: sigmoid -> tanh"),
        ({"data__inputs": ["0.5", "1"], "network__inputs": "2", "parameters__weights": [[["0.4", "1"]]]},
         "network.inputs: 1 -> 2"),
        ({"title": "x" * 90}, "title: One neuron -> " + "x" * 39 + "…"),
        ({"data__targets": ["1"]}, "data.targets[0]: 0.6 -> 1"),
    ],
)  # fmt: skip
def test_each_change_is_told_with_its_place(changed: dict[str, object], line: str) -> None:
    said = changes(backprop(read(small())), backprop(read(small(**changed))))
    assert said[0] == line


def test_results_are_counted() -> None:
    """A target moves all but z, a and the slope of a: both losses, five gradients and two updates."""
    said = changes(backprop(read(small())), backprop(read(small(data__targets=["1"]))))
    assert said[-1] == "9 of 12 results changed"


def test_many_changes_are_counted_too() -> None:
    rows = [[str(i)] for i in range(MOST + 8)]
    before = small(data={"inputs": rows, "targets": rows})
    after = small(data={"inputs": [[str(i + 1)] for i in range(MOST + 8)], "targets": rows})
    said = changes(backprop(read(before)), backprop(read(after)))
    assert len(said) == MOST + 2 and said[MOST] == "and 8 more"
