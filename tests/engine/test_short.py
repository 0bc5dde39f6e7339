"""The short forms of softmax with cross-entropy and sigmoid with binary cross-entropy, each step proved."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy

from derive import Derivation, backprop, read, worksheet
from derive.engine import short
from derive.engine.digits import redo
from derive.statement import Statement


def network(activation: str, loss: str, targets: list[list[object]], **training: object) -> Derivation:
    """One layer of as many outputs as there are targets."""
    units = len(targets[0])
    return backprop(read({
        "network": {"inputs": 1, "layers": [{"units": units, "activation": activation}]},
        "loss": loss,
        "data": {"inputs": [["0.5"] for _ in targets], "targets": targets},
        "parameters": {"weights": [[[f"0.{k + 3}"] for k in range(units)]], "biases": [["0.1"] * units]},
        "training": {"learning_rate": "0.1", **training},
    }))  # fmt: skip


CASES = {
    "softmax": network("softmax", "cross_entropy", [[0, 1, 0]]),
    "softmax of shares": network("softmax", "cross_entropy", [["0.2", "0.3", "0.5"]]),
    "softmax, mean of two": network("softmax", "cross_entropy", [[0, 1], [1, 0]]),
    "sigmoid": network("sigmoid", "binary_cross_entropy", [["0.3", 1]]),
    "sigmoid, mean of two": network("sigmoid", "binary_cross_entropy", [[0], [1]]),
    "symbols": backprop(read({
        "network": {"inputs": 2, "layers": [{"units": 2, "activation": "softmax"}]}, "loss": "cross_entropy",
    })),
}  # fmt: skip


def shortened(work: Derivation) -> list[Statement]:
    """The statements that have a short form."""
    return [statement for statement in work.statements if statement.short]


@pytest.mark.parametrize("name", CASES)
def test_each_step_equals_the_one_before(name: str) -> None:
    work = CASES[name]
    found = shortened(work)
    assert len(found) == work.problem.outputs * len(work.problem.batch)
    for statement in found:
        for left, right in zip(statement.short, statement.short[1:], strict=False):
            difference = sympy.simplify((left - right).doit())
            if difference != 0:  # the last step of a softmax: the targets add up to 1
                assert right is statement.short[-1] and "softmax" in str(work.problem.layers[-1].activation)
                targets = sorted((s for s in statement.short[0].free_symbols if s.name.startswith("y")), key=str)
                assert sympy.simplify(difference.subs(targets[-1], 1 - sum(targets[:-1]))) == 0


@pytest.mark.parametrize("name", [name for name in CASES if name != "symbols"])
def test_the_first_step_has_all_slopes_of_the_rule_put_in_and_the_last_gives_its_value(name: str) -> None:
    work = CASES[name]
    by_id = {statement.of.id: statement for statement in work.statements}
    for statement in shortened(work):
        put_in = {sympy.Symbol(id): by_id[id].formula for id in statement.uses if id in by_id}
        assert sympy.simplify(statement.forms[0].subs(put_in) - statement.short[0]) == 0
        numbers = {sympy.Symbol(id): sympy.Rational(Fraction(value)) for id, value in work.numbers.items()}
        for form in statement.short:
            apart = form.subs(numbers) - sympy.Rational(Fraction(work.numbers[statement.of.id]))
            assert abs(sympy.N(apart, 50)) < 1e-40


def test_targets_that_do_not_add_up_to_1_keep_their_sum() -> None:
    (first, *_) = shortened(network("softmax", "cross_entropy", [["0.5", "0.7"]]))
    assert {symbol.name for symbol in first.short[-1].free_symbols} >= {"y[1]", "y[2]"}


@pytest.mark.parametrize(
    ("activation", "loss"), [("sigmoid", "mse"), ("softmax", "mse"), ("softmax", "half_squared_error")]
)
def test_other_pairs_have_none(activation: str, loss: str) -> None:
    assert shortened(network(activation, loss, [[0, 1]])) == []


def test_the_key_shows_the_short_way_with_numbers_that_follow_and_the_sheet_does_not() -> None:
    work = CASES["softmax"]
    for statement in shortened(work):
        alone = Statement(statement.of, statement.rule, statement.short[-1:])
        line = work.digits.line(alone)
        assert line is not None
        again = redo(line.formula, line.cases, line.operands)
        assert again is not None and work.digits.result(again).text == line.result.text
    assert worksheet(work).answers().tex().count("the short way") == 3
    assert "the short way" not in worksheet(work).tex()


def test_a_wrong_short_form_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests above can fail: a sign turned round is no longer equal."""
    right = short.sigmoid_with_binary_cross_entropy
    monkeypatch.setitem(
        short.PAIRS, ("sigmoid", "binary_cross_entropy"), lambda y, a, j: tuple(-form for form in right(y, a, j))
    )
    (first, *_) = shortened(network("sigmoid", "binary_cross_entropy", [[1]]))
    assert sympy.simplify((first.short[0] - first.short[1]).doit()) != 0
