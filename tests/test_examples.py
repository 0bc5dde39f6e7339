"""Worked examples that others published: every value on their pages that is right comes out of ours."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from derive.derivation import Derivation, backprop
from derive.reading import read

FILES = {file.stem: file for file in sorted((Path(__file__).parent / "examples").glob("*.json"))}
NAME = re.compile(r"\{?(\d+):([^{}]+)\}?")
PRINTED = {slug: json.loads(file.read_text("utf-8"))["printed"] for slug, file in FILES.items()}
ROWS = [(slug, n) for slug, rows in PRINTED.items() for n in range(len(rows))]


@cache
def steps(slug: str, count: int) -> tuple[Derivation, ...]:
    """The example's updates one after another, each from the parameters that the one before left."""
    tree = json.loads(FILES[slug].read_text("utf-8"))["problem"]
    return backprop(read({**tree, "training": {**tree["training"], "steps": count}})).steps


def ours(slug: str, row: Mapping[str, Any]) -> float:
    """What our derivations give for a row: a quantity, or an expression in some."""
    def value(name: re.Match[str]) -> str:
        return f"({float(steps(slug, int(name[1]))[-1].numbers[name[2]])!r})"

    text = NAME.sub(value, row["id"] if "id" in row else row["expr"])
    assert re.fullmatch(r"(exp|[-+*/().\de])*", text), text
    return float(eval(text, {"__builtins__": {}, "exp": math.exp}))


def test_there_are_examples() -> None:
    assert len(FILES) > 12
    assert len(ROWS) > 250


@pytest.mark.parametrize(("slug", "row"), ROWS)
def test_each_value_of_a_published_example_comes_out(slug: str, row: int) -> None:
    printed = PRINTED[slug][row]
    assert ours(slug, printed) == pytest.approx(printed["value"], rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("slug", FILES)
def test_each_example_says_where_it_was_published(slug: str) -> None:
    assert json.loads(FILES[slug].read_text("utf-8"))["source"]
