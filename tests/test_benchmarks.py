"""The benchmarks measure the same work on both sides, and their table says of every figure whether it is met."""

from __future__ import annotations

import pytest

import derive
from benchmarks.derivation import agreed, by_sympy
from benchmarks.growth import exponent
from benchmarks.networks import dense, parameters
from benchmarks.table import Row, span, table


def test_sympy_alone_finds_the_same_gradients_of_the_measured_network() -> None:
    ours = derive.backprop(derive.read(dense(2, 2, 2))).values()
    theirs = by_sympy(dense(2, 2, 2))
    assert len(theirs) == parameters(2, 2, 2) == 12
    agreed({id: ours[id] for id in theirs}, theirs)


def test_gradients_that_differ_are_not_the_same_work() -> None:
    agreed({"dL/db[1]": 1.0}, {"dL/db[1]": 1.0})
    with pytest.raises(RuntimeError, match="differ"):
        agreed({"dL/db[1]": 1.0}, {"dL/db[1]": 1.0 + 1e-9})
    with pytest.raises(RuntimeError, match="differ"):
        agreed({"dL/db[1]": 1.0, "dL/db[2]": 1.0}, {"dL/db[1]": 1.0})


def test_the_exponent_is_that_of_a_power_law() -> None:
    assert exponent([(n, 3e-5 * n**1.5) for n in (9, 26, 139, 1864)]) == pytest.approx(1.5)


def test_a_row_keeps_its_bound_or_says_that_it_does_not() -> None:
    fast, slow = Row("a|b", span(0.002), span(1.5), 750, at_least=100), Row("c", span(3e-5), "", 1.2, at_most=1.1)
    assert fast.met and not slow.met
    assert table([fast, slow]).splitlines()[2:] == [
        "| a∣b | 2 ms | 1.5 s | 750 | ≥ 100 | yes |",
        "| c | 30 µs |  | 1.2 | ≤ 1.1 | **no** |",
    ]
