"""Whoever types a printed numbers line into a calculator gets the printed result, to its last digit."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import get_args

import mpmath
import pytest
from hypothesis import given, settings

from derive.derivation import Derivation, backprop
from derive.equation import Equation
from derive.notations import notations
from derive.problem import Problem
from derive.reading import read, starters
from derive.rounding import Carry, Rounding
from tests.calculator import DIGITS, Real, floating, typed
from tests.networks import derived, problems

ROUNDINGS = [
    Rounding(digits, unit, carry)
    for carry in get_args(Carry)
    for digits, unit in ((4, "places"), (2, "places"), (3, "figures"))
]
RESULT = re.compile(r"-?(?P<mantissa>\d+(?:\.(?P<places>\d+))?)?(?: \\cdot )?(?:10\^\{(?P<power>-?\d+)\})?")
FORBIDDEN = [
    r"\+ -", r"--", r"- -", r"-0\.0*(?!\d)", r"(=|≈|\\approx) -0$", r"\\cdot -", r"·-",
    r"\bnan\b", r"\binf\b", r"\boo\b", "zoo", r"\*",
]  # fmt: skip
COMPARISON = re.compile(r"(.*) (=|>|<|\\geq|\\leq|\\neq) (.*)")


def last_digit(result: str) -> Fraction | None:
    """What one unit of the last printed digit is worth; None for a fraction, which has no last digit."""
    match = RESULT.fullmatch(result)
    return match and Fraction(10) ** (int(match["power"] or 0) - len(match["places"] or ""))


def half_up(value: Real, unit: Fraction) -> Fraction:
    """The value rounded to whole units, ties away from zero."""
    with mpmath.workdps(DIGITS):
        scaled = abs(value) / unit if isinstance(value, Fraction) else abs(value) / floating(unit)
        units = int(mpmath.floor(floating(scaled + Fraction(1, 2) if isinstance(scaled, Fraction) else scaled + 0.5)))
    return (units if value > 0 else -units) * unit


def equal(left: Real, right: Real) -> bool:
    """Whether two numbers are the same: exactly, or where a power of e is in them, to a hundred digits."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left == right
    with mpmath.workdps(DIGITS):
        return mpmath.almosteq(floating(left), floating(right), mpmath.mpf(10) ** -100)


def check_line(work: Derivation, equation: Equation) -> int:
    """Holds one printed equation against the calculator; gives how many right-hand sides were typed."""
    if equation.line is None:
        return 0
    *sides, result = work.rows.numbers(equation.line)
    relations = work.rows.syntax.relations
    assert equation.latex().endswith(" ".join(f"{relations[row.relation]} {row.text}" for row in (*sides, result)))
    unit, printed = last_digit(result.text), typed(result.text)
    for side in sides:
        value = typed(side.text)
        if result.relation == "=":
            assert equal(value, printed), (equation.id, side.text, result.text)
        else:
            assert unit and half_up(value, unit) == printed, (equation.id, side.text, result.text)
    if unit and work.problem.rounding.carry != "rounded":
        assert half_up(Fraction(equation.value), unit) == printed, (equation.id, result.text)  # type: ignore[arg-type]
    for condition in work.rows.conditions(equation.line):
        assert holds(condition), (equation.id, condition)
    return len(sides)


def holds(condition: str) -> bool:
    """Whether a printed comparison is true."""
    match = COMPARISON.fullmatch(condition)
    assert match, condition
    left, right = floating(typed(match[1])), floating(typed(match[3]))
    return {
        "=": left == right, ">": left > right, "<": left < right,
        r"\geq": left >= right, r"\leq": left <= right, r"\neq": left != right,
    }[match[2]]  # fmt: skip


def check_whole(work: Derivation) -> None:
    """Holds every equation of a derivation, and its characters, against what may be printed."""
    if not work.problem.given:
        return
    assert sum(check_line(work, equation) for equation in work) > 0
    for equation in work:
        for text in (equation.latex(), equation.text()):
            for pattern in FORBIDDEN:
                assert not re.search(pattern, text), (pattern, text)


@pytest.mark.parametrize("rounding", ROUNDINGS, ids=lambda r: f"{r.carry}-{r.digits}-{r.unit}")
@pytest.mark.parametrize("name", starters())
def test_every_line_of_a_starter_can_be_redone(name: str, rounding: Rounding) -> None:
    for step in backprop(replace(read(name), rounding=rounding)).steps:
        check_whole(step)


@pytest.mark.parametrize("notation", notations())
def test_a_notation_changes_no_number(notation: str) -> None:
    work = backprop(replace(read("deck"), notation=notation))
    check_whole(work)
    assert numbers_lines(work) == numbers_lines(backprop(read("deck")))


def numbers_lines(work: Derivation) -> list[str]:
    """Every numbers line and result, in the order of the equations."""
    return [row.text for equation in work if equation.line for row in work.rows.numbers(equation.line)]


def test_an_exact_result_of_rounded_numbers_is_no_equation() -> None:
    work = backprop(read({
        "network": {"inputs": 1, "layers": [{"units": 1, "activation": "linear"}] * 2},
        "loss": "squared_error",
        "data": {"inputs": [1], "targets": [1]},
        "parameters": {"weights": [[["1/3"]], [[3]]], "biases": [[0], [0]]},
        "training": {"learning_rate": 0.1},
    }))  # fmt: skip
    assert work["z[2][1]"].value == 1
    assert work["z[2][1]"].latex().endswith(r"\approx 1")
    check_whole(work)


def test_a_closed_form_is_not_said_to_equal_a_line_of_rounded_operands() -> None:
    work = backprop(read({
        "network": {"inputs": 1, "layers": [{"units": 1, "activation": "sin(z)", "bias": "none"}]}, "loss": "mse",
        "data": {"inputs": [1], "targets": [1]}, "parameters": {"weights": [[["-0.007889594"]]]},
        "rounding": {"figures": 5, "carry": "exact"},
    }))  # fmt: skip
    assert work["a[1][1]"].text().endswith(" ≈ sin(-0.0078896) ≈ -sin(3944797/500000000) ≈ -0.0078895")


def test_a_tie_that_no_decimals_reach_is_written_with_the_fraction() -> None:
    problem = read({
        "network": {"inputs": 1, "layers": [{"units": 1, "activation": "linear", "bias": "none"}]}, "loss": "mse",
        "data": {"inputs": ["1/3"], "targets": ["-1/3"]}, "parameters": {"weights": [[["-1.65"]]]},
        "rounding": {"places": 2},
    })  # fmt: skip
    work = backprop(problem)
    assert work["dL/dx[1]"].value == Fraction("0.715")  # -13/30 · (-1.65): -0.4333… falls short, however many digits
    assert work["dL/dx[1]"].text().endswith(" = -13/30·(-1.65) ≈ 0.72")
    check_whole(work)


@settings(max_examples=60)
@given(problems())
def test_every_line_of_a_random_network_can_be_redone(problem: Problem) -> None:
    work = derived(problem)
    for step in work.steps if work is not None else ():
        check_whole(step)
