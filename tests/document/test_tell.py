"""Every task is told in a sentence of its own: what to do, and why the rule applies."""

from __future__ import annotations

import re

import pytest

from derive import Derivation, backprop, starters
from derive import read as read_problem
from derive.document.forms import chosen, recast
from derive.document.outline import CHAIN, UPDATES
from derive.document.sections import Section, Task
from derive.document.tell import Teller
from derive.document.wording import words
from derive.layers import Dense
from derive.optimizers import OPTIMIZERS
from derive.problem import Problem
from tests.document.test_outline import ARTICLE, NETWORKS

SENTENCES = words().tree["tasks"]


def tasks(work: Derivation) -> list[tuple[Section, Task]]:
    """Every task with its section."""
    return [(section, task) for section in work.sections for task in section.tasks]


def said(work: Derivation, id: str) -> str:
    """The sentence of the task about a quantity, in plain text."""
    teller = Teller(work.problem, words())
    [found] = [(section, task) for section, task in tasks(work) if task.of.id == id and section.title != CHAIN]
    return work.prose.write(teller.task(*found))


@pytest.mark.parametrize("name", NETWORKS)
def test_every_task_has_a_whole_sentence(name: str) -> None:
    work = NETWORKS[name]
    teller = Teller(work.problem, words())
    for section, task in tasks(work):
        text = work.prose.write(teller.task(section, task))
        assert re.fullmatch(r"[A-Z][^{}]*[.]", text, re.S), text
        assert "  " not in text and "None" not in text


def primer(work: Derivation, task: Task) -> str:
    """Which sentence of the primer a task has."""
    return f"primer {task.number}" if work.problem.graph is None else f"primer of a graph {task.number}"


def test_every_sentence_is_used_and_none_is_missing() -> None:
    used = {
        Teller(work.problem, words()).kind(task) if section.title != CHAIN else primer(work, task)
        for work in [*NETWORKS.values(), OUTPUT]
        for section, task in tasks(work)
    }
    used |= {
        Teller(work.problem, words()).kind(task)
        for form, name in [("delta", "article"), ("matrix", "softmax of three"), ("matrix", "shared biases")]
        for work in [NETWORKS[name]]
        for section in recast(work.problem, work.statements, work.sections, chosen(form), 0)[1:]
        for task in section.tasks
    }
    assert used == set(SENTENCES)


OUTPUT = backprop(Problem("own", "Own", 2, (Dense(1, "tanh"),), "output"))

NAMED = {
    "z[1][1]": "z_1: the first hidden neuron", "a[1][2]": "second hidden neuron: sigmoid: z_2",
    "z[2][1]": "the output neuron", "L": "L: target", "dL/da[2][1]": "∂L/∂ŷ: ŷ",
    "da/dz[2][1]": "sigmoid: output neuron",
    "dL/dw[2][1][1]": "∂L/∂w_31: z_3", "dL/da[1][1]": "∂L/∂a_1: only through z_3", "dL/db[1][2]": "∂L/∂b_2: z_2: 1",
    "w_new[1][1][1]": "w_11, w_12 and b_1: against the gradient",
}  # fmt: skip


@pytest.mark.parametrize("id", NAMED)
def test_a_sentence_names_what_it_is_about(id: str) -> None:
    text = said(ARTICLE, id)
    assert all(name in text for name in NAMED[id].split(": ")), text


def test_several_paths_are_counted() -> None:
    assert "reaches the loss along 2 paths" in said(NETWORKS["two layers"], "dL/da[1][1]")
    assert "all 3 neurons" in said(NETWORKS["shared biases"], "dL/db[1]")


def test_neurons_of_several_hidden_layers_are_named_by_their_layer() -> None:
    work = NETWORKS["three hidden layers"]
    assert "neuron 3 of hidden layer 1 adds" in said(work, "z[1][3]")
    assert "neuron 2 of hidden layer 2 adds" in said(work, "z[2][2]")
    assert "output neuron 2" in said(NETWORKS["two layers"], "z[2][2]")


def test_parts_are_headed_by_their_place() -> None:
    teller = Teller(ARTICLE.problem, words())
    headings = [[teller.place(part) for part in section.parts] for section in ARTICLE.sections[1:]]
    assert headings == [
        ["Hidden layer", "Output layer", "Loss"], ["Output layer", "Hidden layer, neuron 1"], ["Output layer"],
        ["Hidden layer, neuron 2", "Hidden layer"],
    ]  # fmt: skip


def test_harder_steps_are_worth_more() -> None:
    for name, kind, worth in (
        ("article", "weighted sum", 2), ("article", "activation", 1), ("two layers", "error over paths", 2),
        ("softmax of three", "joint pre-activation", 2), ("shared biases", "shared bias", 2),
        ("article", "gradient descent", 3),
    ):  # fmt: skip
        work = NETWORKS[name]
        teller = Teller(work.problem, words())
        found = {
            teller.points(section, task, blank=False)
            for section, task in tasks(work)
            if section.title != CHAIN and teller.kind(task) == kind
        }
        assert found == {worth}, (name, kind)


@pytest.mark.parametrize("starter", starters())
def test_every_section_is_introduced(starter: str) -> None:
    work = backprop(read_problem(starter))  # type: ignore[arg-type]
    teller = Teller(work.problem, words())
    for section in work.sections:
        assert len(work.prose.write(teller.introduction(section))) > 40


@pytest.mark.parametrize(
    ("optimizer", "id", "words"),
    [
        ("momentum", "g_w[2][1][1]", "weight decay adds λ times the old weight"),
        ("momentum", "v_w_new[2][1][1]", "the share μ of the old velocity stays"),
        ("adagrad", "s_w_new[2][1][1]", "add the square of the gradient"),
        ("rmsprop", "s_w_new[2][1][1]", "the share ρ of the old average"),
        ("adam", "m_w_new[2][1][1]", "the share β_1 of the old average"),
        ("adam", "s_w_new[2][1][1]", "the share β_2 of the old average"),
        ("adam", "w_new[2][1][1]", "Update w^(2)_11, w^(2)_12 and b^(2)_1: one step against the first moment"),
    ],
)  # fmt: skip
def test_each_line_of_an_update_is_told(optimizer: str, id: str, words: str) -> None:
    assert words in said(NETWORKS[f"updated by {optimizer}"], id)


def test_each_optimizer_is_introduced() -> None:
    told = set()
    for name in OPTIMIZERS:
        work = NETWORKS[f"updated by {name}"]
        [section] = [each for each in work.sections if each.title == UPDATES]
        told.add(work.prose.write(Teller(work.problem, words()).introduction(section)))
    assert len(told) == len(OPTIMIZERS)
