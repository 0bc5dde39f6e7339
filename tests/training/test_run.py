"""Training against the textbook loop in numpy, and against the derivation, update by update."""

from __future__ import annotations

import math
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive import InputError, Training, backprop, read, train
from derive.activations import ACTIVATIONS
from derive.optimizers import OPTIMIZERS
from derive.problem import Problem
from derive.rounding import Rounding
from tests.networks import problems
from tests.small import activated, small, three_classes
from tests.training import loops
from tests.training.loops import Loop

WEIGHTS = [[[0.4, 0.3], [0.6, -0.9]], [[0.5, 0.7], [-0.2, 0.8]]]
BIASES = [[0.1, 0.2], [0.3, -0.1]]
X, Y = [[0.5, 0.1], [-0.3, 0.8], [0.9, -0.4], [0.2, 0.6], [1, 0]], [[1, 0], [0, 1], [1, 0], [0, 1], [0, 1]]
CLOSE = 1e-12


def two_layers(hidden: str, output: str, loss: str, rate: float = 0.1, samples: int = 5, **training: Any) -> Problem:
    """A 2-2-2 network and the first of the samples."""
    one = samples == 1
    return read({
        "network": {"inputs": 2, "layers": [{"units": 2, "activation": hidden}, {"units": 2, "activation": output}]},
        "loss": loss,
        "data": {"inputs": X[0] if one else X[:samples], "targets": Y[0] if one else Y[:samples]},
        "parameters": {"weights": WEIGHTS, "biases": BIASES},
        "training": {"learning_rate": rate, **training},
    })  # fmt: skip


def agree(run: Training, loop: Loop, losses: list[float]) -> bool:
    """Whether a run has the numpy loop's losses and parameters."""
    theirs = loop.parameters()
    return (
        run.parameters.keys() == theirs.keys()
        and len(run.losses) == len(losses)
        and np.allclose(run.losses, losses, rtol=0, atol=CLOSE)
        and np.allclose([run.parameters[id] for id in theirs], list(theirs.values()), rtol=0, atol=CLOSE)
    )


@pytest.mark.parametrize("activation", loops.ACTIVATIONS)
def test_the_numbers_of_numpy_after_a_thousand_updates(activation: str) -> None:
    run = train(two_layers(activation, "sigmoid", "mse"), steps=1000)
    loop = Loop(WEIGHTS, BIASES, [activation, "sigmoid"], "mse")
    assert agree(run, loop, loop.train(X, Y, 0.1, 1000))
    assert run.losses[-1] < run.losses[0]


@pytest.mark.parametrize(("output", "loss"), [
    ("softmax", "cross_entropy"), ("sigmoid", "binary_cross_entropy"), ("tanh", "half_squared_error"),
])  # fmt: skip
def test_the_numbers_of_numpy_with_other_losses(output: str, loss: str) -> None:
    run = train(two_layers("tanh", output, loss), steps=2000)
    loop = Loop(WEIGHTS, BIASES, ["tanh", output], loss)
    assert agree(run, loop, loop.train(X, Y, 0.1, 2000))


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_batches_are_taken_in_order_and_round_again(size: int) -> None:
    run = train(two_layers("tanh", "sigmoid", "mse", batch_size=size), steps=1000)
    loop = Loop(WEIGHTS, BIASES, ["tanh", "sigmoid"], "mse")
    assert agree(run, loop, loop.train(X, Y, 0.1, 1000, size))


@pytest.mark.parametrize("optimizer", loops.STEPS)
@pytest.mark.parametrize("size", [2, 3])
def test_every_optimizer_carries_what_it_remembers(optimizer: str, size: int) -> None:
    # by all samples at once RMSprop comes so near to a minimum that it magnifies rounding errors, those of numpy too
    assert list(loops.STEPS) == list(OPTIMIZERS)
    run = train(two_layers("tanh", "sigmoid", "mse", rate=0.005, optimizer=optimizer, batch_size=size), steps=1500)
    loop = Loop(WEIGHTS, BIASES, ["tanh", "sigmoid"], "mse")
    assert agree(run, loop, loop.train(X, Y, 0.005, 1500, size, optimizer))


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_weights_decay_and_biases_do_not(optimizer: str) -> None:
    decaying = {"name": optimizer, "weight_decay": 0.01}
    run = train(two_layers("tanh", "sigmoid", "mse", rate=0.005, optimizer=decaying), steps=1000)
    loop = Loop(WEIGHTS, BIASES, ["tanh", "sigmoid"], "mse")
    assert agree(run, loop, loop.train(X, Y, 0.005, 1000, None, optimizer, decay=0.01))


def test_a_sum_over_the_batch_is_a_mean_with_a_larger_rate() -> None:
    mean = train(two_layers("tanh", "sigmoid", "mse", rate=0.5), steps=100)
    total = train(two_layers("tanh", "sigmoid", "mse", rate=0.1, reduction="sum"), steps=100)
    assert total.parameters == pytest.approx(mean.parameters, abs=CLOSE)
    assert total.losses == pytest.approx([5 * loss for loss in mean.losses], abs=CLOSE)


def test_what_is_frozen_stays() -> None:
    problem = two_layers("tanh", "sigmoid", "mse", frozen=["biases"])
    run = train(problem, steps=50)
    assert {id: run.parameters[id] for id in ("b[1][1]", "b[1][2]", "b[2][1]", "b[2][2]")} == {
        "b[1][1]": 0.1, "b[1][2]": 0.2, "b[2][1]": 0.3, "b[2][2]": -0.1,
    }  # fmt: skip
    assert all(run.parameters[f"w[{layer}][1][1]"] != WEIGHTS[layer - 1][0][0] for layer in (1, 2))


def exact_updates(problem: Problem) -> list[dict[str, float]]:
    """The values of every update of a problem, by its derivation."""
    return [work.values() for work in backprop(problem).steps]


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("samples", [1, 3])
def test_the_updates_of_the_derivation(activation: str, samples: int) -> None:
    problem = two_layers(activation, "linear", "huber", steps=3, samples=samples)
    run, exact = train(problem, steps=3), exact_updates(problem)
    assert run.losses[:3] == pytest.approx([values["L"] for values in exact], abs=CLOSE)
    news = {id: value for id, value in exact[-1].items() if "_new" in id}
    ours = {id.replace("[", "_new[", 1): value for id, value in run.parameters.items()}
    assert ours == pytest.approx(news, abs=CLOSE)
    assert run.first is not None and run.last is not None
    for moment, values in ((run.first, exact[0]), (run.last, exact[2])):
        common = moment.values.keys() & values.keys()
        assert {"dL/dw[1][1][1]", "dL/db[2][2]", "w_new[2][1][1]", "w[2][1][1]"} <= common
        assert {id: moment[id] for id in common} == pytest.approx({id: values[id] for id in common}, abs=CLOSE)


def test_a_recurrent_layer_learns_through_time_as_it_is_derived() -> None:
    problem = read({
        "network": {"inputs": 1, "layers": [
            {"units": 2, "activation": "tanh", "recurrent": True}, {"units": 1, "activation": "linear"},
        ]},
        "loss": "mse",
        "data": {"sequence": [[0.5], [-0.4], [0.8]], "targets": [[0.1], [0.3], [-0.2]]},
        "parameters": {
            "weights": [[[0.4], [0.3]], [[0.5, -0.7]]], "recurrent_weights": [[[0.2, -0.1], [0.6, 0.3]], None],
            "biases": [[0.1, 0], [0.2]],
        },
        "training": {"learning_rate": 0.5, "steps": 3},
    })  # fmt: skip
    run, exact = train(problem, steps=3), exact_updates(problem)
    assert run.losses[:3] == pytest.approx([values["L"] for values in exact], abs=CLOSE)
    assert "u[1][2][1]" in run.parameters
    news = {id.replace("[", "_new[", 1): value for id, value in run.parameters.items()}
    assert news == pytest.approx({id: exact[2][id] for id in news}, abs=CLOSE)


@given(problems(), st.integers(1, 3))
@settings(max_examples=40)
def test_the_updates_of_the_derivation_of_any_problem(problem: Problem, steps: int) -> None:
    problem = replace(problem, steps=steps, rounding=Rounding())
    try:
        exact = exact_updates(problem)
    except InputError:
        return
    try:
        run = train(problem, steps=steps)
    except InputError as error:  # the loss after the last update may be infinite: the derivation does not get there
        assert f"update {steps}" in str(error) or "all is frozen" in str(error)
        return
    assert run.losses[:steps] == pytest.approx([values["L"] for values in exact], rel=1e-9, abs=CLOSE)
    for id, value in run.parameters.items():
        assert value == pytest.approx(exact[-1][id.replace("[", "_new[", 1)], rel=1e-9, abs=CLOSE)


def test_the_size_of_a_gradient_is_the_root_mean_square_of_its_layer() -> None:
    run = train(two_layers("tanh", "sigmoid", "mse"), steps=1)
    loop = Loop(WEIGHTS, BIASES, ["tanh", "sigmoid"], "mse")
    flat = [np.concatenate([w.ravel(), b]) for w, b in loop.gradients(np.array(X), np.array(Y))]
    wanted = {str(layer): float(np.sqrt(np.mean(each**2))) for layer, each in enumerate(flat, 1)}
    assert run.sizes[1] == pytest.approx(wanted, rel=CLOSE)


def test_sizes_are_noted_at_powers_of_ten_and_at_the_end() -> None:
    assert list(train(read("article"), steps=1234).sizes) == [1, 10, 100, 1000, 1234]
    assert list(train(read("article"), steps=1).sizes) == [1]


def test_until_stops_at_the_first_loss_that_is_small_enough() -> None:
    whole = train(read("article"), steps=500)
    run = train(read("article"), until=0.005)
    assert run.losses == whole.losses[: run.updates + 1]
    assert run.losses[-1] <= 0.005 < run.losses[-2]
    assert run.reached is True
    assert run.last is not None and run.last.number == run.updates


def test_until_is_not_reached_within_the_updates_allowed() -> None:
    run = train(read("article"), steps=10, until=1e-9)
    assert (run.updates, run.reached) == (10, False)
    assert train(read("article"), steps=10).reached is None


def test_a_loss_that_is_small_enough_already_needs_no_update() -> None:
    run = train(read("article"), until=1)
    assert (run.updates, run.first, run.last, dict(run.sizes), run.reached) == (0, None, None, {}, True)
    assert run.parameters["w[1][1][1]"] == 0.4


def test_a_thousand_updates_where_nothing_is_said() -> None:
    assert train(read("article")).updates == 1000


def test_who_watches_is_told_every_update() -> None:
    seen: list[int] = []
    train(read("article"), steps=5, watch=seen.append)
    assert seen == [1, 2, 3, 4, 5]


def test_a_training_stays_as_it_is() -> None:
    run = train(read("article"), steps=1)
    with pytest.raises(AttributeError):
        run.losses = ()  # type: ignore[misc]


@pytest.mark.parametrize("steps", [0, -1, 10**9])
def test_a_number_of_updates_that_cannot_be(steps: int) -> None:
    with pytest.raises(InputError, match="cannot be made; ask for 1 to 1,000,000"):
        train(read("article"), steps=steps)


@pytest.mark.parametrize("until", [math.nan, math.inf])
def test_a_loss_that_is_no_number(until: float) -> None:
    with pytest.raises(InputError, match="no loss to stop at"):
        train(read("article"), until=until)


def without(tree: dict[str, Any], *path: str) -> dict[str, Any]:
    """The problem without what stands at a path."""
    place = tree
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return tree


@pytest.mark.parametrize(("path", "missing"), [
    (("data",), "data.inputs, data.targets"), (("parameters", "weights"), "parameters.weights"),
    (("parameters", "biases"), "parameters.biases"), (("training", "learning_rate"), "training.learning_rate"),
])  # fmt: skip
def test_numbers_that_are_missing_are_named(path: tuple[str, ...], missing: str) -> None:
    with pytest.raises(InputError) as refused:
        train(read(without(small(), *path)))
    assert str(refused.value) == f"training needs numbers for {missing}; add them to the problem"


def test_names_of_a_graph_and_a_sequence_that_are_missing() -> None:
    with pytest.raises(InputError, match=r"training needs numbers for parameters.w, parameters.b;"):
        train(read({"graph": ["f = (w*x + b)**2"], "data": {"inputs": {"x": 1}}, "training": {"learning_rate": 1}}))
    recurrent = {"inputs": 1, "layers": [{"units": 1, "activation": "tanh", "recurrent": True}]}
    with pytest.raises(InputError, match="data.targets, parameters.weights, parameters.recurrent_weights,"):
        train(read(small(network=recurrent, data={"sequence": [[1], [2]]}, parameters={})))


def test_where_all_is_frozen_nothing_is_trained() -> None:
    with pytest.raises(InputError, match="nothing is there to train: all of it is frozen"):
        train(read(small(training__frozen=["weights", "biases"])))


def test_a_graph_without_parameters_has_nothing_to_train() -> None:
    constant = {"graph": ["f = x**2"], "data": {"inputs": {"x": 2}}, "training": {"learning_rate": "0.1"}}
    with pytest.raises(InputError, match="nothing is there to train: it has no parameters"):
        train(read(constant))
    with pytest.raises(InputError, match="training needs numbers for training.learning_rate;"):
        train(read("circuit"))


def test_a_graph_is_trained_line_by_line() -> None:
    # f = (tx - 1)² with x = 2: t moves by -η·2(2t - 1)·2 = -0.4(2t - 1), so 2t - 1 becomes a fifth of itself
    parabola = {"graph": ["f = (t*x - 1)**2"], "parameters": {"t": 3}, "data": {"inputs": {"x": 2}}}
    run = train(read(parabola | {"training": {"learning_rate": "0.1"}}), steps=20)
    assert run.losses == pytest.approx([25 * 0.04**n for n in range(21)], abs=CLOSE)
    assert run.parameters == pytest.approx({"t": (1 + 5 * 0.2**20) / 2}, abs=CLOSE)
    assert run.sizes[10] == pytest.approx({"t": 4 * 5 * 0.2**9}, rel=1e-9)


@pytest.mark.parametrize("starter", ["lstm", "recurrent", "micrograd", "deck", "deep-relu"])
def test_the_starters_of_every_kind_learn_as_they_are_derived(starter: str) -> None:
    problem = replace(read(starter), steps=3)
    run, exact = train(problem, steps=3), exact_updates(problem)
    if problem.batch_size is None:
        assert run.losses[:3] == pytest.approx([values["L"] for values in exact], abs=CLOSE)
    for id, value in run.parameters.items():
        new = id.replace("[", "_new[", 1) if "[" in id else f"{id}_new"
        assert value == pytest.approx(exact[2].get(new, value), abs=CLOSE)
    assert any(id.endswith("_new") or "_new[" in id for id in exact[2])


def test_divergence_names_the_update() -> None:
    line = small(network__layers__0__activation="linear", training__learning_rate="10")
    with pytest.raises(InputError) as diverged:
        train(read(line), steps=1000)
    # z = wx + b with x = 1/2 moves by -η·2(z - y)(x² + 1) = -25(z - y): its error grows 24 times, the loss 576 times
    start = (0.3 - 0.6) ** 2
    update = math.ceil((math.log(sys.float_info.max) - math.log(start)) / math.log(576))
    assert str(diverged.value).startswith(f"training diverges in update {update}: ")
    assert str(diverged.value).endswith(f"take a smaller learning rate, or at most {update - 1} updates")
    assert "\n" not in str(diverged.value)
    run = train(read(line), steps=update - 1)
    assert run.updates == update - 1
    wanted = [math.exp(math.log(start) + n * math.log(576)) for n in range(update)]
    assert run.losses == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("z", ["1000", "-1000"])
@pytest.mark.parametrize("activation", [name for name, row in ACTIVATIONS.items() if not row.joint])
def test_saturated_neurons_are_trained_as_they_are_derived(activation: str, z: str) -> None:
    problem = read(activated(activation, z) | {"training": {"learning_rate": "0.1", "steps": 2}})
    run, exact = train(problem, steps=2), exact_updates(problem)
    assert run.losses[:2] == pytest.approx([values["L"] for values in exact], rel=CLOSE)
    assert run.parameters["b[1][1]"] == pytest.approx(exact[1]["b_new[1][1]"], rel=CLOSE)


@pytest.mark.parametrize("z", [["1000", "0", "-1000"], ["-800", "0", "0"], ["-1000", "-1000", "-1000"]])
def test_softmax_of_large_numbers(z: list[str]) -> None:
    run = train(read(three_classes(z, [1, 0, 0])), steps=1)
    largest = max(map(float, z))  # taken off, it changes nothing
    powers = [math.exp(float(each) - largest) for each in z]
    assert run.losses[0] == pytest.approx(largest + math.log(sum(powers)) - float(z[0]), rel=CLOSE, abs=CLOSE)
    for j, (bias, power) in enumerate(zip(z, powers, strict=True), 1):
        slope = power / sum(powers) - (j == 1)
        assert run.parameters[f"b[1][{j}]"] == pytest.approx(float(bias) - 0.1 * slope, rel=CLOSE)


@pytest.mark.parametrize("z", [20, 36, 40, 700, 1000])
def test_a_logarithm_next_to_zero_keeps_its_digits(z: int) -> None:
    sure = activated("sigmoid", str(z)) | {"loss": "binary_cross_entropy", "data": {"inputs": [1], "targets": [0]}}
    assert train(read(sure), steps=1).losses[0] == pytest.approx(z + math.log1p(math.exp(-z)), rel=1e-8)
