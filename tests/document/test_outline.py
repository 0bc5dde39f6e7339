"""Equations come in teaching order: every one uses only what has been computed before it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import prod
from typing import get_args

import pytest

from derive import Derivation, backprop, read, starters
from derive.activations import ACTIVATIONS
from derive.document.outline import BACKWARD, CHAIN, FORWARD, REST, UPDATES
from derive.document.sections import Task
from derive.layers import (
    Attention,
    BatchNorm,
    Bias,
    Convolution,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    Layer,
    LayerNorm,
    Pooling,
    Shape,
    Skip,
)
from derive.optimizers import OPTIMIZERS
from derive.problem import Problem
from derive.quantity import Quantity

ARTICLE = backprop(read("article"))


def network(
    *layers: Layer, inputs: int = 2, loss: str = "mse", frozen: frozenset[str] = frozenset(), samples: int | None = None
) -> Derivation:
    """A network in letters alone."""
    return backprop(Problem("drawn", "Drawn", inputs, layers, loss, frozen=frozen, samples=samples))


def optimized(name: str, **training: object) -> Derivation:
    """A network with numbers whose weights decay, updated by an optimizer."""
    weights = [[["0.4", "0.3"], ["0.6", "0.9"]], [["0.5", "0.7"]]]
    return backprop(read({
        "network": {"inputs": 2, "layers": [{"units": 2, "activation": "tanh", "bias": "shared"},
                                            {"units": 1, "activation": "linear"}]},
        "loss": "mse", "data": {"inputs": [1, 2], "targets": [3]},
        "parameters": {"weights": weights, "biases": [0, [0]]},
        "training": {"learning_rate": "0.1", "optimizer": name, "weight_decay": "0.01", **training},
    }))  # fmt: skip


def in_rows(*layers: Layer, tokens: int, features: int) -> Derivation:
    """A network of tokens with features, in letters alone."""
    return backprop(Problem("rows", "Rows", tokens * features, layers, "mse", shape=(tokens, features)))


def in_time(*layers: Dense, steps: int = 3, last_only: bool = False) -> Derivation:
    """A recurrent network in letters alone."""
    return backprop(Problem("time", "Time", 2, layers, "mse", samples=steps, sequence=True, last_only=last_only))


def on_grid(shape: Shape, *layers: Layer, samples: int | None = None) -> Derivation:
    """A network of shaped inputs in letters alone."""
    layers = (*layers, Flatten(), Dense(1, "sigmoid"))
    return backprop(Problem("grid", "Grid", prod(shape), layers, "mse", shape=shape, samples=samples))


NETWORKS = {
    "one neuron": network(Dense(1, "sigmoid")),
    "two layers": network(Dense(2, "relu"), Dense(2, "tanh")),
    "three hidden layers": network(Dense(3, "tanh"), Dense(2, "relu"), Dense(2, "silu"), Dense(1, "sigmoid")),
    "softmax of three": network(Dense(2, "tanh"), Dense(3, "softmax"), loss="cross_entropy"),
    "hidden softmax": network(Dense(3, "softmax"), Dense(2, "linear")),
    "softmax between": network(Dense(2, "tanh"), Dense(2, "softmax"), Dense(1, "sigmoid")),
    "shared biases": network(Dense(3, "tanh", "shared"), Dense(2, "softmax", "shared"), loss="cross_entropy"),
    "no biases": network(Dense(2, "tanh", "none"), Dense(1, "sigmoid", "none")),
    "frozen weights": network(Dense(2, "tanh"), Dense(1, "sigmoid"), frozen=frozenset({"weights"})),
    "all frozen": network(Dense(2, "tanh"), Dense(1, "sigmoid"), frozen=frozenset({"weights", "biases"})),
    "batch of three": network(Dense(2, "tanh"), Dense(1, "sigmoid", "shared"), samples=3),
    "batch through softmax": network(Dense(2, "tanh"), Dense(2, "softmax"), loss="cross_entropy", samples=2),
    "one hidden neuron": network(Dense(1, "tanh"), Dense(2, "sigmoid")),
    "recurrent": in_time(Dense(2, "tanh", recurrent=True), Dense(1, "sigmoid")),
    "recurrent without bias": in_time(Dense(1, "tanh", "none", recurrent=True), Dense(2, "softmax"), steps=2),
    "recurrent to the last step": in_time(Dense(2, "tanh", recurrent=True), Dense(1, "sigmoid"), last_only=True),
    "recurrent output": in_time(Dense(2, "relu", "shared"), Dense(1, "sigmoid", recurrent=True)),
    "two recurrent layers": in_time(Dense(2, "tanh", recurrent=True), Dense(2, "softmax", recurrent=True)),
    "one time step": in_time(Dense(1, "tanh", recurrent=True), steps=1),
    "skip": network(Dense(2, "tanh"), Skip(0), Dense(2, "tanh"), Skip(1)),
    "convolution of two filters": on_grid((1, 4), Convolution(2, (2,), "relu"), Pooling("max", (3,))),
    "convolution of channels": on_grid((2, 3, 2), Convolution(2, (2,), "tanh", "none"), Pooling("average", (2, 1))),
    "convolution with shared bias": on_grid((1, 3), Convolution(2, (2,), "silu", "shared", (1,), "same")),
    "convolution at one place": on_grid((1, 2), Convolution(1, (2,), "relu")),
    "convolution in a batch": on_grid((1, 3), Convolution(1, (2,), "relu"), Pooling("max", (2,)), samples=2),
    "graph": backprop(read({"graph": ["q = x*w", "r = q + w", "f = q*r*w"]})),
    **{f"updated by {name}": optimized(name) for name in OPTIMIZERS},
    "attention": in_rows(Attention(2), tokens=2, features=2),
    "causal attention": in_rows(LayerNorm(), Attention(2, causal=True), tokens=3, features=2),
    "attention of a text": network(Embedding(2, 4, (3, 1, 3)), Attention(1), inputs=0),
    "one word": network(Embedding(1, 2, (1,)), Attention(1), inputs=0),
    "one word twice": network(Embedding(1, 2, (1, 1)), Attention(1), inputs=0),
    "layer normalisation": network(Dense(3, "tanh"), LayerNorm(), Dense(2, "tanh")),
    "batch normalisation": network(Dense(2, "tanh"), BatchNorm(), Dense(1, "sigmoid"), samples=2),
    "batch normalisation alone": network(BatchNorm(), samples=3),
    "dropout": network(Dense(2, "tanh"), Dropout(Fraction(1, 2), (1, 0)), Dense(1, "tanh")),
    "normalisation in time": in_time(Dense(2, "tanh", recurrent=True), LayerNorm(), Dense(1, "tanh")),
    **{name: backprop(read(name)) for name in starters()},
}


def numbered(work: Derivation) -> dict[str, int]:
    """The number of each equation, by id."""
    return {equation.id: int(equation.number) for equation in work.equations if equation.number and equation.id}


def section(work: Derivation, title: str) -> tuple[Task, ...]:
    """The tasks of a section."""
    [found] = [each.tasks for each in work.sections if each.title == title]
    return found


@pytest.mark.parametrize("name", NETWORKS)
def test_every_equation_uses_only_earlier_numbers(name: str) -> None:
    numbers = numbered(NETWORKS[name])
    assert len(numbers) > 5
    for equation in NETWORKS[name].equations:
        if equation.id in numbers:
            later = [id for id in equation.uses if numbers.get(id, 0) >= numbers[equation.id]]
            assert not later, f"{equation.id} uses {later}"
            assert all(id in numbers for id in equation.uses), equation.id


@pytest.mark.parametrize("name", NETWORKS)
def test_numbers_run_from_one_without_a_gap(name: str) -> None:
    tasks = [task for section in NETWORKS[name].sections for task in section.tasks]
    assert [task.number for task in tasks] == [str(i + 1) for i in range(len(tasks))]


@pytest.mark.parametrize("name", NETWORKS)
def test_nothing_is_asked_twice_and_only_some_gradients_are_beside(name: str) -> None:
    work = NETWORKS[name]
    ids = [equation.id for equation in work.equations if equation.id]
    assert len(ids) == len(set(ids)) == len(work.statements)
    beside = {equation.id for equation in work.equations if equation.number is None}
    frozen = tuple(f"dL/d{what[0]}" for what in work.problem.frozen)
    alone = [Quantity("L", (1,), sample).id for sample in work.problem.judged]
    single = set(alone) if work.problem.outputs == 1 else set()
    assert beside == {id for id in ids if id.startswith(("dL/dx[", *frozen))} | single


def test_the_article_is_numbered_from_1_to_33() -> None:
    found = {
        section.title: [(task.number, [s.of.id for s in task.statements]) for task in section.tasks]
        for section in ARTICLE.sections
    }
    assert list(found) == [CHAIN, FORWARD, BACKWARD, UPDATES, REST]
    assert [number for number, _ in found[CHAIN]] == list("12345")
    assert [ids for _, ids in found[FORWARD]] == [
        ["z[1][1]"], ["a[1][1]"], ["z[1][2]"], ["a[1][2]"], ["z[2][1]"], ["a[2][1]"], ["L"],
    ]  # fmt: skip
    assert dict(found[BACKWARD]) == {
        "13": ["dL/da[2][1]"], "14": ["da/dz[2][1]"], "15": ["dL/dz[2][1]"], "16": ["dL/dw[2][1][1]"],
        "17": ["dL/dw[2][1][2]"], "18": ["dL/db[2][1]"], "19": ["dL/da[1][1]"], "20": ["da/dz[1][1]"],
        "21": ["dL/dz[1][1]"], "22": ["dL/dw[1][1][1]"], "23": ["dL/dw[1][1][2]"], "24": ["dL/db[1][1]"],
    }  # fmt: skip
    assert dict(found[UPDATES]) == {"25": ["w_new[2][1][1]", "w_new[2][1][2]", "b_new[2][1]"]}
    assert dict(found[REST]) == {
        "26": ["dL/da[1][2]"], "27": ["da/dz[1][2]"], "28": ["dL/dz[1][2]"], "29": ["dL/dw[1][2][1]"],
        "30": ["dL/dw[1][2][2]"], "31": ["dL/db[1][2]"], "32": ["w_new[1][1][1]", "w_new[1][1][2]", "b_new[1][1]"],
        "33": ["w_new[1][2][1]", "w_new[1][2][2]", "b_new[1][2]"],
    }  # fmt: skip


def test_several_outputs_have_shares_before_the_loss() -> None:
    ids = [task.of.id for task in section(NETWORKS["two layers"], FORWARD)]
    assert ids[-3:] == ["L[1]", "L[2]", "L"]


def test_softmax_is_computed_as_a_layer_with_its_whole_jacobian() -> None:
    work = NETWORKS["softmax of three"]
    forward = [task.of.id for task in section(work, FORWARD)]
    assert forward[4:10] == ["z[2][1]", "z[2][2]", "z[2][3]", "a[2][1]", "a[2][2]", "a[2][3]"]
    backward = [task.of.id for task in section(work, BACKWARD)]
    assert backward[:3] == ["dL/da[2][1]", "dL/da[2][2]", "dL/da[2][3]"]
    assert backward[3:12] == [f"da/dz[2][{j}][{k}]" for j in (1, 2, 3) for k in (1, 2, 3)]
    assert backward[12] == "dL/dz[2][1]"


def test_a_shared_bias_has_one_gradient_after_all_its_neurons_and_one_update() -> None:
    numbers = numbered(NETWORKS["shared biases"])
    assert numbers["dL/db[1]"] > max(numbers[f"dL/dz[1][{j}]"] for j in (1, 2, 3))
    assert "b_new[1]" in numbers and "dL/db[1][1]" not in numbers


def test_what_is_frozen_is_neither_asked_nor_updated() -> None:
    numbers = numbered(NETWORKS["frozen weights"])
    assert not [id for id in numbers if id.startswith(("dL/dw", "w_new"))]
    assert {"dL/db[1][1]", "b_new[2][1]"} <= numbers.keys()
    assert not [section for section in NETWORKS["all frozen"].sections if section.title == UPDATES]


@pytest.mark.parametrize("bias", get_args(Bias))
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_and_bias_has_its_place(activation: str, bias: Bias) -> None:
    work = network(Dense(2, activation, bias), Dense(2, "linear", bias))
    numbers = numbered(work)
    for equation in work.equations:
        if equation.id in numbers:
            assert all(numbers[id] < numbers[equation.id] for id in equation.uses), equation.id


def test_the_first_hidden_neuron_shows_the_way_and_the_others_follow() -> None:
    rest = [task.of.id for task in section(NETWORKS["three hidden layers"], REST)]
    assert rest[:3] == ["dL/da[1][2]", "da/dz[1][2]", "dL/dz[1][2]"]
    assert "dL/da[1][3]" in rest and "dL/da[1][1]" not in rest
    assert [id for id in rest if "_new" in id][0] == "w_new[1][1][1]"
    problem = replace(ARTICLE.problem, layers=ARTICLE.problem.layers[-1:], given={})
    assert REST not in [each.title for each in backprop(problem).sections]


def test_each_line_of_an_update_is_a_task_for_all_parameters_of_a_neuron() -> None:
    work = NETWORKS["updated by adam"]
    updates = [[statement.of.id for statement in task.statements] for task in section(work, UPDATES)]
    assert updates == [
        ["g_w[2][1][1]", "g_w[2][1][2]"],
        ["m_w_new[2][1][1]", "m_w_new[2][1][2]", "m_b_new[2][1]"],
        ["s_w_new[2][1][1]", "s_w_new[2][1][2]", "s_b_new[2][1]"],
        ["m_hat_w[2][1][1]", "m_hat_w[2][1][2]", "m_hat_b[2][1]"],
        ["s_hat_w[2][1][1]", "s_hat_w[2][1][2]", "s_hat_b[2][1]"],
        ["w_new[2][1][1]", "w_new[2][1][2]", "b_new[2][1]"],
    ]  # fmt: skip
    last = [task.of.id for task in section(work, REST)][-5:]
    assert last == ["m_b_new[1]", "s_b_new[1]", "m_hat_b[1]", "s_hat_b[1]", "b_new[1]"]
