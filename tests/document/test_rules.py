"""The rules before the tasks, and the notices on the key, say what holds for this problem and nothing else."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from derive import backprop, read
from derive.activations import ACTIVATIONS
from derive.document.notices import distance
from derive.document.rules import has_kink, rules
from derive.document.tell import Teller
from derive.document.wording import listed, words
from derive.engine.digits import complement
from derive.optimizers import OPTIMIZERS
from derive.problem import Problem
from derive.quantity import Quantity
from derive.rounding import Rounding
from tests.small import activated, small

ARTICLE = read("article")


def told(problem: Problem) -> list[str]:
    """The rules of a problem in plain text."""
    return [backprop(problem).prose.write(rule) for rule in rules(Teller(problem, words()))]


def test_the_rules_of_the_article() -> None:
    loss, rate, rounding, signs = told(ARTICLE)
    assert loss == "Loss: mean squared error, L = (y - ŷ)^2."
    assert rate == "Learning rate: η = 0.1."
    assert rounding.startswith("Rounding: carry every result in full") and "to 4 decimal places" in rounding
    assert "≈ before a rounded one" in signs


@pytest.mark.parametrize(
    ("rounding", "words"),
    [
        (Rounding(1, "places", "full"), "to 1 decimal place."),
        (Rounding(3, "figures", "rounded"), "to 3 significant figures"),
        (Rounding(1, "figures", "full"), "to 1 significant figure."),
        (Rounding(4, "places", "exact"), "Rounding: keep fractions, roots and e"),
    ],
)  # fmt: skip
def test_the_rounding_is_said(rounding: Rounding, words: str) -> None:
    assert any(words in rule for rule in told(replace(ARTICLE, rounding=rounding)))


def test_what_is_frozen_is_said() -> None:
    assert "Kept fixed: the biases." in told(read("deck"))
    both = replace(ARTICLE, frozen=frozenset({"weights", "biases"}))
    assert "Kept fixed: the biases and the weights." in told(both)
    assert not any("Kept fixed" in rule for rule in told(ARTICLE))


def test_letters_alone_need_no_rounding() -> None:
    assert told(read("summary"))[1:] == ["No numbers are given: derive every equation in symbols."]


def test_several_outputs_state_the_first_share() -> None:
    assert told(read("deck"))[0].endswith("E_total = E_o1 + E_o2, E_o1 = 1/2·(target_o1 - out_o1)^2.")


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_only_bent_activations_have_a_kink(activation: str) -> None:
    assert has_kink(activation) is (activation in {"relu", "leaky_relu"})
    expected = ["At a kink the slope is the one of the left side."] if has_kink(activation) else []
    if activation != "softmax":
        assert [rule for rule in told(read(activated(activation))) if "kink" in rule] == expected


@pytest.mark.parametrize("loss", ["abs(y - a)", "max(y - a, 0)", "a - y if a > y else 0"])
def test_a_bent_loss_of_ones_own_is_said(loss: str) -> None:
    assert "At a kink the slope is the one of the left side." in told(read(small(loss=loss)))


def test_the_kink_of_the_absolute_error_is_said() -> None:
    [rule] = [rule for rule in told(read(small(loss="absolute_error"))) if "equals its target" in rule]
    assert "taken as 0" in rule


def test_notices_come_in_the_order_of_the_forward_pass() -> None:
    problem = read(small(
        network={"inputs": 1, "layers": [{"units": 2, "activation": "relu"}, {"units": 1, "activation": "sigmoid"}]},
        parameters={"weights": [[["0"], ["0"]], [["1", "1"]]], "biases": [["0", "0"], ["60"]]},
    ))  # fmt: skip
    notices = backprop(problem).notices
    assert [notice.split()[0] for notice in notices] == ["z^(1)_1", "z^(1)_2", "a^(2)_1"]
    assert "it differs from 1 by less than 10^(-26)" in notices[2]


def test_usual_numbers_are_nothing_to_notice() -> None:
    for starter in ("article", "deck", "xor", "softmax", "summary", "adam"):
        assert backprop(read(starter)).notices == ()


def test_a_rounded_value_that_became_whole_is_noticed() -> None:
    problem = activated("sigmoid", "10")
    assert backprop(read(problem)).notices == ()
    problem["rounding"] = {"places": 4, "carry": "rounded"}
    [notice] = backprop(read(problem)).notices
    assert "it differs from 1 by less than 0.0001" in notice


def test_exact_values_are_never_almost_whole() -> None:
    assert distance(Fraction(1)) is None
    assert distance(Fraction(999999999999, 10**12)) is None
    assert complement(Fraction(1)) is None


def test_a_list_reads_as_it_is_said() -> None:
    a, b, c = (Quantity(letter) for letter in "abc")
    assert listed([a]) == (a,)
    assert listed([a, b]) == (a, " and ", b)
    assert listed([a, b, c]) == (a, ", ", b, " and ", c)


def test_plain_gradient_descent_needs_no_rule_but_its_rate() -> None:
    assert not [rule for rule in told(ARTICLE) if "Optimizer" in rule or "Hyperparameters" in rule]


def test_the_optimizer_is_stated_in_general_letters_with_its_numbers() -> None:
    rules = told(read("adam"))
    start = next(i for i, rule in enumerate(rules) if rule.startswith("Optimizer"))
    assert rules[start : start + 4] == [
        "Optimizer: Adam, with m_new = β_1·m + (1 - β_1)·∂L/∂w, s_new = β_2·s + (1 - β_2)·(∂L/∂w)^2, "
        "m̂ = m_new/(1 - β_1^t), ŝ = s_new/(1 - β_2^t), w_new = w - η/(√(ŝ) + ε)·m̂ for every parameter w.",
        "Before the first update m = 0, s = 0 for every parameter; a step goes on with those of the step before.",
        "t is the number of the update, counted from 1.",
        "Hyperparameters: β_1 = 0.9, β_2 = 0.999, ε = 10^(-8).",
    ]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_weight_decay_is_stated_and_then_used_by_the_optimizer(optimizer: str) -> None:
    rules = told(read(small(training={"learning_rate": "0.1", "optimizer": optimizer, "weight_decay": "0.01"})))
    [stated] = [rule for rule in rules if rule.startswith("Optimizer")]
    assert "∂L/∂w" not in stated and "g" in stated
    [decay] = [rule for rule in rules if rule.startswith("Weight decay")]
    assert decay.startswith("Weight decay: g = ∂L/∂w + λ·w for every weight")
    assert any("λ = 0.01" in rule for rule in rules)
