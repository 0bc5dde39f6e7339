"""Each starter is the problem it should be, and the same problem comes out of every format."""

from __future__ import annotations

import dataclasses
import io
import json
import pickle
import tomllib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from derive.derivation import backprop
from derive.errors import InputError
from derive.hyperparameters import HYPERPARAMETERS
from derive.layers import Dense
from derive.optimizers import OPTIMIZERS
from derive.problem import Problem
from derive.quantity import RATE, quantity
from derive.reading import read, schema, starter_text, starters
from derive.rounding import Rounding

ARTICLE = {
    "x[1]": "0.5", "x[2]": "0.1", "y[1]": "0.6", "w[1][1][1]": "0.4", "w[1][1][2]": "0.3", "w[1][2][1]": "0.6",
    "w[1][2][2]": "0.9", "w[2][1][1]": "0.5", "w[2][1][2]": "0.7", "b[1][1]": "0.1", "b[1][2]": "0.2",
    "b[2][1]": "0.3", "eta": "0.1",
}  # fmt: skip
DECK = {
    "x[1]": "0.1", "x[2]": "0.05", "y[1]": "0.02", "y[2]": "0.98", "w[1][1][1]": "0.25", "w[1][1][2]": "0.5",
    "w[1][2][1]": "0.2", "w[1][2][2]": "0.15", "w[2][1][1]": "0.7", "w[2][1][2]": "0.6", "w[2][2][1]": "0.4",
    "w[2][2][2]": "0.35", "b[1]": "0.3", "b[2]": "0.9", "eta": "0.5",
}  # fmt: skip


def numbers(problem: Problem) -> dict[str, Fraction]:
    """The given numbers by their ids."""
    return {quantity.id: value for quantity, value in problem.given.items()}


def fractions(written: dict[str, str]) -> dict[str, Fraction]:
    """Decimals as the fractions they are."""
    return {id: Fraction(text) for id, text in written.items()}


def tree(text: str) -> dict[str, Any]:
    """A YAML text as Python lists and floats, by another reader than ours."""
    return YAML(typ="safe", pure=True).load(text)  # type: ignore[no-any-return]


def test_the_starters_stand_in_teaching_order() -> None:
    assert starters()[:5] == ("article", "deck", "summary", "xor", "softmax")


def test_the_article() -> None:
    problem = read("article")
    assert (problem.name, problem.title) == ("article", "Backpropagation by hand")
    assert problem.layers == (Dense(2, "sigmoid"), Dense(1, "sigmoid"))
    assert (problem.inputs, problem.loss, problem.notation) == (2, "mse", "article")
    assert problem.rounding == Rounding(4, "places", "full")
    assert numbers(problem) == fractions(ARTICLE)


def test_the_deck() -> None:
    problem = read("deck")
    assert problem.layers == (Dense(2, "sigmoid", "shared"),) * 2
    assert (problem.loss, problem.notation, problem.frozen) == ("half_squared_error", "deck", {"biases"})
    assert numbers(problem) == fractions(DECK)


def test_the_summary_is_symbols_alone() -> None:
    problem = read("summary")
    assert (problem.layers, problem.loss, problem.notation) == ((Dense(1, "sigmoid"),), "mse", "summary")
    assert numbers(problem) == {}


def test_xor_has_a_sample_of_exclusive_or() -> None:
    problem, given = read("xor"), numbers(read("xor"))
    assert problem.layers == (Dense(2, "tanh"), Dense(1, "tanh"))
    assert given["y[1]"] == (given["x[1]"] != given["x[2]"])


def test_softmax_has_one_hot_targets() -> None:
    problem, given = read("softmax"), numbers(read("softmax"))
    assert problem.layers == (Dense(3, "tanh"), Dense(3, "softmax"))
    assert problem.loss == "cross_entropy"
    assert sorted(given[f"y[{k}]"] for k in (1, 2, 3)) == [0, 0, 1]


@pytest.mark.parametrize("name", starters())
def test_a_starter_is_commented_and_complete(name: str) -> None:
    assert starter_text(name).startswith("# ")
    assert starter_text(name).endswith("\n")
    problem = read(name)
    assert len(problem.given) > 2 or name == "summary"
    assert pickle.loads(pickle.dumps(problem)) == problem


def test_unknown_starter_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean article"):
        starter_text("artcle")


@pytest.mark.parametrize("name", ["article", "deck", "softmax"])
def test_every_format_gives_the_same_problem(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = starter_text(name)
    (tmp_path / "a.json").write_text(json.dumps(tree(text), indent="\t"))
    (tmp_path / "a.toml").write_text(toml(tree(text)))
    (tmp_path / "a.yml").write_text(text)
    expected = read(name)
    found = [read(tmp_path / "a.json"), read(str(tmp_path / "a.toml")), read(tmp_path / "a.yml"), read(tree(text))]
    for suffix in (".json", ".toml", ".yml"):
        data = (tmp_path / f"a{suffix}").read_bytes()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        found.append(read("-"))
    assert [problem.name for problem in found] == ["a", "a", "a", *["problem"] * 4]
    assert all(dataclasses.replace(problem, name=name) == expected for problem in found)


def toml(problem: dict[str, Any]) -> str:
    """A problem as TOML, with its layers as an array of tables."""
    layers = problem["network"].pop("layers")
    plain = [f"{key} = {json.dumps(value)}" for key, value in problem.items() if not isinstance(value, dict)]
    for key, section in problem.items():
        if isinstance(section, dict):
            plain += [f"[{key}]", *(f"{name} = {json.dumps(value)}" for name, value in section.items())]
    for layer in layers:
        plain += ["[[network.layers]]", *(f"{name} = {json.dumps(value)}" for name, value in layer.items())]
    text = "\n".join(plain)
    assert tomllib.loads(text)
    return text


class Array:
    """What has a shape and rows, and is no sequence to Python."""

    def __init__(self, *rows: object) -> None:
        self.shape = (len(rows),)
        self.rows = rows

    def __iter__(self) -> Iterator[object]:
        return iter(self.rows)


def test_arrays_are_lists() -> None:
    problem = tree(starter_text("article"))
    problem["parameters"]["weights"] = ([(0.4, 0.3), [0.6, 0.9]], Array(Array(0.5, 0.7)))
    assert numbers(read(problem)) == fractions(ARTICLE)


def changed(path: str, value: object) -> Problem:
    """The article with another value at a dotted path."""
    problem = tree(starter_text("article"))
    *sections, key = path.split(".")
    section = problem
    for name in sections:
        section = section[name]
    section[key] = value
    return read(problem)


def test_the_defaults_of_keys_for_later_are_accepted() -> None:
    for key, value in {"steps": 1, "batch_size": 1, "reduction": "sum", "optimizer": {"name": "sgd"}}.items():
        assert changed(f"training.{key}", value) == read(tree(starter_text("article")))
    assert changed("parameters.recurrent_weights", [None, None]) == read(tree(starter_text("article")))
    assert changed("data.inputs", [[0.5, 0.1]]) == read(tree(starter_text("article")))


def test_numbers_may_be_left_out() -> None:
    given = numbers(changed("parameters.weights", [None, [[0.5, 0.7]]]))
    assert "w[1][1][1]" not in given
    assert given["w[2][1][2]"] == Fraction(7, 10)
    assert "x[1]" not in numbers(changed("data", None))
    assert RATE not in changed("training.learning_rate", None).given


def test_inputs_may_have_names() -> None:
    problem = changed("network.inputs", ["size", "age in\nyears"])
    assert (problem.inputs, problem.input_names) == (2, ("size", "age in years"))


def test_figures_and_what_is_carried() -> None:
    assert changed("rounding", {"figures": 3, "carry": "rounded"}).rounding == Rounding(3, "figures", "rounded")
    assert changed("rounding", {"carry": "exact"}).rounding == Rounding(4, "places", "exact")


def test_formulas_stand_for_names() -> None:
    loss = changed("loss", "(y - a)^2/2").loss
    assert not isinstance(loss, str)
    assert loss.variables == ("y", "a")
    layers = changed("network.layers", [{"units": 2, "activation": "x/(1+exp(-x))"}, {"units": 1, "activation": "z"}])
    assert [layer.activation.text for layer in layers.layers] == ["x/(1+exp(-x))", "z"]  # type: ignore[union-attr]


def test_symbols_of_ones_own() -> None:
    symbols = {"w[1][1][1]": "w_{11}", "eta": "\\alpha", "L": "\\mathcal{L}"}
    assert changed("symbols", symbols).symbols == symbols
    assert quantity("w[1][1][1]").id in symbols


def test_a_shared_bias_is_a_number_or_a_list_of_one() -> None:
    deck = tree(starter_text("deck"))
    deck["parameters"]["biases"] = [[0.3], 0.9]
    assert numbers(read(deck)) == fractions(DECK)


def test_a_problem_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        read("article").given[RATE] = Fraction(1)  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        read("article").title = "x"  # type: ignore[misc]


def hyperparameters(problem: Problem) -> dict[str, Fraction]:
    """The numbers of the optimizer, by id."""
    ids = {row.of.id for row in HYPERPARAMETERS.values()}
    return {id: value for id, value in numbers(problem).items() if id in ids}


USUAL = {
    "sgd": {}, "momentum": {"mu": "0.9"}, "nesterov": {"mu": "0.9"}, "adagrad": {"epsilon": "1e-8"},
    "rmsprop": {"rho": "0.9", "epsilon": "1e-8"}, "adam": {"beta[1]": "0.9", "beta[2]": "0.999", "epsilon": "1e-8"},
}  # fmt: skip


@pytest.mark.parametrize("name", USUAL)
def test_an_optimizer_has_its_usual_numbers(name: str) -> None:
    for value in (name, {"name": name}, {"name": name, "weight_decay": 0}, {"name": name, "epsilon": None}):
        problem = changed("training.optimizer", value)
        assert problem.optimizer == name
        assert hyperparameters(problem) == fractions(USUAL[name])


def test_numbers_of_an_optimizer_count_exactly_as_written() -> None:
    problem = changed("training.optimizer", {"name": "adam", "beta1": "2/3", "beta2": 0, "epsilon": "1e-3"})
    assert hyperparameters(problem) == {"beta[1]": Fraction(2, 3), "beta[2]": 0, "epsilon": Fraction(1, 1000)}


def test_weight_decay_stands_beside_the_optimizer_or_within_it() -> None:
    beside = changed("training.weight_decay", "0.01")
    assert hyperparameters(beside) == {"lambda": Fraction(1, 100)}
    assert beside == changed("training.optimizer", {"name": "sgd", "weight_decay": "0.01"})


def test_letters_alone_have_no_usual_numbers() -> None:
    letters = {"network": {"inputs": 1, "layers": [{"units": 1, "activation": "tanh"}]}, "loss": "mse"}
    assert not read({**letters, "training": {"optimizer": "adam"}}).given
    named = read({**letters, "training": {"optimizer": {"name": "adam", "beta1": "0.5"}}})
    assert hyperparameters(named) == {**fractions(USUAL["adam"]), "beta[1]": Fraction(1, 2)}


def test_the_numbers_of_an_optimizer_can_have_symbols_of_their_own() -> None:
    tree = YAML(typ="safe").load(starter_text("adam"))
    tree["symbols"] = {"beta[1]": "p", "epsilon": r"\delta"}
    assert "p m" in backprop(read(tree))["m_w_new[1][1][1]"].latex()
    tree["symbols"] = {"mu": "m"}
    with pytest.raises(InputError, match="there is no quantity 'mu' in this network"):
        read(tree)


def test_the_schema_knows_the_numbers_of_each_optimizer() -> None:
    [name, *mappings] = schema()["$defs"]["TrainingPart"]["properties"]["optimizer"]["anyOf"]
    assert name == {"enum": list(OPTIMIZERS)}
    known = {mapping["properties"]["name"]["const"]: set(mapping["properties"]) for mapping in mappings}
    assert known["adam"] == {"name", "beta1", "beta2", "epsilon", "weight_decay"}
    assert known["sgd"] == {"name", "weight_decay"}
    assert all(mapping["additionalProperties"] is False for mapping in mappings)


def test_the_schema_knows_every_key() -> None:
    known = schema()
    assert set(known["properties"]) >= {"title", "network", "loss", "data", "parameters", "training", "symbols"}
    assert known["required"] == ["network", "loss"]
    assert "softmax" in json.dumps(known)


def test_two_quantities_have_two_symbols() -> None:
    tree = YAML(typ="safe").load(starter_text("article"))
    tree["symbols"] = {"w[1][1][1]": r"\theta", "b[2][1]": r"\theta"}
    with pytest.raises(InputError, match=r"b\[2\]\[1\] has the symbol of w\[1\]\[1\]\[1\]"):
        read(tree)


def test_recurrent_weights_may_be_frozen_where_there_are_none() -> None:
    tree = YAML(typ="safe").load(starter_text("article"))
    tree["training"]["frozen"] = ["recurrent_weights"]
    assert read(tree).frozen == frozenset()


RECURRENT = {
    "network": {"inputs": 1, "layers": [{"units": 1, "activation": "tanh", "recurrent": True}]},
    "loss": "mse",
}


def recurrent(**data: object) -> Problem:
    """A single recurrent neuron with these data."""
    return read({**RECURRENT, "data": data})


def test_a_sequence_has_a_row_for_each_time_step() -> None:
    rows = recurrent(sequence=[[1], [2]], targets=[[3], [4]])
    assert rows == recurrent(sequence=[1, 2], targets=[3, 4])
    assert (rows.samples, rows.sequence, rows.last_only) == (2, True, False)
    assert rows.given[quantity("x[1]@2")] == 2
    assert rows.given[quantity("y[1]@1")] == 3


def test_the_last_time_step_alone_may_have_a_target() -> None:
    problem = recurrent(sequence=[1, 2, 3], targets=[4])
    assert problem.last_only
    assert [q.id for q in problem.given if q.kind == "y"] == ["y[1]@3"]


def test_time_steps_may_be_symbols() -> None:
    assert recurrent(sequence=2).samples == 2
    assert recurrent(sequence=2).given == {}
    assert recurrent().samples == 3
    assert recurrent(targets=[1, 2, 3, 4]).samples == 4


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"data": {"sequence": [1, 2, 3], "targets": [1, 2]}}, "2 rows of targets for 3 time steps"),
        ({"data": {"sequence": [[1, 2]]}}, "2 numbers for 1 input; give 1"),
        ({"data": {"sequence": 0}}, "0 time steps are out of range"),
        ({"training": {"batch_size": 1}}, "a sequence is no batch"),
        ({"parameters": {"recurrent_weights": [[[1, 2]]]}}, "layer 1 has 2 recurrent weights for 1 neuron in row 1"),
        ({"parameters": {"recurrent_weights": []}}, "0 matrices of recurrent weights for 1 layer"),
    ],
)
def test_what_does_not_fit_a_recurrent_network(change: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        read({**RECURRENT, **change})


LAYERS: list[dict[str, object]] = [{"units": 2, "activation": "tanh"}, {"type": "skip", "from": 0}]


@pytest.mark.parametrize(
    ("skip", "inputs", "said"),
    [
        ({"type": "skip", "from": 0, "form": 1}, 2, "layer 2: unknown key form; did you mean from"),
        ({"type": "skip", "from": 1}, 2, "layer 2: a skip from layer 1 skips nothing; give a layer from 0 to 0"),
        ({"type": "skip", "from": 0}, 3, "layer 2: a skip adds 3 values of layer 0 to 2 of layer 1"),
        ({"type": "skip"}, 2, "layer 2: from is missing"),
    ],
)
def test_what_does_not_fit_a_skip_connection(skip: dict[str, object], inputs: int, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read({"network": {"inputs": inputs, "layers": [LAYERS[0], skip]}, "loss": "mse"})
