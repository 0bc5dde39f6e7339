"""Problems that differ in numbers alone have the same statements; whatever else differs keeps them apart."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings

from benchmarks.derivation import agreed, by_sympy
from benchmarks.networks import dense
from derive import backprop, read
from derive.document.outline import outline
from derive.engine.backward import backward
from derive.engine.forward import forward
from derive.engine.short import with_short_forms
from derive.engine.structure import PRINTED, SHAPED, Structure, statements
from derive.engine.update import update
from derive.hyperparameters import DECAY
from derive.problem import Problem
from derive.quantity import RATE, quantity
from derive.reading import starters
from derive.statement import Statement
from tests.networks import problems
from tests.small import small


def from_its_numbers(problem: Problem) -> tuple[Statement, ...]:
    """The statements of a problem that has all its numbers."""
    forth = forward(problem)
    return (*with_short_forms(problem, (*forth, *backward(forth, problem.parameters))), *update(problem))


@pytest.mark.parametrize("name", starters())
def test_statements_and_their_order_ask_nothing_of_numbers_but_what_stands_in(name: str) -> None:
    for step in backprop(read(name)).steps:
        assert step.statements == from_its_numbers(step.problem)
        before = int(step.sections[0].tasks[0].number) - 1
        assert step.sections == outline(step.problem, step.statements, before)


@given(problems())
@settings(max_examples=40, deadline=None)
def test_so_it_is_for_problems_that_are_drawn(problem: Problem) -> None:
    assert statements(Structure.of(problem)) == from_its_numbers(problem)


def test_other_numbers_share_the_statements_and_have_values_of_their_own() -> None:
    for size in ((2, 2, 2), (3, 2, 1)):
        trees = [dense(*size, seed=seed) for seed in (1, 2)]
        works = [backprop(read(tree)) for tree in trees]
        assert works[0].statements is works[1].statements
        assert works[0].sections is works[1].sections
        assert works[0].values()["L"] != works[1].values()["L"]
        for work, tree in zip(works, trees, strict=True):
            theirs, ours = by_sympy(tree), work.values()
            agreed({id: ours[id] for id in theirs}, theirs)


def test_what_is_only_printed_shares_them_too() -> None:
    problem = read("article")
    other = replace(problem, title="Another", notation="deck", symbols={"w[1][1][1]": "p"}, source="elsewhere")
    assert Structure.of(other) == Structure.of(problem)
    assert backprop(other)["z[1][1]"].latex() != backprop(problem)["z[1][1]"].latex()


def two_classes(targets: list[Any], **changes: Any) -> dict[str, Any]:
    """A softmax layer with cross-entropy, whose short form asks whether the targets are 1 in all."""
    return small(
        network__layers=[{"units": 2, "activation": "softmax"}], loss="cross_entropy", data__targets=targets,
        parameters={"weights": [[["0.4"], ["0.2"]]], "biases": [["0.1", "0.3"]]}, **changes,
    )  # fmt: skip


LINEAR = {"units": 1, "activation": "linear"}


def dropped(mask: list[int]) -> dict[str, Any]:
    """Two neurons, of which dropout leaves out some."""
    layers = [{"units": 2, "activation": "sigmoid"}, {"type": "dropout", "rate": "0.5", "mask": mask}, LINEAR]
    weights = [[["0.4"], ["0.2"]], None, [["0.3", "0.6"]]]
    return small(network__layers=layers, parameters={"weights": weights, "biases": [["0", "0"], None, ["0"]]})


def joined(**changes: Any) -> dict[str, Any]:
    """One neuron with a batch of two samples."""
    return small(data={"inputs": [["0.5"], ["0.2"]], "targets": [["0.6"], ["0.1"]]}, **changes)


def recurrent(targets: list[Any]) -> dict[str, Any]:
    """One neuron that uses its own value of the step before, in two steps."""
    layer = {"units": 1, "activation": "tanh", "recurrent": True}
    parameters = {"weights": [[["0.4"]]], "recurrent_weights": [[["0.3"]]], "biases": [["0.1"]]}
    data = {"sequence": [["0.5"], ["0.2"]], "targets": targets}
    return small(network__layers=[layer], data=data, parameters=parameters)


CHAIN = ["h = w*x", "f = (h - 1)**2"]
APART: dict[str, dict[str, Any]] = {
    "one neuron": small(),
    "another activation": small(network__layers__0__activation="tanh"),
    "its own activation": small(network__layers__0__activation="z/2"),
    "another of its own": small(network__layers__0__activation="z/3"),
    "another loss": small(loss="squared_error"),
    "its own loss": small(loss="(y - a)**4"),
    "another bias": small(network__layers__0__bias="none", parameters__biases=[None]),
    "a shared bias": small(network__layers__0__bias="shared", parameters__biases=["0.1"]),
    "two inputs": small(network__inputs=2, data__inputs=["0.5", "0.1"], parameters__weights=[[["0.4", "0.2"]]]),
    "another optimizer": small(training__optimizer="momentum"),
    "weights that decay": small(training__optimizer={"name": "sgd", "weight_decay": "0.1"}),
    "frozen weights": small(training__frozen=["weights"]),
    "frozen biases": small(training__frozen=["biases"]),
    "a batch": joined(),
    "a batch that is summed": joined(training__reduction="sum"),
    "a sequence": recurrent([["0.6"], ["0.1"]]),
    "the last step's target alone": recurrent(["0.1"]),
    "targets of 1 in all": two_classes([0, 1]),
    "targets of less": two_classes(["0.2", "0.3"]),
    "dropout": dropped([1, 0]),
    "another mask": dropped([0, 1]),
    "a graph": {"graph": CHAIN, "parameters": {"w": "0.5", "x": 2}},
    "a graph that learns": {"graph": CHAIN, "parameters": {"w": "0.5", "x": 2}, "training": {"learning_rate": "0.1"}},
}  # fmt: skip


@pytest.mark.parametrize("name", APART)
def test_each_has_its_own_statements_after_all_the_others(name: str) -> None:
    for other in APART:
        backprop(read(APART[other]))
    problem = read(APART[name])
    assert backprop(problem).statements == from_its_numbers(problem)


def test_no_two_share_a_structure() -> None:
    found = {name: Structure.of(read(tree)) for name, tree in APART.items()}
    assert [pair for pair in combinations(found, 2) if found[pair[0]] == found[pair[1]]] == []


def test_every_field_of_a_problem_keeps_structures_apart_or_is_printed_only() -> None:
    assert {field.name for field in fields(Problem)} == {"given", *PRINTED, *SHAPED}
    assert not PRINTED & set(SHAPED)


def test_numbers_count_as_far_as_statements_ask_about_them() -> None:
    problem = read(APART["another optimizer"])
    structure = Structure.of(problem)
    x = {quantity("x[1]"): Fraction(7)}
    assert Structure.of(replace(problem, given={**problem.given, **x})) == structure
    assert Structure.of(replace(problem, given={**problem.given, RATE: Fraction(1, 3)})) == structure
    assert Structure.of(replace(problem, given={**problem.given, DECAY: Fraction(0)})) == structure
    assert Structure.of(replace(problem, given={**problem.given, DECAY: Fraction(1)})) != structure
    assert Structure.of(replace(problem, given={})) != structure
