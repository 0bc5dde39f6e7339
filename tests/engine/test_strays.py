"""Results of those who round on the way: every way of rounding the operands of a line leads to one of them."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from sympy import N

import derive
from derive.engine.strays import strays
from tests.small import small

PLACE = Decimal("0.0001")


def four_places(value: Any) -> Decimal:
    """Rounded half up to four places, by Python's decimals."""
    return Decimal(str(value)).quantize(PLACE, ROUND_HALF_UP)


def rounded_on_the_way(work: derive.Derivation, id: str) -> list[str]:
    digits = work.otherwise[0].digits if work.otherwise else None
    return [each.text for each in strays(work[id].statement, work.digits, digits)]


def test_a_weighted_sum_of_rounded_activations() -> None:
    by_hand = four_places(Decimal("0.5") * Decimal("0.5818") + Decimal("0.7") * Decimal("0.6434") + Decimal("0.3"))
    work = derive.backprop(derive.read("article"))
    assert work["z[2][1]"].line.result.text == "1.0412" and str(by_hand) == "1.0413"
    assert rounded_on_the_way(work, "z[2][1]") == ["1.0413"]


def test_what_uses_given_numbers_alone_has_no_second_result() -> None:
    work = derive.backprop(derive.read("article"))
    assert rounded_on_the_way(work, "z[1][1]") == []
    assert rounded_on_the_way(derive.backprop(derive.read("summary")), "z[1][1]") == []  # it has no numbers


def test_what_is_rounded_on_and_on_counts_where_one_line_alone_would_not_lead_there() -> None:
    work = derive.backprop(derive.read("adam"))
    rounded = {each.id: each for each in work.otherwise[0].equations}
    for equation in work.equations:
        if equation.line is not None and not equation.general:
            result = rounded[equation.id].line.result.text
            known = {equation.line.result.text, *rounded_on_the_way(work, equation.id)}
            assert Decimal(result) in map(Decimal, known), (equation.id, result, known)


def test_where_results_are_rounded_the_full_ones_count() -> None:
    article = derive.read("article")
    work = derive.backprop(replace(article, rounding=replace(article.rounding, carry="rounded")))
    assert work["z[2][1]"].line.result.text == "1.0413"
    assert "1.0412" in rounded_on_the_way(work, "z[2][1]")


def test_what_rounds_to_nothing_may_be_written_as_nothing() -> None:
    work = derive.backprop(derive.read(small(parameters__weights=[[["0.00001"]]], parameters__biases=[["0"]])))
    assert work["z[1][1]"].line.result.text == "5e-6"
    assert rounded_on_the_way(work, "z[1][1]") == ["0"]


@pytest.mark.parametrize("starter", ["article", "softmax", "xor", "recurrent"])
def test_every_rounding_of_the_operands_leads_to_one_of_them(starter: str) -> None:
    """Operands anywhere within what rounding leaves of them, the formula in SymPy's own arithmetic."""
    work, rest = derive.backprop(derive.read(starter)), random.Random(4)
    moved = 0
    for equation in work.equations:
        line = equation.line
        if line is None or equation.general or line.cases or "e" in line.result.text:
            continue
        known = {line.result.text, *rounded_on_the_way(work, equation.id)}
        for _ in range(4):
            numbers = {
                id: operand.value if operand.exact else Decimal(str(N(work.value(id), 30)))
                + PLACE / 2 * Decimal(rest.uniform(-0.999, 0.999))
                for id, operand in line.operands.items()
            }  # fmt: skip
            found = line.formula.subs({id: N(str(Decimal(str(float(value)))), 30) for id, value in numbers.items()})
            text = four_places(N(found, 15))
            if not text:
                continue
            assert any(Decimal(each) == text for each in known if "/" not in each), (equation.id, text, known)
            moved += text != four_places(line.result.text)
    assert moved > 5
