"""The forms of a derivation say the same: δ recursion, whole chains and matrices give the numbers of the steps."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest

import derive
from derive import Derivation, backprop, check, read, worksheet
from derive.arithmetic import Arithmetic
from derive.document.forms import FORMS, chosen, recast
from derive.document.forms_agree import AUTHORITY
from derive.document.matrices import recursion
from derive.document.sections import Section, Task
from derive.errors import InputError
from derive.evaluate import evaluate
from derive.expression import rename, times
from derive.quantity import gradient, quantity
from tests.engine.test_check import SPOILED

STARTERS = ("article", "deck", "xor", "softmax", "adam")
SHARED = {
    "network": {"inputs": 2, "layers": [
        {"units": 3, "activation": "softmax", "bias": "shared"}, {"units": 2, "activation": "tanh", "bias": "shared"},
        {"units": 2, "activation": "linear", "bias": "none"},
    ]},
    "loss": "mse",
    "data": {"inputs": ["0.5", "-0.3"], "targets": [1, 0]},
    "parameters": {
        "weights": [[["0.1", "0.2"], ["0.3", "-0.4"], ["0.5", "0.6"]], [["0.7", "-0.8", "0.9"], ["0.2", "0.1", "0.4"]],
                    [["0.3", "-0.2"], ["0.5", "0.8"]]],
        "biases": [["0.1"], ["0.2"], None],
    },
    "training": {"learning_rate": "0.1"},
}  # fmt: skip
WORKS = {**{name: backprop(read(name)) for name in STARTERS}, "shared": backprop(read(SHARED))}


def in_form(work: Derivation, form: str) -> tuple[Section, ...]:
    """The sections of a derivation in one form."""
    return recast(work.problem, work.statements, work.sections, chosen(form), 0)


def tasks(sections: tuple[Section, ...]) -> Iterator[Task]:
    """Every task about this network."""
    for section in sections[1:]:
        yield from section.tasks


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", WORKS)
def test_every_formula_of_every_form_gives_the_number_of_the_steps(name: str, form: str) -> None:
    work, arithmetic = WORKS[name], Arithmetic(patient=True)
    compared = 0
    for task in tasks(in_form(work, form)):
        for statement in task.statements:
            for formula in statement.forms[-1:]:
                apart = Fraction(evaluate(formula, work.numbers, arithmetic)) - Fraction(work.numbers[statement.of.id])
                assert abs(apart) < Fraction(1, 10**40), (statement.of.id, formula)
                compared += 1
    assert compared > 20


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", WORKS)
def test_every_form_asks_for_every_parameter_and_uses_only_what_came_before(name: str, form: str) -> None:
    work, sections = WORKS[name], in_form(WORKS[name], form)
    numbers = {s.of.id: int(task.number) for task in tasks(sections) for s in task.statements}
    for task in tasks(sections):
        for statement in task.statements:
            computed = [id for id in statement.uses if id in {s.of.id for s in work.statements}]
            assert all(numbers[id] < int(task.number) for id in computed), statement.of.id
    new = [s.of.id for s in work.statements if "_new" in s.of.id]
    learnt = [gradient(quantity(id.replace("_new", ""))).id for id in new if id.startswith(("w_", "b_"))]
    assert {*learnt, *new} <= set(numbers)
    shown = [int(task.number) for section in sections for task in section.tasks]
    assert shown == list(range(1, len(shown) + 1))


def matrix(work: Derivation, kind: str, layer: int) -> list[list[Fraction]]:
    """A given matrix of a layer."""
    columns = work.problem.units(layer - 1)
    return [
        [Fraction(work.numbers[f"{kind}[{layer}][{j}][{i}]"]) for i in range(1, columns + 1)]
        for j in range(1, work.problem.units(layer) + 1)
    ]


def column(work: Derivation, id: str, layer: int) -> list[Fraction]:
    """A quantity of every neuron of a layer; id has the place of the neuron as a star."""
    return [Fraction(work.numbers[id.replace("*", f"[{layer}][{j}]")]) for j in range(1, work.problem.units(layer) + 1)]


@pytest.mark.parametrize("name", ["article", "deck", "xor"])
def test_the_matrix_rules_hold_as_matrices(name: str) -> None:
    """δ⁽ˡ⁾ = W⁽ˡ⁺¹⁾ᵀ δ⁽ˡ⁺¹⁾ ⊙ σ′ and ∇W = δ aᵀ, multiplied out here with exact fractions of the same numbers."""
    work = WORKS[name]
    for layer in range(1, len(work.problem.layers)):
        weights, behind = matrix(work, "w", layer + 1), column(work, "dL/dz*", layer + 1)
        steep, own = column(work, "da/dz*", layer), column(work, "dL/dz*", layer)
        for j, delta in enumerate(own):
            back = sum(row[j] * each for row, each in zip(weights, behind, strict=True)) * steep[j]
            assert abs(back - delta) < Fraction(1, 10**40)
        inputs = column(work, "a*", layer)
        for k, each in enumerate(behind, start=1):
            for j, a in enumerate(inputs, start=1):
                apart = each * a - Fraction(work.numbers[f"dL/dw[{layer + 1}][{k}][{j}]"])
                assert abs(apart) < Fraction(1, 10**40)


@pytest.mark.parametrize(
    ("name", "forms", "others"),
    # by chains all parameters, by δ the hidden neurons
    [("article", "delta, chain, matrix", 9 + 2), ("residual", "delta, chain", 15 + 4)],
)
def test_the_check_holds_the_other_forms_against_the_steps(name: str, forms: str, others: int) -> None:
    lines = check(backprop(read(name))).lines
    said = f"{others} of {others} partial derivatives equal (to 30 digits)"
    assert lines[-1] == f"other forms of the sheet ({forms}): {said}"


@pytest.mark.parametrize(("file", "what", "wrong"), [
    ("forms", "recursion", {"dL/dz[1][1]", "dL/dz[1][2]"}), ("matrices", "recursion", {"dL/dz[1][1]", "dL/dz[1][2]"}),
    ("forms", "rename", {"dL/dw[1][1][1]", "dL/dw[2][1][2]", "dL/db[2][1]"}),
])  # fmt: skip
def test_a_form_that_is_slightly_wrong_is_found(
    file: str, what: str, wrong: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = {"recursion": recursion, "rename": rename}[what]
    spoil = lambda *arguments: times(SPOILED, right(*arguments))  # noqa: E731
    monkeypatch.setattr(f"derive.document.{file}.{what}", spoil)
    objected = {p.id for p in check(backprop(read("article"))).proofs if p.authority == AUTHORITY and not p.agreed}
    assert wrong <= objected


def test_a_chain_has_every_factor_back_from_the_loss() -> None:
    """The article's δ-free form: ∂L/∂w₁₁ = ∂L/∂ŷ · ∂ŷ/∂z₃ · w₃₁ · ∂a₁/∂z₁ · x₁."""
    found = {s.of.id: s for task in tasks(in_form(WORKS["article"], "chain")) for s in task.statements}
    uses = found["dL/dw[1][1][1]"].uses
    assert uses == ("dL/da[2][1]", "da/dz[2][1]", "w[2][1][1]", "da/dz[1][1]", "x[1]")
    assert not any(id.startswith("dL/dz") for id in found)


def test_delta_takes_in_the_gradient_of_its_own_activation() -> None:
    found = {s.of.id: s for task in tasks(in_form(WORKS["deck"], "delta")) for s in task.statements}
    assert "dL/da[1][1]" not in found
    assert found["dL/dz[1][1]"].uses == ("dL/dz[2][1]", "w[2][1][1]", "dL/dz[2][2]", "w[2][2][1]", "da/dz[1][1]")


def test_a_matrix_equation_holds_a_whole_layer() -> None:
    grids = {(task.grid, task.of.id): task for task in tasks(in_form(WORKS["article"], "matrix")) if task.grid}
    weights = grids["weights", "dL/dw[2][1][1]"]
    assert (len(weights.statements), weights.columns) == (2, 2)
    assert ("delta", "dL/dz[1][1]") in grids
    tex = worksheet(WORKS["article"], form="matrix").answers().tex()
    assert r"\underset{2\times 2}{\mathbf{W}^{(1)}} \underset{2\times 1}{\mathbf{x}}" in tex
    assert r"\begin{bmatrix} 0.4 & 0.3 \\ 0.6 & 0.9 \end{bmatrix} \begin{bmatrix} 0.5 \\ 0.1 \end{bmatrix}" in tex


def test_all_entries_of_a_matrix_show_an_operand_with_the_same_digits() -> None:
    work = WORKS["xor"]
    for task in tasks(in_form(work, "matrix")):
        lines = work.digits.together(task.statements) if task.grid else ()
        shown: dict[str, str] = {}
        for line in lines or ():
            for id, operand in line.operands.items():
                assert shown.setdefault(id, operand.text) == operand.text


def test_a_form_may_be_that_of_one_section() -> None:
    work = WORKS["article"]
    tex = worksheet(work, form={"Updates": "matrix"}).answers().tex()
    assert r"\begin{bmatrix}" in tex and "all factors" in tex
    assert worksheet(work, form="steps").tex() == worksheet(work).tex()


@pytest.mark.parametrize("level", ["guided", "blank"])
@pytest.mark.parametrize("form", FORMS)
def test_a_students_sheet_holds_no_result(form: str, level: str) -> None:
    assert r"\result{" not in worksheet(WORKS["deck"], level, form=form).tex()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("matrices", "form 'matrices' is not known; choose one of steps, delta, chain, matrix"),
        ({"Backwards": "delta"}, "there is no section 'Backwards' to give a form; known are Forward pass"),
    ],
)
def test_an_unknown_form_is_refused(form: str | dict[str, str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        worksheet(WORKS["article"], form=form)


@pytest.mark.parametrize("name", ["recurrent", "circuit"])
def test_matrices_are_for_dense_networks_with_one_sample(name: str) -> None:
    with pytest.raises(InputError, match="the matrix form is for dense networks with one sample"):
        worksheet(derive.backprop(read(name)), form="matrix").tex()


def test_symbols_alone_have_their_matrices_too() -> None:
    tex = worksheet(backprop(read("summary")), form="matrix").answers().tex()
    assert r"\begin{bmatrix}" in tex


def test_several_steps_are_numbered_through() -> None:
    tree = {**SHARED, "training": {"learning_rate": "0.1", "steps": 2}}
    tex = worksheet(backprop(read(tree)), form="matrix").tex()
    numbers = [int(part.split("}")[0]) for part in tex.split(r"\task{")[1:]]
    assert numbers == list(range(1, len(numbers) + 1))
