"""Parameters of any depth, inputs of any shape: what fits is read in order, what does not is told at its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import pytest
from pydantic import ValidationError

from derive.errors import InputError
from derive.layers import FAMILIES, Flow, Layer, Network, Shape
from derive.reading import grids, read
from derive.reading.build import parameters
from derive.reading.inputs import inputs
from derive.reading.model import ParametersPart
from derive.reading.refused import Refused
from derive.reading.shapes import tensors
from derive.statement import Statement


@dataclass(frozen=True)
class Deep(Layer):
    """A layer with these parameters, and no equations."""

    type: ClassVar[str] = "deep"
    called: ClassVar[dict[str, str]] = {"wq": "query", "wk": "key"}
    kinds: tuple[tuple[str, Shape], ...]

    def shape(self, earlier: Sequence[Shape]) -> Shape:
        return (1,)

    def tensors(self, before: Shape) -> dict[str, Shape]:
        return dict(self.kinds)

    def forward(self, flow: Flow) -> list[Statement]:
        return []


@pytest.fixture(autouse=True)
def _several_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FAMILIES, "wq", "weights")
    monkeypatch.setitem(FAMILIES, "wk", "weights")


def given(tensor: object, **kinds: Shape) -> tuple[list[str], dict[str, Fraction]]:
    """What is said of the weights of one layer with these kinds of parameters, or the numbers that are read."""
    network = Network((1,), (Deep(tuple(kinds.items())),))
    part = ParametersPart.model_validate({"weights": [tensor]})
    said = [f"{each.path[3:]} {each.what}; {each.cure}" for each in tensors(part, network)]
    return said, {} if said else {q.id: n for q, n in parameters("weights", part.weights or (), network)}


def test_numbers_are_read_the_last_index_first() -> None:
    said, numbers = given([[[1, 2], [3, 4]], [[5, 6], [7, "1/3"]]], w=(2, 2, 2))
    assert not said
    assert list(numbers.items())[:3] == [("w[1][1][1][1]", 1), ("w[1][1][1][2]", 2), ("w[1][1][2][1]", 3)]
    assert numbers["w[1][2][2][2]"] == Fraction(1, 3)


def test_the_second_of_several_indices_may_be_left_out_where_it_is_one() -> None:
    assert given([[1, 2]], w=(1, 1, 2)) == given([[[1, 2]]], w=(1, 1, 2))
    assert given([[[1, 2]]], w=(1, 1, 2))[1] == {"w[1][1][1][1]": 1, "w[1][1][1][2]": 2}
    assert given([[[1, 2]]], w=(1, 1, 1, 2)) == given([[[[1, 2]]]], w=(1, 1, 1, 2))


def test_several_kinds_of_weights_stand_in_a_mapping() -> None:
    said, numbers = given({"key": [[3, 4]], "query": [[1, 2]]}, wq=(1, 2), wk=(1, 2))
    assert not said
    assert numbers == {"wq[1][1][1]": 1, "wq[1][1][2]": 2, "wk[1][1][1]": 3, "wk[1][1][2]": 4}
    assert given({"key": [[3, 4]], "query": None}, wq=(1, 2), wk=(1, 2))[1].keys() == {"wk[1][1][1]", "wk[1][1][2]"}


@pytest.mark.parametrize(
    ("tensor", "kinds", "said"),
    [
        ([[[1, 2]], [[3]]], {"w": (2, 1, 2)}, "(1, 0) 1 in place of 2 numbers; the weights of layer 1 are 2×1×2"),
        ([[[1, 2]]], {"w": (2, 1, 2)}, "() 1 in place of 2 lists; the weights of layer 1 are 2×1×2; give 2"),
        ([[[1, 2], 3]], {"w": (1, 2, 2)}, "(0, 1) a number stands in place of a list; the weights of layer 1 are"),
        ([[[1, [2]]]], {"w": (1, 1, 2)}, "(0, 0, 1) a list stands in place of a number"),
        (5, {"w": (1, 1, 2)}, "() a number stands in place of a list"),
        ([1, 2], {"w": (2, 1, 2)}, "(0,) a number stands in place of a list"),
        ([[1, 2]], {"w": (1, 2, 1)}, "(0, 0) a number stands in place of a list"),
        ([[1, 2]], {"b": (2,)}, "() layer 1, which is deep, has no weights; give null"),
        ({"w": [[1]]}, {"w": (1, 1)}, "() layer 1 has one kind of weights, and needs no mapping; write the list alone"),
        ([[1]], {"wq": (1, 1), "wk": (1, 1)}, "() layer 1 has several kinds of weights, and a list does not tell"),
        ({"kay": [[1]]}, {"wq": (1, 1), "wk": (1, 1)}, "('kay',) layer 1 has no weights 'kay'; did you mean key?"),
        ({"key": [[1, 2]]}, {"wq": (1, 1), "wk": (1, 1)}, "('key', 0) 2 in place of 1 number; the key weights of"),
    ],
)
def test_a_fault_has_its_place(tensor: object, kinds: dict[str, Shape], said: str) -> None:
    found = given(tensor, **kinds)[0]
    assert found[0].startswith(said), found


def test_what_is_no_number_has_its_place_too() -> None:
    with pytest.raises(ValidationError) as caught:
        ParametersPart.model_validate({"weights": [[[[1, "x"], [None, 2]]], {"key": [True]}]})
    assert [error["loc"] for error in caught.value.errors()] == [
        ("weights", 0, 0, 0, 1), ("weights", 0, 0, 1, 0), ("weights", 1, "key", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "shape"),
    [
        (3, (3,)), (["a", "b"], (2,)), ({"length": 5}, (1, 5)), ({"channels": 2, "length": 5}, (2, 5)),
        ({"height": 4, "width": "3"}, (1, 4, 3)), ({"width": 2, "channels": 3, "height": 1}, (3, 1, 2)),
    ],
)  # fmt: skip
def test_inputs_have_a_shape(told: object, shape: Shape) -> None:
    assert inputs(told).shape == shape


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"heigth": 4, "width": 4}, "unknown key heigth; did you mean height"),
        ({"height": 4}, "height tells no shape; give length, or height and width"),
        ({"length": 4, "width": 4}, "length and width tells no shape"),
        ({}, "nothing tells no shape"),
        ({"height": 40, "width": 40}, "1600 inputs are out of range; give at most 1000 in all"),
    ],
)
def test_what_tells_no_shape(told: dict[str, object], said: str) -> None:
    with pytest.raises(Refused) as caught:
        inputs(told)
    assert str(caught.value).startswith(said)


def numbers(value: Any) -> Any:
    """Nested numbers as they are read."""
    return [numbers(each) for each in value] if isinstance(value, list) else Fraction(value)


SQUARE = [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("data", "shape", "rows"),
    [
        ([1, 2], (2,), [[1, 2]]), ([[1, 2]], (2,), [[1, 2]]), ([[1, 2], [3, 4]], (2,), [[1, 2], [3, 4]]),
        (SQUARE, (1, 2, 2), [[1, 2, 3, 4]]), ([SQUARE], (1, 2, 2), [[1, 2, 3, 4]]),
        ([1, 2, 3, 4], (1, 2, 2), [[1, 2, 3, 4]]), ([SQUARE, SQUARE], (1, 2, 2), [[1, 2, 3, 4]] * 2),
        ([[1, 2, 3, 4]] * 3, (1, 2, 2), [[1, 2, 3, 4]] * 3), ([[SQUARE]] * 2, (1, 2, 2), [[1, 2, 3, 4]] * 2),
        ([SQUARE, SQUARE], (2, 2, 2), [[1, 2, 3, 4] * 2]), ([[SQUARE, SQUARE]] * 2, (2, 2, 2), [[1, 2, 3, 4] * 2] * 2),
        (SQUARE, (2, 2), [[1, 2, 3, 4]]), ([1, 2, 3], (1, 3), [[1, 2, 3]]), ([[1, 2, 3]] * 2, (1, 3), [[1, 2, 3]] * 2),
    ],
)  # fmt: skip
def test_one_sample_or_several_is_told_by_the_shape(data: object, shape: Shape, rows: list[list[int]]) -> None:
    assert grids.rows(numbers(data), shape) == rows
    assert not list(grids.misfits(numbers(data), shape))


@pytest.mark.parametrize(
    ("data", "shape", "said"),
    [
        ([[1, 2, 3]] * 3, (1, 4, 4), "the sample has 3×3 values for 4×4 inputs; give 4×4, or all 16 in a row"),
        ([1, 2, 3], (1, 2, 2), "the sample has 3 values for 2×2 inputs"),
        ([SQUARE, [[1, 2], [3]]], (1, 2, 2), "sample 2 has rows of different lengths for 2×2 inputs"),
        ([SQUARE], (2, 2, 2), "the sample has 1×2×2 values for 2×2×2 inputs"),
        ([1, 2], (1, 3), "the sample has 2 values for 3 inputs; give 3"),
        ([[1, 2], 3], (2,), "a number stands in place of a list"),
        ([1, [2]], (2,), "a list stands in place of a number"),
    ],
)
def test_a_sample_of_another_shape(data: object, shape: Shape, said: str) -> None:
    (found,) = grids.misfits(numbers(data), shape)
    assert f"{found.what}; {found.cure}".startswith(said)


def test_a_shape_that_no_layer_takes() -> None:
    layers = [{"units": 1, "activation": "tanh"}]
    with pytest.raises(InputError, match="a dense layer takes a row of values, not 1×2×2 of them; put a flatten"):
        read({"network": {"inputs": {"height": 2, "width": 2}, "layers": layers}, "loss": "mse"})
    with pytest.raises(InputError, match="network.inputs.height: 0 is out of range; give 1 to 1000"):
        read({"network": {"inputs": {"height": 0, "width": 2}, "layers": layers}, "loss": "mse"})
