"""Attention, embedding, normalisation and dropout: their numbers are torch's, and those that a hand computes."""

from __future__ import annotations

import json
import math
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import pytest

from derive import Derivation, backprop, check, read, train, worksheet
from derive.errors import InputError
from derive.layers import Attention, BatchNorm, Dense, Dropout, Embedding, LayerNorm, Misfit, Network
from derive.problem import Problem
from derive.quantity import gradient

CASES: dict[str, Any] = json.loads((Path(__file__).parent / "torch_attention.json").read_text("utf-8"))["cases"]


def tree(layers: list[Any], inputs: object = 2, **more: object) -> dict[str, Any]:
    """A problem without numbers, or with these."""
    network = {"layers": layers} if inputs is None else {"inputs": inputs, "layers": layers}
    return {"network": network, "loss": "mse", **more}


def refused(problem: dict[str, Any]) -> str:
    """What is said of a problem that cannot be: one line, and its cure."""
    with pytest.raises(InputError) as error:
        read(problem)
    [fault] = error.value.faults
    return f"{fault.what}; {fault.cure}"


@pytest.mark.parametrize("name", CASES)
def test_every_number_and_gradient_is_that_of_torch(name: str) -> None:
    found, expected = backprop(read(CASES[name]["problem"])).values(), CASES[name]["values"]
    absent = {id for id in expected if id not in found}
    assert len(expected) - len(absent) > 20
    for id in expected.keys() - absent:
        assert math.isclose(found[id], expected[id], rel_tol=1e-12, abs_tol=1e-12), id
    for id in absent:  # the query and key of a token that sees only itself, which torch computes for nothing
        assert id.removeprefix("dL/d")[0] in "qk" and expected[f"dL/d{id.removeprefix('dL/d')}"] == 0


@pytest.mark.parametrize("name", ["attention", "layer normalisation", "batch normalisation", "dropout"])
def test_every_gradient_is_proved(name: str) -> None:
    assert check(backprop(read(CASES[name]["problem"]))).agreed


def test_layer_normalisation_by_hand() -> None:
    """Of 1, 2 and 6: mean 3, variance (4 + 1 + 9)/3; ε = 13/3 makes the root 3."""
    work = backprop(read(tree(
        [{"type": "layer_norm", "epsilon": "13/3"}], 3, data={"inputs": [1, 2, 6], "targets": [0, 0, 0]},
        parameters={"weights": [[1, 2, 3]], "biases": [[0, "1/2", 1]]}, training={"learning_rate": "3/2"},
    )))  # fmt: skip
    x, gamma, beta, root = [F(1), F(2), F(6)], [F(1), F(2), F(3)], [F(0), F(1, 2), F(1)], F(3)
    normal = [(each - 3) / root for each in x]
    a = [g * n + b for g, n, b in zip(gamma, normal, beta, strict=True)]
    of_a = [F(2, 3) * each for each in a]
    of_normal = [each * g for each, g in zip(of_a, gamma, strict=True)]
    of_variance = sum(-each * n / (2 * root**2) for each, n in zip(of_normal, normal, strict=True))
    of_mean = -sum(of_normal) / root
    expected: dict[str, F] = {
        "mean[1]": F(3), "variance[1]": F(14, 3), "dL/dvariance[1]": of_variance, "dL/dmean[1]": of_mean,
        "dvariance[1]/dmean[1]": F(0),
    }  # fmt: skip
    for i in range(3):
        of_x = of_normal[i] / root + of_variance * F(2, 3) * (x[i] - 3) + of_mean / 3
        expected |= {
            f"normal[1][{i + 1}]": normal[i], f"a[1][{i + 1}]": a[i], f"dL/dx[{i + 1}]": of_x,
            f"dL/dgamma[1][{i + 1}]": of_a[i] * normal[i], f"dL/dbeta[1][{i + 1}]": of_a[i],
            f"gamma_new[1][{i + 1}]": gamma[i] - F(3, 2) * of_a[i] * normal[i],
            f"beta_new[1][{i + 1}]": beta[i] - F(3, 2) * of_a[i],
        }  # fmt: skip
    assert {id: work.numbers[id] for id in expected} == expected


def test_dropout_by_hand() -> None:
    """A rate of 1/3 makes of every value that stays three halves of it."""
    work = backprop(read(tree(
        [{"type": "dropout", "rate": "1/3", "mask": [1, 0, 1]}, {"units": 1, "activation": "linear"}], 3,
        data={"inputs": [2, 5, -4], "targets": [1]}, loss="half_squared_error",
        parameters={"weights": [None, [["1/2", 7, "1/4"]]], "biases": [None, [0]]},
    )))  # fmt: skip
    error = F(3, 2) * (F(2, 2) - F(4, 4)) - 1
    expected = {
        "a[1][1]": F(3), "a[1][2]": F(0), "a[1][3]": F(-6), "a[2][1]": error + 1, "dL/dx[1]": error * F(3, 4),
        "dL/dx[2]": F(0), "dL/dx[3]": error * F(3, 8), "dL/dw[2][1][2]": F(0), "dL/da[1][2]": error * 7,
    }  # fmt: skip
    assert {id: work.numbers[id] for id in expected} == expected


def test_the_mean_and_variance_of_a_batch_belong_to_no_sample() -> None:
    work = backprop(read("batch-norm"))
    assert work.numbers["mean[2][1]"] == F(1, 2) and work.numbers["variance[2][1]"] == F(13, 6)
    assert {"normal[2][1]@3", "a[2][1]@1", "dL/dmean[2][1]", "dL/da[1][1]@2"} <= work.numbers.keys()
    assert "mean[2][1]@1" not in work.numbers


def test_attention_weights_of_a_token_add_up_to_one_and_causal_ones_look_back() -> None:
    work = backprop(read(CASES["causal attention"]["problem"]))
    for t in (2, 3):
        assert sum(F(work.numbers[f"p[1][{t}][{u}]"]) for u in range(1, t + 1)) == pytest.approx(1, abs=1e-50)
    assert not {"p[1][1][1]", "s[1][2][3]", "q[1][1][1]", "dp[1][3][3]/ds[1][1][1]"} & work.numbers.keys()
    assert "dp[1][3][3]/ds[1][3][1]" in work.numbers
    assert work["a[1][1][2]"].uses == ("v[1][1][2]",)


def test_only_the_rows_of_the_words_have_a_gradient() -> None:
    work = symbolic(Embedding(2, 4, (3, 1, 3)), Attention(1))
    rules = {
        row: work[gradient(p).id].rule for p in work.problem.network.parameters if p.kind == "w" for row in p.index[1:2]
    }
    assert rules[2] == rules[4] == "no path" and "no path" not in (rules[1], rules[3])
    zeros = [task for section in work.sections for task in section.tasks if task.statements[0].rule == "no path"]
    assert [len(task.statements) for task in zeros] == [4]


def symbolic(*layers: Any, inputs: int = 0, **more: Any) -> Derivation:
    """A network in letters alone."""
    return backprop(Problem("t", "T", inputs, layers, "mse", **more))


@pytest.mark.parametrize(
    "work",
    [
        symbolic(Embedding(2, 3, (2, 3)), Attention(1, causal=True)), symbolic(LayerNorm(), inputs=2),
        symbolic(Dense(1, "tanh"), BatchNorm(), inputs=1, samples=2),
        symbolic(Dense(2, "tanh"), Dropout(F(1, 4), (0, 1)), Dense(1, "tanh"), inputs=1),
    ],
)  # fmt: skip
def test_letters_alone_are_proved_and_know_what_the_layers_bring(work: Derivation) -> None:
    assert check(work).agreed
    assert work.problem.symbolic
    assert work.problem.given.keys() == work.problem.network.constants.keys()


def test_several_steps_carry_the_new_parameters_on() -> None:
    problem = CASES["a text"]["problem"]
    work = backprop(read({**problem, "training": {"learning_rate": 0.1, "steps": 2}}))
    first, second = work.steps
    for id in ("w[1][3][1]", "gamma[2][2]", "beta[2][1]", "wq[3][1][2]"):
        kind, index = id.split("[", 1)
        assert second.numbers[id] == first.numbers[f"{kind}_new[{index}"] != first.numbers[id]


def test_a_text_is_trained_too() -> None:
    """The row of a word that is not in the text stays as it is."""
    problem = CASES["a text"]["problem"]
    trained = train(read(problem), steps=2)
    last = backprop(read({**problem, "training": {"learning_rate": 0.1, "steps": 2}})).steps[-1]
    assert trained.losses[1] == pytest.approx(float(last.numbers["L"]), rel=1e-12)
    assert trained.parameters["w[1][4][1]"] == problem["parameters"]["weights"][0][3][0]
    assert trained.parameters["gamma[2][1]"] == pytest.approx(float(last.numbers["gamma_new[2][1]"]), rel=1e-12)


def test_frozen_weights_are_those_of_every_kind() -> None:
    problem = CASES["a text"]["problem"]
    work = backprop(read({**problem, "training": {"learning_rate": 0.1, "frozen": ["weights"]}}))
    assert {id.split("[")[0] for id in work.numbers if "_new" in id} == {"beta_new"}


ATTENTION = {"type": "attention", "units": 2}
FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "a mask of another length": (
        tree([{"type": "dropout", "rate": 0.5, "mask": [1, 0, 1]}]),
        "layer 1: a mask of 3 for 2 values; give 2 of 0 and 1",
    ),
    "a mask of halves": (
        tree([{"type": "dropout", "rate": 0.5, "mask": [1, 0.5]}]),
        "layer 1: mask: 1/2 is neither 0 nor 1; give 1 for a value that stays, 0 for one that is dropped",
    ),
    "a mask that is no list": (
        tree([{"type": "dropout", "rate": 0.5, "mask": 1}]),
        "layer 1: mask: a number stands in place of a list; write [1, 0]",
    ),
    "a rate of one": (
        tree([{"type": "dropout", "rate": 1, "mask": [1, 0]}]),
        "layer 1: rate: 1 is out of range; give a number from 0 up to, but without, 1",
    ),
    "no rate": (tree([{"type": "dropout", "mask": [1, 0]}]), "layer 1: rate is missing; give rate: 0.5"),
    "a negative epsilon": (
        tree([{"type": "layer_norm", "epsilon": -1}]),
        "layer 1: epsilon: -1 is not above zero; give a small positive number such as 1e-8",
    ),
    "a single value to normalise": (
        tree([{"type": "layer_norm"}], 1),
        "layer 1: layer normalisation of a single value is always 0; give it a row of two values or more",
    ),
    "a single sample": (
        tree([{"type": "batch_norm"}], data={"inputs": [1, 2], "targets": [0, 0]}),
        "layer 1: batch_norm of a single sample leaves nothing of it; give two rows of data.inputs or more",
    ),
    "batches of one": (
        tree([{"type": "batch_norm"}], data={"inputs": [[1, 2], [3, 5]], "targets": [[0, 0], [1, 1]]},
             training={"batch_size": 1}),
        "a batch of 1 for batch_norm, which leaves nothing of a single sample; give 2 or more",
    ),
    "time steps": (
        tree([{"units": 2, "activation": "tanh", "recurrent": True}, {"type": "batch_norm"}]),
        "layer 2: batch_norm joins samples, and time steps are none; give type: layer_norm",
    ),
    "a batch normalisation of tokens": (
        tree([{"type": "batch_norm"}], {"tokens": 2, "features": 3}),
        "layer 1: batch normalisation takes a row of values, not 2×3 of them; put a flatten layer before it",
    ),
    "attention to a row": (
        tree([ATTENTION]),
        "layer 1: attention takes tokens with features, not 2 values; "
        "give inputs: {tokens: 2, features: 2}, or put an embedding before it",
    ),
    "another mask": (
        tree([{**ATTENTION, "mask": "casual"}], {"tokens": 2, "features": 2}),
        "layer 1: mask: 'casual' is not known; did you mean causal?",
    ),
    "weights of attention in a list": (
        tree([ATTENTION], {"tokens": 2, "features": 2}, parameters={"weights": [[[1, 2], [3, 4]]]}),
        "layer 1 has several kinds of weights, and a list does not tell them apart; "
        "write {query: …, key: …, value: …}",
    ),
    "a word outside the vocabulary": (
        tree([{"type": "embedding", "units": 2, "vocabulary": 3, "tokens": [1, 4]}], None),
        "layer 1: token 4 is not in a vocabulary of 3; give 1 to 3",
    ),
    "no words": (
        tree([{"type": "embedding", "units": 2, "vocabulary": 3, "tokens": []}], None),
        "layer 1: tokens: the list is empty; write [3, 1]",
    ),
    "an embedding with inputs": (
        tree([{"type": "embedding", "units": 2, "vocabulary": 3, "tokens": [1]}], 2),
        "layer 1: an embedding looks up its own tokens; leave the inputs out",
    ),
    "an embedding of an embedding": (
        tree([{"type": "embedding", "units": 2, "vocabulary": 3, "tokens": [1]}] * 2, None),
        "layer 2: an embedding looks up its own tokens; make it the first layer",
    ),
    "no inputs for a dense layer": (
        tree([{"units": 1, "activation": "tanh"}], None),
        "network: inputs is missing; give inputs: 2, or a list of names",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_line(name: str) -> None:
    problem, said = FAULTS[name]
    assert refused(problem) == said


def test_a_scale_decays_as_weights_do_and_a_shift_does_not() -> None:
    training = {"learning_rate": "1/2", "weight_decay": "1/3"}
    work = backprop(read({**CASES["a text"]["problem"], "training": training}))
    decays = {"gamma[2][1]": F(1, 3), "wk[3][2][1]": F(1, 3), "w[1][2][1]": F(1, 3), "beta[2][1]": F(0)}
    for id, decay in decays.items():
        kind, index = id.split("[", 1)
        step = F(work.numbers[f"dL/d{id}"]) + decay * F(work.numbers[id])
        assert F(work.numbers[f"{kind}_new[{index}"]) == pytest.approx(F(work.numbers[id]) - step / 2, abs=1e-50)


@pytest.mark.parametrize("starter", ["attention", "batch-norm", "dropout", "layer-norm"])
@pytest.mark.parametrize("form", ["delta", "chain"])
def test_the_other_forms_are_written_too(starter: str, form: str) -> None:
    key = worksheet(backprop(read(starter)), form=form).answers().tex()  # type: ignore[arg-type]
    assert "Backward pass" in key


def test_what_does_not_fit_is_told_to_python_too() -> None:
    with pytest.raises(Misfit, match="a mask of 1 for 2 values"):
        Problem("t", "T", 2, (Dropout(F(1, 2), (1,)),), "mse")
    assert Network((0,), (Embedding(2, 3, (1,)),)).shapes == ((0,), (1, 2))


def test_inputs_of_zero_are_as_good_as_none_before_an_embedding() -> None:
    layer = {"type": "embedding", "units": 2, "vocabulary": 3, "tokens": [1, 3]}
    assert read(tree([layer], 0)).inputs == read(tree([layer], None)).inputs == 0
