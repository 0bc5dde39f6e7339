"""Batches: each sample on its own way, and what they bring added up."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import derive
from derive.arithmetic import Number
from derive.derivation import Derivation
from derive.errors import InputError

ROWS, TARGETS = [[0.5, 0.1], [1, -1], [0, "1/3"]], [[1, 0], [0, 1], [1, 0]]


def tree(inputs: list[Any], targets: list[Any], **training: object) -> dict[str, Any]:
    return {
        "network": {"inputs": 2, "layers": [{"units": 2, "activation": "tanh"}, {"units": 2, "activation": "softmax"}]},
        "loss": "cross_entropy",
        "data": {"inputs": inputs, "targets": targets},
        "parameters": {
            "weights": [[[0.4, 0.3], [0.6, 0.9]], [[0.5, 0.7], [-0.2, 0.1]]],
            "biases": [[0.1, 0.2], [0.3, 0]],
        },
        "training": {"learning_rate": 0.1, **training},
    }


def derivation(inputs: list[Any], targets: list[Any], **training: object) -> Derivation:
    return derive.backprop(derive.read(tree(inputs, targets, **training)))


def close(left: Number, right: Number) -> bool:
    return abs(Fraction(left) - Fraction(right)) < Fraction(1, 10**30)


PARAMETERS = ["w[1][1][1]", "w[1][2][2]", "b[1][2]", "w[2][1][2]", "w[2][2][1]", "b[2][1]"]


@pytest.mark.parametrize(("reduction", "share"), [("mean", Fraction(1, 3)), ("sum", Fraction(1))])
def test_the_gradient_of_a_batch_is_that_of_its_samples_together(reduction: str, share: Fraction) -> None:
    whole = derivation(ROWS, TARGETS, reduction=reduction)
    alone = [derivation(row, target) for row, target in zip(ROWS, TARGETS, strict=True)]
    for id in ["L", *(f"dL/d{parameter}" for parameter in PARAMETERS)]:
        assert close(whole.numbers[id], share * sum(Fraction(each.numbers[id]) for each in alone)), id


def test_the_samples_have_their_own_quantities() -> None:
    values = derivation(ROWS, TARGETS).values()
    assert values["x[1]@2"] == 1 and values["y[2]@2"] == 1
    assert values["L"] == pytest.approx(values["L@1"] + values["L@2"] + values["L@3"])
    assert {"z[1][2]@3", "da/dz[2][1][2]@1", "dL/dz[2][1]@2", "dL/dx[2]@3", "L[2]@1"} <= values.keys()


def test_the_batch_size_takes_the_first_samples() -> None:
    assert derivation(ROWS, TARGETS, batch_size=2).values() == derivation(ROWS[:2], TARGETS[:2]).values()


def test_one_row_is_one_sample() -> None:
    assert derivation([[0.5, 0.1]], [[1, 0]]).values() == derivation([0.5, 0.1], [1, 0]).values()


@pytest.mark.parametrize(
    ("inputs", "targets", "said"),
    [
        (ROWS, TARGETS[:2], "2 rows of targets for 3 samples"),
        ([[0.5, 0.1], [1]], TARGETS[:2], "1 number for 2 inputs"),
        ([[0.5, 0.1], [1, "x"]], TARGETS[:2], "number 2 in row 2 of the inputs: x is not a number"),
    ],
)
def test_rows_that_do_not_fit_are_told(inputs: list[Any], targets: list[Any], said: str) -> None:
    with pytest.raises(InputError) as error:
        derive.read(tree(inputs, targets))
    assert said in str(error.value)


def test_every_gradient_of_a_batch_is_proved() -> None:
    report = derive.check(derivation(ROWS, TARGETS))
    assert report.agreed
    assert {"dL/dw[1][1][1]", "dL/da[1][2]@3"} <= {proof.id for proof in report.proofs}


def test_an_equation_uses_only_what_was_found_before() -> None:
    seen: set[str] = set()
    for equation in derivation(ROWS, TARGETS).equations:
        if equation.number:
            assert seen.issuperset(equation.uses), equation.id
        seen.add(equation.id or "")


def test_a_sheet_leads_through_the_samples() -> None:
    sheet = derive.worksheet(derivation(ROWS, TARGETS))
    tex = sheet.answers().tex()
    for said in ("Sample 3: Output layer", "A batch of 3 samples", r"z^{(1)\langle 2\rangle}_{1}", "mean over them"):
        assert said in tex
    assert r"\result" not in sheet.tex().split(r"\begin{document}")[1]
