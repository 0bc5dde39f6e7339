"""A run in plain text: what it says is true, and each printed line gives its printed result."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from derive import read, train
from derive.render.plot import ASCII
from derive.render.report import report
from tests.training.loops import Loop

LINE = re.compile(r"  (\S+) = \S+ - \S+ [=≈] (.+) ([=≈]) (\S+)")


def updates(text: str) -> dict[str, list[str]]:
    """The lines of each update, by its heading."""
    blocks = [block.split("\n") for block in text.split("\n\n")]
    return {block[0]: block[1:] for block in blocks if block[0].startswith("Update ")}


def typed(line: str) -> Fraction:
    """What a calculator gives for a printed line."""
    assert re.fullmatch(r"[-+·()\d.^ ]+", line), line
    whole = re.sub(r"\d+(?:\.\d+)?", lambda number: f"Fraction('{number[0]}')", line)
    found = eval(whole.replace("·", "*").replace("^", "**"), {"Fraction": Fraction})
    assert isinstance(found, Fraction)
    return found


@pytest.mark.parametrize("starter", ["article", "deck", "xor", "softmax", "deep-sigmoid", "deep-relu"])
@pytest.mark.parametrize("steps", [1, 60, 700])
def test_a_line_gives_its_result(starter: str, steps: int) -> None:
    told = updates(report(train(read(starter), steps=steps), 80))
    assert list(told) == [f"Update {number}" for number in dict.fromkeys((1, steps))]
    lines = [line for block in told.values() for line in block if "…" not in line]
    assert len(lines) >= 6
    for line in lines:
        match = LINE.fullmatch(line)
        assert match, line
        value, result = typed(match[2]), typed(match[4])
        if match[3] == "=":
            assert value == result, line
        elif "e" not in match[4] and "^" not in match[4]:
            places = Decimal(1).scaleb(-len(match[4].partition(".")[2]))
            exact = Decimal(value.numerator) / Decimal(value.denominator)
            assert exact.quantize(places, ROUND_HALF_UP) == Decimal(match[4]), line


ARTICLE = [[0.5, 0.1]], [[0.6]], 0.1


def article() -> Loop:
    """The network of the article in numpy."""
    return Loop([[[0.4, 0.3], [0.6, 0.9]], [[0.5, 0.7]]], [[0.1, 0.2], [0.3]], ["sigmoid", "sigmoid"], "mse")


def test_the_first_and_last_updates_are_numpy_s() -> None:
    told = updates(report(train(read("article"), steps=200), 80))
    loop = article()
    for number, steps in (("1", 1), ("200", 199)):
        loop.train(*ARTICLE, steps)
        wanted = sorted(f"{value:.4f}" for value in loop.parameters().values())
        assert sorted(line.rpartition(" ")[2] for line in told[f"Update {number}"]) == wanted


def test_what_became_of_the_loss() -> None:
    title, course, *_ = report(train(read("article"), steps=300), 80).split("\n")
    losses = article().train(*ARTICLE, 300)
    assert title == "Backpropagation by hand"
    found = re.fullmatch(r"The loss went from (\S+) to (\S+) in 300 updates\.", course)
    assert found and [float(found[1]), float(found[2])] == pytest.approx([losses[0], losses[-1]], rel=1e-3)
    assert report(train(read("article"), steps=1), 80).split("\n")[1].endswith(" in 1 update.")
    assert report(train(read("article"), until=0.5), 80).split("\n")[1:] == [
        "The loss is 0.01935: no update was made.", "It is at or below 0.5, as asked.",
    ]  # fmt: skip


def test_a_loss_that_was_not_reached_is_said() -> None:
    told = report(train(read("article"), steps=20, until=1e-9), 80)
    assert "It is still above 1e-09 after 20 updates; allow more of them, or change the learning rate." in told


def test_the_sizes_of_gradients_are_a_table() -> None:
    run = train(read("deep-sigmoid"), steps=100)
    lines = report(run, 80).split("\n\n")[-1].split("\n")
    assert lines[0].startswith("Size of the gradient: the root mean square")
    assert lines[1].split("  ")[1:] != [] and lines[1].split() == "layer update 1 update 10 update 100".split()
    for line, (layer, first) in zip(lines[2:], run.sizes[1].items(), strict=True):
        cells = line.split()
        assert cells[0] == layer
        assert list(map(float, cells[1:])) == pytest.approx([run.sizes[n][layer] for n in (1, 10, 100)], rel=1e-3)
        assert float(cells[1]) == pytest.approx(first, rel=1e-3)


def test_in_a_graph_each_parameter_stands_for_itself() -> None:
    lines = report(train(read("lstm"), steps=10), 80).split("\n\n")[-1].split("\n")
    assert lines[0] == "Size of the gradient: the partial derivative by each parameter, without its sign"
    assert [line.split()[0] for line in lines[1:4]] == ["parameter", "w_f", "u_f"]


def test_a_narrow_terminal_gets_fewer_columns_and_the_last_one() -> None:
    lines = report(train(read("article"), steps=5000), 45).split("\n\n")[-1].split("\n")
    assert lines[1].split() == "layer update 1 update 5,000".split()


def test_long_updates_are_cut_short() -> None:
    told = updates(report(train(read("softmax"), steps=1), 80))
    assert len(told["Update 1"]) == 17
    assert told["Update 1"][-1] == "  … and 8 more"


@pytest.mark.parametrize(("steps", "heading"), [
    (5, "Loss after each update"), (500, "Loss after each update, on a scale of powers of ten"),
])  # fmt: skip
def test_the_curve_says_its_scale(steps: int, heading: str) -> None:
    run = train(read("article"), steps=steps)
    assert heading in report(run, 80, ASCII).split("\n")
    assert heading not in report(run, 80)


def deep(name: str) -> tuple[float, float]:
    """How much smaller the gradient is in the first layer than in the last, at first; what is left of the loss."""
    run = train(read(name), steps=1000)
    return run.sizes[1]["8"] / run.sizes[1]["1"], run.losses[-1] / run.losses[0]


def test_the_gradient_vanishes_with_the_sigmoid_and_not_with_relu() -> None:
    shrunk, left = deep("deep-sigmoid")
    # seven sigmoids leave at most (1/4)^7 of a gradient, times the weights between, 0.94
    assert shrunk > 4**7
    assert left > 0.95
    shrunk, left = deep("deep-relu")
    assert 0.5 < shrunk < 2
    assert left < 1e-12
