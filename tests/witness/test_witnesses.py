"""What numpy and torch say in a report: what they agree with, what they object to, and what they leave out."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import pytest

import derive
from derive import witness
from derive.losses import LOSSES
from derive.problem import Problem
from derive.quantity import Partial
from derive.reading import starters
from derive.witness import NUMPY, TORCH, matrices
from derive.witness.compare import RANGE, ROUGHLY, ROUNDED
from tests.authorities import needs_torch
from tests.engine.test_check import at_zero, network, spoiled
from tests.small import activated, small

WITNESSES = [NUMPY, pytest.param(TORCH, marks=needs_torch)]


def lines(authority: str, problem: Problem | dict[str, Any]) -> list[str]:
    """What one authority says of a problem, which nobody objects to."""
    report = derive.check(derive.backprop(problem if isinstance(problem, Problem) else derive.read(problem)))
    assert report.agreed
    return [line.removeprefix(f"{authority}: ") for line in report.lines if line.startswith(f"{authority}: ")]


def sums(weights: list[str], inputs: list[str], **others: str) -> dict[str, Any]:
    """One neuron with these weights and inputs, without a bias."""
    layer = {"units": 1, "activation": "linear", "bias": "none", **others}
    return small(
        network={"inputs": len(weights), "layers": [layer]}, data__inputs=inputs,
        parameters={"weights": [[weights]]},
    )  # fmt: skip


@pytest.mark.parametrize("name", starters())
def test_numpy_compares_every_quantity_of_every_starter(name: str) -> None:
    for step in derive.backprop(derive.read(name)).steps:
        found, _ = witness.witnesses(step.problem, step.statements, step.numbers)
        known = {id for id in map(str, (each.of for each in step.statements)) if step.numbers or "_new" not in id}
        assert {proof.id for proof in found.proofs if proof.agreed} == known
        assert found.remarks == ()


@needs_torch
@pytest.mark.parametrize("name", starters())
def test_torch_compares_every_gradient_of_every_starter(name: str) -> None:
    for step in derive.backprop(derive.read(name)).steps:
        _, found = witness.witnesses(step.problem, step.statements, step.numbers)
        gradients = {each.of.id for each in step.statements if isinstance(each.of, Partial)}
        assert {proof.id for proof in found.proofs if proof.agreed} == gradients


@pytest.mark.parametrize("authority", WITNESSES)
def test_an_objection_says_both_numbers(authority: str, monkeypatch: pytest.MonkeyPatch) -> None:
    row = LOSSES["mse"]
    monkeypatch.setitem(LOSSES, "mse", replace(row, slope=spoiled(row.slope)))
    report = derive.check(derive.backprop(derive.read("article")))
    # 2 (0.739088285867 - 0.6) to twelve digits, and 0.05 % more
    said = f"dL/da[2][1]: 0.278176571734 by {authority}, 0.27831566002 by the derivation"
    assert said in report.lines and not report.agreed


@pytest.mark.parametrize("authority", WITNESSES)
def test_what_is_at_a_kink_of_the_table_is_compared(authority: str) -> None:
    said = lines(authority, at_zero(network("relu", "absolute_error")))
    assert said[0] == "26 of 26 partial derivatives equal (to 9 digits)"


def test_a_kink_of_a_formula_has_no_slope_in_torch_and_that_of_its_left_side_in_numpy() -> None:
    assert lines(NUMPY, at_zero(network("max(z, 2*z)")))[0] == "26 of 26 partial derivatives equal (to 9 digits)"


@needs_torch
def test_torch_says_how_much_rests_on_the_kink_of_a_formula() -> None:
    # da/dz, dL/dz and dL/db of both hidden neurons, their four weights, and the two inputs
    assert lines(TORCH, at_zero(network("max(z, 2*z)")))[1] == f"12 more not compared: {RANGE}"


def test_what_doubles_round_is_compared_as_far_as_they_go() -> None:
    # 123456789.123456789 - 123456789 keeps eight or nine of its digits in doubles
    said = lines(NUMPY, sums(["123456789.123456789", "-123456789"], ["1", "1"]))
    assert any(ROUGHLY in line for line in said) and not any("not compared" in line for line in said)


def test_what_doubles_round_away_is_not_compared() -> None:
    # 10^20 + 1.5 - 10^20 is 0 in doubles: z, a, the shares, all gradients but da/dz
    said = lines(NUMPY, sums(["100000000000000000000", "1.5", "-100000000000000000000"], ["1", "1", "1"]))
    assert any(ROUNDED in line for line in said)


def test_a_sum_that_is_zero_is_compared() -> None:
    # 0.1 · 3 - 0.3 is 5.6e-17 in doubles
    said = lines(NUMPY, sums(["0.1", "-0.3"], ["3", "1"]))
    assert not any("not compared" in line for line in said)


def test_a_sum_that_doubles_put_on_the_wrong_side_of_a_kink_is_not_compared() -> None:
    said = lines(NUMPY, sums(["0.1", "-0.3"], ["3", "1"], activation="relu"))
    assert any(ROUNDED in line for line in said)


def test_what_is_beyond_doubles_is_not_compared() -> None:
    said = lines(NUMPY, activated("sigmoid", z="-900"))
    assert any(RANGE in line for line in said)


def test_numbers_that_are_rounded_and_carried_are_compared_before_they_are_rounded() -> None:
    problem = small(rounding={"places": 1, "carry": "rounded"})
    assert lines(NUMPY, problem)[0] == "6 of 6 partial derivatives equal (to 9 digits)"


@pytest.mark.parametrize("authority", WITNESSES)
@pytest.mark.parametrize("values", [[7, 7, 7], [1, 7, 7], [7, 7, 1], [7, 1, 7]])
def test_of_equal_values_in_a_window_both_follow_the_first(authority: str, values: list[int]) -> None:
    # dL/da, da/dz, dL/dz and dL/dx of three places, dL/dw and the dL/da of the largest
    assert lines(authority, pooled(values))[0] == "14 of 14 partial derivatives equal (to 9 digits)"


def pooled(values: list[Any], **convolution: Any) -> dict[str, Any]:
    """A convolution of one place each, or another, before the largest of all its values."""
    layer = {"type": "convolution", "filters": 1, "kernel": 1, "bias": "none", **convolution}
    pool = {"type": "pooling", "kind": "max", "size": len(values) // (layer.get("stride", 1))}
    return small(
        network={"inputs": {"length": len(values)}, "layers": [layer, pool]}, data__inputs=values,
        parameters={"weights": [[[1] * layer["kernel"]], None]},
    )  # fmt: skip


@pytest.mark.parametrize("authority", WITNESSES)
def test_equal_values_that_doubles_tell_apart_are_not_compared(authority: str) -> None:
    # 0.1 + 0.2 is more than 0.3 in doubles, so that the second of both leads
    said = lines(authority, pooled(["0.3", "0", "0.1", "0.2"], kernel=2, stride=2))
    assert any(ROUNDED in line for line in said)


def test_layers_that_numpy_does_not_know_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(matrices.TYPES, "dense")
    assert lines(NUMPY, derive.read("article")) == ["nothing compared: it does not know dense layers"]


def test_without_torch_its_absence_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness, "find_spec", lambda name: None)
    assert lines(TORCH, derive.read("article")) == ["not installed"]


def test_a_torch_that_cannot_be_loaded_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness, "find_spec", lambda name: object())
    monkeypatch.setitem(sys.modules, "derive.witness.torch_layers", None)
    (said,) = lines(TORCH, derive.read("article"))
    assert said.startswith("cannot be loaded (")
