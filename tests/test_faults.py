"""Bad inputs and numbers at the limits, through the whole program: one clear line each, or a sound sheet."""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner, Result

from derive import InputError, backprop, cli, printing, read, worksheet
from derive.reading import starter_text
from tests.small import activated, small, texts, three_classes, wide, written

ROOT = Path(__file__).parent.parent


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    """The command line, run in this process."""
    return CliRunner().invoke(cli.app, list(map(str, arguments)), input=stdin, prog_name="derive")


def refused(problem: dict[str, Any], folder: Path) -> str:
    """What is said of a problem that every command refuses with one line and without a file."""
    path = written(problem, folder)
    for command in ("worksheet", "values", "check", "equations"):
        ran = run(command, path, *(("-o", folder / "out") if command == "worksheet" else ()))
        assert ran.exit_code == 2, ran.output
        assert not ran.stdout and "Traceback" not in ran.stderr
        assert ran.stderr.startswith(str(path)), ran.stderr
    assert not (folder / "out").exists()
    return ran.stderr


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails the test where an engine is started."""
    monkeypatch.setattr(printing, "compile_tex", lambda *asked: pytest.fail("compiled in vain"))


EVIL = (
    "__import__('os').system('touch PWN')", "z.__class__", "().__class__", "exec('open(\"PWN\",\"w\")')",
    "open('PWN','w')",
)  # fmt: skip


@pytest.mark.parametrize("activation", EVIL)
def test_row_01_an_activation_that_is_a_program_is_refused(activation: str, in_tmp: Path, no_engine: None) -> None:
    refused(small(network__layers__0__activation=activation), in_tmp)
    assert [path.name for path in in_tmp.iterdir()] == ["mine.yaml"]


@pytest.mark.parametrize("activation", EVIL)
@pytest.mark.parametrize("place", ["network__layers__0__activation", "loss"])
def test_row_14_the_api_refuses_it_too(activation: str, place: str, in_tmp: Path) -> None:
    with pytest.raises(InputError):
        read(small(**{place: activation}))
    assert not list(in_tmp.iterdir())


NO_STRINGS = """
import builtins, sys
import derive, derive.documents, derive.proof
from derive.reading import read
import sympy
from importlib.util import find_spec
if find_spec("torch"):  # it evaluates strings of its own while it is loaded
    import derive.witness.torch_pass
original = sys.modules["sympy.core.sympify"].sympify
def guarded(a, *rest, **options):
    assert not isinstance(a, str), f"a string reached sympy: {a!r}"
    return original(a, *rest, **options)
for name, module in list(sys.modules.items()):
    if name.startswith("sympy") and getattr(module, "sympify", None) is original:
        module.sympify = guarded
def forbidden(*asked):
    raise AssertionError(f"a string was run: {asked[0]!r}")
builtins.eval = forbidden
problem = read({"title": "t", "network": {"inputs": 1, "layers": [{"units": 1, "activation": "z/(1+exp(-z))"}]},
    "loss": "(y - a)**2/2", "data": {"inputs": ["1/3"], "targets": [1]},
    "parameters": {"weights": [[["0.5"]]], "biases": [[0]]}, "training": {"learning_rate": "0.1"}})
work = derive.backprop(problem)
sheet = derive.worksheet(work)
assert sheet.tex() and sheet.answers().tex() and derive.check(work).agreed
try:
    sympy.sympify("z")
except AssertionError as error:
    print("guarded:", error)
"""


def test_row_14_no_string_reaches_sympy_or_eval_on_the_whole_way() -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", NO_STRINGS]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr[-1500:]
    assert ran.stdout == "guarded: a string reached sympy: 'z'\n"


STEPS = ("1 if z>0 else 0", "1 if 0 < z else 0", "0 if z <= 0 else 1")


@pytest.mark.parametrize("z", ["0", "0.5", "-2"])
@pytest.mark.parametrize("activation", STEPS)
def test_row_12_a_step_is_accepted_and_its_kink_noted(activation: str, z: str) -> None:
    work = backprop(read(activated(activation, z)))
    assert (work.values()["a[1][1]"], work.values()["da/dz[1][1]"]) == (float(z) > 0, 0)
    for text in texts(activated(activation, z)):
        assert "At a kink the slope is the one of the left side." in text


EXPLODING = {
    "tanh in tanh": "tanh(" * 48 + "z" + ")" * 48,
    "tanh beside z": "tanh(z*" * 24 + "z" + ")" * 24,
    "squares of squares": "(1+" * 15 + "z**2" + ")**2" * 15,
    "exp in exp": "exp(-" * 20 + "z" + ")" * 20,
    "a long product": "*".join(f"(z+{i})" for i in range(1, 40)),
    "quotients": "/".join(["(1+z**2)"] * 29),
    "roots": "sqrt(1+" * 25 + "z**2" + ")" * 25,
    "cases": "".join(f"{i} if z<{i} else " for i in range(15)) + "z",
}  # fmt: skip


@pytest.mark.parametrize("name", EXPLODING)
def test_row_13_a_long_formula_is_derived_and_printed(name: str, in_tmp: Path) -> None:
    assert len(EXPLODING[name]) <= 300
    path = written(activated(EXPLODING[name], "0.5"), in_tmp)
    assert run("equations", path).exit_code == 0
    made = run("worksheet", path, "-o", "out")
    assert made.exit_code == 0, made.output
    assert (in_tmp / "out" / "answers.pdf").read_bytes().startswith(b"%PDF-")


def test_row_13_a_number_of_thousands_of_digits_is_rounded_as_any_other() -> None:
    work = backprop(read(activated(EXPLODING["squares of squares"], "0.5")))
    value, exact = work["a[1][1]"].value, Fraction(1, 4)
    for _ in range(15):
        exact = (1 + exact) ** 2
    assert abs(Fraction(value or 0) / exact - 1) < Fraction(1, 10**50)
    mantissa, power = re.findall(r"≈ (\d\.\d+)·10\^(\d+)$", work["a[1][1]"].text())[0]
    assert abs(Fraction(mantissa) * 10 ** int(power) / exact - 1) < Fraction(1, 1000)


def test_row_13_a_formula_whose_slope_explodes_is_derived_in_time() -> None:
    began = time.monotonic()
    work = backprop(read(activated("tanh(" * 20 + "z" + ")" * 20, "0.5")))
    assert 0 < float(work["a[1][1]"].value or 0) < 0.5
    assert len(texts(activated("tanh(" * 20 + "z" + ")" * 20, "0.5"))[1]) > 1000
    assert time.monotonic() - began < 10


def test_row_21_a_number_is_the_same_from_every_source(in_tmp: Path) -> None:
    (in_tmp / "a.yaml").write_text(starter_text("article"), "utf-8")
    tree = YAML(typ="safe").load(starter_text("article"))
    assert isinstance(tree["data"]["inputs"][0], float)
    assert texts(tree) == texts(YAML(typ="safe").load((in_tmp / "a.yaml").read_text("utf-8")))
    from_file, from_api = read("a.yaml"), read(tree)
    assert from_file.given == from_api.given
    assert worksheet(backprop(from_file)).tex() == worksheet(backprop(from_api)).tex()


FRACTIONS = {"1/3": r"\frac{1}{3}", "-1/3": r"-\frac{1}{3}", "1 / 3": r"\frac{1}{3}"}


@pytest.mark.parametrize("number", FRACTIONS)
def test_row_22_a_fraction_is_printed_as_one(number: str) -> None:
    sheet, key = texts(small(parameters__weights=[[[number]]]))
    assert f"w^{{(1)}}_{{11}} = {FRACTIONS[number]}$" in sheet
    assert FRACTIONS[number] in key.partition(r"\section{Forward pass}")[2]


def test_row_22_a_division_by_zero_is_refused(in_tmp: Path, no_engine: None) -> None:
    assert "1/0 divides by zero" in refused(small(parameters__weights=[[["1/0"]]]), in_tmp)


WRONG = {
    "unknown key wieghts; did you mean weights?": {"parameters": {"wieghts": [[["0.4"]]], "biases": [["0"]]}},
    "layer 1 has 2 weights for 1 input in row 1; give 1": {"parameters__weights": [[["0.4", "0.3"]]]},
    "0 rows of biases for 1 layer": {"parameters__biases": []},
}


@pytest.mark.parametrize("said", WRONG)
def test_row_23_a_wrong_key_or_shape_is_told_with_its_cure(said: str, in_tmp: Path, no_engine: None) -> None:
    told = refused(small(**WRONG[said]), in_tmp)
    assert said in told
    assert re.match(r".*/mine\.yaml:\d+:\d+: ", told)


def test_row_23_what_is_left_out_stays_a_letter() -> None:
    values = backprop(read(small(parameters={"weights": [[["0.4"]]]}))).values()
    assert "w[1][1][1]" in values and "z[1][1]" not in values


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "softplus", "silu", "gelu", "elu"])
@pytest.mark.parametrize("z", ["1000", "-1000", "30", "-30"])
def test_row_27_functions_far_out_are_finite_and_said_to_be_saturated(activation: str, z: str) -> None:
    problem = activated(activation, z)
    work = backprop(read(problem))
    assert all(map(math.isfinite, work.values().values()))
    sheet, key = texts(problem)
    assert not re.search(r"\b(nan|inf|zoo|oo|None)\b", sheet + key)
    flat = abs(work.values()["da/dz[1][1]"]) < 1e-9
    assert flat is (activation in {"sigmoid", "tanh"} or z.startswith("-"))
    if (activation, z) != ("gelu", "-1000"):  # which is 0 to more than a hundred thousand places
        assert any("is saturated" in notice for notice in work.notices) is flat
        assert ("is saturated" in key) is flat
    assert "is saturated" not in sheet


def test_row_27_softmax_of_1000_0_and_minus_1000() -> None:
    problem = three_classes(["1000", "0", "-1000"], [0, 0, 1])
    work = backprop(read(problem))
    assert float(work["L"].value or 0) == pytest.approx(2000)
    assert [float(work[f"dL/dz[1][{k}]"].value or 0) for k in (1, 2, 3)] == pytest.approx([1, 0, -1])
    assert len(work.notices) == 3
    assert not re.search(r"\b(nan|inf|zoo|oo)\b", "".join(texts(problem)))
    sure = backprop(read(three_classes(["1000", "0", "-1000"], [1, 0, 0]))).values()
    assert all(map(math.isfinite, sure.values()))


def test_row_27_a_value_beyond_every_double_is_told(in_tmp: Path) -> None:
    path = written(three_classes(["1000", "0", "-1000"], [0, 0, 1]), in_tmp)  # 1/p is 10 to the 868
    told = run("values", path, "--json")
    assert (told.exit_code, told.stdout) == (2, "")
    assert "dL/da[1][3] is too large for a double" in told.stderr
    assert run("equations", path).exit_code == 0


@pytest.mark.parametrize("loss", ["binary_cross_entropy", "cross_entropy"])
def test_row_28_an_infinite_loss_is_refused_and_a_perfect_output_is_not(
    loss: str, in_tmp: Path, no_engine: None
) -> None:
    sure = small(network__layers__0__activation="linear", loss=loss, parameters__biases=[["0"]], data__targets=[1])
    wrong, right = ({**sure, "parameters": {"weights": [[["0"]]], "biases": [[output]]}} for output in ("0", "1"))
    assert "the loss is infinite" in refused(wrong, in_tmp)
    work = backprop(read(right))
    assert (work.values()["L"], work.values()["dL/da[1][1]"]) == (0, -1)


def test_row_28_the_gradient_of_softmax_is_p_minus_y() -> None:
    values = backprop(read(three_classes(["40", "0", "0"], [1, 0, 0]))).values()
    p = [values[f"a[1][{k}]"] for k in (1, 2, 3)]
    assert values["dL/dz[1][2]"] == pytest.approx(p[1], rel=1e-12)
    assert values["dL/dz[1][1]"] == pytest.approx(-p[1] - p[2], rel=1e-12)  # p - 1 without the loss of digits
    assert 0 < values["L"] < 1e-16


KINKS = {
    "relu": 0, "leaky_relu": 0.01, "abs(z)": -1, "max(0, z)": 0, "min(z, 2*z)": 2, "z if z >= 0 else 0.2*z": 0.2,
    "z if z > 0 else 0.2*z": 0.2, "0.2*z if z < 0 else z": 0.2, "3*z if 0 >= z else z": 3, "1*z if -z > 0 else 5*z": 1,
}  # fmt: skip


@pytest.mark.parametrize("activation", KINKS)
def test_row_29_the_slope_at_a_kink_is_the_left_one_and_said_everywhere(activation: str) -> None:
    work = backprop(read(activated(activation)))
    assert work["z[1][1]"].value == 0
    assert work.values()["da/dz[1][1]"] == KINKS[activation]
    rule = "At a kink the slope is the one of the left side."
    sheet, key = texts(activated(activation))
    assert rule in sheet and rule in key
    notice = "lies exactly on a kink; the slope there is a convention, the one of the left side."
    assert work.notices == (f"z {notice}",) or work.notices == (f"z^(1)_1 {notice}",)
    assert notice in key and notice not in sheet


@pytest.mark.parametrize("activation", ["relu", "abs(z)", "z if z > 0 else 0.2*z"])
@pytest.mark.parametrize("z", ["1e-12", "-0.5"])
def test_row_29_beside_a_kink_nothing_is_noticed(activation: str, z: str) -> None:
    assert backprop(read(activated(activation, z))).notices == ()


@pytest.mark.parametrize("activation", ["sigmoid", "elu", "z**2 if z > 0 else 0", "linear"])
def test_row_29_where_nothing_is_bent_no_kink_is_noticed(activation: str) -> None:
    assert backprop(read(activated(activation))).notices == ()


@pytest.mark.parametrize(("loss", "slope"), [("absolute_error", 0), ("abs(y - a)", -1)])
def test_row_29_the_slope_of_a_loss_at_its_kink_is_said_too(loss: str, slope: int) -> None:
    problem = small(network__layers__0__activation="linear", loss=loss, data={"inputs": ["0"], "targets": ["0.1"]})
    work = backprop(read(problem))
    assert work.values()["dL/da[1][1]"] == slope
    assert len(work.notices) == 1 and "kink" in work.notices[0]
    sheet, key = texts(problem)
    assert ("taken as 0" in sheet) is (slope == 0) and ("left side" in sheet) is (slope != 0)
    assert "has a kink" in key or "on a kink of the loss" in key


def test_row_29_a_steep_loss_has_no_kink() -> None:
    steep = small(network__layers__0__activation="linear", loss="cross_entropy", parameters__biases=[["1e-20"]],
                  parameters__weights=[[["0"]]])  # fmt: skip
    assert backprop(read(steep)).notices == ()


@pytest.mark.parametrize("value", ["-0.000000001", "-0.0", "-0", "-1e-9", "0.00000000004"])
def test_row_31_no_zero_has_a_minus(value: str) -> None:
    for problem in (activated("linear", value), activated("tanh", value), small(parameters__weights=[[[value]]])):
        work = backprop(read(problem))
        pages = [text.partition("Given values")[2] for text in texts(problem)]
        everything = "\n".join((*pages, *(equation.text() for equation in work.equations)))
        assert len(everything) > 1000
        assert not re.search(r"-0(\.0*)?(?![.\d])", everything)
        assert not re.search(r"(?<![\d.])0\.0+(?!\d)", everything)


def gradients(problem: dict[str, Any]) -> dict[str, float]:
    """The gradients of the weights of such a network, in plain floats."""
    x, y = ([float(each) for each in problem["data"][key]] for key in ("inputs", "targets"))
    weights = [[[float(w) for w in row] for row in matrix] for matrix in problem["parameters"]["weights"]]
    biases = [[float(b) for b in row] for row in problem["parameters"]["biases"]]
    hidden, out = (after := layer(x, weights[0], biases[0])), layer(after, weights[1], biases[1])
    last = [2 / len(y) * (a - t) * a * (1 - a) for a, t in zip(out, y, strict=True)]
    first = [
        sum(d * row[j] for d, row in zip(last, weights[1], strict=True)) * a * (1 - a) for j, a in enumerate(hidden)
    ]
    both = ((1, first, x), (2, last, hidden))
    return {
        f"dL/dw[{number}][{j}][{i}]": d * a
        for number, deltas, inputs in both
        for j, d in enumerate(deltas, 1)
        for i, a in enumerate(inputs, 1)
    }


def layer(inputs: list[float], weights: list[list[float]], biases: list[float]) -> list[float]:
    """What a layer of sigmoid neurons gives on."""
    sums = [b + sum(w * x for w, x in zip(row, inputs, strict=True)) for row, b in zip(weights, biases, strict=True)]
    return [1 / (1 + math.exp(-z)) for z in sums]


def test_row_33_a_large_network_is_refused_with_an_estimate_and_the_api_gives_its_gradients(
    in_tmp: Path, no_engine: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("derive.render.formats.fill", lambda *asked: pytest.fail("laid out in vain"))
    problem = wide(50)
    path = written(problem, in_tmp)
    told = run("worksheet", path, "-o", "out")
    assert (told.exit_code, told.stdout) == (2, "")
    # chain rule, z and a, losses, three slopes and 51 gradients a neuron, updates
    count = 5 + 200 + 51 + 100 * (3 + 51) + 100
    assert told.stderr.startswith(f"{path}: {count} numbered equations would fill about ")
    assert "--only 6-25" in told.stderr and "--sample 2" in told.stderr and "--all" in told.stderr
    assert told.stderr.count("\n") == 1
    assert int(re.findall(r"about (\d+) pages", told.stderr)[0]) > 500
    assert not (in_tmp / "out").exists()
    values = backprop(read(problem)).values()
    expected = gradients(problem)
    assert len(expected) == 5000
    assert {id: values[id] for id in expected} == pytest.approx(expected, rel=1e-9)


def test_row_33_a_sample_of_a_large_network_is_printed(in_tmp: Path, unpressed: list[str]) -> None:
    path = written(wide(30), in_tmp)
    made = run("worksheet", path, "--sample", "1", "-o", "out")
    assert made.exit_code == 0, made.output
    student, key = unpressed
    assert re.findall(r"\\task\{(\d+)\}", student) == re.findall(r"\\task\{(\d+)\}", key)
    assert "w^{(1)}_{1,30}" in student and "w^{(2)}_{30,1}" in student and "w^{(2)}_{30,30}" not in student
    rows = json.loads(run("equations", path, "--sample", "1", "--format", "json").stdout)
    whole = json.loads(run("equations", path, "--format", "json").stdout)
    assert [row["id"] for row in rows if row["number"]][5:] == [
        "z[1][1]", "a[1][1]", "z[2][1]", "a[2][1]", "L[1]", "L",
        "dL/da[2][1]", "da/dz[2][1]", "dL/dz[2][1]", "dL/dw[2][1][1]", "dL/db[2][1]",
        "dL/da[1][1]", "da/dz[1][1]", "dL/dz[1][1]", "dL/dw[1][1][1]", "dL/db[1][1]",
        "w_new[2][1][1]", "b_new[2][1]", "w_new[1][1][1]", "b_new[1][1]",
    ]  # fmt: skip
    assert all(row in whole for row in rows)


def test_row_33_what_is_long_is_announced_and_all_of_it_printed_where_that_is_wanted(
    in_tmp: Path, unpressed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("worksheet", "article").stderr == ""
    monkeypatch.setattr(printing, "MANY", 5)
    assert re.fullmatch(r"33 numbered equations fill about \d pages, and their key about \d\n",
                        run("worksheet", "article").stderr)  # fmt: skip
    monkeypatch.setattr(printing, "MOST_EQUATIONS", 32)
    assert run("worksheet", "article").exit_code == 2
    assert run("worksheet", "article", "--only", "1-32").exit_code == 0
    assert run("worksheet", "article", "--sample", "1").exit_code == 0
    assert run("worksheet", "article", "--all").exit_code == 0


def test_row_32_huge_and_tiny_numbers_are_in_scientific_notation(in_tmp: Path) -> None:
    problem = small(parameters__weights=[[["1e15"]]], training__learning_rate="1e-30", data__inputs=["1e-15"],
                    network__layers__0__activation="linear")  # fmt: skip
    for text in texts(problem):
        assert "10^{15}" in text and "10^{-30}" in text
        assert not re.search(r"\d{17}", text)
        assert not re.search(r"0\.0{6}", text)
