"""Each notation calls every quantity by one name, and no two quantities by the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from derive.derivation import backprop
from derive.hyperparameters import HYPERPARAMETERS
from derive.layers import Dense
from derive.notations import notations
from derive.problem import Problem
from derive.quantity import quantity
from derive.reading import read, starters
from derive.render.notation import Notation
from derive.render.symbols import pair

IDS = ("x[2]", "y[1]", "w[1][2][1]", "w[2][1][2]", "b[1][2]", "z[1][2]", "a[1][2]", "a[2][1]", "dL/dz[1][2]",
       "da/dz[2][1]", "L", "eta", "w_new[2][1][2]", "b_new[1][2]")  # fmt: skip
# a network of 2-2-1 in each notation
SYMBOLS = {
    "article": (
        "x_{2}", "y", "w_{21}", "w_{32}", "b_{2}", "z_{2}", "a_{2}", r"\hat{y}", r"\frac{\partial L}{\partial z_{2}}",
        r"\frac{\partial \hat{y}}{\partial z_{3}}", "L", r"\eta", r"w_{32,\text{new}}", r"b_{2,\text{new}}",
    ),
    "deck": (
        "i_{2}", r"\mathrm{target}_{o_{1}}", "W_{2}", "W_{6}", "b_{h_{2}}", r"\mathrm{in}_{h_{2}}",
        r"\mathrm{out}_{h_{2}}", r"\mathrm{out}_{o_{1}}",
        r"\frac{\partial E_{\mathrm{total}}}{\partial \mathrm{in}_{h_{2}}}",
        r"\frac{\partial \mathrm{out}_{o_{1}}}{\partial \mathrm{in}_{o_{1}}}", r"E_{\mathrm{total}}", r"\alpha",
        r"W_{6,\text{new}}", r"b_{h_{2},\text{new}}",
    ),
    "summary": (
        "x_{2}", r"y_{\text{true}}", "w^{(1)}_{21}", "w^{(2)}_{12}", "b^{(1)}_{2}", "z^{(1)}_{2}", "a^{(1)}_{2}",
        r"y_{\text{pred}}", r"\frac{\partial L}{\partial z^{(1)}_{2}}",
        r"\frac{\partial y_{\text{pred}}}{\partial z^{(2)}_{1}}", "L", r"\eta",
        r"w^{(2)\,\text{new}}_{12}", r"b^{(1)\,\text{new}}_{2}",
    ),
    "layered": (
        "x_{2}", "y", "w^{(1)}_{21}", "w^{(2)}_{12}", "b^{(1)}_{2}", "z^{(1)}_{2}", "a^{(1)}_{2}", "a^{(2)}_{1}",
        r"\delta^{(1)}_{2}", r"\frac{\partial a^{(2)}_{1}}{\partial z^{(2)}_{1}}", "L", r"\eta",
        r"w^{(2)\,\text{new}}_{12}", r"b^{(1)\,\text{new}}_{2}",
    ),
}  # fmt: skip


def network(*units: int, bias: str = "per_unit") -> Problem:
    """A network of two inputs."""
    return Problem("t", "T", 2, tuple(Dense(n, "sigmoid", bias) for n in units), "mse")  # type: ignore[arg-type]


def test_every_notation_is_listed_here() -> None:
    assert set(SYMBOLS) == set(notations())


@pytest.mark.parametrize("notation", SYMBOLS)
def test_each_symbol_of_a_small_network(notation: str) -> None:
    names = Notation.of(replace(network(2, 1), notation=notation))
    assert tuple(names.named(id) for id in IDS) == SYMBOLS[notation]


def test_a_single_neuron_needs_no_layer_in_general_letters() -> None:
    names = Notation.of(replace(network(1), notation="summary"))
    found = [names.named(id) for id in ("w[1][1][2]", "b[1][1]", "z[1][1]", "a[1][1]")]
    assert found == ["w_{2}", "b", "z", r"y_{\text{pred}}"]


@pytest.mark.parametrize("bias", ["per_unit", "shared"])
@pytest.mark.parametrize("notation", notations())
def test_no_two_quantities_of_a_large_network_have_the_same_name(notation: str, bias: str) -> None:
    work = backprop(replace(network(12, 11, 3, bias=bias), notation=notation, optimizer="adam"))
    ids = [e.id for e in work if e.id] + [id for e in work for id in e.statement.uses if e.id]
    named = {id: work.notation.named(id) for id in ids}
    assert len(named) > 400
    assert len(set(named.values())) == len(named)


@pytest.mark.parametrize("name", starters())
def test_a_users_own_symbol_comes_first(name: str) -> None:
    problem = replace(read(name), symbols={"w[1][1][1]": r"\theta"})
    names = Notation.of(problem)
    assert names.named("w[1][1][1]") == r"\theta"
    assert r"\partial \theta" in names.named("dL/dw[1][1][1]")
    assert names.latex(quantity("w_new[1][1][1]")) == r"\theta_{\text{new}}"


def test_indices_that_could_be_misread_have_a_comma() -> None:
    assert [pair(1, 2), pair(1, 12), pair(11, 2)] == ["12", "1,12", "11,2"]


# what an optimizer keeps of w[2][1][2], b[1][2] and the shared b[1], before and after an update
KEPT = ("v_w[2][1][2]", "v_w_new[2][1][2]", "m_hat_b[1][2]", "s_b_new[1]", "g_w[2][1][2]")
OF_PARAMETERS = {
    "article": (
        "v_{w_{32}}", r"v^{\text{new}}_{w_{32}}", r"\hat{m}_{b_{2}}", r"s^{(1)\,\text{new}}_{b}", "g_{w_{32}}",
    ),
    "deck": ("v_{W_{6}}", r"v^{\text{new}}_{W_{6}}", r"\hat{m}_{b_{h_{2}}}", r"s^{\text{new}}_{b_{1}}", "g_{W_{6}}"),
    "summary": (
        "v^{(2)}_{w_{12}}", r"v^{(2)\,\text{new}}_{w_{12}}", r"\hat{m}^{(1)}_{b_{2}}", r"s^{(1)\,\text{new}}_{b}",
        "g^{(2)}_{w_{12}}",
    ),
    "layered": (
        "v^{(2)}_{w_{12}}", r"v^{(2)\,\text{new}}_{w_{12}}", r"\hat{m}^{(1)}_{b_{2}}", r"s^{(1)\,\text{new}}_{b}",
        "g^{(2)}_{w_{12}}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("notation", notations())
def test_what_an_optimizer_keeps_carries_its_parameter_below(notation: str) -> None:
    names = Notation.of(replace(network(2, 1), notation=notation))
    assert tuple(names.named(id) for id in KEPT) == OF_PARAMETERS[notation]


@pytest.mark.parametrize("notation", notations())
def test_hyperparameters_are_called_the_same_everywhere(notation: str) -> None:
    names = Notation.of(replace(network(2, 1), notation=notation))
    ids = [*(row.of.id for row in HYPERPARAMETERS.values()), "t", "m_hat", "v_new"]
    assert [names.named(id) for id in ids] == [
        r"\mu", r"\rho", r"\beta_{1}", r"\beta_{2}", r"\varepsilon", r"\lambda", "t", r"\hat{m}", r"v_{\text{new}}",
    ]  # fmt: skip


def test_a_users_own_symbol_stands_below_too() -> None:
    problem = replace(network(1), symbols={"w[1][1][1]": r"\theta", "w[1][1][2]": "w_i^j", "mu": r"\gamma"})
    names = Notation.of(problem)
    assert [names.named(id) for id in ("v_w[1][1][1]", "v_w_new[1][1][1]", "v_w[1][1][2]", "mu")] == [
        r"v_{\theta}", r"v^{\text{new}}_{\theta}", "v_{w_i^j}", r"\gamma",
    ]  # fmt: skip


@pytest.mark.parametrize("notation", notations())
def test_the_square_of_a_gradient_has_brackets(notation: str) -> None:
    work = backprop(replace(network(2, 1), notation=notation, optimizer="adagrad"))
    latex, text = work["s_w_new[1][1][1]"].latex(), work["s_w_new[1][1][1]"].text()
    gradient = work.notation.named("dL/dw[1][1][1]")
    assert latex.endswith(rf" + \left({gradient}\right)^{{2}}")
    assert text.endswith(")^2") and " + (∂" in text
