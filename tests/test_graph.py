"""Computation graphs: named lines in the place of layers."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from derive import backprop, check, read, worksheet
from derive.errors import InputError
from derive.expression import symbol
from derive.quantity import Quantity, named

CIRCUIT = {"graph": ["q = x + y", "f = q * z"], "parameters": {"x": -2, "y": 5, "z": -4}}


def graph(*lines: str, **more: object) -> dict[str, object]:
    """A problem of some lines."""
    return {"graph": list(lines), **more}


def test_the_circuit_of_the_cs231n_notes() -> None:
    """The notes give f = -12, df/dx = df/dy = -4, df/dz = 3 (cs231n.github.io/optimization-2)."""
    work = backprop(read(CIRCUIT))
    found = {id: work.numbers[id] for id in ("q", "L", "dL/dq", "dL/dx", "dL/dy", "dL/dz")}
    assert found == {"q": 3, "L": -12, "dL/dq": -4, "dL/dx": -4, "dL/dy": -4, "dL/dz": 3}
    assert not any(id.endswith("_new") for id in work.numbers)


def test_the_neuron_of_the_micrograd_lecture() -> None:
    """The lecture's printed gradients: x1 -1.5, w1 1, x2 0.5, w2 0, all with n of slope 0.5."""
    values = backprop(read("micrograd")).values()
    assert values["L"] == pytest.approx(math.sqrt(0.5), rel=1e-9)
    for name, steep in {"n": 0.5, "x1": -1.5, "w1": 1, "x2": 0.5, "w2": 0, "b": 0.5}.items():
        assert values[f"dL/d{name}"] == pytest.approx(steep, abs=1e-9)


def test_the_sigmoid_in_stages_is_a_sigmoid() -> None:
    """f = σ(w0·x0 + w1·x1 + w2), so df/dw2 = f (1 - f) and the others follow from it."""
    values = backprop(read("staged-sigmoid")).values()
    f = 1 / (1 + math.exp(-1))
    slope = f * (1 - f)
    assert values["L"] == pytest.approx(f, rel=1e-12)
    for name, factor in {"w0": -1, "x0": 2, "w1": -2, "x1": -3, "w2": 1}.items():
        assert values[f"dL/d{name}"] == pytest.approx(factor * slope, rel=1e-12)


def joined(id: str) -> str:
    """The id of a network's quantity as a name of a graph: w111_new for w_new[1][1][1]."""
    plain = id.replace("[", "").replace("]", "")
    return plain if "_new" not in plain else plain.replace("_new", "") + "_new"


def test_a_network_as_a_graph_gives_the_numbers_of_the_network() -> None:
    network = read("article")
    given = {f"{q.kind}{''.join(map(str, q.index))}": value for q, value in network.given.items() if q.index}
    lines = [
        "z11 = w111*x1 + w112*x2 + b11", "a11 = sigmoid(z11)", "z12 = w121*x1 + w122*x2 + b12", "a12 = sigmoid(z12)",
        "z21 = w211*a11 + w212*a12 + b21", "a21 = sigmoid(z21)", "L = (y1 - a21)**2",
    ]  # fmt: skip
    data = {"inputs": {n: given[n] for n in ("x1", "x2")}, "targets": {"y1": given["y1"]}}
    parameters = {name: value for name, value in given.items() if name[0] in "wb"}
    rate = {"learning_rate": "0.1"}
    ours = backprop(read(graph(*lines, data=data, parameters=parameters, training=rate))).values()
    theirs = backprop(network).values()
    same = {id: joined(id) for id in theirs if "/dx" not in id and "da/" not in id}
    assert len(same) > 30
    assert {id: ours[plain] for id, plain in same.items() if id != "L[1]"} == pytest.approx(
        {id: theirs[id] for id in same if id != "L[1]"}, rel=1e-14
    )


@pytest.mark.parametrize("name", ["circuit", "micrograd", "staged-sigmoid", "lstm"])
def test_every_slope_of_a_starter_is_proved(name: str) -> None:
    assert check(backprop(read(name))).agreed


def test_a_name_in_the_last_line_and_before_it_has_both_paths() -> None:
    """L = q·x with q = x + 1 at x = 3: dL/dx = q + x = 7."""
    work = backprop(read(graph("q = x + 1", "L = q*x", parameters={"x": 3})))
    assert work.numbers["dL/dx"] == 7
    assert set(work["dL/dx"].uses) == {"q", "dL/dq"}
    assert check(work).agreed


def test_targets_have_no_gradient_and_inputs_no_update() -> None:
    data = {"inputs": {"x": 1}, "targets": ["y"]}
    work = backprop(read(graph("a = w*x", "L = (y - a)**2", data=data, training={"learning_rate": "0.1"})))
    ids = {statement.of.id for statement in work.statements}
    assert ids == {"a", "L", "dL/da", "dL/dw", "dL/dx", "w_new"}
    assert check(work).agreed


def test_steps_carry_the_parameters_on() -> None:
    """L = w² with η = 1/4: w halves at every step."""
    work = backprop(read(graph("L = w**2", parameters={"w": 8}, training={"learning_rate": "1/4", "steps": 3})))
    assert [step.numbers["w_new"] for step in work.steps] == [4, 2, 1]


def test_slopes_at_a_kink_are_those_of_the_left_side() -> None:
    work = backprop(read(graph("r = relu(x)", "L = 3*r", parameters={"x": 0})))
    assert work.numbers["dL/dx"] == 0
    assert "kink" in worksheet(work).tex()


def test_ids_with_digits_are_read_back() -> None:
    for id in ("h1", "dL/dh1", "dh2/dw1", "w1_new"):
        assert named(id).id == id
    assert named("dh2/dw1").by == Quantity("w1")  # type: ignore[union-attr]
    assert symbol(Quantity("h1")).name == "h1"


def test_names_are_set_as_symbols() -> None:
    work = backprop(read(graph("h1 = alpha*x", "loss = h1**2", parameters={"x": "1/2", "alpha": 2})))
    assert work["dL/dalpha"].latex().startswith(r"\frac{\partial \mathrm{loss}}{\partial \alpha}")
    assert work["h1"].latex().startswith("h_{1} = \\alpha x")
    assert work["dL/dx"].value == Fraction(4)


WRONG = [
    (["q + x"], "line 1 of the graph: the line gives nothing a name"),
    (["q = x +"], "line 1 of the graph: the formula ends too early"),
    (["q = r + 1", "r = x", "f = q*r"], "line 1 of the graph: r is computed only in line 2"),
    (["q = q + 1"], "line 1 of the graph: q is computed in this line"),
    (["q = x", "q = 2*x"], "line 2 of the graph: q is computed in line 1 already"),
    (["q = x", "f = 2*x"], "line 1 of the graph: q leads nowhere"),
    (["L = x", "f = 2*L"], "line 1 of the graph: L is what the last line is called here"),
    (["exp = x"], "exp has a meaning of its own"),
    (["f = eta*x"], "eta is the learning rate here"),
    (["f = L*x"], "L is what the last line is called here"),
    (["x.y = 2"], "line 1 of the graph: 'x.y' is no name"),
    (["f = __import__('os')"], "line 1 of the graph: '_' is not allowed in a formula"),
    (["f = sinh2(x)"], "line 1 of the graph: unknown function sinh2"),
    ([], "a graph of 0 lines; give 1 to 200"),
]


@pytest.mark.parametrize(("lines", "said"), WRONG)
def test_a_wrong_line_is_refused(lines: list[str], said: str) -> None:
    with pytest.raises(InputError) as refused:
        read(graph(*lines))
    assert said in str(refused.value)
    assert len(refused.value.faults) == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"parameters": {"zz": 1}}, "'zz' is in no line; did you mean z?"),
        ({"parameters": {"q": 1}}, "q is computed by the graph; leave it out"),
        ({"data": {"inputs": {"x": 1}}, "parameters": {"x": 2}}, "x is given twice"),
        ({"training": {"batch_size": 2}}, "a graph has no batch size"),
        ({"symbols": {"p": "q"}}, "'p' is in no line"),
        ({"data": {"sequence": [1]}}, "data: unknown key sequence"),
        ({"network": {"inputs": 1, "layers": []}}, "unknown key graph"),
        ({"parameters": {"x": "two"}}, "two is not a number"),
    ],
)
def test_what_does_not_fit_a_graph(more: dict[str, object], said: str) -> None:
    with pytest.raises(InputError) as refused:
        read({**CIRCUIT, "parameters": {}, **more})
    assert said in str(refused.value)
