"""The activations of the frameworks against what the frameworks themselves give on a grid."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from derive import backprop, read
from derive.models import keras_layers, onnx_operators, torch_layers
from derive.models.description import Function, Passing
from derive.models.functions import NAMES, SOFTMAX, named, put_in
from tests.small import small

FOUND = json.loads((Path(__file__).parent / "functions.json").read_text("utf-8"))
GRID = FOUND["grid"]


def values(activation: str, grid: list[float]) -> list[float]:
    """What derive gives for an activation at each point."""
    layer = {"units": len(grid), "activation": activation}
    made = small(
        network={"inputs": 1, "layers": [layer]}, data={"inputs": [0]},
        parameters={"weights": [[[0]] * len(grid)], "biases": [grid]},
    )  # fmt: skip
    given = backprop(read(made)).values()
    return [given[f"a[1][{k}]"] for k in range(1, len(grid) + 1)]


@pytest.mark.parametrize("row", range(len(FOUND["torch"])))
def test_an_activation_of_pytorch_gives_what_pytorch_gives(row: int) -> None:
    name, attributes, expected = FOUND["torch"][row]
    part = torch_layers.LAYERS[name](attributes)
    assert isinstance(part, Function)
    assert values(named(part.formula), GRID) == pytest.approx(expected, rel=1e-8, abs=1e-10)


@pytest.mark.parametrize("row", range(len(FOUND["keras"])))
def test_an_activation_of_keras_gives_what_keras_gives(row: int) -> None:
    name, config, expected = FOUND["keras"][row]
    part = keras_layers.LAYERS[name](config)
    assert isinstance(part, Function)
    assert values(named(part.formula), GRID) == pytest.approx(expected, rel=1e-6, abs=2e-6)


@pytest.mark.parametrize("row", range(len(FOUND["onnx"])))
def test_an_operator_of_onnx_gives_what_its_runtime_gives(row: int) -> None:
    name, attributes, expected = FOUND["onnx"][row]
    attributes = {key: value.encode() if isinstance(value, str) else value for key, value in attributes.items()}
    grid = [abs(z) for z in GRID] if name in ("Log", "Sqrt") else GRID
    formula = onnx_operators.SINGLE_OPERATORS[name](attributes)
    assert values(named(formula), grid) == pytest.approx(expected, rel=2e-6, abs=2e-6)


@pytest.mark.parametrize("row", range(len(FOUND["joining"])))
def test_an_operator_of_several_numbers_gives_what_onnx_runtime_gives(row: int) -> None:
    name, rows, expected = FOUND["joining"][row]
    for first, *others, result in list(zip(*rows, expected, strict=True))[1:-1:2]:
        texts = ["z > 0" if name == "Where" else "z", *(repr(float(other)) for other in others)]
        formula = put_in(onnx_operators.JOINING_OPERATORS[name], **dict(zip("abc", texts, strict=False)))
        if name.startswith(("Greater", "Less")):
            formula = f"1 if {formula} else 0"
        assert values(formula, [first]) == pytest.approx([float(result)], rel=2e-6)


def test_no_row_is_untested() -> None:
    def functions(table: dict[str, Any], like: dict[str, Any]) -> set[str]:
        made = {name: row(like) for name, row in table.items()}
        return {n for n, part in made.items() if not isinstance(part, Passing) and part.formula != SOFTMAX}

    def found(framework: str) -> set[str]:
        return {name for name, *_ in FOUND[framework]}

    numbers = ("negative_slope", "alpha", "beta", "min_val", "max_val", "threshold", "value")
    assert found("torch") == functions(torch_layers.LAYERS, dict.fromkeys(numbers, 1))
    assert found("keras") == functions(keras_layers.LAYERS, {"negative_slope": 0.1})
    assert {config["activation"] for _, config, _ in FOUND["keras"] if config.get("activation")} == (
        keras_layers.ACTIVATIONS.keys() - {"softmax"}
    )
    assert found("onnx") == set(onnx_operators.SINGLE_OPERATORS)
    assert found("joining") == set(onnx_operators.JOINING_OPERATORS)


@pytest.mark.parametrize("formula", NAMES)
def test_a_name_stands_for_its_formula(formula: str) -> None:
    assert values(NAMES[formula], GRID) == pytest.approx(values(formula, GRID), rel=1e-8, abs=1e-12)


def test_formulas_are_put_in_with_brackets_where_they_need_them() -> None:
    assert put_in("a*b", a="z + 1", b="tanh(z)") == "(z + 1)*tanh(z)"
    assert put_in("sigmoid(z)", z="z") == "sigmoid(z)"
    assert put_in("exp(z)/e", z="relu(z)") == "exp(relu(z))/e"
    assert put_in("min(max(b, a), c)", a="z + 1", b="-1", c="2") == "min(max(-1, z + 1), 2)"
    assert put_in("a*b", a="exp(z) + exp(z)", b="tanh(exp(z))") == "(exp(z) + exp(z))*tanh(exp(z))"
    assert put_in("a**b", a="-1", b="2") == "(-1)**2"
