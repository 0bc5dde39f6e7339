"""A model as the problem file that a lecturer would write: keys in their usual order, comments, short lines."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from derive.formula.numeral import shortened
from derive.models.description import Layer, Model
from derive.models.functions import named
from derive.reading.refused import Refused
from derive.reading.words import line
from derive.reading.yaml_file import PLAIN

WIDTH = 110
COMMENT = 38                         # the column of comments beside short lines
UNTITLED = "A network from a file"
NAME = re.compile(r"[a-z_]+")
WORDS = re.compile(r"[A-Za-z][A-Za-z0-9_ .,()+-]*")

# the last layer's activation -> the loss that fits it, and why
FITTING = {
    "softmax": ("cross_entropy", "fits a softmax"),
    "sigmoid": ("binary_cross_entropy", "fits a single sigmoid output"),
}
MEAN_SQUARE = ("mse", "the mean over the outputs")
SCORES = ("mse", "for scores of classes: end in softmax above, with cross_entropy here")


def written(model: Model, file: str) -> str:
    """The text of the problem file."""
    return "\n".join(lines(model, file)) + "\n"


def lines(model: Model, file: str) -> Iterator[str]:
    """The problem file line by line."""
    yield f"# Read by `derive new` from {shortened(Path(file).name, 60)}; change in it what you like."
    yield f"title: {text(title(file))}"
    yield f"source: {text(f'A network from {model.framework}')}"
    yield from ["", "network:", f"  inputs: {model.layers[0].inputs}"]
    yield from aligned([("  layers:", "what each is made of in the model"), *map(layer_line, model.layers)])
    if model.left_out:
        yield f"    # left out, as they act in training alone: {', '.join(model.left_out)}"
    yield from ["", beside(*loss_line(model)), ""]
    yield from data(model)
    yield from ["", *parameters(model), ""]
    yield "training:"
    yield beside("  learning_rate: 0.1", "your choice")
    yield from ["", "notation: layered", "rounding: {places: 4, carry: full}"]


def title(file: str) -> str:
    """The file's name as a title: xor_net.pt is Xor net."""
    words = re.sub(r"[_\s]+", " ", Path(file).stem).strip()
    try:
        return line(words[:1].upper() + words[1:]) or UNTITLED
    except Refused:
        return UNTITLED


def text(words: str) -> str:
    """A text as YAML has it, in quotes where it needs them."""
    plain = WORDS.fullmatch(words) and words not in PLAIN and words == words.strip()
    return words if plain else json.dumps(words, ensure_ascii=False)


def beside(code: str, comment: str, column: int = COMMENT) -> str:
    """A line with a comment at its column."""
    return f"{code.ljust(column)}# {comment}"


def aligned(pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Lines with their comments below each other."""
    column = max(COMMENT, *(len(code) + 1 for code, _ in pairs))
    yield from (beside(code, comment, column) for code, comment in pairs)


def layer_line(layer: Layer) -> tuple[str, str]:
    """One layer in braces, and what it is made of."""
    bias = "" if layer.dense.biases else ", bias: none"
    chosen = activation(layer)
    chosen = chosen if NAME.fullmatch(chosen) else json.dumps(chosen, ensure_ascii=False)  # a formula may hold commas
    return f"    - {{units: {layer.units}, activation: {chosen}{bias}}}", ", ".join(layer.made_of)


def activation(layer: Layer) -> str:
    """The activation by derive's name, or as a formula."""
    return named(layer.activation or "z")


def loss_line(model: Model) -> tuple[str, str]:
    """The loss, and why it is this one."""
    last = model.layers[-1]
    loss, why = FITTING.get(activation(last), MEAN_SQUARE)
    if model.loss:
        loss, why = text(model.loss), "the model's own"
    elif last.units > 1 and activation(last) != "softmax":
        loss, why = SCORES if activation(last) == "linear" else MEAN_SQUARE
    return f"loss: {loss}", why


def data(model: Model) -> Iterator[str]:
    """A sample to be filled in; without one the sheet stays in letters."""
    yield beside("# data:", "your sample; without it the sheet stays in letters")
    yield f"#   inputs: {example(model.layers[0].inputs)}"
    yield f"#   targets: {example(model.layers[-1].units)}"


def example(count: int) -> str:
    """A row of zeros to be replaced; of a long one only the beginning."""
    zeros = ["0"] * min(count, 8)
    return f"[{', '.join(zeros)}]" if count == len(zeros) else f"[{', '.join(zeros)}, …]  # {count} numbers"


def parameters(model: Model) -> Iterator[str]:
    """Weights and biases as they are stored."""
    yield beside("parameters:", "as stored, each number in its shortest decimals")
    yield beside("  weights:", "a matrix a layer; a row holds the weights into one neuron")
    for layer in model.layers:
        yield from matrix(layer.dense.weights)
    yield "  biases:"
    for layer in model.layers:
        yield from row(layer.dense.biases, "    - ", "") if layer.dense.biases else ["    - null"]


def matrix(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A matrix: in one line where it fits, else a line or more for each row."""
    whole = f"    - [{', '.join(map(flow, rows))}]"
    if len(whole) <= WIDTH:
        yield whole
        return
    for number, each in enumerate(rows):
        begin = "    - [" if not number else "       "
        yield from row(each, begin, "]" if number == len(rows) - 1 else ",")


def row(numbers: Sequence[str], begin: str, end: str) -> Iterator[str]:
    """A row of numbers, broken into several lines where it is long."""
    yield from textwrap.wrap(
        flow(numbers) + end, WIDTH, initial_indent=begin, subsequent_indent=" " * (len(begin) + 1),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def flow(numbers: Sequence[str]) -> str:
    """A list in brackets."""
    return f"[{', '.join(numbers)}]"
