"""Convolution, pooling and flatten layers: against PyTorch, by hand in fractions, and proved for random shapes."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from derive import backprop, read
from derive.derivation import Derivation
from derive.engine.check import prove
from derive.engine.forward import forward
from derive.errors import InputError
from derive.layers import Convolution, Misfit
from derive.layers import pooling as pooling_layer
from derive.layers.windows import line

# written by torch_values.py, which stands beside it and tells with which versions
TORCH: dict[str, Any] = json.loads((Path(__file__).parent / "torch_values.json").read_text())


@pytest.mark.parametrize("name", TORCH)
def test_every_value_and_gradient_is_that_of_pytorch(name: str) -> None:
    found, expected = backprop(read(TORCH[name]["problem"])).values(), TORCH[name]["values"]
    assert len(expected) > 20
    for id, value in expected.items():
        if id in found or value:  # a gradient that nothing leads to is not derived, and PyTorch's is 0
            assert found[id] == pytest.approx(value, rel=1e-12, abs=1e-13), id
    assert {id for id in found if id.startswith("dL/d")} <= expected.keys()


@pytest.mark.parametrize("name", TORCH)
def test_every_gradient_is_proved(name: str) -> None:
    check(backprop(read(TORCH[name]["problem"])))


def check(work: Derivation) -> None:
    """Holds every partial derivative of a derivation against the check."""
    proofs = prove(work.problem, work.statements, work.numbers)
    assert proofs and all(proof.agreed for proof in proofs), [proof for proof in proofs if not proof.agreed]


def layered(inputs: dict[str, int], *layers: dict[str, Any], **others: Any) -> Derivation:
    """A network of such layers."""
    return backprop(read({"network": {"inputs": inputs, "layers": list(layers)}, "loss": "output", **others}))


FLAT: dict[str, Any] = {"type": "flatten"}
SUM: dict[str, Any] = {"units": 1, "activation": "linear", "bias": "none"}


def test_the_gradients_of_a_kernel_and_of_a_picture_by_hand() -> None:
    """A kernel of four over a picture of nine; with the sum of all places as the loss, each gradient is a sum too."""
    picture = [[Fraction(3 * r + c + 1, 10) for c in range(3)] for r in range(3)]
    kernel = [[Fraction(1, 2), Fraction(-1, 3)], [Fraction(2), Fraction(1, 5)]]
    out = [Fraction(1), Fraction(2), Fraction(-1), Fraction(3)]
    work = layered(
        {"height": 3, "width": 3},
        {"type": "convolution", "filters": 1, "kernel": 2, "bias": "none"}, FLAT, SUM,
        data={"inputs": picture}, parameters={"weights": [[kernel], None, [out]]},
    )  # fmt: skip
    places = [(0, 0), (0, 1), (1, 0), (1, 1)]
    cells = places
    for place, (r, c) in enumerate(places):
        under = sum(kernel[i][j] * picture[r + i][c + j] for i, j in cells)
        assert work.numbers[f"z[1][1][{r + 1}][{c + 1}]"] == under
        assert work.numbers[f"a[2][{place + 1}]"] == under
    for i, j in cells:
        gradient = sum(g * picture[r + i][c + j] for g, (r, c) in zip(out, places, strict=True))
        assert work.numbers[f"dL/dw[1][1][1][{i + 1}][{j + 1}]"] == gradient
    for row in range(3):
        for column in range(3):
            gradient = sum(
                g * kernel[row - r][column - c]
                for g, (r, c) in zip(out, places, strict=True)
                if (row - r, column - c) in cells
            )
            assert work.numbers[f"dL/dx[1][{row + 1}][{column + 1}]"] == gradient


def test_a_kernel_of_a_lecture_by_hand() -> None:
    """Two channels, two filters, stride 2 and same padding: the sums written out."""
    work = layered(
        {"channels": 2, "length": 3},
        {"type": "convolution", "filters": 2, "kernel": 2, "stride": 2, "padding": "same"}, FLAT, SUM,
        data={"inputs": [[1, 2, 3], [4, 5, 6]]},
        parameters={
            "weights": [[[[1, -1], [2, 0]], [[0, 1], [-1, 1]]], None, [[1, 10, 100, 1000]]],
            "biases": [[1, -1], None, None],
        },
    )  # fmt: skip
    numbers = work.numbers
    # the windows are (1, 2 | 4, 5) and (3, · | 6, ·)
    assert [numbers[f"z[1][1][{p}]"] for p in (1, 2)] == [1 - 2 + 8 + 1, 3 + 12 + 1]
    assert [numbers[f"z[1][2][{p}]"] for p in (1, 2)] == [2 - 4 + 5 - 1, 0 - 6 - 1]
    assert numbers["dL/dw[1][1][1][1]"] == 1 * 1 + 10 * 3
    assert numbers["dL/dw[1][1][1][2]"] == 1 * 2
    assert numbers["dL/dw[1][2][2][1]"] == 100 * 4 + 1000 * 6
    assert numbers["dL/db[1][2]"] == 1100
    assert numbers["dL/dx[2][3]"] == 10 * 2 + 1000 * -1


def pooling(kind: str, size: Any, values: Any, out: list[int], stride: Any = None) -> dict[str, Fraction]:
    """The numbers of a pooling layer of which `out` times its values is the loss."""
    layer = {"type": "pooling", "kind": kind, "size": size, **({"stride": stride} if stride else {})}
    shape = {"height": len(values), "width": len(values[0])} if isinstance(values[0], list) else {"length": len(values)}
    work = layered(shape, layer, FLAT, SUM, data={"inputs": values}, parameters={"weights": [None, None, [out]]})
    return work.numbers  # type: ignore[return-value]


def test_the_largest_of_overlapping_windows_takes_all_their_gradients() -> None:
    numbers = pooling("max", 2, [1, 5, 2, 3], [1, 10, 100], stride=1)
    assert [numbers[f"a[1][1][{p}]"] for p in (1, 2, 3)] == [5, 5, 3]
    assert [numbers[f"dL/dx[1][{p}]"] for p in (1, 2, 3, 4)] == [0, 11, 0, 100]


def test_the_mean_of_a_window_shares_its_gradient() -> None:
    numbers = pooling("average", [2, 1], [[1, 2], [3, 5]], [1, 10])
    assert [numbers[f"a[1][1][1][{p}]"] for p in (1, 2)] == [2, Fraction(7, 2)]
    assert [numbers[f"dL/dx[1][{r}][{c}]"] for r in (1, 2) for c in (1, 2)] == [Fraction(1, 2), 5, Fraction(1, 2), 5]


@pytest.mark.parametrize(
    ("values", "winner"),
    [
        ([[7, 7], [7, 7]], (1, 1)), ([[1, 7], [7, 7]], (1, 2)), ([[1, 2], [7, 7]], (2, 1)), ([[7, 2], [3, 7]], (1, 1)),
        ([[1, 7], [2, 3]], (1, 2)), ([[1, 2], [3, 7]], (2, 2)), ([[0, 7], [0, 7]], (1, 2)), ([[7, 1], [0, 2]], (1, 1)),
    ],
)  # fmt: skip
def test_of_equal_values_the_first_takes_the_gradient_and_the_check_names_the_tie(
    values: list[list[int]], winner: tuple[int, int]
) -> None:
    layers = [{"type": "pooling", "kind": "max", "size": 2}, FLAT, SUM]
    others = {"data": {"inputs": values}, "parameters": {"weights": [None, None, [[2]]]}}
    work = layered({"height": 2, "width": 2}, *layers, **others)
    for r in (1, 2):
        for c in (1, 2):
            assert work.numbers[f"dL/dx[1][{r}][{c}]"] == (2 if (r, c) == winner else 0)
    check(work)
    tied = sum(row.count(7) for row in values) > 1
    kinks = {kink for proof in prove(work.problem, work.statements, work.numbers) for kink in proof.kinks}
    assert bool(kinks) == tied
    assert all("slope of the first of the largest" in kink for kink in kinks)
    assert any("takes all of the gradient" in notice for notice in work.notices) == tied


def test_a_wrong_winner_is_objected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    right = pooling_layer.leads
    monkeypatch.setattr(pooling_layer, "leads", lambda values, i: right(values, len(values) - 1 - i))
    layers = [{"type": "pooling", "kind": "max", "size": 2}, FLAT, SUM]
    work = layered({"length": 2}, *layers, data={"inputs": [1, 2]}, parameters={"weights": [None, None, [[2]]]})
    proofs = prove(work.problem, work.statements, work.numbers)
    assert not all(proof.agreed for proof in proofs)


@pytest.mark.parametrize(
    ("count", "size", "stride", "seen"),
    [
        (5, 3, 1, [[1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [4, 5]]),
        (4, 2, 1, [[1, 2], [2, 3], [3, 4], [4]]),                    # the odd zero after the end
        (5, 4, 2, [[1, 2, 3], [2, 3, 4, 5], [4, 5]]),
        (4, 3, 2, [[1, 2, 3], [3, 4]]),
        (3, 1, 2, [[1], [3]]),
        (2, 5, 1, [[1, 2], [1, 2]]),
    ],
)
def test_what_the_windows_of_same_padding_see(count: int, size: int, stride: int, seen: list[list[int]]) -> None:
    assert [[i for _, i in window] for window in line(count, size, stride, "same")] == seen


sizes = st.integers(1, 3)


@st.composite
def networks(draw: st.DrawFn) -> Derivation:
    """A small network of a convolution and a pooling layer, with short numbers."""
    axes = draw(st.integers(1, 2))
    keys = ("length",) if axes == 1 else ("height", "width")
    inputs = {"channels": draw(st.integers(1, 2)), **{key: draw(st.integers(2, 4)) for key in keys}}
    several = st.one_of(sizes, st.lists(sizes, min_size=axes, max_size=axes))
    convolution = {
        "type": "convolution", "filters": draw(st.integers(1, 2)), "kernel": draw(several), "stride": draw(several),
        "padding": draw(st.sampled_from(["valid", "same"])),
        "bias": draw(st.sampled_from(["per_unit", "shared", "none"])),
        "activation": draw(st.sampled_from(["relu", "tanh", "linear", "elu"])),
    }  # fmt: skip
    pool = {"type": "pooling", "kind": draw(st.sampled_from(["max", "average"])), "size": draw(several)}
    layers = draw(st.sampled_from([[convolution], [convolution, pool], [pool, convolution]]))
    tree = {"network": {"inputs": inputs, "layers": [*layers, FLAT, SUM]}, "loss": "output"}
    try:
        bare = read(tree)
    except InputError as error:
        assume("does not fit" not in str(error))
        raise
    short = st.integers(-20, 20).map(lambda n: Fraction(n, 10))
    needed = [*bare.network.values(0), *bare.network.parameters]
    assume(len(needed) < 60)
    return backprop(replace(bare, given={each: draw(short) for each in needed}))


@settings(max_examples=12)
@given(networks())
def test_random_shapes_are_proved(work: Derivation) -> None:
    check(work)


@pytest.mark.parametrize(
    ("inputs", "layer", "said"),
    [
        (4, {"kernel": 2}, "layer 1: a convolution takes channels of values in a line or on a grid, not 4 values"),
        ({"length": 4}, {"kernel": 5}, "layer 1: a window of 5 does not fit on 4 values; give a smaller one"),
        ({"length": 4}, {"kernel": [2, 2]}, "layer 1: a kernel of 2×2 for 4 values; give 1 number"),
        ({"length": 4}, {"kernel": 2, "stride": [1, 1]}, "layer 1: a stride of 1×1 for 4 values"),
        ({"length": 4}, {"kernel": 2, "activation": "softmax"}, "a convolution takes no softmax; put the softmax on a"),
        ({"length": 4}, {"kernel": 0}, "layer 1: kernel: 0 is out of range; give 1 to 1000"),
        ({"length": 4}, {"kernel": [1, 2, 3]}, "layer 1: kernel: 3 sizes; give a number, or [rows, columns]"),
        ({"length": 4}, {}, "layer 1: kernel is missing; give kernel: 3"),
        ({"length": 4}, {"kernel": 2, "padding": "full"}, "padding: 'full' is not known; known are valid, same"),
        ({"length": 4}, {"kernel": 2, "kernels": 2}, "layer 1: unknown key kernels; did you mean kernel?"),
        ({"length": 4}, {"type": "pooling", "kind": "mean", "size": 2}, "'mean' is not known; known are max, average"),
        ({"length": 4}, {"type": "pooling", "kind": "max", "size": 5}, "a window of 5 does not fit on 4 values"),
        (4, {"type": "pooling", "kind": "max", "size": 2}, "a pooling layer takes channels of values"),
    ],
)  # fmt: skip
def test_what_does_not_fit(inputs: Any, layer: dict[str, Any], said: str) -> None:
    whole = {"type": "convolution", "filters": 1, **layer} if "type" not in layer else layer
    with pytest.raises(InputError) as caught:
        read({"network": {"inputs": inputs, "layers": [whole, FLAT, SUM]}, "loss": "output"})
    assert said in str(caught.value)
    assert len(caught.value.faults) == 1


def test_weights_of_a_kernel_have_their_place() -> None:
    layers = [{"type": "convolution", "filters": 2, "kernel": [2, 1]}, FLAT, SUM]
    tree: dict[str, Any] = {"network": {"inputs": {"height": 2, "width": 1}, "layers": layers}, "loss": "output"}
    tree["parameters"] = {"weights": [[[[1], [2]], [[1], [2, 3]]], None, None]}
    with pytest.raises(InputError, match="2 in place of 1 number; the weights of layer 1 are 2×1×2×1; give 1"):
        read(tree)
    tree["parameters"] = {"weights": [[[[1], [2]], [[3], [4]]], None, None]}
    assert [q.id for q in read(tree).given] == [f"w[1][{f}][1][{r}][1]" for f in (1, 2) for r in (1, 2)]


def test_a_value_that_no_window_covers_has_no_gradient_and_a_weight_that_lies_on_none_has_zero() -> None:
    one, pool = {"type": "convolution", "filters": 1, "kernel": 1}, {"type": "pooling", "kind": "max", "size": 2}
    work = layered(
        {"length": 5}, one, pool, FLAT, SUM,
        data={"inputs": [1, 2, 3, 4, 9]}, parameters={"weights": [[[[1]]], None, None, [[1, 1]]]},
    )  # fmt: skip
    assert "dL/da[1][1][5]" not in work and "dL/da[1][1][4]" in work
    lone = layered({"length": 1}, {"type": "convolution", "filters": 1, "kernel": 3, "padding": "same"}, FLAT, SUM)
    assert str(lone["dL/dw[1][1][1][3]"].forms[-1]) == "0"
    assert lone["dL/dw[1][1][1][2]"].rule == "chain rule"


def test_an_input_that_no_window_covers_has_the_gradient_zero() -> None:
    strided = {"type": "convolution", "filters": 1, "kernel": 2, "stride": 3}
    work = layered(
        {"length": 5}, strided, FLAT, SUM,
        data={"inputs": [[1, 2, 3, 4, 5], [5, 4, 3, 2, 1]]},
        parameters={"weights": [[[[2, 3]]], None, [[1, 1]]]},
    )  # fmt: skip
    # the mean over two samples: of windows over x1, x2 and over x4, x5
    for sample in (1, 2):
        assert [work.value(f"dL/dx[1][{i}]@{sample}") for i in range(1, 6)] == [1, Fraction(3, 2), 0, 1, Fraction(3, 2)]
    check(work)


def test_a_layer_that_is_made_in_python_says_what_does_not_fit() -> None:
    with pytest.raises(Misfit, match="takes channels of values"):
        Convolution(1, (2,), "tanh").shape([(4,)])
    assert Convolution(3, (2,), "tanh").shape([(2, 4, 5)]) == (3, 3, 4)


def test_forward_statements_come_before_what_uses_them() -> None:
    for name in TORCH:
        seen: set[str] = set()
        for statement in forward(read(TORCH[name]["problem"])):
            own = [id for id in statement.uses if id.startswith(("z", "a"))]
            assert all(id in seen for id in own), statement.of.id
            seen.add(statement.of.id)
