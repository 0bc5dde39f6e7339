"""The check agrees with what is right, objects to what is 0.05 % wrong, and says what it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
import sympy
from hypothesis import event, given, settings
from sympy import Expr

import derive
from derive import optimizers
from derive.activations import ACTIVATIONS
from derive.derivation import Derivation, backprop
from derive.engine import check, verdict
from derive.engine.check import CENTRAL, SYMPY, Proof, prove
from derive.engine.compose import Composition
from derive.engine.verdict import agreement, objections
from derive.engine.ways import Ways
from derive.expression import number, times
from derive.functions import BY_CLASS, FUNCTIONS
from derive.layers import dense
from derive.losses import LOSSES
from derive.optimizers import OPTIMIZERS
from derive.problem import Problem
from derive.quantity import Partial, Quantity
from derive.reading import read, starters
from derive.rounding import Rounding
from derive.statement import Statement
from derive.witness import NUMPY, witnesses
from tests.authorities import AUTHORITIES, objected
from tests.conftest import spoiling_tables
from tests.networks import derived, problems

SPOILED = number(Fraction(2001, 2000))


def proofs(work: Derivation) -> tuple[Proof, ...]:
    """The proofs of a derivation."""
    return prove(work.problem, work.statements, work.numbers)


def network(activation: str = "tanh", loss: str = "mse", output: str = "linear", **others: object) -> Problem:
    """A 2-2-2 network whose hidden neurons are all active."""
    return read({
        "network": {"inputs": 2, "layers": [{"units": 2, "activation": name} for name in (activation, output)]},
        "loss": loss,
        "data": {"inputs": [0.5, 1], "targets": [0.3, 0.7]},
        "parameters": {
            "weights": [[[0.4, 0.3], [0.2, 0.9]], [[0.5, 0.7], [0.1, 0.2]]],
            "biases": [[0.1, 0.2], [0.3, 0]],
        },
        "training": {"learning_rate": 0.1},
        **others,
    })  # fmt: skip


def spoiled(slope: Callable[..., Expr]) -> Callable[..., Expr]:
    """A slope that is 0.05 % too steep."""
    return lambda *arguments: times(SPOILED, slope(*arguments))


def disputed(table: Any, key: object, problem: Problem, *formulas: str) -> dict[str, set[str]]:
    """What each authority objects to where these formulas of a row of a table are 0.05 % too large."""
    row = table[key]
    with spoiling_tables() as patch:
        patch.setitem(table, key, replace(row, **{each: spoiled(getattr(row, each)) for each in formulas}))
        work = backprop(problem)
        if formulas == ("slope",):
            return objected(derive.check(work).proofs)
        testimonies = witnesses(work.problem, work.statements, work.numbers)  # the others take formulas as they are
        return objected(proof for testimony in testimonies for proof in testimony.proofs)


@settings(max_examples=140)
@given(problems(most=3, depth=2))
def test_every_gradient_of_140_random_networks_of_up_to_two_layers_is_proved(problem: Problem) -> None:
    check_every_gradient(problem)


@settings(max_examples=60)
@given(problems(most=3, depth=3))
def test_every_gradient_of_60_random_networks_of_up_to_three_layers_is_proved(problem: Problem) -> None:
    check_every_gradient(problem)


def check_every_gradient(problem: Problem) -> None:
    """Holds all partial derivatives of a problem against both authorities."""
    work = derived(problem)
    event("finite" if work else "no finite loss")
    if work is not None:
        found = proofs(work)
        assert {proof.id for proof in found} == {s.of.id for s in work.statements if isinstance(s.of, Partial)}
        assert objections(found) == ()


@pytest.mark.parametrize("name", starters())
def test_every_authority_agrees_with_every_starter(name: str) -> None:
    work = backprop(read(name))
    total = sum(isinstance(each.of, Partial) for step in work.steps for each in step.statements)
    report = derive.check(work)
    assert total > 3
    assert report.agreed and all(proof.agreed for proof in report.proofs)
    assert [proof.authority for proof in report.proofs].count(CENTRAL) == total
    assert [proof.authority for proof in report.proofs].count(SYMPY) == total


@cache
def with_activation(name: str, *formulas: str) -> dict[str, set[str]]:
    """What each authority objects to where these formulas of an activation are wrong."""
    return disputed(ACTIVATIONS, name, network(name), *formulas)


@cache
def with_loss(name: str, *formulas: str) -> dict[str, set[str]]:
    """What each authority objects to where these formulas of a loss are wrong."""
    problem = network(loss=name, output="sigmoid") if LOSSES[name].targets else single_output()
    return disputed(LOSSES, name, problem, *formulas)


@pytest.mark.parametrize("authority", AUTHORITIES)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_slope_of_an_activation_that_is_slightly_wrong_is_found(name: str, authority: str) -> None:
    wrong = with_activation(name, "slope")[authority]
    assert {"dL/dw[1][1][1]", "dL/dz[1][2]"} <= wrong
    assert "dL/dw[2][1][1]" not in wrong or name == "linear"


@pytest.mark.parametrize("authority", AUTHORITIES)
@pytest.mark.parametrize("name", LOSSES)
def test_a_slope_of_a_loss_that_is_slightly_wrong_is_found(name: str, authority: str) -> None:
    wrong = with_loss(name, "slope")[authority]
    assert {"dL/da[2][1]", "dL/dw[1][1][1]"} <= wrong
    assert not any(id.startswith("da/dz") for id in wrong)


def single_output() -> Problem:
    """A network that differentiates its own output."""
    return read({
        "network": {"inputs": 1, "layers": [{"units": 1, "activation": "tanh"}, {"units": 1, "activation": "tanh"}]},
        "loss": "output",
        "data": {"inputs": [0.5]},
        "parameters": {"weights": [[[0.4]], [[0.5]]], "biases": [[0.1], [0.3]]},
        "training": {"learning_rate": 0.1},
    })  # fmt: skip


@cache
def with_weighted_sum(place: int) -> dict[str, set[str]]:
    """What each authority objects to where one slope of every weighted sum is wrong."""
    right = dense.weighted_sum

    def wrong_edge(*arguments: object) -> Statement:
        statement = right(*arguments)  # type: ignore[arg-type]
        edge = statement.edges[place]
        crooked = replace(edge, forms=tuple(times(SPOILED, form) for form in edge.forms))
        return replace(statement, edges=(*statement.edges[:place], crooked, *statement.edges[place + 1 :]))

    with spoiling_tables() as patch:
        patch.setattr(dense, "weighted_sum", wrong_edge)
        return objected(derive.check(backprop(network())).proofs)


@pytest.mark.parametrize("authority", AUTHORITIES)
@pytest.mark.parametrize("place", [0, 2, 4], ids=["weight", "input", "bias"])
def test_a_slope_of_a_weighted_sum_that_is_slightly_wrong_is_found(place: int, authority: str) -> None:
    assert with_weighted_sum(place)[authority] & {"dL/dw[2][1][1]", "dL/da[1][1]", "dL/db[2][1]"}


# where the argument must lie, if not at the pre-activations 0.6 and 1.2
WITHIN = {name: f"{name}(z/2)" for name in ("asin", "acos", "atanh")} | {"acosh": "acosh(z + 1)"}


@cache
def with_function(name: str) -> dict[str, set[str]]:
    """What each authority objects to where the slope of a function is wrong that a formula uses."""
    return disputed(BY_CLASS, FUNCTIONS[name].of, network(WITHIN.get(name, f"{name}(z)")), "slope")


@pytest.mark.parametrize("authority", AUTHORITIES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_slope_of_a_function_in_a_formula_that_is_slightly_wrong_is_found(name: str, authority: str) -> None:
    wrong = with_function(name)[authority]
    assert {"da/dz[1][1]", "dL/dw[1][2][1]"} <= wrong and "dL/dw[2][1][1]" not in wrong


@pytest.mark.parametrize("authority", AUTHORITIES[2:])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_wrong_activation_with_its_own_slope_is_found(name: str, authority: str) -> None:
    joint = ACTIVATIONS[name].joint
    assert "da/dz[1][1]" + "[1]" * joint in with_activation(name, "value", "slope")[authority]


@pytest.mark.parametrize("authority", AUTHORITIES[2:])
@pytest.mark.parametrize("name", LOSSES)
def test_a_wrong_loss_with_its_own_slope_is_found(name: str, authority: str) -> None:
    assert "dL/da[2][1]" in with_loss(name, "share", "slope")[authority]


LINES = [(name, place) for name, row in OPTIMIZERS.items() for place in range(len(row.lines))]


@pytest.mark.parametrize(("name", "place"), LINES)
def test_a_line_of_an_optimizer_that_is_slightly_wrong_is_found(
    name: str, place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = list(OPTIMIZERS[name].lines)
    lines[place] = replace(lines[place], formula=spoiled(lines[place].formula))
    monkeypatch.setitem(OPTIMIZERS, name, replace(OPTIMIZERS[name], lines=tuple(lines)))
    problem = network(training={"learning_rate": 0.1, "optimizer": name, "steps": 2})
    letter = lines[place].letter
    about = letter if letter == "w_new" else f"{letter.removesuffix('_new')}_w{'_new' * letter.endswith('_new')}"
    assert {f"{about}[1][1][2]", f"{about}[2][2][1]"} <= objected(derive.check(backprop(problem)).proofs)[NUMPY]


def test_a_weight_decay_that_is_slightly_wrong_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    line = optimizers.WEIGHT_DECAY
    monkeypatch.setattr(optimizers, "WEIGHT_DECAY", replace(line, formula=spoiled(line.formula)))
    work = backprop(network(training={"learning_rate": 0.1, "weight_decay": 0.3}))
    wrong = objected(derive.check(work).proofs)[NUMPY]
    assert "g_w[1][1][1]" in wrong and not any("_b[" in id for id in wrong)


def test_an_objection_says_both_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LOSSES, "mse", replace(LOSSES["mse"], slope=spoiled(LOSSES["mse"].slope)))
    found = objections(proofs(backprop(read("article"))))
    assert "dL/da[2][1]: 0.278176571734 by sympy.diff of the composed loss, 0.27831566002 by the chain rule" in found


def test_no_authority_asks_the_tables_for_a_slope(monkeypatch: pytest.MonkeyPatch) -> None:
    work = backprop(network("gelu", "huber"))

    def forbidden(*arguments: object) -> Expr:
        raise AssertionError("a slope of the tables was asked for")

    for table in (ACTIVATIONS, LOSSES):
        for name, row in list(table.items()):  # type: ignore[attr-defined]
            monkeypatch.setitem(table, name, replace(row, slope=forbidden))  # type: ignore[arg-type]
    assert objections(proofs(work)) == ()


def test_fractions_are_proved_exactly() -> None:
    work = backprop(network("relu", "squared_error"))
    by_sympy = [proof for proof in proofs(work) if proof.authority == SYMPY]
    assert len(by_sympy) > 20
    assert {(proof.note, proof.difference) for proof in by_sympy} == {("exactly", 0.0)}


@pytest.mark.parametrize("name", ["layer-norm", "batch-norm"])
def test_sympy_is_told_that_the_roots_of_a_normalisation_are_real(name: str) -> None:
    """Where it was not, a tanh behind the normalisation of three samples took it five minutes."""
    work = backprop(read(name))
    ways = Ways(Composition.of(work.statements))
    by = [str(each.of).removeprefix("dL/d") for each in work.statements if str(each.of).startswith("dL/d")]
    written = [ways.between("L", id).shape.written_out()[0] for id in by]
    roots = [root for whole in written for root in whole.atoms(sympy.Pow) if root.exp.is_Rational and root.args[0].args]
    assert len(roots) > 5 and all(root.is_real for root in roots)


def test_sympy_is_given_the_largest_of_four_two_at_a_time() -> None:
    """Given all at once it compared every pair again for every slope, which took most of the time of a check."""
    layers = [{"type": "convolution", "filters": 1, "kernel": 1}, {"type": "pooling", "kind": "max", "size": 2}]
    work = backprop(read({"network": {"inputs": {"height": 2, "width": 2}, "layers": layers}, "loss": "mse"}))
    composition = Composition.of(work.statements)
    assert {len(each.args) for each in composition.formulas["a[2][1][1][1]"].atoms(sympy.Max)} == {4}
    written, moved = Ways(composition).between("L", "w[1][1][1][1][1]").shape.written_out()
    largest = written.atoms(sympy.Max)
    assert len(largest) == 3 and {len(each.args) for each in largest} == {2}
    assert max(str(each).count(str(moved)) for each in largest) == 4


def test_a_line_of_a_graph_that_is_called_variance_may_be_negative() -> None:
    problem = read({"graph": ["variance = x - 3", "L = sqrt(variance**2)"], "data": {"inputs": {"x": 1}}})
    work = backprop(problem)
    assert work["dL/dx"].value == -1 and derive.check(work).agreed


def test_symbols_are_proved_at_drawn_points() -> None:
    found = proofs(backprop(read("summary")))
    assert {proof.note for proof in found} == {"to 30 digits at 3 drawn points"}
    half_given = replace(network(), given={q: v for q, v in network().given.items() if q.kind != "x"})
    assert {proof.agreed for proof in proofs(backprop(half_given))} == {True}


@pytest.mark.parametrize("digits", [1, 3])
def test_rounded_values_are_proved_before_they_are_rounded(digits: int) -> None:
    work = backprop(replace(network(), rounding=Rounding(digits, "places", "rounded")))
    assert objections(proofs(work)) == ()


def exploding(z: int, activation: str = "exp(z)") -> Problem:
    """One neuron that grows exponentially, and a linear one behind it."""
    return read({
        "network": {"inputs": 1, "layers": [{"units": 1, "activation": name} for name in (activation, "linear")]},
        "loss": "half_squared_error",
        "data": {"inputs": [z], "targets": [1]},
        "parameters": {"weights": [[[1]], [[2]]], "biases": [[0], [0]]},
    })  # fmt: skip


@pytest.mark.parametrize(("z", "activation"), [(1100, "exp(z)"), (23, "exp(exp(z))")], ids=["e^1100", "e^(10^10)"])
def test_where_numbers_are_out_of_reach_differences_do_not_object_but_say_so(z: int, activation: str) -> None:
    work = backprop(exploding(z, activation))
    report = derive.check(work)
    assert report.agreed
    beyond = {"dL/da[2][1]", "da/dz[2][1]", "dL/dz[2][1]", "dL/da[1][1]", "dL/db[2][1]"}
    asked = {proof.id for proof in report.proofs if proof.authority == CENTRAL}
    by_sympy = {proof.id for proof in report.proofs if proof.authority == SYMPY}
    assert by_sympy - asked == beyond
    assert f"{CENTRAL}: 5 more {verdict.OUT_OF_REACH}" in report.lines


def test_what_is_wrong_out_of_the_reach_of_differences_is_found() -> None:
    assert "dL/da[1][1]" in disputed(LOSSES, "half_squared_error", exploding(1100), "slope")[SYMPY]


def test_what_both_find_to_be_next_to_nothing_is_not_called_equal_to_30_digits() -> None:
    work = backprop(exploding(-2000, "sigmoid"))
    notes = {proof.id: proof.note for proof in proofs(work) if proof.authority == CENTRAL}
    assert notes["dL/dw[1][1][1]"] == "as 0, to 40 decimals" and notes["dL/db[2][1]"] == "to 30 digits"


def test_neurons_that_stand_alike_are_written_out_for_sympy_once() -> None:
    work = backprop(read("deck"))
    ways = Ways(Composition.of(work.statements))
    first, *others = [ways.between("L", f"w[1][{j}][{i}]") for j in (1, 2) for i in (1, 2)]
    assert {other.shape for other in others} == {first.shape}
    assert len({first.constants, *(other.constants for other in others)}) == 4
    assert first.shape != ways.between("L", "b[1]").shape


def test_what_is_too_large_for_sympy_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "MOST_WRITTEN", 100)
    work = backprop(network())
    found = proofs(work)
    by_sympy = sum(proof.authority == SYMPY for proof in found)
    assert 0 < by_sympy < sum(proof.authority == CENTRAL for proof in found) == 26
    assert f"{SYMPY}: {26 - by_sympy} more {verdict.TOO_LARGE}" in agreement(work.statements, found)


def test_what_nobody_checked_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "MOST_WRITTEN", 0)
    monkeypatch.setattr(check, "MOST_STEPS", 1000)
    work = backprop(network())
    found = proofs(work)
    assert 0 < len(found) < 26
    left = 26 - len({proof.id for proof in found})
    assert f"not checked: {left} partial derivatives" in agreement(work.statements, found)


def test_the_agreement_counts_each_authority() -> None:
    work = backprop(read("article"))
    assert agreement(work.statements, proofs(work)) == (
        "sympy.diff of the composed loss: 20 of 20 partial derivatives equal (to 30 digits)",
        "central differences of the forward pass: 20 of 20 partial derivatives equal (to 30 digits)",
    )


def at_zero(problem: Problem) -> Problem:
    """The same problem with all biases and inputs zero, so that every hidden neuron stands at z = 0."""
    zero = {quantity: Fraction(0) for quantity in problem.given if quantity.kind in "xb"}
    return replace(problem, given={**problem.given, **zero})


KINKED = {"relu": Fraction(0), "leaky_relu": Fraction(1, 100), "max(z, 2*z)": Fraction(1)}


@pytest.mark.parametrize(("activation", "slope"), KINKED.items())
def test_a_kink_has_the_slope_of_its_left_side_and_is_named(activation: str, slope: Fraction) -> None:
    work = backprop(at_zero(network(activation)))
    assert work["da/dz[1][1]"].value == slope
    found = proofs(work)
    assert objections(found) == ()
    assert "da/dz[1][1]" not in {proof.id for proof in found if proof.authority == SYMPY}
    lines = agreement(work.statements, found)
    assert "at a kink, by convention: a[1][1] at z[1][1]: slope of the left side (7 partial derivatives)" in lines
    assert any(line.startswith(f"{SYMPY}: 12 more at a kink") for line in lines)


def test_a_wrong_convention_at_a_kink_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    row = ACTIVATIONS["relu"]
    monkeypatch.setitem(ACTIVATIONS, "relu", replace(row, slope=lambda *_: number(1)))
    found = objections(proofs(backprop(at_zero(network("relu")))))
    assert any(line.startswith("dL/dz[1][1]: 0.0 by central differences") for line in found)


@pytest.mark.parametrize("outputs", [1, 2])
def test_an_absolute_error_of_zero_has_slope_zero_and_is_named(outputs: int) -> None:
    problem = network("tanh", "absolute_error") if outputs == 2 else replace(single_output(), loss="absolute_error")
    without = replace(problem, given={q: Fraction(0) for q in problem.given} | {Quantity("y", (1,)): Fraction(0)})
    work = backprop(without)
    assert work["dL/da[2][1]"].value == 0
    found = proofs(work)
    assert objections(found) == ()
    assert any("mean of both sides" in line for line in agreement(work.statements, found))
