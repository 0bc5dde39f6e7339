"""The shortest decimals, against NumPy's own."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from derive import InputError
from derive.models.decimals import BRAIN, DOUBLE, HALF, SINGLE, decimal, shortest, small, tensor, unpacked
from derive.models.npy import read_npy

TYPES = {HALF: np.float16, SINGLE: np.float32, DOUBLE: np.float64}
finite = st.floats(allow_nan=False, allow_infinity=False, width=32)


@pytest.mark.parametrize("kind", TYPES)
@given(number=finite)
@example(number=0.1)
@example(number=-0.0)
@example(number=2.0**-149)
@example(number=16777216.0)
def test_a_decimal_is_the_shortest_that_gives_the_number_back(kind: str, number: float) -> None:
    with np.errstate(over="ignore"):
        stored = TYPES[kind](number)
    if not np.isfinite(stored):
        return
    text = shortest(float(stored), kind)
    assert TYPES[kind](text) == stored
    theirs = np.format_float_scientific(stored, unique=True)
    figures = [len(each.split("e")[0].strip("-").replace(".", "").strip("0")) for each in (text, theirs)]
    power_of_two = np.frexp(stored)[0] in (0.5, -0.5)  # which has a nearer neighbour below
    assert figures[0] <= figures[1] + power_of_two


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.0, "0"), (-0.0, "0"), (2.0, "2"), (-0.25, "-0.25"), (1e-7, "1e-7"), (1.5e-7, "1.5e-7"), (1e22, "1e22")],
)
def test_a_decimal_is_written_as_a_person_writes_it(number: float, text: str) -> None:
    assert decimal(number) == text


def test_the_tenth_of_a_single_is_a_tenth() -> None:
    assert shortest(float(np.float32(0.1)), SINGLE) == "0.1"
    assert shortest(float(np.float16(0.1)), HALF) == "0.1"
    assert shortest(0.1, DOUBLE) == "0.1"


def test_bytes_are_read_in_either_order() -> None:
    assert unpacked(struct.pack("<2f", 1.5, -2), SINGLE, "<") == unpacked(struct.pack(">2f", 1.5, -2), SINGLE, ">")
    assert unpacked(b"\xc0\x3f\x00\xc0", BRAIN, "<") == (1.5, -2.0)  # the upper halves of the singles 0x3FC0, 0xC000
    assert unpacked(b"\x3f\xc0\xc0\x00", BRAIN, ">") == (1.5, -2.0)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
def test_no_number_that_is_none_is_taken(bad: float) -> None:
    with pytest.raises(InputError, match="first.weight holds -?(nan|inf), which is no number; give a model with"):
        tensor("first.weight", (2,), (1.0, bad), SINGLE)


@pytest.mark.parametrize("shape", [(200, 101), (10**12,), (-1, -1), (2, -3)])
def test_no_more_weights_than_a_worksheet_holds(shape: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match="stay within 20000"):
        small("first.weight", shape)
    assert small("first.weight", (200, 100)) == 20_000


def saved(array: np.ndarray) -> bytes:
    """The array as NumPy saves it."""
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()


@pytest.mark.parametrize("type", ["<f4", ">f8", "<f2"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_an_array_of_numpy_is_read_without_numpy(type: str, order: str) -> None:
    array = np.array([[0.5, 1.25, -2], [3, 4.5, 0]], dtype=type, order=order)  # type: ignore[call-overload]
    assert [[float(each) for each in row] for row in read_npy("w", saved(array)).rows()] == array.tolist()
    assert [float(each) for each in read_npy("b", saved(array[0])).vector()] == array[0].tolist()


@pytest.mark.parametrize(
    "data",
    [b"", b"\x93NUMPY", b"no array", saved(np.zeros((2, 2), dtype="i4")), saved(np.array([b"text"])),
     saved(np.zeros((2, 2)))[:-8], saved(np.zeros((2, 2))).replace(b"2, 2", b"9, 9")],
)  # fmt: skip
def test_what_is_no_array_of_floats_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        read_npy("w", data)
