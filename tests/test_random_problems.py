"""Random problems against passes of other programs: every number of every update, from the problem alone."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, get_args

import pytest

from derive import backprop, read
from derive.activations import ACTIVATIONS
from derive.layers import FAMILIES, LAYERS, Bias
from derive.losses import LOSSES
from derive.optimizers import OPTIMIZERS
from derive.problem import Problem, Reduction
from derive.witness.matrices import TYPES
from derive.witness.numpy_pass import numpy_pass
from tests.authorities import needs_torch
from tests.drawn import OWN, OWN_LOSSES, drawn
from tests.layered import CHAINS, layered

BY_NUMPY, BY_TORCH = range(500), range(500, 600)
LAYERED = range(5)
REMEMBERED = r"[gvms]_"              # what torch's optimizers keep for themselves
SAMPLE = re.compile(r"@\d+")
TOLERANCE = 1e-9                     # relative
NOTHING = 1e-12                      # of the largest number of an update: what may stand in the place of a zero

Numbers = Mapping[str, float]
Pass = Callable[[Problem, Numbers], Numbers]


def test_the_drawn_problems_are_of_every_kind() -> None:
    text = json.dumps([drawn(seed) for seed in BY_NUMPY])
    kinds = [*ACTIVATIONS, *LOSSES, *OPTIMIZERS, *get_args(Bias), *get_args(Reduction), *OWN, *OWN_LOSSES]
    assert [name for name in kinds if text.count(json.dumps(name)) < 20] == []
    problems = [read(drawn(seed)) for seed in BY_NUMPY]
    sizes = {(each.steps, sum(layer.type == "dense" for layer in each.layers)) for each in problems}
    assert sizes == {(steps, layers) for steps in (1, 2, 3) for layers in (1, 2, 3)}
    assert {problem.samples for problem in problems if not problem.sequence} == {None, 2, 3, 4}
    assert {(problem.samples, problem.last_only) for problem in problems if problem.sequence} == {
        (1, False), *((steps, last) for steps in (2, 3, 4) for last in (False, True))
    }  # fmt: skip
    problems += [layered(name, seed) for name in CHAINS for seed in LAYERED]
    assert {layer.type for problem in problems for layer in problem.layers} == set(TYPES) == set(LAYERS)


@pytest.mark.parametrize("seed", BY_NUMPY)
def test_every_number_of_every_update_is_that_of_the_numpy_pass(seed: int) -> None:
    problem = read(drawn(seed))
    assert_equal(problem, updates(problem, numpy_pass))


@pytest.mark.parametrize("seed", LAYERED)
@pytest.mark.parametrize("name", CHAINS)
def test_layers_of_every_type_are_those_of_the_numpy_pass(name: str, seed: int) -> None:
    problem = layered(name, seed)
    assert_equal(problem, updates(problem, numpy_pass))


@needs_torch
@pytest.mark.parametrize("seed", BY_TORCH)
def test_every_number_of_every_update_is_that_of_torch(seed: int) -> None:
    problem = read(drawn(seed))
    assert_equal(problem, updates(problem, by_torch(problem)), without=REMEMBERED)


@needs_torch
@pytest.mark.parametrize("seed", LAYERED)
@pytest.mark.parametrize("name", CHAINS)
def test_layers_of_every_type_are_those_of_torch(name: str, seed: int) -> None:
    problem = layered(name, seed)
    assert_equal(problem, updates(problem, by_torch(problem)), without=REMEMBERED)


def by_torch(problem: Problem) -> Pass:
    """Torch's pass with a step of torch's optimizer after it, which remembers what it does from one to the next."""
    import torch

    from derive.witness.torch_pass import torch_pass

    tensors = {
        parameter.id: torch.tensor(float(problem.given[parameter]), dtype=torch.float64)
        for parameter in problem.parameters
        if FAMILIES[parameter.kind] not in problem.frozen
    }
    optimizer = torch_optimizer(problem, tensors)

    def run(alone: Problem, numbers: Numbers) -> Numbers:
        found = torch_pass(alone, numbers)
        for id, tensor in tensors.items():
            tensor.grad = torch.tensor(found[f"dL/d{id}"], dtype=torch.float64)
        if tensors:
            optimizer.step()
        return {**found, **{id.replace("[", "_new[", 1): float(tensor) for id, tensor in tensors.items()}}

    return run


def torch_optimizer(problem: Problem, tensors: Mapping[str, Any]) -> Any:
    """Torch's optimizer of the same name and numbers; biases do not decay."""
    from torch import optim

    number = {quantity.id: float(value) for quantity, value in problem.given.items()}
    weights, biases = ([tensor for id, tensor in tensors.items() if (id[0] == "b") == its] for its in (False, True))
    groups = [{"params": weights, "weight_decay": number.get("lambda", 0.0)}, {"params": biases}]
    make = {
        "sgd": lambda: optim.SGD(groups, lr=number["eta"]),
        "momentum": lambda: optim.SGD(groups, lr=number["eta"], momentum=number["mu"]),
        "nesterov": lambda: optim.SGD(groups, lr=number["eta"], momentum=number["mu"], nesterov=True),
        "adagrad": lambda: optim.Adagrad(groups, lr=number["eta"], eps=number["epsilon"]),
        "rmsprop": lambda: optim.RMSprop(groups, lr=number["eta"], alpha=number["rho"], eps=number["epsilon"]),
        "adam": lambda: optim.Adam(
            groups, lr=number["eta"], betas=(number["beta[1]"], number["beta[2]"]), eps=number["epsilon"]
        ),
    }
    return make[problem.optimizer]()


def updates(problem: Problem, run: Pass) -> Iterator[dict[str, float]]:
    """The numbers of each update: which samples are taken, and what is carried on, is decided here."""
    given = {quantity.id: float(value) for quantity, value in problem.given.items()}
    rows, size = problem.samples or 1, problem.batch_size or problem.samples or 1
    alone = replace(problem, samples=size if problem.samples else None, batch_size=None, steps=1)
    carried = {id: value for id, value in given.items() if not SAMPLE.search(id)}
    carried |= {f"{letter}_{parameter.id}": 0.0 for letter in "vms" for parameter in problem.parameters}
    frozen = tuple(f"{kind}_new[" for kind, family in FAMILIES.items() if family in problem.frozen)
    for step in range(problem.steps):
        start = 0 if problem.sequence else step * size
        taken = [(start + place) % rows + 1 for place in range(size)]
        data = {
            SAMPLE.sub(f"@{place}", id): value
            for place, sample in enumerate(taken, start=1)
            for id, value in given.items()
            if id.endswith(f"@{sample}")
        }
        begun = {**carried, **data, "t": step + 1.0}
        found = {**begun, **run(alone, begun)}
        yield found
        new = {id for id in found if "_new[" in id and not id.startswith(frozen)}
        carried |= {id.replace("_new[", "["): found[id] for id in new}


def assert_equal(problem: Problem, expected: Iterator[Numbers], without: str = "(?!)") -> None:
    """Holds every number of our derivation against those of another program, but for some that it does not give."""
    steps = backprop(problem).steps
    for step, found in zip(steps, expected, strict=True):
        values = step.values()
        nothing = NOTHING * max(map(abs, values.values()))
        assert {statement.of.id for statement in step.statements} <= values.keys()
        apart = {
            id: (value, found.get(id))
            for id, value in values.items()
            if not re.match(without, id)
            and not math.isclose(value, found.get(id, math.nan), rel_tol=TOLERANCE, abs_tol=nothing)
        }
        assert not apart
