"""Optimizers: their numbers by hand and by another program, their lines, and what one update leaves to the next."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from derive import backprop, check, read
from derive.arithmetic import Number
from derive.engine.update import decays, learning
from derive.errors import InputError
from derive.hyperparameters import HYPERPARAMETERS
from derive.optimizers import OPTIMIZERS
from tests.small import small

TORCH = json.loads((Path(__file__).parent / "torch_optimizers.json").read_text("utf-8"))
CASES = {f"{case['optimizer']['name']}-{case['weight_decay']}": case for case in TORCH["cases"]}
OF_AN_UPDATE = re.compile(r"[gvms]_|[wb]_new")
RATE, KEEP, KEEP1, KEEP2, EPSILON = map(Decimal, ("0.25", "0.8", "0.7", "0.9", "0.001"))
NUMBERS = {"momentum": KEEP, "rho": KEEP, "beta1": KEEP1, "beta2": KEEP2, "epsilon": EPSILON}


def article(**training: Any) -> dict[str, Any]:
    """The network of 2-2-1 whose updates were computed elsewhere, with other training."""
    problem: dict[str, Any] = json.loads(json.dumps(TORCH["problem"]))
    problem["training"] |= training
    return problem


def optimized(name: str, **others: Any) -> dict[str, Any]:
    """The training by an optimizer with numbers that are not the usual ones."""
    numbers = {key: str(NUMBERS[key]) for key in OPTIMIZERS[name].hyperparameters if key in NUMBERS}
    return {"optimizer": {"name": name, **numbers}, **others}


# What each optimizer subtracts from a parameter in update t with gradient g; `kept` is what it remembers.
def sgd(g: Decimal, t: int, kept: dict[str, Decimal]) -> Decimal:
    return RATE * g


def momentum(g: Decimal, t: int, kept: dict[str, Decimal]) -> Decimal:
    kept["v"] = KEEP * kept.get("v", Decimal(0)) + RATE * g
    return kept["v"]


def nesterov(g: Decimal, t: int, kept: dict[str, Decimal]) -> Decimal:
    kept["v"] = KEEP * kept.get("v", Decimal(0)) + RATE * g
    return KEEP * kept["v"] + RATE * g


def adagrad(g: Decimal, t: int, kept: dict[str, Decimal]) -> Decimal:
    kept["s"] = kept.get("s", Decimal(0)) + g * g
    return RATE * g / (kept["s"].sqrt() + EPSILON)


def rmsprop(g: Decimal, t: int, kept: dict[str, Decimal]) -> Decimal:
    kept["s"] = KEEP * kept.get("s", Decimal(0)) + (1 - KEEP) * g * g
    return RATE * g / (kept["s"].sqrt() + EPSILON)


def adam(g: Decimal, t: int, kept: dict[str, Decimal]) -> Decimal:
    kept["m"] = KEEP1 * kept.get("m", Decimal(0)) + (1 - KEEP1) * g
    kept["s"] = KEEP2 * kept.get("s", Decimal(0)) + (1 - KEEP2) * g * g
    kept["m_hat"], kept["s_hat"] = kept["m"] / (1 - KEEP1**t), kept["s"] / (1 - KEEP2**t)
    return RATE * kept["m_hat"] / (kept["s_hat"].sqrt() + EPSILON)


BY_HAND: dict[str, Callable[[Decimal, int, dict[str, Decimal]], Decimal]] = {
    "sgd": sgd, "momentum": momentum, "nesterov": nesterov, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam,
}  # fmt: skip


def by_hand(name: str, decay: Decimal, steps: int) -> Iterator[dict[str, Decimal]]:
    """Updates of L = (y - wx - b)², x = 1/2, y = 2, w = -3/4, b = 1/10: every number of each, by its id."""
    x, y, w, b = map(Decimal, ("0.5", "2", "-0.75", "0.1"))
    of_w: dict[str, Decimal] = {}
    of_b: dict[str, Decimal] = {}
    for t in range(1, steps + 1):
        slope = 2 * (w * x + b - y)
        g = slope * x + decay * w
        w -= BY_HAND[name](g, t, of_w)
        b -= BY_HAND[name](slope, t, of_b)
        found = {"w_new[1][1][1]": w, "b_new[1][1]": b} | ({"g_w[1][1][1]": g} if decay else {})
        for letter, place, kept in (("w", "[1][1][1]", of_w), ("b", "[1][1]", of_b)):
            for key, value in kept.items():
                found[f"{key}_{letter}{'' if key.endswith('hat') else '_new'}{place}"] = value
        yield found


def decimal(value: Number) -> Decimal:
    """A number to as many digits as the context has."""
    return Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else +value


@pytest.mark.parametrize("decay", ["0", "0.05"])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_number_of_three_updates_is_the_one_computed_by_hand(name: str, decay: str) -> None:
    work = backprop(read(small(
        network__layers=[{"units": 1, "activation": "linear"}], loss="squared_error",
        data={"inputs": ["0.5"], "targets": ["2"]}, parameters={"weights": [[["-0.75"]]], "biases": [["0.1"]]},
        training=optimized(name, learning_rate="0.25", weight_decay=decay, steps=3),
    )))  # fmt: skip
    with localcontext() as context:
        context.prec = 50
        for step, expected in zip(work.steps, by_hand(name, Decimal(decay), 3), strict=True):
            found = {each.of.id: step.numbers[each.of.id] for each in step.statements if OF_AN_UPDATE.match(each.of.id)}
            assert found.keys() == expected.keys()
            for id, value in expected.items():
                assert abs(decimal(found[id]) - value) < Decimal("1e-40"), id


@pytest.mark.parametrize("case", CASES)
def test_five_updates_are_those_of_torch(case: str) -> None:
    asked = CASES[case]
    steps = backprop(read(article(optimizer=asked["optimizer"], weight_decay=asked["weight_decay"]))).steps
    assert len(steps) == len(asked["steps"]) == 5
    for step, theirs in zip(steps, asked["steps"], strict=True):
        values = step.values()
        for layer, (matrix, row) in enumerate(zip(theirs["weights"], theirs["biases"], strict=True), 1):
            for j, (weights, bias) in enumerate(zip(matrix, row, strict=True), 1):
                assert values[f"b_new[{layer}][{j}]"] == pytest.approx(bias, rel=1e-12, abs=1e-13)
                for i, weight in enumerate(weights, 1):
                    assert values[f"w_new[{layer}][{j}][{i}]"] == pytest.approx(weight, rel=1e-12, abs=1e-13)


def test_torch_computed_every_optimizer_with_decay_and_without() -> None:
    assert CASES.keys() == {f"{name}-{decay}" for name in OPTIMIZERS for decay in (0, 0.05)}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_new_quantity_is_the_old_one_of_the_next_step(name: str) -> None:
    first, second, third, *_ = backprop(read(article(**optimized(name, weight_decay="0.1")))).steps
    for before, after in ((first, second), (second, third)):
        old, new = before.values(), after.values()
        carried = [id for id in old if "_new" in id]
        assert len(carried) == 9 * (1 + len(OPTIMIZERS[name].state))
        assert all(new[id.replace("_new", "")] == old[id] for id in carried)
    assert [step.values().get("t") for step in (first, second)] == ([1, 2] if name == "adam" else [None, None])
    state = [id for id in first.values() if re.match("[vms]_[wb]\\[", id)]
    assert {first.values()[id] for id in state} <= {0} and bool(state) == bool(OPTIMIZERS[name].state)


def test_the_first_step_of_adam_is_the_learning_rate_whatever_the_gradient() -> None:
    values = backprop(read("adam")).values()
    for id in ("w[1][1][1]", "w[1][1][2]", "b[1][1]"):
        assert abs(values[id] - values[id.replace("[", "_new[", 1)]) == pytest.approx(0.05, rel=1e-6)


def test_what_is_frozen_remembers_nothing_and_stays() -> None:
    first, second = backprop(read(article(optimizer="adam", frozen=["weights"], steps=2))).steps
    assert not [id for id in second.values() if re.match("[ms]_w|[ms]_hat_w|w_new", id)]
    assert second.values()["w[1][1][1]"] == first.values()["w[1][1][1]"] == 0.4
    assert second.values()["b[1][1]"] == first.values()["b_new[1][1]"] != 0.1


def test_recurrent_weights_decay_and_biases_do_not() -> None:
    layers = [{"units": 1, "activation": "tanh", "recurrent": True}]
    work = backprop(read({
        "network": {"inputs": 1, "layers": layers}, "loss": "mse",
        "data": {"sequence": [[1], [2]], "targets": [[0], [1]]},
        "parameters": {"weights": [[["1/2"]]], "recurrent_weights": [[["1/3"]]], "biases": [["1/4"]]},
        "training": {"learning_rate": "0.1", "weight_decay": "0.01", "optimizer": "momentum"},
    }))  # fmt: skip
    values = work.values()
    assert values["g_u[1][1][1]"] == pytest.approx(values["dL/du[1][1][1]"] + 0.01 / 3, rel=1e-15)
    assert values["g_w[1][1][1]"] == pytest.approx(values["dL/dw[1][1][1]"] + 0.005, rel=1e-15)
    assert {id for id in values if id.startswith("g_")} == {"g_u[1][1][1]", "g_w[1][1][1]"}
    assert values["v_u_new[1][1][1]"] == pytest.approx(0.1 * values["g_u[1][1][1]"], rel=1e-15)


def test_rounded_state_is_carried_into_the_next_step() -> None:
    problem = article(optimizer="momentum", steps=2) | {"rounding": {"places": 3, "carry": "rounded"}}
    values = backprop(read(problem)).steps[1].values()
    assert all(round(values[id], 3) == values[id] for id in values if id.startswith("v_w[2]"))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_gradients_are_proved_as_those_of_plain_steps(name: str) -> None:
    report = check(backprop(read(article(**optimized(name, steps=2, weight_decay="0.1")))))
    plain = check(backprop(read(article(steps=2))))
    assert report.agreed
    assert gradients(report.lines) == gradients(plain.lines) != []


def gradients(lines: Iterable[str]) -> list[str]:
    """What a report says of partial derivatives."""
    return [line for line in lines if "partial derivatives" in line]


GRAPH: dict[str, Any] = {
    "graph": ["p = x*w", "L = (p + b)**2"], "data": {"inputs": {"x": 2}}, "parameters": {"w": "-0.5", "b": "0.3"},
}  # fmt: skip


def test_a_graph_learns_in_the_same_way() -> None:
    work = backprop(read({**GRAPH, "training": {"learning_rate": "0.1", "optimizer": "momentum", "steps": 2}}))
    first, second = (step.values() for step in work.steps)
    assert (first["v_w_new"], first["v_b_new"]) == (pytest.approx(0.1 * -2.8), pytest.approx(0.1 * -1.4))
    assert (first["w_new"], first["b_new"]) == (pytest.approx(-0.5 + 0.28), pytest.approx(0.3 + 0.14))
    assert second["v_w_new"] == pytest.approx(0.9 * -0.28 + 0.1 * second["dL/dw"])
    assert work["v_w_new"].text().startswith("v^new_w = μ·v_w + η·∂L/∂w")
    assert len([task for section in work.sections if section.title == "Updates" for task in section.tasks]) == 4


@pytest.mark.parametrize(
    ("training", "words"),
    [
        ({"optimizer": "momentum"}, "line 1 of the graph: mu is a number of the optimizer; give it another name"),
        ({"weight_decay": "0.1"}, "a graph does not tell weights from biases"),
        ({"optimizer": {"name": "adam", "rho": 0}}, "adam takes no rho"),
    ],
)
def test_what_a_graph_cannot_have_is_told(training: dict[str, Any], words: str) -> None:
    graph = {"graph": ["p = x*mu", "L = p**2"], "training": {"learning_rate": "0.1", **training}}
    with pytest.raises(InputError, match=words) as told:
        read(graph)
    assert len(told.value.faults) == 1


def test_letters_alone_keep_the_letters_of_the_optimizer() -> None:
    problem = small(training={"optimizer": "adam"})
    del problem["data"], problem["parameters"]
    work = backprop(read(problem))
    assert not work.problem.given
    assert work["m_hat_w[1][1][1]"].text().endswith("/(1 - β_1^t)")
    assert check(work).agreed


def test_a_large_network_has_as_many_lines_as_parameters() -> None:
    layers = [{"units": 12, "activation": "tanh"}, {"units": 3, "activation": "tanh"}]
    problem = read({"network": {"inputs": 9, "layers": layers}, "loss": "mse", "training": {"optimizer": "adam"}})
    row = OPTIMIZERS["adam"]
    assert len(learning(problem)) == 9 * 12 + 12 + 12 * 3 + 3
    assert sum(len(row.about(p, decays(problem, p))) for p in learning(problem)) == 5 * len(learning(problem))


def test_every_hyperparameter_belongs_to_some_optimizer() -> None:
    assert {name for row in OPTIMIZERS.values() for name in row.hyperparameters} == set(HYPERPARAMETERS)
    assert set(OPTIMIZERS["adam"].hyperparameters) == {"beta1", "beta2", "epsilon", "weight_decay"}
    assert OPTIMIZERS["adam"].state == ("m", "s")
