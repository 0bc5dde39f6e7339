"""Model files that frameworks wrote: the problem gives the outputs that the framework itself gave."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import derive
from derive import InputError, backprop, cli, from_model, read
from derive.models import listed, model_text
from derive.models.extras import PROJECT
from derive.problem import Problem
from derive.quantity import Quantity

HERE = Path(__file__).parent
EXPECTED = json.loads((HERE / "expected.json").read_text("utf-8"))
MODELS: dict[str, Any] = {name: row for name, row in EXPECTED["models"].items() if "outputs" in row}
REFUSED = {
    "branching.keras": "the layer add has 2 inputs; give a Sequential, or a functional model",
    "convolution.onnx": "layer 1 of the model, Conv, is not one derive knows; known are Gemm, MatMul, ",
    "convolution.pt": "layer 3 of the model, Conv1d, is not one derive knows; known are Linear, ReLU, ",
    "own.pt": "the model is a __main__.Own, and the order of its layers stands in a program of its own; save",
    "unfitted.skops": "the MLPClassifier has no weights yet; fit it first",
}


def problem(name: str, sample: list[float]) -> Problem:
    """The problem of a model with one sample as its inputs."""
    return from_model(HERE / name, MODELS[name].get("activations", ()), data={"inputs": sample})


def test_every_model_file_is_read_or_refused_here() -> None:
    files = {path.name for path in HERE.iterdir() if path.suffix in (".pt", ".keras", ".onnx", ".skops")}
    assert files == {*MODELS, *REFUSED, "kinds.pt"}
    assert {Path(name).suffix for name in MODELS} == {".pt", ".keras", ".onnx", ".skops"}


@pytest.mark.parametrize("name", MODELS)
def test_the_forward_pass_gives_what_the_framework_gave(name: str) -> None:
    assert len(MODELS[name]["outputs"]) == len(EXPECTED["inputs"]) == 3
    for sample, outputs in zip(EXPECTED["inputs"], MODELS[name]["outputs"], strict=True):
        work = backprop(problem(name, sample))
        last = len(work.problem.layers)
        ours = [work.values()[f"a[{last}][{k}]"] for k in range(1, len(outputs) + 1)]
        assert ours == pytest.approx(outputs, rel=1e-6, abs=5e-8)  # singles near 1 are 6e-8 apart
        assert work.problem.outputs == len(outputs)


@pytest.mark.parametrize("name", MODELS)
def test_the_text_reads_back_as_the_same_problem(name: str, in_tmp: Path) -> None:
    activations = MODELS[name].get("activations", ())
    text = model_text(HERE / name, activations)
    Path(name + ".yaml").write_text(text, "utf-8")
    back, direct = read(name + ".yaml"), from_model(HERE / name, activations)
    assert dict(back.given) == dict(direct.given)
    assert (back.layers, back.loss, back.title, back.source) == (
        direct.layers, direct.loss, direct.title, direct.source,
    )  # fmt: skip
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.parametrize("name", ["state.pt", "two.onnx", "line.skops"])
def test_gradients_of_a_model_are_proved_and_printed(name: str) -> None:
    with_data = from_model(
        HERE / name, MODELS[name].get("activations", ()),
        data={"inputs": EXPECTED["inputs"][0], "targets": [1, 0][: len(MODELS[name]["outputs"][0])]},
    )  # fmt: skip
    work = backprop(with_data)
    assert derive.check(work).agreed
    assert r"\begin{document}" in derive.worksheet(work).tex()


LOSSES = {
    "state.pt": "binary_cross_entropy",  # a single sigmoid
    "module.pt": "cross_entropy",  # a softmax
    "sequential.keras": "binary_cross_entropy",  # compiled so
    "line.onnx": "mse",  # linear
    "line.skops": "half_squared_error",  # scikit-learn's ((y - a)**2).mean() / 2
    "plane.skops": "(y - a)**2/4",  # the same for two outputs
    "two.skops": "binary_cross_entropy",
    "three.skops": "cross_entropy",
}


@pytest.mark.parametrize("name", LOSSES)
def test_the_loss_fits_the_output(name: str) -> None:
    loss = problem(name, [1, 2]).loss
    assert (loss if isinstance(loss, str) else loss.text) == LOSSES[name]


def test_the_text_is_what_a_lecturer_would_write() -> None:
    lines = model_text(HERE / "module.pt").splitlines()
    assert lines[0] == "# Read by `derive new` from module.pt; change in it what you like."
    assert lines[1:3] == ["title: Module", "source: A network from PyTorch"]
    assert '    - {units: 3, activation: "z if z > 0 else 0.2*z"} # Linear 0, LeakyReLU 1' in lines
    assert "    - {units: 2, activation: silu, bias: none}        # Linear 3.0, SiLU 3.1" in lines
    assert "    # left out, as they act in training alone: Dropout 2" in lines
    assert "#   inputs: [0, 0]" in lines and "#   targets: [0, 0, 0]" in lines
    assert "    - null" in lines
    assert "source: A network from Keras 3.15.1" in model_text(HERE / "sequential.keras")
    assert "source: A network from scikit-learn 1.9.1" in model_text(HERE / "two.skops")
    assert "source: A network from pytorch 2.13.0+cpu, as ONNX" in model_text(HERE / "export.onnx")


def test_numbers_of_every_kind_are_read_where_they_lie() -> None:
    kinds = EXPECTED["models"]["kinds.pt"]
    made = from_model(HERE / "kinds.pt", ["tanh", "linear"])
    for layer, name in enumerate(("first", "second"), 1):
        for j, row in enumerate(kinds[f"{name}.weight"], 1):
            ours = [float(made.given[Quantity("w", (layer, j, i))]) for i in range(1, len(row) + 1)]
            # a half is told by three or four decimals; they are nearer to it than to the next half
            assert ours == pytest.approx(row, rel=0 if layer == 1 else 2**-11)
        ours = [float(made.given[Quantity("b", (layer, j))]) for j in range(1, len(kinds[f"{name}.bias"]) + 1)]
        assert ours == pytest.approx(kinds[f"{name}.bias"], rel=2**-24)


@pytest.mark.parametrize("name", REFUSED)
def test_what_derive_does_not_know_is_named_with_its_place(name: str) -> None:
    with pytest.raises(InputError) as refused:
        from_model(HERE / name)
    assert str(refused.value).startswith(f"{HERE / name}: {REFUSED[name]}")
    assert "\n" not in str(refused.value)


def run(*arguments: str | Path) -> Any:
    """The command, run in this process."""
    return CliRunner().invoke(cli.app, ["new", *map(str, arguments)], prog_name="derive")


def test_the_command_writes_the_file(in_tmp: Path) -> None:
    assert run("--from", HERE / "state.pt", "--activation", "tanh, sigmoid", "-o", "mine.yaml").exit_code == 0
    assert Path("mine.yaml").read_text("utf-8") == model_text(HERE / "state.pt", ["tanh", "sigmoid"])
    assert run("--from", HERE / "module.pt").stdout.splitlines() == model_text(HERE / "module.pt").splitlines()


FAULTS = {
    "holds weights without activations: Linear 0 (2→3), Linear 2 (3→1); give one for each layer": ["state.pt"],
    "1 activations for the 2 layers": ["state.pt", "--activation", "tanh"],
    "'sigmoidd' is not known; did you mean sigmoid?": ["state.pt", "--activation", "tanh,sigmoidd"],
    "the model says its activations itself; leave --activation out": ["module.pt", "--activation", "tanh"],
    "there is no such file; give the file of a model": ["nowhere.pt"],
    "this is a folder; give the file of a model": ["."],
}


@pytest.mark.parametrize("said", FAULTS)
def test_a_fault_is_told_in_one_line(said: str) -> None:
    file, *others = FAULTS[said]
    refused = run("--from", HERE / file, *others)
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert said in refused.stderr and refused.stderr.startswith(str(HERE / file))


@pytest.mark.parametrize("arguments", [("article", "--from", "x.pt"), ("article", "--activation", "relu")])
def test_a_starter_takes_no_model(arguments: tuple[str, ...]) -> None:
    assert (run(*arguments).exit_code, run(*arguments).stdout) == (2, "")


@pytest.mark.parametrize(("name", "module"), [("functional.keras", "h5py"), ("two.onnx", "onnx")])
def test_a_missing_extra_is_named(name: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    refused = run("--from", HERE / name)
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert f"pip install '{PROJECT}[{Path(name).suffix[1:]}]'" in refused.stderr


def test_torch_and_scikit_learn_files_need_no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("torch", "numpy", "h5py", "onnx", "sklearn", "skops"):
        monkeypatch.setitem(sys.modules, module, None)
    assert from_model(HERE / "module.pt").outputs == from_model(HERE / "three.skops").outputs == 3


def test_activations_are_listed_with_commas() -> None:
    assert listed("relu, max(0, z),tanh") == ("relu", "max(0, z)", "tanh")
    assert listed("") == ()
